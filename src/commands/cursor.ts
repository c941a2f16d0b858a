/** Places of the cursor: characters, cells and what each mode allows. */
import type { Editor } from "../editor/editor.ts";
import type { Window } from "../editor/window.ts";
import { cellsOf, colOfCell } from "../text/display/columns.ts";
import { nextColumn, previousColumn } from "../text/motion/walker.ts";
import { rowOf, type Text } from "../text/text.ts";

/** The offset of the next character of the row, or the row's end. */
export function nextCharacter(text: Text, pos: number): number {
  const line = text.lineAt(pos);
  return pos >= line.to ? line.to : line.from + nextColumn(line.text, pos - line.from);
}

/** The offset of the character before, or the row's start. */
export function previousCharacter(text: Text, pos: number): number {
  const line = text.lineAt(pos);
  return pos <= line.from ? line.from : line.from + previousColumn(line.text, pos - line.from);
}

/** The last place on the row of `pos` where normal mode lets the cursor stand. */
export function lastCharacter(text: Text, pos: number): number {
  const line = text.lineAt(pos);
  return line.length === 0 ? line.from : line.from + previousColumn(line.text, line.length);
}

/** The row's first character that is no blank, or its end. */
export function indentPos(text: Text, row: number): number {
  const line = text.line(row + 1);
  let col = 0;
  while (col < line.length && (line.text[col] === " " || line.text[col] === "\t")) col++;
  return line.from + col;
}

/** `^`: the first non-blank; on a blank row the last character. */
export function firstNonBlankPos(text: Text, row: number): number {
  const pos = indentPos(text, row);
  return pos === text.line(row + 1).to ? lastCharacter(text, pos) : pos;
}

/** The cells that the character at `pos` covers: first and last. */
export function cellSpan(win: Window, pos: number): { start: number; end: number } {
  const line = win.doc.text.lineAt(pos);
  return cellsOf(line.text, pos - line.from, win.doc.options.get("tabstop"));
}

/** The cell that vertical motions go by: where the cursor is drawn. */
export function cursorCell(editor: Editor, win: Window): number {
  const { pos, coladd } = win.cursor;
  const { start, end } = cellSpan(win, pos);
  if (coladd > 0) return start + coladd;
  const onTab = win.doc.text.sliceString(pos, pos + 1) === "\t";
  const atEnd = editor.mode === "normal" || editor.mode === "operator" || editor.mode === "visual";
  const listed = win.options.get("list") && /(^|,)tab:/.test(win.options.get("listchars"));
  return onTab && atEnd && !listed && !virtualEdit(editor) ? end : start;
}

/** The cell that vertical motions aim at from here on; a closed fold is drawn as one, at the left edge. */
export function goalCell(editor: Editor, win: Window): number {
  const row = rowOf(win.doc.text, win.cursor.pos);
  return win.folds.closedAt(row) ? win.left : cursorCell(editor, win);
}

/** Whether the cursor may stand where there is no text. */
export function virtualEdit(editor: Editor): boolean {
  const option = editor.options.get("virtualedit");
  if (option === "") return false;
  const flags = option.split(",");
  if (flags.includes("all")) return true;
  if (flags.includes("block") && editor.win.visual?.kind === "<C-v>") return true;
  return flags.includes("insert") && (editor.mode === "insert" || editor.mode === "replace");
}

/** Whether the cursor may stand after the last character. */
export function pastEndAllowed(editor: Editor, win: Window): boolean {
  if (win.visual) return editor.options.get("selection") !== "old";
  if (editor.modal.insertNormal !== null) return true;
  const flags = editor.options.get("virtualedit").split(",");
  if (flags.includes("all") || flags.includes("onemore")) return true;
  return editor.mode !== "normal" && editor.mode !== "operator";
}

/** The place of a row nearest to a cell; `past` lets it be the row's end. */
export function posAtCell(
  win: Window,
  row: number,
  cell: number,
  past: boolean,
): { pos: number; coladd: number } {
  const line = win.doc.text.line(row + 1);
  if (line.length === 0) return { pos: line.from, coladd: cell === Infinity ? 0 : cell };
  if (cell === Infinity) {
    return { pos: past ? line.to : line.from + previousColumn(line.text, line.length), coladd: 0 };
  }
  const { col, offset } = colOfCell(line.text, cell, win.doc.options.get("tabstop"));
  if (col >= line.length && !past) {
    const last = previousColumn(line.text, line.length);
    return { pos: line.from + last, coladd: offset + 1 };
  }
  return { pos: line.from + col, coladd: offset };
}

/** Moves the cursor to a row, at its goal column. */
export function moveToRow(editor: Editor, win: Window, row: number): void {
  const want = win.cursor.want ?? goalCell(editor, win);
  const past = pastEndAllowed(editor, win);
  const { pos, coladd } = posAtCell(win, row, want, past);
  win.cursor = { pos, coladd: virtualEdit(editor) && want !== Infinity ? coladd : 0, want };
}

/** Puts the cursor onto a character where normal mode needs one. */
export function clipCursor(editor: Editor, win: Window): void {
  const { text } = win.doc;
  const pos = Math.max(0, Math.min(win.cursor.pos, text.length));
  const line = text.lineAt(pos);
  let col = pos - line.from;
  if (col >= line.length && line.length > 0 && !pastEndAllowed(editor, win)) {
    col = previousColumn(line.text, line.length);
  } else if (col > 0 && col < line.length) {
    const start = previousColumn(line.text, nextColumn(line.text, col));
    if (start < col && nextColumn(line.text, start) > col) col = start;
  }
  const at = line.from + col;
  if (at !== win.cursor.pos) win.cursor = { ...win.cursor, pos: at };
  if (win.cursor.coladd !== 0 && !virtualEdit(editor)) win.cursor = { ...win.cursor, coladd: 0 };
}
