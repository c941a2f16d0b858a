/** How a window follows its cursor before it is drawn (Vim's update_topline and curs_columns). */
import { rowStart } from "../text/text.ts";
import type { Editor } from "./editor.ts";
import { Metrics } from "./metrics.ts";
import { cursorCell, cursorRow, scrollOff } from "./viewport-cursor.ts";
import {
  lacksContextAbove,
  placeCursorBottom,
  placeCursorTop,
  topWithCursorHalfway,
} from "./viewport-place.ts";
import type { Window } from "./window.ts";

/** Changes `top`, `skip` and `left` so that the cursor is shown, as Vim does before it draws. */
export function scrollToCursor(editor: Editor, win: Window): void {
  // The screen of a terminal may begin within a line: it stays so until the cursor moves.
  if (win.skip > 0 && win.doc.kind === "terminal" && isUnmoved(editor, win)) return;
  const metrics = new Metrics(editor, win);
  const oldTop = win.top;
  win.top = Math.max(0, Math.min(win.top, metrics.count - 1));
  if (metrics.height <= 0) {
    win.top = cursorRow(win);
    win.skip = 0;
    return;
  }
  if (!isSettled(editor, win, metrics)) {
    followRow(editor, win, metrics);
    settle(editor, win);
  }
  if (win.top !== oldTop) win.skip = 0;
  if (metrics.options.wrap) {
    win.left = 0;
    followInLine(editor, win, metrics);
  } else {
    win.skip = 0;
    followColumn(editor, win, metrics);
  }
}

/** What the place of the top row was last checked for. */
interface Settlement {
  readonly text: unknown;
  readonly row: number;
  readonly height: number;
  readonly width: number;
  readonly options: number;
  readonly globals: number;
  readonly folds: number;
}

const settled = new WeakMap<Window, Settlement>();

function settlementOf(editor: Editor, win: Window): Settlement {
  return {
    text: win.doc.text,
    row: cursorRow(win),
    height: win.height,
    width: win.width,
    options: win.options.version,
    globals: editor.options.version,
    folds: win.folds.version,
  };
}

/** Says that the window was scrolled on purpose for the cursor where it is now. */
export function settle(editor: Editor, win: Window): void {
  settled.set(win, settlementOf(editor, win));
}

/** Says that the top row is to be checked again. */
export function unsettle(win: Window): void {
  settled.delete(win);
}

/**
 * Whether the top row need not be checked: as in Vim, a window that was scrolled stays where it is,
 * 'scrolloff' or not, until the cursor goes to another row (or something else changes).
 */
function isSettled(editor: Editor, win: Window, metrics: Metrics): boolean {
  if (!isUnmoved(editor, win)) return false;
  const row = cursorRow(win);
  if (row < metrics.first(win.top)) return false;
  return row === win.top || row < metrics.bottom(win.top).row;
}

function isUnmoved(editor: Editor, win: Window): boolean {
  const before = settled.get(win);
  if (!before || before.text !== win.doc.text || before.row !== cursorRow(win)) return false;
  const now = settlementOf(editor, win);
  return (
    before.height === now.height &&
    before.width === now.width &&
    before.options === now.options &&
    before.globals === now.globals &&
    before.folds === now.folds
  );
}

function followRow(editor: Editor, win: Window, metrics: Metrics): void {
  const so = scrollOff(editor);
  const row = cursorRow(win);
  if (metrics.count === 1 && metrics.text.length === 0) {
    win.top = 0;
    return;
  }
  const tooHigh =
    (win.top > 0 || win.skip > 0) && (row < win.top || lacksContextAbove(win, metrics, row, so));
  let checkBottom = true;
  if (tooHigh) {
    const half = Math.max(2, Math.floor(metrics.height / 2) - 1);
    let distance = win.top + so - row;
    if (metrics.hasFolds) {
      distance = 0;
      for (let at = row; at < win.top + so; at = metrics.last(at) + 1) {
        distance++;
        if (at >= metrics.count - 1 || distance >= half) break;
      }
    }
    if (distance >= half) {
      win.top = topWithCursorHalfway(win, metrics, false);
      checkBottom = false;
    } else placeCursorTop(editor, win, metrics, 1, false);
  } else win.top = metrics.first(win.top);
  if (checkBottom) followBottom(editor, win, metrics, row, so);
}

