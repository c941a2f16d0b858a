/** Names that an edit has turned into other names. */
import { type IsWord, wordEnd, wordStart } from "../../patterns/token.ts";
import type { RecordedEdit } from "../../text/prediction.ts";
import { slice, type Text } from "../../text/text.ts";

export interface TokenChange {
  readonly old: string;
  readonly name: string;
  /** Where the old name started, in `edit.before`, and the new one is, in `edit.after`: UTF-16 offsets. */
  readonly before: number;
  readonly from: number;
  readonly to: number;
}

/** More of a line on either side belongs to no name. */
const MOST_NAME = 200;
const NAME = /^[\p{L}_$@][\p{L}\p{N}\p{M}_$\-?!]*$/u;

/** The renamed tokens of an edit, the one that was changed last first. */
export function renamedTokens(edit: RecordedEdit, isWord: IsWord): TokenChange[] {
  const { before, after, changes } = edit;
  const found = new Map<number, TokenChange>();
  changes.iterChangedRanges((fromA, toA) => {
    if (toA - fromA > MOST_NAME) return;
    const start = startOf(before, fromA, isWord);
    const end = endOf(before, toA, isWord);
    const from = changes.mapPos(start, -1);
    const to = changes.mapPos(end, 1);
    if (to - from > MOST_NAME) return;
    const old = slice(before, start, end);
    const name = slice(after, from, to);
    if (old === name || !NAME.test(old) || !NAME.test(name)) return;
    // Where a name was joined with another one, it is none of both.
    if (startOf(after, from, isWord) !== from || endOf(after, to, isWord) !== to) return;
    found.set(start, { old, name, before: start, from, to });
  });
  const gap = ({ from, to }: TokenChange): number =>
    Math.max(from - edit.last.to, edit.last.from - to, 0);
  return [...found.values()].sort((a, b) => gap(a) - gap(b));
}

/** The name at an offset, or right before it; null: there is none. */
export function nameAt(
  text: Text,
  pos: number,
  isWord: IsWord,
): { readonly from: number; readonly to: number; readonly name: string } | null {
  const from = startOf(text, pos, isWord);
  const to = endOf(text, pos, isWord);
  const name = slice(text, from, to);
  return to - from <= MOST_NAME && NAME.test(name) ? { from, to, name } : null;
}

/** Where the word before an offset starts, and the one behind it ends. */
function startOf(text: Text, pos: number, isWord: IsWord): number {
  const line = text.lineAt(pos);
  return line.from + wordStart(line.text, pos - line.from, isWord);
}

function endOf(text: Text, pos: number, isWord: IsWord): number {
  const line = text.lineAt(pos);
  return line.from + wordEnd(line.text, pos - line.from, isWord);
}
