/** What the next key could be, shown in a box above the message area after a pause. */
import { printable, textWidth } from "../base/width.ts";
import type { Grid } from "../screen/grid.ts";
import type { Palette } from "./palette.ts";

export interface KeyHint {
  /** The key, or the rest of the keys, in Vim notation. */
  readonly keys: string;
  readonly doc: string;
}

/** Rows that the hints take, its title row included; at most half of the screen. */
export function hintRows(hints: readonly KeyHint[], rows: number, cols: number): number {
  const columns = Math.max(1, Math.floor(cols / columnWidth(hints, cols)));
  return Math.min(Math.floor(rows / 2), 1 + Math.ceil(hints.length / columns));
}

function columnWidth(hints: readonly KeyHint[], cols: number): number {
  let width = 20;
  for (const hint of hints) {
    width = Math.max(width, textWidth(printable(hint.keys)) + textWidth(printable(hint.doc)) + 4);
  }
  return Math.min(width, Math.max(20, Math.min(cols, 44)));
}

/** Draws hints into `rows` rows from `top` on, column by column. */
export function paintHints(
  grid: Grid,
  title: string,
  hints: readonly KeyHint[],
  palette: Palette,
  top: number,
  rows: number,
): void {
  const plain = palette.on("ui.hint");
  const key = palette.on("ui.hint.key");
  grid.fill(top, 0, rows, grid.cols, plain);
  grid.put(top, 1, title, palette.table.over(plain, palette.theme.id("ui.mode")));
  const body = rows - 1;
  if (body < 1) return;
  const width = columnWidth(hints, grid.cols);
  let keyWidth = 1;
  for (const hint of hints) keyWidth = Math.max(keyWidth, textWidth(printable(hint.keys)));
  keyWidth = Math.min(keyWidth, 12);
  for (let i = 0; i < hints.length; i++) {
    const col = Math.floor(i / body) * width;
    if (col >= grid.cols) break;
    const row = top + 1 + (i % body);
    const limit = Math.min(grid.cols, col + width - 1);
    const hint = hints[i]!;
    grid.put(row, col + 1, hint.keys, key, limit);
    grid.put(row, col + keyWidth + 2, hint.doc, plain, limit);
  }
}
