/** One row of a blockwise selection, with characters that the block cuts through (ops.c, block_prep). */
import { cellsOf } from "../text/display/columns.ts";
import { nextColumn } from "../text/motion/walker.ts";

export interface BlockRow {
  readonly row: number;
  /** Offset of the row's start. */
  readonly lineFrom: number;
  /** Columns of the characters that the block touches, `[from, to)`; whole ones, cut or not. */
  readonly from: number;
  readonly to: number;
  /** Cells of the first character that are left of the block, and of the last that are right of it. */
  readonly before: number;
  readonly after: number;
  /** The row ends before the block starts; `missing` cells lie between. */
  readonly short: boolean;
  readonly missing: number;
  /** The text in the block, cut characters as spaces, without padding at the right. */
  readonly yank: string;
  /** For `$`: up to the row's end. */
  readonly textToEnd: string;
  /** Cells of the text in the block. */
  readonly cells: number;
}

export function blockRow(
  line: string,
  row: number,
  lineFrom: number,
  left: number,
  right: number,
  tabstop: number,
): BlockRow {
  let col = 0;
  let cell = 0;
  // Skip what ends before the block.
  let first = { start: 0, end: -1 };
  while (col < line.length) {
    first = cellsOf(line, col, tabstop);
    if (first.end >= left) break;
    cell = first.end + 1;
    col = nextColumn(line, col);
  }
  if (col >= line.length) {
    return {
      row,
      lineFrom,
      from: line.length,
      to: line.length,
      before: 0,
      after: 0,
      short: true,
      missing: left - cell,
      yank: left > cell && right !== Infinity ? " ".repeat(right - left + 1) : "",
      textToEnd: "",
      cells: 0,
    };
  }
  const before = Math.max(0, left - first.start);
  const from = col;
  let last = first;
  let to = col;
  let lastFrom = col;
  while (col < line.length) {
    const span = cellsOf(line, col, tabstop);
    if (span.start > right) break;
    last = span;
    lastFrom = col;
    col = nextColumn(line, col);
    to = col;
  }
  const after = right === Infinity ? 0 : Math.max(0, last.end - right);
  const inside = line.slice(from, to);
  const cells = last.end - Math.max(first.start, left) + 1 - after;
  let yank = inside;
  if (before > 0 && after > 0 && from === lastFrom) yank = " ".repeat(right - left + 1);
  else {
    const head =
      before > 0 ? " ".repeat(first.end - left + 1) : line.slice(from, nextColumn(line, from));
    if (from === lastFrom) yank = after > 0 ? " ".repeat(right - last.start + 1) : head;
    else {
      const tail = after > 0 ? " ".repeat(right - last.start + 1) : line.slice(lastFrom, to);
      yank = head + line.slice(nextColumn(line, from), lastFrom) + tail;
    }
  }
  return {
    row,
    lineFrom,
    from,
    to,
    before,
    after,
    short: false,
    missing: 0,
    yank,
    textToEnd: yank,
    cells,
  };
}