function followBottom(
  editor: Editor,
  win: Window,
  metrics: Metrics,
  row: number,
  so: number,
): void {
  const bottom = metrics.bottom(win.top);
  if (bottom.row >= metrics.count) return;
  if (row < bottom.row) {
    if (row < bottom.row - so && !metrics.hasFolds) return;
    let context = bottom.empty;
    let at = metrics.last(row);
    let height = 0;
    while (at < bottom.row) {
      context += height;
      if (context >= so) break;
      const next = metrics.below(at);
      at = next.row;
      height = next.height;
    }
    if (context >= so) return;
  }
  let lines = row - bottom.row + 1 + so;
  if (metrics.hasFolds) {
    lines = 0;
    for (let at = row; at >= bottom.row - so; at = metrics.first(at) - 1) {
      lines++;
      if (at <= 0 || lines > metrics.height + 1) break;
    }
  }
  if (lines <= metrics.height + 1) placeCursorBottom(editor, win, metrics, 1, false);
  else win.top = topWithCursorHalfway(win, metrics, false);
}

/** A line that is higher than the window: shows the part around the cursor. */
function followInLine(editor: Editor, win: Window, metrics: Metrics): void {
  const row = cursorRow(win);
  if (row !== win.top || metrics.fold(row)) {
    win.skip = 0;
    return;
  }
  const line = metrics.line(row);
  const cursor = Math.floor(cursorCell(editor, win, line) / metrics.options.width);
  const so = scrollOff(editor);
  const { height } = metrics;
  const near = cursor >= height || win.skip > 0 || cursor + so >= height;
  if (!near || !line.options.wrap) {
    win.skip = 0;
    return;
  }
  const last = line.rowCount(cursor + so + height + 1) - 1;
  if (cursor < height && last < height) {
    win.skip = 0;
    return;
  }
  const wanted = Math.min(last, cursor + so);
  const above = win.skip + so > cursor;
  const below = wanted >= height + win.skip - so;
  if ((above && below) || height <= so * 2) {
    const middle = Math.max(0, cursor - Math.floor(height / 2));
    win.skip = Math.max(0, Math.min(middle, last - height + 1));
  } else if (above) win.skip = Math.max(0, cursor - so);
  else if (below) win.skip = Math.max(win.skip, Math.min(cursor, wanted - height + 1));
  if (cursor - win.skip >= height) win.skip = cursor - height + 1;
}

/** Without 'wrap': shows the cursor's column with 'sidescroll' and 'sidescrolloff'. */
function followColumn(editor: Editor, win: Window, metrics: Metrics): void {
  const row = cursorRow(win);
  if (metrics.fold(row)) return;
  const width = metrics.options.width;
  const line = metrics.line(row);
  const col = win.cursor.pos - rowStart(win.doc.text, row);
  const span = line.cellsOf(col);
  const cell = cursorCell(editor, win, line);
  const start = win.cursor.coladd > 0 ? cell : span.start;
  const end = win.cursor.coladd > 0 ? cell : span.end;
  const siso = editor.options.get("sidescrolloff");
  const step = editor.options.get("sidescroll");
  const offLeft = start - win.left - siso;
  const offRight = end - win.left - width + siso + 1;
  if (offLeft >= 0 && offRight <= 0) return;
  const distance = offLeft < 0 ? -offLeft : offRight;
  let left: number;
  if (step === 0 || distance >= Math.floor(width / 2) || offRight >= offLeft) {
    left = cell - Math.floor(width / 2);
  } else left = win.left + Math.max(distance, step) * (offLeft < 0 ? -1 : 1);
  win.left = Math.max(0, left);
}
