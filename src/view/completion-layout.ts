/** Where the completion menu and the documentation beside it are put. The cursor's row stays free. */
import type { Rect } from "../screen/layer.ts";

export interface CompletionSpace {
  readonly cols: number;
  /** Rows that may be covered: `[top, bottom)`. */
  readonly top: number;
  readonly bottom: number;
}

export interface CompletionSizes {
  readonly rows: number;
  readonly cols: number;
  /** Cells of the widest line of the documentation; 0: there is none. */
  readonly textCols: number;
  /** Rows of the documentation when it is wrapped to so many cells. */
  textRows(cols: number): number;
}

export interface CompletionPlace {
  readonly menu: Rect;
  readonly text: Rect | null;
}

const MOST_ROWS = 12;
const MOST_TEXT_COLS = 64;
const MOST_TEXT_ROWS = 16;
/** Documentation is not put into a narrower or lower place. */
const LEAST_BESIDE = 26;
const LEAST_ROWS = 3;
/** A cell of air on both sides of the documentation. */
const AIR = 2;

/** `anchor`: the row of the cursor, and the cell where the completed word starts. */
export function placeCompletion(
  sizes: CompletionSizes,
  anchor: { readonly row: number; readonly col: number },
  space: CompletionSpace,
): CompletionPlace | null {
  const cols = Math.min(sizes.cols, space.cols);
  const below = space.bottom - anchor.row - 1;
  const above = anchor.row - space.top;
  const wanted = Math.min(MOST_ROWS, sizes.rows);
  const under = below >= wanted || below >= above;
  const rows = Math.min(wanted, under ? below : above);
  if (rows < 1 || cols < 4) return null;
  const menu: Rect = {
    row: under ? anchor.row + 1 : anchor.row - rows,
    col: Math.max(0, Math.min(anchor.col, space.cols - cols)),
    rows,
    cols,
  };
  if (sizes.textCols === 0) return { menu, text: null };
  return {
    menu,
    text: beside(sizes, menu, under, anchor, space) ?? apart(sizes, menu, anchor, space),
  };
}

function beside(
  sizes: CompletionSizes,
  menu: Rect,
  under: boolean,
  anchor: { readonly row: number },
  space: CompletionSpace,
): Rect | null {
  const right = space.cols - menu.col - menu.cols;
  const left = menu.col;
  const full = Math.min(MOST_TEXT_COLS, sizes.textCols) + AIR;
  const onRight = right >= Math.min(full, LEAST_BESIDE) || right >= left;
  const room = onRight ? right : left;
  if (room < Math.min(full, LEAST_BESIDE)) return null;
  const cols = Math.min(full, room);
  const most = under ? space.bottom - menu.row : anchor.row - space.top;
  const rows = Math.min(MOST_TEXT_ROWS, most, sizes.textRows(cols - AIR));
  const row = under ? menu.row : anchor.row - rows;
  return { row, col: onRight ? menu.col + menu.cols : menu.col - cols, rows, cols };
}

/** Behind the menu, or on the other side of the cursor's row. */
function apart(
  sizes: CompletionSizes,
  menu: Rect,
  anchor: { readonly row: number },
  space: CompletionSpace,
): Rect | null {
  const under = menu.row > anchor.row;
  const behind = under ? space.bottom - menu.row - menu.rows : menu.row - space.top;
  const across = under ? anchor.row - space.top : space.bottom - anchor.row - 1;
  const room = Math.max(behind, across);
  if (room < LEAST_ROWS) return null;
  const cols = Math.min(space.cols, Math.min(MOST_TEXT_COLS, sizes.textCols) + AIR);
  const rows = Math.min(MOST_TEXT_ROWS, room, sizes.textRows(cols - AIR));
  const col = Math.max(0, Math.min(menu.col, space.cols - cols));
  const isBehind = behind >= across;
  const below = isBehind === under;
  const edge = isBehind ? (under ? menu.row + menu.rows : menu.row) : anchor.row + Number(below);
  return { row: below ? edge : edge - rows, col, rows, cols };
}
