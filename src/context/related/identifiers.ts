/** The names near the cursor whose definitions a model would like to know. */
import { contextRows } from "../../language/structure/context.ts";
import type { SyntaxTree } from "../../language/syntax/syntax.ts";
import type { DocumentSnapshot } from "../../text/prediction.ts";
import { lineText, rowOf, rowStart } from "../../text/text.ts";
import { headersAbove } from "../excerpt/declarations.ts";

export interface NearName {
  readonly name: string;
  /** Where it stands: a UTF-16 offset of the snapshot's text. */
  readonly pos: number;
}

const ROWS = 3;
const MOST_NAMES = 16;
const LEAST = 3;
const MOST_LINE = 500;
const IDENTIFIER = /(?<![\p{L}\p{N}_$])[\p{L}_$][\p{L}\p{N}_$]*/gu;
/** What is no name in the languages that most texts are in. */
const WORDS = new Set(
  "and any array async await bool boolean break byte case catch char class const constructor continue crate debugger declare def default defer del delete dict double elif else end enum err error except export extends extern false final finally float for foreach from func function get global goto if impl implements import include inline instanceof int interface into isinstance iter lambda len let list long loop map match mod module mut namespace never new nil none not null number object only operator override package pass print private protected protocol pub public raise range readonly ref require return self set short signed sizeof static str string struct super switch template the this throw throws trait true try type typedef typeof undefined union unknown unless unsafe unsigned until use using val value var vec virtual void when where while with yield None True False Self String Object Array Map Set Promise Record Number Boolean Option Some Result Vec Error console".split(
    " ",
  ),
);

/** Names of the rows around the cursor, the nearest first, then of the headers it is in. `tree`: of just this text. */
export function namesInReach(doc: DocumentSnapshot, tree: SyntaxTree | null): NearName[] {
  const { text, pos } = doc;
  const row = rowOf(text, pos);
  const rows = [row];
  for (let i = 1; i <= ROWS; i++) rows.push(row - i, row + i);
  const headers = tree === null ? headersAbove(text, row) : contextRows(tree, text, row);
  const names = new Map<string, NearName>();
  for (const at of new Set([...rows, ...headers.reverse()])) {
    if (at < 0 || at >= text.lines) continue;
    const line = lineText(text, at);
    if (line.length > MOST_LINE || /^\s*(?:\/\/|\*|\/\*|#\s)/.test(line)) continue;
    const start = rowStart(text, at);
    for (const { 0: name, index } of line.matchAll(IDENTIFIER)) {
      const from = start + index;
      // What is being typed is none yet.
      if (pos > from && pos <= from + name.length) continue;
      if (name.length < LEAST || WORDS.has(name) || names.has(name)) continue;
      names.set(name, { name, pos: from });
      if (names.size >= MOST_NAMES) return [...names.values()];
    }
  }
  return [...names.values()];
}
