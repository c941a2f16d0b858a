/**
 * Where the top of a window goes so that the cursor is somewhere: at the top, in the middle, at the
 * bottom, or where it was in a window of another height (Vim's move.c).
 */
import type { Editor } from "./editor.ts";
import { Metrics, NO_ROW } from "./metrics.ts";
import { cursorCell, cursorRow, scrollOff } from "./viewport-cursor.ts";
import type { Window } from "./window.ts";

/** Where the cursor stood in a window of another height, in parts of 16384. */
const fractions = new WeakMap<Window, { fraction: number; row: number }>();
const WHOLE = 16384;

/**
 * The height of a window has changed: its top becomes the one that shows the cursor at the same part
 * of the window as before. `row` is the screen row where the cursor was, `like` the window it was in.
 */
export function keepFraction(
  editor: Editor,
  win: Window,
  oldHeight: number,
  row: number,
  like: Window = win,
): void {
  let state = fractions.get(like);
  if (!state || state.row !== row) {
    if (oldHeight <= 1) return;
    const fraction = Math.floor((row * WHOLE + Math.floor(oldHeight / 2)) / oldHeight);
    state = { fraction, row };
  }
  const metrics = new Metrics(editor, win);
  const cursor = cursorRow(win);
  let place = Math.floor((state.fraction * win.height - 1) / WHOLE);
  if (win.height < metrics.count || win.top > 0) {
    const line = metrics.line(cursor);
    const part = metrics.fold(cursor) ? 0 : line.placeOf(cursorCell(editor, win, line)).row;
    const rows = metrics.folded(cursor);
    let rest = place - part;
    if (rest >= 0 && rest > win.height - rows) {
      rest = win.height - rows;
      place -= rows - (part + 1);
    }
    let top = metrics.first(cursor);
    if (rest < 0) place = part;
    while (rest > 0 && top > 0) {
      const above = metrics.above(top);
      if (above.height > rest) {
        place -= rest;
        break;
      }
      rest -= above.height;
      top = above.row;
      if (top === 0) place -= rest;
    }
    win.top = top;
    win.skip = 0;
  }
  fractions.set(win, { fraction: state.fraction, row: place });
}

/** Whether fewer than `so` screen rows of context are above the cursor. */
export function lacksContextAbove(win: Window, metrics: Metrics, row: number, so: number): boolean {
  if (row >= win.top + so && !metrics.hasFolds) return false;
  let context = 0;
  let at = row;
  while (context < so) {
    const above = metrics.above(at);
    at = above.row;
    if (at < win.top) break;
    context += above.height;
  }
  return context < so;
}

/**
 * Puts the cursor's row near the top with its context; `always` also when that scrolls the other
 * way (`zt`).
 */
export function placeCursorTop(
  editor: Editor,
  win: Window,
  metrics: Metrics,
  minimum: number,
  always: boolean,
): void {
  const so = scrollOff(editor);
  const row = cursorRow(win);
  const fold = metrics.fold(row);
  let used = metrics.folded(row);
  let scrolled = row < win.top ? used : 0;
  let top = (fold ? fold.start : row) - 1;
  let bottom = (fold ? fold.end : row) + 1;
  let newTop = top + 1;
  let extra = 0;
  while (top >= 0) {
    const above = metrics.fold(top);
    const height = above ? 1 : metrics.rows(top);
    if (above) top = above.start;
    if (top < win.top) scrolled += height;
    if ((newTop >= win.top || scrolled > minimum) && extra >= so) break;
    used += height;
    if (extra + height <= so && bottom < metrics.count) {
      const below = metrics.fold(bottom);
      if (below) {
        bottom = below.end;
        used++;
      } else used += metrics.rows(bottom);
    }
    if (used > metrics.height) break;
    extra += height;
    newTop = top;
    top--;
    bottom++;
  }
  if (used > metrics.height) win.top = topWithCursorHalfway(win, metrics, false);
  else {
    if (newTop < win.top || always) win.top = newTop;
    if (win.top > row) win.top = row;
  }
}

