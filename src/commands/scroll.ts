/** Scrolling by lines, half pages and pages (Vim's move.c): CTRL-E CTRL-Y CTRL-D CTRL-U CTRL-F CTRL-B. */
import type { Command } from "../editor/command.ts";
import type { Editor } from "../editor/editor.ts";
import {
  clipCol,
  cursorRow,
  lacksContextAbove,
  Metrics,
  moveToRow,
  placeCursorTop,
  posAtWant,
  sameByteCol,
  scrollOff,
  scrollToCursor,
  settle,
  wantedCell,
} from "../editor/viewport.ts";
import type { Window } from "../editor/window.ts";
import { lineText, pointOf, rowStart } from "../text/text.ts";
import { placeCommands } from "./scroll-place.ts";
import { sideCommands } from "./scroll-side.ts";

/** Puts the cursor in a row as 'startofline' says: on the first non-blank, or at the goal cell. */
function settleRow(editor: Editor, win: Window, row: number): void {
  if (!editor.options.get("startofline")) {
    moveToRow(editor, win, row);
    return;
  }
  const line = lineText(win.doc.text, row);
  const blank = /^[ \t]*/.exec(line)![0].length;
  editor.setCursor(win, rowStart(win.doc.text, row) + clipCol(editor, win, line, blank));
}

/** Moves the window's text up by lines; the cursor stays in the window. */
function scrollUp(editor: Editor, win: Window, count: number): void {
  const metrics = new Metrics(editor, win);
  let top = win.top;
  if (metrics.hasFolds) {
    for (let i = 0; i < count; i++) {
      const last = metrics.last(top);
      if (last >= metrics.count - 1) break;
      top = last + 1;
    }
  } else top += count;
  win.top = metrics.first(Math.min(top, metrics.count - 1));
  win.skip = 0;
  if (cursorRow(win) < win.top) moveToRow(editor, win, win.top);
}

/** Moves the window's text down by lines; the cursor stays in the window. */
function scrollDown(editor: Editor, win: Window, count: number): void {
  const metrics = new Metrics(editor, win);
  win.top = metrics.first(win.top);
  win.skip = 0;
  for (let i = 0; i < count && win.top > 0; i++) win.top = metrics.first(win.top - 1);
  // The cursor's row must be whole in the window.
  let row = cursorRow(win);
  let used = 0;
  let last = win.top;
  for (let at = win.top; at < metrics.count; at = metrics.last(at) + 1) {
    used += metrics.folded(at);
    if (used > metrics.height) break;
    last = at;
  }
  if (row > metrics.last(last)) {
    row = last;
    moveToRow(editor, win, row);
  }
}

function scrollLines(editor: Editor, win: Window, up: boolean, count: number): void {
  scrollToCursor(editor, win);
  const before = { top: win.top, row: cursorRow(win) };
  const want = wantedCell(editor, win);
  const goTo = (row: number) => editor.setCursor(win, posAtWant(editor, win, row, want), want);
  if (up) scrollUp(editor, win, count);
  else scrollDown(editor, win, count);
  if (scrollOff(editor) > 0) {
    correctCursor(editor, win);
    // Back where it was: at least the cursor moves, else it would be stuck.
    const metrics = new Metrics(editor, win);
    if (win.top === before.top) {
      const row = cursorRow(win);
      if (up && row <= before.row && row < metrics.count - 1) goTo(metrics.last(row) + 1);
      else if (!up && row >= before.row && before.top > 0 && row > 0) goTo(metrics.first(row - 1));
    }
  }
  if (cursorRow(win) !== before.row) goTo(cursorRow(win));
  settle(editor, win);
}

/** Moves the cursor so that 'scrolloff' holds without scrolling; not at the text's ends. */
function correctCursor(editor: Editor, win: Window): void {
  const row = correctedRow(editor, win, cursorRow(win));
  if (row !== cursorRow(win)) moveToRow(editor, win, row);
}

