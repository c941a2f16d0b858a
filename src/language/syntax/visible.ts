/** What of a document its windows show. */
import type { Document } from "../../editor/document.ts";
import type { Window } from "../../editor/window.ts";

/** Lines longer than this (UTF-16) are coloured only where they are seen. */
export const LONG_LINE = 4000;

/** Rows `[from, to)`, as ranges in order, that a window shows, closed folds left out. */
export function visibleRows(win: Window): [number, number][] {
  const { lines } = win.doc.text;
  if (win.folds.folds.length === 0) {
    const top = Math.min(win.top, lines - 1);
    return [[top, Math.min(top + win.height, lines)]];
  }
  const ranges: [number, number][] = [];
  let row = Math.min(win.top, lines - 1);
  let start = row;
  for (let left = win.height; left > 0 && row < lines; left--) {
    const fold = win.folds.closedAt(row);
    if (fold === null) {
      row++;
      continue;
    }
    if (row > start) ranges.push([start, row]);
    row = fold.end + 1;
    start = row;
  }
  const end = Math.min(row, lines);
  if (end > start) ranges.push([start, end]);
  return ranges;
}

/**
 * Rows beside those that a window shows, as ranges: `pages` of its height above and below. What is
 * coloured there before it is seen costs no key anything.
 */
export function rowsAround(win: Window, pages: number): [number, number][] {
  const { lines } = win.doc.text;
  const ranges = visibleRows(win);
  const first = ranges[0]?.[0] ?? 0;
  const last = ranges[ranges.length - 1]?.[1] ?? 0;
  const rows = Math.ceil(win.height * pages);
  const below: [number, number] = [last, Math.min(lines, last + rows)];
  const above: [number, number] = [Math.max(0, first - rows), first];
  return [below, above].filter(([from, to]) => from < to);
}

/**
 * The UTF-16 offsets of a long line that a window shows, and a little beside them. A character is
 * taken for a cell; the wide ones make the part larger than it has to be.
 */
export function visiblePart(win: Window, from: number, to: number): [number, number] {
  const wrap = win.options.get("wrap");
  const first = wrap ? win.skip * win.width : win.left;
  const shown = wrap ? win.width * win.height : win.width;
  const low = Math.max(from, from + first - win.width);
  return [low, Math.min(to, low + shown + 2 * win.width)];
}

/** The windows of a tab page that show a document. */
export function windowsOn(windows: readonly Window[], doc: Document): Window[] {
  return windows.filter((win) => win.doc === doc && win.height > 0);
}
