/** Opening and closing the folds of a window (Vim's fold.c). Rows are 0-based. */
import { UserError } from "../base/errors.ts";
import { pointOf, textOf } from "../text/text.ts";
import type { ChangeRequest, Editor } from "./editor.ts";
import type { Fold, RowRange } from "./folds.ts";
import { cursorRow } from "./viewport.ts";
import type { Window } from "./window.ts";

/** The rows that an operation on a row takes: the closed fold's, or the row alone. */
export function foldRangeOf(win: Window, row: number): RowRange {
  const fold = win.folds.closedAt(row);
  return fold ? { start: fold.start, end: fold.end } : { start: row, end: row };
}

/** The path to a row, outermost first, after bringing the folds up to date. */
function pathOf(win: Window, row: number): Fold[] {
  win.folds.refresh();
  return win.folds.path(row);
}

/** Opens the outermost closed fold at a row, `count` times. False: there is no fold. */
export function openFold(win: Window, row: number, count = 1): boolean {
  const path = pathOf(win, row);
  let left = count;
  for (const fold of path) {
    if (left === 0) break;
    if (!fold.closed) continue;
    fold.closed = false;
    left--;
  }
  win.folds.version++;
  return path.length > 0;
}

/** Closes the innermost open fold at a row (not inside a closed one), `count` times. */
export function closeFold(win: Window, row: number, count = 1): boolean {
  const path = pathOf(win, row);
  const closed = path.findIndex((fold) => fold.closed);
  const open = closed < 0 ? path : path.slice(0, closed);
  for (const fold of open.slice(Math.max(0, open.length - count))) fold.closed = true;
  win.folds.version++;
  return path.length > 0;
}

function setNested(fold: Fold, closed: boolean): void {
  fold.closed = closed;
  for (const child of fold.children) setNested(child, closed);
}

/** Opens or closes all folds at a row; opening opens what is nested in them too. */
export function setFoldsDeep(win: Window, row: number, closed: boolean): boolean {
  const path = pathOf(win, row);
  if (closed) for (const fold of path) fold.closed = true;
  else {
    const first = path.find((fold) => fold.closed);
    if (first) setNested(first, false);
  }
  win.folds.version++;
  return path.length > 0;
}

/** Opens folds until the cursor's line is shown (`zv`). */
export function openFoldsAtCursor(win: Window): void {
  const path = win.folds.folds.length === 0 ? [] : pathOf(win, cursorRow(win));
  if (!path.some((fold) => fold.closed)) return;
  for (const fold of path) fold.closed = false;
  win.folds.version++;
}

/** What 'foldopen' lists: kinds of commands that open folds where they bring the cursor. */
export type FoldOpenKind =
  | "all"
  | "block"
  | "hor"
  | "insert"
  | "jump"
  | "mark"
  | "percent"
  | "quickfix"
  | "search"
  | "tag"
  | "undo";

/** Opens the folds at the cursor if 'foldopen' has the kind of the command that was done. */
export function openFoldsFor(editor: Editor, win: Window, kind: FoldOpenKind): void {
  if (win.folds.folds.length === 0) return;
  const kinds = editor.options.get("foldopen").split(",");
  if (kinds.includes(kind) || kinds.includes("all")) openFoldsAtCursor(win);
}

/** Makes a fold of some rows. Throws E350 with a 'foldmethod' that makes folds itself. */
export function createFold(editor: Editor, win: Window, first: number, last: number): void {
  const method = win.options.get("foldmethod");
  if (method === "marker") {
    addMarkers(editor, win, first, last);
    return;
  }
  if (method !== "manual")
    throw new UserError("E350: Cannot create fold with current 'foldmethod'");
  win.folds.refresh();
  win.folds.create(Math.min(first, last), Math.max(first, last));
}

/** A marker as it stands at a line's end: in a comment if 'commentstring' has one. */
function markerText(win: Window, marker: string): string {
  const template = win.doc.options.get("commentstring");
  return template.includes("%s") ? template.replace("%s", marker) : marker;
}

function addMarkers(editor: Editor, win: Window, first: number, last: number): void {
  const [open = "{{{", close = "}}}"] = win.options.get("foldmarker").split(",");
  const { text } = win.doc;
  const top = text.line(first + 1).to;
  const end = text.line(last + 1).to;
  const changes = [
    { from: top, insert: textOf(markerText(win, open)) },
    { from: end, insert: textOf(markerText(win, close)) },
  ];
  dispatchMarkers(editor, win, changes);
}

