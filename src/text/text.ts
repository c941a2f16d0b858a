/**
 * Document values. Everything is counted in UTF-16 code units: `pos` from the start of the text,
 * `col` from the start of a line. Rows are 0-based here (CodeMirror's line numbers are 1-based).
 */
import { ChangeDesc, ChangeSet, MapMode, Text } from "@codemirror/state";

export { ChangeDesc, ChangeSet, MapMode, Text };

/** A place in a text: 0-based row and UTF-16 column. */
export interface Point {
  readonly row: number;
  readonly col: number;
}

/** A half-open range of UTF-16 offsets, `from <= to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The text of a string, split on `\n` only; a `\r` stays a character of its line. */
export function textOf(string: string): Text {
  return Text.of(string.split("\n"));
}

export function lineCount(text: Text): number {
  return text.lines;
}

/** The line at a 0-based row; throws RangeError outside the text. */
export function lineText(text: Text, row: number): string {
  return text.line(row + 1).text;
}

/** The offset of the first character of a row. */
export function rowStart(text: Text, row: number): number {
  return text.line(row + 1).from;
}

/** The offset just after the last character of a row (before its line break). */
export function rowEnd(text: Text, row: number): number {
  return text.line(row + 1).to;
}

/** The 0-based row that holds an offset. */
export function rowOf(text: Text, pos: number): number {
  return text.lineAt(pos).number - 1;
}

/** The same; an offset behind the end is in the last row. */
export function rowAt(text: Text, pos: number): number {
  return rowOf(text, Math.min(pos, text.length));
}

export function pointOf(text: Text, pos: number): Point {
  const line = text.lineAt(pos);
  return { row: line.number - 1, col: pos - line.from };
}

/** The offset of a row and column; both are clipped to the text. */
export function posOf(text: Text, row: number, col: number): number {
  if (row < 0) return 0;
  if (row >= text.lines) return text.length;
  const line = text.line(row + 1);
  return line.from + Math.max(0, Math.min(col, line.length));
}

/** The text between two offsets, lines joined by `\n`. */
export function slice(text: Text, from: number, to: number): string {
  return text.sliceString(from, to, "\n");
}

/** A change that replaces `[from, to)` by `insert`, split on `\n` only. */
export function replaceSpec(from: number, to: number, insert: string) {
  return { from, to, insert: insert === "" ? Text.empty : textOf(insert) };
}