/** The row nearest to `row` that has 'scrolloff' rows of context in the window. */
export function correctedRow(editor: Editor, win: Window, row: number): number {
  const metrics = new Metrics(editor, win);
  const so = scrollOff(editor);
  let aboveWanted = so;
  let belowWanted = so;
  if (win.top === 0) {
    aboveWanted = 0;
    belowWanted = Math.min(belowWanted, Math.floor(metrics.height / 2));
  }
  const bottom = metrics.bottom(win.top);
  if (bottom.row >= metrics.count) {
    belowWanted = 0;
    aboveWanted = Math.min(aboveWanted, Math.floor((metrics.height - 1) / 2));
  }
  const enough = row >= win.top + aboveWanted && row < bottom.row - belowWanted;
  if (enough && !metrics.hasFolds) return row;
  let top = win.top;
  let last = bottom.row - 1;
  let above = 0;
  let below = 0;
  while ((above < aboveWanted || below < belowWanted) && top < last) {
    if (below < belowWanted && (below <= above || above >= aboveWanted)) {
      below += metrics.folded(last);
      last = metrics.first(last) - 1;
    }
    if (above < aboveWanted && (above < below || below >= belowWanted)) {
      above += metrics.folded(top);
      top = metrics.last(top) + 1;
    }
  }
  if (top === last || last < 0) return top;
  if (top > last) return Math.max(0, last);
  if (row < top && win.top > 0) return top;
  if (row > last && bottom.row < metrics.count) return last;
  return row;
}

function scrollHalfPage(editor: Editor, win: Window, forward: boolean, count: number): void {
  scrollToCursor(editor, win);
  const metrics = new Metrics(editor, win);
  let row = cursorRow(win);
  if (forward ? row >= metrics.count - 1 : row === 0) {
    editor.beep();
    return;
  }
  if (count > 0) win.options.set("scroll", Math.min(count, metrics.height));
  const amount = win.options.get("scroll") || Math.max(1, Math.floor(metrics.height / 2));
  let left = Math.min(amount, metrics.height);
  let scrolled = 0;
  win.skip = 0;
  if (forward) {
    let bottom = metrics.bottom(win.top);
    while (left > 0 && bottom.row < metrics.count) {
      const height = metrics.folded(win.top);
      left -= height;
      if (left < 0 && scrolled > 0) break;
      win.top = Math.min(metrics.count - 1, metrics.last(win.top) + 1);
      if (row < metrics.count - 1) row++;
      scrolled += height;
      bottom = metrics.bottom(win.top);
    }
    for (let i = 0; i < left && row < metrics.count - 1; i++)
      row = Math.min(metrics.count - 1, metrics.last(row) + 1);
  } else {
    while (left > 0 && win.top > 0) {
      const height = metrics.folded(win.top - 1);
      left -= height;
      if (left < 0 && scrolled > 0) break;
      win.top = metrics.first(win.top - 1);
      if (row > 0) row--;
      scrolled += height;
    }
    for (let i = 0; i < left && row > 0; i++) row = metrics.first(row - 1);
  }
  row = correctedRow(editor, win, metrics.first(row));
  settleRow(editor, win, row);
}

function scrollPages(editor: Editor, win: Window, forward: boolean, count: number): void {
  scrollToCursor(editor, win);
  const metrics = new Metrics(editor, win);
  const oldTop = win.top;
  if (metrics.count === 1) {
    editor.beep();
    return;
  }
  let row = cursorRow(win);
  let failed = false;
  win.skip = 0;
  for (let i = 0; i < count; i++) {
    const bottom = metrics.bottom(win.top);
    const atEnd = win.top >= metrics.count - 1 - scrollOff(editor) && bottom.row >= metrics.count;
    if (forward ? atEnd : win.top === 0) {
      editor.beep();
      failed = true;
      break;
    }
    row = forward ? pageForward(win, metrics, bottom.row, row) : pageBackward(win, metrics);
  }
  row = metrics.first(Math.max(0, Math.min(row, metrics.count - 1)));
  row = correctedRow(editor, win, row);
  if (failed) {
    keepByteCol(editor, win, row);
    return;
  }
  settleRow(editor, win, row);
  if (!forward) return;
  if (lacksContextAbove(win, metrics, row, scrollOff(editor))) {
    placeCursorTop(editor, win, metrics, 1, false);
    settle(editor, win);
    if (win.top <= oldTop && oldTop < metrics.count - 1) win.top = metrics.first(oldTop + 1);
  }
}