/** Takes the markers of folds, and the comments around them, out of the text (foldDelMarker). */
function removeMarkers(editor: Editor, win: Window, folds: readonly RowRange[]): void {
  const [open = "{{{", close = "}}}"] = win.options.get("foldmarker").split(",");
  const { text } = win.doc;
  const removed = new Map<number, number>();
  const remove = (row: number, marker: string, leveled: boolean): void => {
    const line = text.line(row + 1);
    const whole = markerText(win, marker);
    const wrapped = line.text.indexOf(whole);
    const at = wrapped >= 0 ? wrapped : line.text.indexOf(marker);
    if (at < 0) return;
    let end = at + (wrapped >= 0 ? whole : marker).length;
    if (leveled && /^\d/.test(line.text.slice(end))) end++;
    removed.set(line.from + at, line.from + end);
  };
  for (const fold of folds) {
    remove(fold.start, open, true);
    remove(fold.end, close, true);
  }
  const changes = [...removed].sort((a, b) => a[0] - b[0]).map(([from, to]) => ({ from, to }));
  dispatchMarkers(editor, win, changes);
}

/** The cursor stays on its row, in its column. */
function dispatchMarkers(editor: Editor, win: Window, changes: ChangeRequest["changes"]): void {
  const { want, pos } = win.cursor;
  const point = pointOf(win.doc.text, pos);
  editor.dispatch(win.doc, { changes, origin: "fold.marker" });
  editor.setCursorPoint(win, point, want);
}

const withNested = (fold: Fold): Fold[] => [fold, ...fold.children.flatMap(withNested)];

/** Whether folds can be deleted; throws UserError with a 'foldmethod' that makes them itself. */
function mayDelete(win: Window, refusal: string): void {
  const method = win.options.get("foldmethod");
  if (method !== "manual" && method !== "marker") throw new UserError(refusal);
  if (method === "marker" && !win.doc.options.get("modifiable")) {
    throw new UserError("E21: Cannot make changes, 'modifiable' is off");
  }
}

/**
 * Deletes the folds at some rows, with all nested in them if `nested`; with markers these go. Throws
 * E351 where the indent makes folds, E490 when there are none.
 */
export function deleteFolds(
  editor: Editor,
  win: Window,
  first: number,
  last: number,
  nested: boolean,
): void {
  mayDelete(win, "E351: Cannot delete fold with current 'foldmethod'");
  win.folds.refresh();
  const gone: Fold[] = [];
  for (let row = first; row <= last; ) {
    const fold = win.folds.deleteAt(row, nested);
    if (fold) gone.push(...(nested ? withNested(fold) : [fold]));
    row = fold ? fold.end + 1 : row + 1;
  }
  if (gone.length === 0) throw new UserError("E490: No fold found");
  if (win.options.get("foldmethod") === "marker") removeMarkers(editor, win, gone);
}

/** Deletes all folds (zE). Throws E352. */
export function eraseFolds(editor: Editor, win: Window): void {
  mayDelete(win, "E352: Cannot erase folds with current 'foldmethod'");
  win.folds.refresh();
  const gone = win.folds.folds.flatMap(withNested);
  win.folds.deleteAll();
  if (win.options.get("foldmethod") === "marker") removeMarkers(editor, win, gone);
}

/** Where `zj`, `zk`, `[z` and `]z` go. */
export type FoldMotion = "next" | "previous" | "start" | "end";

/** The row of a motion over folds; null when the cursor would not move. */
export function foldMotion(win: Window, kind: FoldMotion, count: number): number | null {
  win.folds.refresh();
  const from = cursorRow(win);
  let row = from;
  for (let i = 0; i < count; i++) {
    const next =
      kind === "next" || kind === "previous" ? stepOver(win, kind, row) : edge(win, kind, row);
    if (next === row) break;
    row = next;
  }
  return row === from ? null : row;
}

function edge(win: Window, kind: FoldMotion, row: number): number {
  let found = row;
  for (const fold of win.folds.path(row)) {
    if (fold.closed) break;
    if (kind === "end" && fold.end > row) found = fold.end;
    if (kind === "start" && fold.start < row) found = fold.start;
  }
  return found;
}

function stepOver(win: Window, kind: FoldMotion, row: number): number {
  let found = row;
  let folds: readonly Fold[] = win.folds.folds;
  while (folds.length > 0) {
    if (kind === "next") {
      const next = folds.find((fold) => fold.start > row);
      if (next) found = next.start;
    } else {
      const previous = folds.findLast((fold) => fold.end < row);
      if (previous) found = previous.end;
    }
    const inside = folds.find((fold) => fold.start <= row && row <= fold.end);
    if (!inside || inside.closed) break;
    folds = inside.children;
  }
  return found;
}