/** Puts the cursor's row near the bottom with its context; `exact` puts it there (`zb`). */
export function placeCursorBottom(
  editor: Editor,
  win: Window,
  metrics: Metrics,
  minimum: number,
  exact: boolean,
): void {
  const so = scrollOff(editor);
  const row = cursorRow(win);
  if (exact) win.top = topWithRowAtBottom(metrics, row);
  const bottom = exact ? exactBottom(metrics, win.top, row) : metrics.bottom(win.top);
  let used = metrics.folded(row);
  let scrolled = 0;
  if (row >= bottom.row) {
    scrolled = used;
    if (row === bottom.row) scrolled -= bottom.empty;
  }
  const fold = metrics.fold(row);
  let above = fold ? fold.start : row;
  let below = fold ? fold.end : row;
  let extra = 0;
  while (above > 0) {
    const enough = (scrolled <= 0 || scrolled >= minimum) && extra >= so;
    if ((enough || below + 1 >= metrics.count) && above <= bottom.row) break;
    const up = metrics.above(above);
    above = up.row;
    used += up.height;
    if (used > metrics.height) break;
    if (above >= bottom.row) {
      scrolled += up.height;
      if (above === bottom.row) scrolled -= bottom.empty;
    }
    if (below < metrics.count - 1) {
      const down = metrics.below(below);
      below = down.row;
      used += down.height;
      if (used > metrics.height) break;
      if (extra < so || scrolled < minimum) {
        extra += down.height;
        if (below >= bottom.row) {
          scrolled += down.height;
          if (below === bottom.row) scrolled -= bottom.empty;
        }
      }
    }
  }
  let lines = 0;
  if (scrolled > 0) {
    if (used > metrics.height) lines = used;
    else {
      let at = win.top - 1;
      let height = 0;
      while (height < scrolled && at < bottom.row) {
        const next = metrics.below(at);
        at = next.row;
        height += next.height;
        lines++;
      }
      if (height < scrolled) lines = 9999;
    }
  }
  if (lines >= metrics.height && lines > minimum) {
    win.top = topWithCursorHalfway(win, metrics, false);
  } else scrollTopDown(win, metrics, lines);
}

function topWithRowAtBottom(metrics: Metrics, row: number): number {
  let top = metrics.last(row) + 1;
  let used = 0;
  while (top > 0) {
    const above = metrics.above(top);
    if (above.height === NO_ROW || used + above.height > metrics.height) break;
    used += above.height;
    top = above.row;
  }
  return Math.min(top, metrics.count - 1);
}

function exactBottom(metrics: Metrics, top: number, row: number): { row: number; empty: number } {
  let used = 0;
  for (let at = top; at <= row; at = metrics.last(at) + 1) used += metrics.folded(at);
  return { row: metrics.last(row) + 1, empty: used === 0 ? 0 : Math.max(0, metrics.height - used) };
}

/** Moves the top by logical lines (a closed fold is one). */
function scrollTopDown(win: Window, metrics: Metrics, lines: number): void {
  let top = win.top;
  if (!metrics.hasFolds) top += lines;
  else {
    for (let i = 0; i < lines; i++) {
      const last = metrics.last(top);
      if (last >= metrics.count - 1) break;
      top = last + 1;
    }
  }
  win.top = metrics.first(Math.min(top, metrics.count - 1));
}

/** The top that has the cursor in the middle; `atEnd` counts the rows after the text's end. */
export function topWithCursorHalfway(win: Window, metrics: Metrics, atEnd: boolean): number {
  const row = cursorRow(win);
  const fold = metrics.fold(row);
  let up = fold ? fold.start : row;
  let down = fold ? fold.end : row;
  let used = metrics.folded(up);
  let above = 0;
  let below = 0;
  let top = up;
  while (top > 0) {
    if (above < below) {
      const next = metrics.above(up);
      up = next.row;
      used += next.height;
      if (used > metrics.height) break;
      above += next.height;
      top = next.row;
    } else if (down < metrics.count - 1) {
      const next = metrics.below(down);
      down = next.row;
      used += next.height;
      if (used > metrics.height) break;
      below += next.height;
    } else {
      below++;
      if (atEnd) used++;
    }
  }
  return top;
}
