/** The cursor and positions around Ex commands. Rows are 0-based. */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { noteJump as pushJump } from "../../editor/place.ts";
import { type Point, rowStart } from "../../text/text.ts";
import { firstNonBlankPos } from "../cursor.ts";

/** Notes where the cursor is before a jump; not inside `:g` and `:keepjumps`. */
export function noteJump(editor: Editor): void {
  const state = editor.exState;
  if (state.globalBusy || state.keepJumps > 0) return;
  pushJump(editor);
}

/** Moves to the first non-blank of a row. */
export function toFirstNonBlank(editor: Editor, row: number): void {
  const { text } = editor.doc;
  const at = Math.max(0, Math.min(row, text.lines - 1));
  editor.setCursor(editor.win, firstNonBlankPos(text, at));
}

/** Moves to the start of a row; the goal column stays. */
export function toRowStart(editor: Editor, row: number): void {
  const { text } = editor.doc;
  const { win } = editor;
  const at = rowStart(text, Math.max(0, Math.min(row, text.lines - 1)));
  editor.setCursor(win, at, win.cursor.want);
}

/** Moves to a row; the column and the goal column stay. */
export function toRow(editor: Editor, row: number): void {
  const { win, doc } = editor;
  const { text } = doc;
  const old = text.lineAt(win.cursor.pos);
  const line = text.line(Math.max(0, Math.min(row, text.lines - 1)) + 1);
  const col = Math.min(win.cursor.pos - old.from, line.length);
  editor.setCursor(win, line.from + col, win.cursor.want);
}

/**
 * Runs a change that rewrites whole rows and then puts marks where `place` says: it is given each
 * remembered place in the rows before the change and answers with the one after it, or null to leave
 * it as the change mapped it.
 */
export function placingMarks(
  editor: Editor,
  doc: Document,
  change: () => void,
  place: (point: Point) => Point | null,
): void {
  const marks = [...doc.marks].map(([name, point]) => [name, place(point)] as const);
  const globals = [...editor.globalMarks.values()]
    .filter((mark) => mark.doc === doc)
    .map((mark) => [mark, place(mark.point)] as const);
  const changes = doc.changes.map(place);
  const jumps = editor.windows.flatMap((win) =>
    win.jumps.entries.filter((j) => j.doc === doc).map((j) => [j, place(j.point)] as const),
  );
  const lasts = editor.windows
    .filter((win) => win.doc === doc && win.jumps.last !== null)
    .map((win) => [win.jumps, place(win.jumps.last!)] as const);
  change();
  for (const [name, point] of marks) {
    if (point && !/[.[\]]/.test(name)) doc.marks.set(name, point);
  }
  for (const [mark, point] of globals) if (point) mark.point = point;
  for (let i = 0; i < changes.length && i < doc.changes.length - 1; i++) {
    const point = changes[i];
    if (point) doc.changes[i] = point;
  }
  for (const [jump, point] of jumps) if (point) jump.point = point;
  for (const [list, point] of lasts) if (point) list.last = point;
}
