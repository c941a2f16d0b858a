/**
 * What a window shows: which row is at its top and what each of its screen rows holds. `top` is a
 * 0-based row, screen rows and cells are 0-based in the window.
 */
import type { DisplayLine } from "../text/display/display-line.ts";
import { rowStart } from "../text/text.ts";
import type { Editor } from "./editor.ts";
import type { RowRange } from "./folds.ts";
import { gutterWidth } from "./gutter.ts";
import { displayOptions, Metrics, rowInlays, virtualLinesOf } from "./metrics.ts";
import { cursorCell, cursorRow } from "./viewport-cursor.ts";
import type { Window } from "./window.ts";

export { type GutterParts, gutterParts, gutterWidth, textWidth } from "./gutter.ts";
export * from "./viewport-cursor.ts";
export { scrollToCursor, settle, unsettle } from "./viewport-follow.ts";
export {
  keepFraction,
  lacksContextAbove,
  placeCursorBottom,
  placeCursorTop,
  topWithCursorHalfway,
} from "./viewport-place.ts";
export { displayOptions, Metrics, rowInlays, virtualLinesOf };

/** A row of a window's text as the window lays it out. */
export function displayLine(editor: Editor, win: Window, row: number): DisplayLine {
  return new Metrics(editor, win).line(row);
}

/** Screen rows of a row: 1 in a closed fold, else wrapped rows and virtual lines. */
export function rowHeight(editor: Editor, win: Window, row: number): number {
  const metrics = new Metrics(editor, win);
  return metrics.fold(row) ? 1 : metrics.allRows(row);
}

/** The first row that is not shown whole (`lineCount` when the text's end is shown). */
export function bottomRow(editor: Editor, win: Window): number {
  return new Metrics(editor, win).bottom().row;
}

// Places on the screen

/** Where the cursor is in the window, gutter included; null when it is not shown. */
export function cursorScreenPosition(
  editor: Editor,
  win: Window,
): { row: number; cell: number } | null {
  const metrics = new Metrics(editor, win);
  const row = cursorRow(win);
  const start = screenRowOf(win, metrics, row);
  if (start === null) return null;
  const gutter = gutterWidth(win);
  if (metrics.fold(row)) return { row: start, cell: gutter };
  const line = metrics.line(row);
  const place = line.placeOf(cursorCell(editor, win, line));
  const screenRow = start + virtualLinesOf(win, row).above.length + place.row;
  if (screenRow < 0 || screenRow >= win.height || place.cell < 0) return null;
  if (gutter + place.cell >= win.width) return null;
  return { row: screenRow, cell: gutter + place.cell };
}

/** The screen row at which a row starts (negative for a skipped top line); null: not shown. */
function screenRowOf(win: Window, metrics: Metrics, row: number): number | null {
  if (row < win.top) return metrics.fold(row)?.end === metrics.last(win.top) ? 0 : null;
  let screen = -win.skip;
  let at = win.top;
  while (at <= row) {
    const last = metrics.last(at);
    if (last >= row) return screen < win.height ? screen : null;
    screen += metrics.fold(at) ? 1 : metrics.allRows(at);
    if (screen >= win.height) return null;
    at = last + 1;
  }
  return null;
}

/** What one screen row of a window shows. */
export type ScreenRow =
  /** A screen row of a line: `part` counts the rows of the line. `cut`: the line goes on below. */
  | { readonly kind: "text"; readonly row: number; readonly part: number; readonly cut?: true }
  | { readonly kind: "fold"; readonly row: number; readonly range: RowRange }
  | {
      readonly kind: "virtual";
      readonly row: number;
      readonly above: boolean;
      readonly index: number;
    }
  /** After the text's end: `~`. */
  | { readonly kind: "empty" };

/**
 * What each screen row of a window shows, top to bottom; `height` entries. A last line that does
 * not fit is shown in part, as 'display' `lastline` has it.
 */
export function screenRows(editor: Editor, win: Window): ScreenRow[] {
  const metrics = new Metrics(editor, win);
  const rows: ScreenRow[] = [];
  let row = metrics.first(Math.min(win.top, metrics.count - 1));
  let skip = win.skip;
  while (rows.length < win.height && row < metrics.count) {
    const range = metrics.fold(row);
    if (range) {
      rows.push({ kind: "fold", row, range });
      row = range.end + 1;
      skip = 0;
      continue;
    }
    const room = win.height - rows.length;
    const { above, below } = virtualLinesOf(win, row);
    const parts = metrics.options.wrap ? metrics.line(row).rowCount(skip + win.height + 1) : 1;
    const whole = above.length + parts + below.length - skip <= room;
    const entries: ScreenRow[] = [];
    for (let i = 0; i < above.length; i++)
      entries.push({ kind: "virtual", row, above: true, index: i });
    for (let part = 0; part < parts && entries.length < skip + room; part++)
      entries.push({ kind: "text", row, part });
    for (let i = 0; i < below.length; i++)
      entries.push({ kind: "virtual", row, above: false, index: i });
    rows.push(...entries.slice(skip, skip + room));
    const last = rows[rows.length - 1];
    if (!whole && row !== win.top && last?.kind === "text")
      rows[rows.length - 1] = { ...last, cut: true };
    skip = 0;
    row++;
  }
  while (rows.length < win.height) rows.push({ kind: "empty" });
  return rows;
}

/** The position at a cell of a window (a mouse click); the nearest one outside of the text. */
export function posAtScreen(editor: Editor, win: Window, row: number, cell: number): number {
  const metrics = new Metrics(editor, win);
  const rows = screenRows(editor, win);
  const at = rows[Math.max(0, Math.min(row, rows.length - 1))];
  const { text } = win.doc;
  if (!at || at.kind === "empty") return rowStart(text, metrics.count - 1);
  const start = rowStart(text, at.row);
  if (at.kind === "fold") return start;
  const line = metrics.line(at.row);
  const inText = Math.max(0, cell - gutterWidth(win));
  if (at.kind === "text") return start + line.colAtScreen(at.part, inText);
  return start + (at.kind === "virtual" && at.above ? 0 : line.colAtScreen(0, inText));
}
