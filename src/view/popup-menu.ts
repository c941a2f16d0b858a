/** A list of choices at a place on the screen: insert completion, the wildmenu, the palette. */
import { printable, textWidth } from "../base/width.ts";
import type { Grid } from "../screen/grid.ts";
import type { Palette } from "./palette.ts";

export interface MenuItem {
  readonly label: string;
  /** Shown behind the label, for a kind or a source. */
  readonly detail?: string;
}

export interface Menu {
  readonly items: readonly MenuItem[];
  /** Index of the selected item; -1 for none. */
  readonly selected: number;
}

/** Where a menu is put: 0-based cells of its corner, and its size. */
export interface MenuBox {
  readonly row: number;
  readonly col: number;
  readonly rows: number;
  readonly cols: number;
}

const MAX_ROWS = 15;
/** The selected item is told from the others by more than colour. */
const MARK = ">";

/**
 * The box for a menu of an anchor cell: below it, or above where that has more room. `top` and
 * `bottom` (exclusive) bound the rows that it may cover.
 */
export function placeMenu(
  menu: Menu,
  anchor: { row: number; col: number },
  screen: { cols: number; top: number; bottom: number },
): MenuBox {
  let width = 0;
  let detail = 0;
  for (const item of menu.items.slice(0, 1000)) {
    width = Math.max(width, textWidth(printable(item.label)));
    if (item.detail) detail = Math.max(detail, textWidth(printable(item.detail)) + 1);
  }
  const cols = Math.max(1, Math.min(screen.cols, Math.max(12, width + detail + 3)));
  const below = screen.bottom - anchor.row - 1;
  const above = anchor.row - screen.top;
  const wanted = Math.min(MAX_ROWS, menu.items.length);
  const under = below >= wanted || below >= above;
  const rows = Math.max(0, Math.min(wanted, under ? below : above));
  return {
    row: under ? anchor.row + 1 : anchor.row - rows,
    col: Math.max(0, Math.min(anchor.col, screen.cols - cols)),
    rows,
    cols,
  };
}

export function paintMenu(grid: Grid, menu: Menu, box: MenuBox, palette: Palette): void {
  const { items, selected } = menu;
  const plain = palette.on("ui.menu");
  const chosen = palette.on("ui.menu.selected");
  const dim = palette.on("ui.menu.detail");
  const first = scrolled(items.length, selected, box.rows);
  const end = box.col + box.cols;
  const bar = items.length > box.rows;
  const last = end - (bar ? 1 : 0);
  for (let r = 0; r < box.rows; r++) {
    const item = items[first + r];
    if (!item) break;
    const on = first + r === selected;
    const style = on ? chosen : plain;
    const row = box.row + r;
    let at = grid.put(row, box.col, on ? MARK : " ", style, last);
    at = grid.put(row, at, item.label, style, last);
    grid.fill(row, at, 1, last - at, style);
    if (item.detail) {
      const from = Math.max(at + 1, last - 1 - textWidth(printable(item.detail)));
      grid.put(row, from, item.detail, on ? chosen : dim, last);
    }
    if (bar) {
      const thumb = Math.max(1, Math.floor((box.rows * box.rows) / items.length));
      const start = Math.floor(((box.rows - thumb) * first) / Math.max(1, items.length - box.rows));
      const inThumb = r >= start && r < start + thumb;
      grid.put(row, last, inThumb ? "#" : "|", palette.on("ui.menu.scrollbar"), end);
    }
  }
}

/** The first item shown, so that the selected one is seen with some context. */
function scrolled(count: number, selected: number, rows: number): number {
  if (selected < rows - 1) return 0;
  return Math.max(0, Math.min(count - rows, selected - Math.floor(rows / 2)));
}