function keepByteCol(editor: Editor, win: Window, row: number): void {
  const { text } = win.doc;
  const from = pointOf(text, win.cursor.pos);
  if (row === from.row) return;
  const line = lineText(text, row);
  const col = sameByteCol(lineText(text, from.row), from.col, line);
  const pos = rowStart(text, row) + clipCol(editor, win, line, col);
  editor.setCursor(win, pos, win.cursor.want);
}

/** Scrolls a page forward and returns the cursor's row. */
function pageForward(win: Window, metrics: Metrics, bottom: number, row: number): number {
  if (bottom >= metrics.count) {
    win.top = metrics.count - 1;
    return Math.max(row, win.top);
  }
  win.top = overlapRow(metrics, bottom, false);
  return win.top;
}

/** Scrolls a page backward and returns the cursor's row. */
function pageBackward(win: Window, metrics: Metrics): number {
  const row = Math.min(overlapRow(metrics, win.top - 1, true), metrics.count - 1);
  // The row that fits above `row`, which goes to the bottom of the window.
  let at = row;
  let height = 0;
  while (height <= metrics.height && at >= 0) {
    const above = metrics.above(at);
    height += above.height;
    at = above.row;
  }
  if (at < 0) {
    win.top = 0;
    return row;
  }
  const top = metrics.first(metrics.below(metrics.below(metrics.last(at)).row).row);
  if (top >= win.top) {
    win.top = metrics.first(win.top - 1);
    return metrics.bottom(win.top).row - 1;
  }
  win.top = top;
  return row;
}

/** Where a page starts so that up to two rows of the last one are still shown. */
function overlapRow(metrics: Metrics, row: number, down: boolean): number {
  const least = metrics.height - 2;
  const next = (at: number) => (down ? metrics.below(at) : metrics.above(at));
  const h1 = row >= metrics.count ? 1 : metrics.folded(row);
  if (h1 > least) return row;
  const one = next(row);
  if (one.height + h1 > least) return row;
  const two = next(one.row);
  if (two.height + one.height > least) return row;
  const three = next(two.row);
  if (three.height + two.height + one.height > least || two.height + one.height + h1 > least)
    return one.row;
  return two.row;
}

/** The wheel: scrolls by lines as CTRL-E and CTRL-Y do. */
export function scrollWheel(editor: Editor, win: Window, lines: number): void {
  scrollLines(editor, win, lines > 0, Math.abs(lines));
}

export const scrollCommands: readonly Command[] = [
  {
    name: "scroll.line-down",
    doc: "Scroll the window one line down (CTRL-E)",
    run: ({ editor, win, count }) => scrollLines(editor, win, true, count || 1),
  },
  {
    name: "scroll.line-up",
    doc: "Scroll the window one line up (CTRL-Y)",
    run: ({ editor, win, count }) => scrollLines(editor, win, false, count || 1),
  },
  {
    name: "scroll.half-page-down",
    doc: "Scroll half a page down (CTRL-D)",
    run: ({ editor, win, count }) => scrollHalfPage(editor, win, true, count),
  },
  {
    name: "scroll.half-page-up",
    doc: "Scroll half a page up (CTRL-U)",
    run: ({ editor, win, count }) => scrollHalfPage(editor, win, false, count),
  },
  {
    name: "scroll.page-down",
    doc: "Scroll a page down (CTRL-F, Page Down)",
    run: ({ editor, win, count }) => scrollPages(editor, win, true, count || 1),
  },
  {
    name: "scroll.page-up",
    doc: "Scroll a page up (CTRL-B, Page Up)",
    run: ({ editor, win, count }) => scrollPages(editor, win, false, count || 1),
  },
  ...placeCommands,
  ...sideCommands,
];
