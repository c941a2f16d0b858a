/**
 * The parts of a change that is taken piece by piece: its next word, its next line. What is left of it
 * is what `interpolate` makes of the rest, and all parts one after the other make the whole.
 */
import { isHigh, isLow } from "../base/surrogates.ts";
import { commonHead, commonTail } from "./common-ends.ts";
import { charClass, type IsKeyword, PUNCTUATION } from "./keyword.ts";
import { nextColumn } from "./motion/walker.ts";
import type { Hunk } from "./prediction.ts";
import { slice, type Text } from "./text.ts";

export type Part = "word" | "line";

/**
 * The replacements that one key takes of a change with these hunks (of `text`, first to last). The
 * word of a deletion is what it deletes; of a replacement, the new word and the old one.
 */
export function partOf(
  hunks: readonly Hunk[],
  text: Text,
  part: Part,
  isKeyword: IsKeyword,
): readonly Hunk[] {
  const open = hunks.map((hunk) => changed(hunk, text)).filter((hunk) => !isNothing(hunk));
  const [first] = open;
  if (!first) return hunks;
  if (part === "word") return [wordOf(first, isKeyword)];
  const taken: Hunk[] = [];
  let row = text.lineAt(first.from).number;
  for (const hunk of open) {
    if (text.lineAt(hunk.from).number !== row) break;
    const piece = lineOf(hunk);
    taken.push(piece);
    const whole = piece.insert === hunk.insert && piece.to === hunk.from + hunk.old.length;
    if (piece.insert.includes("\n") || !whole) break;
    row = text.lineAt(piece.to).number;
  }
  return taken;
}

/** What differs of a hunk: `old`, at `from`, becomes `insert`. */
export interface Changed {
  readonly from: number;
  readonly old: string;
  readonly insert: string;
}

function isNothing({ old, insert }: Changed): boolean {
  return old === "" && insert === "";
}

function wordOf({ from, old, insert }: Changed, isKeyword: IsKeyword): Hunk {
  const word = firstWord(insert, isKeyword);
  // The last new word takes all that is left of the old text, the ones before it a word each.
  const last = insert !== "" && word === insert;
  return { from, to: from + (last ? old : firstWord(old, isKeyword)).length, insert: word };
}

function lineOf({ from, old, insert }: Changed): Hunk {
  const line = firstLine(insert);
  const last = insert !== "" && line === insert;
  return { from, to: from + (last ? old : firstLine(old)).length, insert: line };
}

/** A hunk without the beginning and the end that its old and its new text share. */
export function changed(hunk: Hunk, text: Text): Changed {
  const before = slice(text, hunk.from, hunk.to);
  const { insert } = hunk;
  const most = Math.min(before.length, insert.length);
  let prefix = wholeCharacters(before, insert, commonHead(before, insert));
  // A word that becomes another one is taken whole; one that only grows is not taken back first.
  const cut = /[\p{L}\p{N}_]+$/u.exec(before.slice(0, prefix))?.[0].length ?? 0;
  if (prefix < before.length && /^[\p{L}\p{N}_]/u.test(before.slice(prefix))) prefix -= cut;
  let suffix = commonTail(before, insert, most - prefix);
  // Not between the halves of a character.
  while (suffix > 0 && isLowHalf(insert, insert.length - suffix)) suffix--;
  return {
    from: hunk.from + prefix,
    old: before.slice(prefix, before.length - suffix),
    insert: insert.slice(prefix, insert.length - suffix),
  };
}

/** The longest beginning of at most `length` that ends with a character of both texts. */
function wholeCharacters(a: string, b: string, length: number): number {
  let at = length;
  while (at > 0 && (isLowHalf(a, at) || isLowHalf(b, at))) at--;
  return at;
}

function isLowHalf(text: string, at: number): boolean {
  return at > 0 && isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1));
}

/** The first word of a text with the blanks before it, or its first mark. */
export function firstWord(text: string, isKeyword: IsKeyword): string {
  let at = 0;
  while (at < text.length && /\s/.test(text[at]!)) at++;
  if (at >= text.length) return text;
  const kind = kindOf(text, at, isKeyword);
  do at = nextColumn(text, at);
  while (at < text.length && kind !== MARK && kindOf(text, at, isKeyword) === kind);
  return text.slice(0, at);
}

/** Brackets, quotes and the like are taken one by one, operators and words whole. */
const MARK = -1;

function kindOf(text: string, at: number, isKeyword: IsKeyword): number {
  const kind = charClass(text.codePointAt(at)!, isKeyword);
  return kind === PUNCTUATION && !/[=<>!&|+\-*/%^~:?.]/.test(text[at]!) ? MARK : kind;
}

/** The first line with its line break; what is left of it when only the break is. */
export function firstLine(text: string): string {
  const end = text.indexOf("\n", 1);
  return end < 0 ? text : text.slice(0, end);
}
