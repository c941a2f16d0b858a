/** The cursor of a window in cells: where it is, which cell it aims at, where it may stand. */
import { isHalf } from "../base/surrogates.ts";
import { clusterEnd } from "../base/width.ts";
import { cellsOf, colOfCell } from "../text/display/columns.ts";
import { type DisplayLine, isPlain } from "../text/display/display-line.ts";
import { lineText, rowOf, rowStart } from "../text/text.ts";
import type { Editor } from "./editor.ts";
import type { Window } from "./window.ts";

export function cursorRow(win: Window): number {
  return rowOf(win.doc.text, Math.min(win.cursor.pos, win.doc.text.length));
}

/**
 * The cell of the cursor in its line: the last cell of a Tab in normal mode, as in Vim. `line` must
 * be the line of the cursor.
 */
export function cursorCell(editor: Editor, win: Window, line: DisplayLine): number {
  const { pos, coladd } = win.cursor;
  const col = pos - rowStart(win.doc.text, cursorRow(win));
  const typing = editor.win === win && isTyping(editor);
  if (coladd > 0) return line.cellOf(col) + coladd;
  if (typing) return line.cellBefore(col);
  if (line.line.charCodeAt(col) === 9 && !win.visual && !win.options.get("list")) {
    return line.cellsOf(col).end;
  }
  return line.cellOf(col);
}

export function isTyping(editor: Editor): boolean {
  const mode = editor.mode;
  return mode === "insert" || mode === "replace" || mode === "vreplace";
}

export function scrollOff(editor: Editor): number {
  return editor.options.get("scrolloff");
}

/** The cell that vertical moves aim at: the cursor's `want`, or where it is. */
export function wantedCell(editor: Editor, win: Window): number {
  const { want, coladd, pos } = win.cursor;
  if (want !== null) return want;
  const row = cursorRow(win);
  const line = lineText(win.doc.text, row);
  const col = pos - rowStart(win.doc.text, row);
  const span = cellsOf(line, col, win.doc.options.get("tabstop"));
  if (coladd > 0) return span.start + coladd;
  const onTab = line.charCodeAt(col) === 9 && !isTyping(editor) && !win.options.get("list");
  return onTab ? span.end : span.start;
}

/** The position of a goal cell in a row, on its last character when it is shorter. */
export function posAtWant(editor: Editor, win: Window, row: number, want: number): number {
  const text = win.doc.text;
  const line = lineText(text, row);
  const col = colOfCell(line, want, win.doc.options.get("tabstop")).col;
  return rowStart(text, row) + clipCol(editor, win, line, col);
}

/** The last character's column for a column after it, but in modes that may stand there. */
export function clipCol(editor: Editor, win: Window, line: string, col: number): number {
  if (col < line.length) return Math.min(col, line.length);
  if (isTyping(editor) || win.visual) return line.length;
  return lastCharacter(line);
}

/** The column of a line's last character (with its combining marks). */
export function lastCharacter(line: string): number {
  const last = line.length - 1;
  // Below the combining marks a character stands alone; asking the segmenter takes 0.2 ms.
  if (last < 0) return 0;
  if (line.charCodeAt(last) < 0x300 && (last === 0 || line.charCodeAt(last - 1) < 0x300)) {
    return line.charCodeAt(last) === 10 && line.charCodeAt(last - 1) === 13 ? last - 1 : last;
  }
  const from = Math.max(0, line.length - 64);
  const segments = [...new Intl.Segmenter("und").segment(line.slice(from))];
  return from + (segments[segments.length - 1]?.index ?? 0);
}

/** Moves the cursor to a row and keeps the goal cell. */
export function moveToRow(editor: Editor, win: Window, row: number): void {
  const want = wantedCell(editor, win);
  editor.setCursor(win, posAtWant(editor, win, row, want), want);
}

/**
 * The column in `to` at the byte where `col` is in `from`: Vim counts bytes where it keeps a column
 * from line to line. Both are UTF-16 columns.
 */
export function sameByteCol(from: string, col: number, to: string): number {
  const before = from.slice(0, col);
  if (isPlain(before) && isPlain(to.slice(0, col + 1))) return Math.min(col, to.length);
  let bytes = utf8Length(before);
  let at = 0;
  while (at < to.length) {
    const end = clusterEnd(to, at);
    bytes -= utf8Length(to.slice(at, end));
    if (bytes < 0) return at;
    at = end;
  }
  return to.length;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : isHalf(code) ? 2 : 3;
  }
  return bytes;
}
