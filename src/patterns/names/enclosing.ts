/** The definitions around a row, by indentation and the words of their first lines. */
import type { Text } from "../../text/text.ts";
import { indexOf } from "../edits/text-index.ts";
import type { TokenLine } from "../edits/token-line.ts";
import { isLanguageWord } from "./language-words.ts";

export interface Enclosing {
  readonly name: string;
  /** 0-based row of its first line. */
  readonly row: number;
}

/** Rows looked at upwards, and definitions given. */
const REACH = 400;
const MOST = 3;
/** Characters of a line in which its name is looked for. */
const LONGEST = 200;

const DEFINES =
  /(?:^|[^\p{L}\p{N}_])(?:def|class|fn|func|function|interface|type|struct|enum|impl|trait|mod|module|namespace|const|let|var|val|fun)\s+(?:\([^)]*\)\s*)?(?:<[^>]*>\s*)?\*?\s*([\p{L}_$][\p{L}\p{N}_$]*)/u;
const CALLED =
  /([\p{L}_$][\p{L}\p{N}_$]*)\s*(?:<[^>]*>)?\s*[=:]?\s*(?:async\s*)?(?:function\s*)?\(/u;

const NAMES = new WeakMap<TokenLine, { readonly name: string | null }>();

/** The name that a line defines, if it looks like the start of a definition. */
export function definedName(line: TokenLine): string | null {
  let known = NAMES.get(line);
  if (!known) {
    known = { name: line.wordy ? nameIn(line.text.slice(0, LONGEST)) : null };
    NAMES.set(line, known);
  }
  return known.name;
}

function nameIn(line: string): string | null {
  const defined = DEFINES.exec(line)?.[1];
  if (defined && !isLanguageWord(defined)) return defined;
  const called = CALLED.exec(line)?.[1];
  return called && !isLanguageWord(called) ? called : null;
}

const FOUND = new WeakMap<Text, Map<number, readonly Enclosing[]>>();

/** The definitions around a row, innermost first; a row that starts one belongs to it. */
export function enclosing(text: Text, row: number): readonly Enclosing[] {
  let rows = FOUND.get(text);
  if (!rows) FOUND.set(text, (rows = new Map()));
  const known = rows.get(row);
  if (known) return known;
  const found = search(text, row);
  rows.set(row, found);
  return found;
}

function search(text: Text, row: number): Enclosing[] {
  const { lines } = indexOf(text);
  let at = row;
  while (at > 0 && (lines[at]?.tokens.length ?? 0) === 0) at--;
  const found: Enclosing[] = [];
  const own = lines[at];
  if (own && /(?:[{:(]|=>)\s*$/.test(own.text)) add(found, own, at);
  let indent = own?.indent ?? 0;
  for (let r = at - 1; r >= 0 && at - r < REACH && indent > 0 && found.length < MOST; r--) {
    const line = lines[r]!;
    if (line.tokens.length === 0 || line.indent >= indent) continue;
    // A line of closing brackets only goes on with what was opened above it.
    if (!line.wordy) continue;
    indent = line.indent;
    add(found, line, r);
  }
  return found;
}

function add(found: Enclosing[], line: TokenLine, row: number): void {
  const name = definedName(line);
  if (name !== null) found.push({ name, row });
}
