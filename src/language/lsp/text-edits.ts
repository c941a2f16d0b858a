/** Edits of the protocol as changes of a text. */
import type { TextEdit } from "vscode-languageserver-protocol";
import { isHigh, isLow } from "../../base/surrogates.ts";
import { commonHead, commonTail } from "../../text/common-ends.ts";
import { diff } from "../../text/diff.ts";
import { ChangeSet, type Text, textOf } from "../../text/text.ts";
import { fromRange, type PositionEncoding } from "./position.ts";
import { isTable } from "./server-table.ts";

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/**
 * The change that a list of edits makes of a text; null when they overlap or are none. All of them
 * speak of the same text. What stays the same is left alone, so that marks and cursors survive a
 * formatter that replaces everything. `finalBreak`: the server has the text with a last line break,
 * which our texts do not have.
 */
export function changeOfEdits(
  text: Text,
  edits: readonly TextEdit[],
  encoding: PositionEncoding,
  finalBreak: boolean,
): ChangeSet | null {
  const whole = finalBreak ? text.append(textOf("\n")) : text;
  const pieces: Piece[] = [];
  for (const edit of edits) {
    if (!isTable(edit) || !isTable(edit.range) || typeof edit.newText !== "string") return null;
    const { from, to } = fromRange(whole, edit.range, encoding);
    pieces.push({ from, to, insert: edit.newText.replaceAll("\r\n", "\n") });
  }
  // Insertions at one place keep their order, and come before a replacement there.
  pieces.sort((a, b) => a.from - b.from || Number(a.to > a.from) - Number(b.to > b.from));
  for (let i = 1; i < pieces.length; i++) {
    if (pieces[i]!.from < pieces[i - 1]!.to) return null;
  }
  const fitted = finalBreak ? withoutFinalBreak(pieces, text) : pieces;
  const tall = fitted.some(({ from, to }) => to - from > 1 && text.lineAt(from).to < to);
  const specs = fitted
    .map((piece) => (tall ? piece : trimmed(text, piece)))
    .filter(({ from, to, insert }) => from < to || insert !== "")
    .map(({ from, to, insert }) => ({ from, to, insert: textOf(insert) }));
  const change = ChangeSet.of(specs, text.length);
  return tall ? diff(text, change.apply(text)) : change;
}

/** Pieces of `text` with a last line break, for the text without it. */
function withoutFinalBreak(pieces: readonly Piece[], text: Text): readonly Piece[] {
  const { length } = text;
  const last = pieces.at(-1);
  if (last === undefined || last.to <= length) return pieces;
  // Several insertions behind the end are one.
  const tail = pieces.filter((piece) => piece.to > length);
  const rest = pieces.slice(0, pieces.length - tail.length);
  const { from } = tail[0]!;
  const insert = tail.map((piece) => piece.insert).join("");
  const ends = insert.endsWith("\n");
  const kept = ends ? insert.slice(0, -1) : insert;
  if (from > length)
    return insert === "" ? rest : [...rest, { from: length, to: length, insert: `\n${kept}` }];
  if (insert === "" && from > 0 && text.sliceString(from - 1, from) === "\n") {
    const before = rest.at(-1)?.to ?? 0;
    // The line break before takes the place of the last one.
    return [...rest, { from: Math.max(before, from - 1), to: length, insert: "" }];
  }
  return [...rest, { from, to: length, insert: kept }];
}

/** Without what is the same at both ends. Pairs are not split. */
function trimmed(text: Text, { from, to, insert }: Piece): Piece {
  const old = text.sliceString(from, to, "\n");
  let start = commonHead(old, insert);
  if (start > 0 && isHigh(old.charCodeAt(start - 1))) start--;
  let end = commonTail(old, insert, Math.min(old.length, insert.length) - start);
  if (end > 0 && isLow(old.charCodeAt(old.length - end))) end--;
  return { from: from + start, to: to - end, insert: insert.slice(start, insert.length - end) };
}
