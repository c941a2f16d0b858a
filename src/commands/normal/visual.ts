/** Visual mode: starting, leaving and changing selections. */
import type { Editor } from "../../editor/editor.ts";
import type { VisualShape } from "../../editor/modal-state.ts";
import type { Window } from "../../editor/window.ts";
import { pointOf, posOf, rowOf } from "../../text/text.ts";
import {
  cellSpan,
  clipCursor,
  cursorCell,
  nextCharacter,
  posAtCell,
  virtualEdit,
} from "../cursor.ts";
import { type ActionCommand, action, Beep } from "./types.ts";

export type VisualKind = "v" | "V" | "<C-v>";

function startVisual(editor: Editor, kind: VisualKind, anchor?: number): void {
  const { win } = editor;
  const flags = editor.options.get("virtualedit").split(",");
  if (anchor === undefined && kind === "<C-v>" && flags.includes("block")) onTabEnd(editor, win);
  win.visual = {
    kind,
    anchor: anchor ?? win.cursor.pos,
    anchorAdd: anchor === undefined ? win.cursor.coladd : 0,
  };
  editor.setMode("visual");
}

/** With virtualedit a block begins in the last cell of a Tab, where the cursor is drawn. */
function onTabEnd(editor: Editor, win: Window): void {
  const { pos, coladd, want } = win.cursor;
  if (coladd > 0 || win.doc.text.sliceString(pos, pos + 1) !== "\t") return;
  const { start, end } = cellSpan(win, pos);
  editor.setCursor(win, pos, want, end - start);
}

/** Keeps the selection for `gv` and the marks `<` and `>`. */
function rememberVisual(editor: Editor, win: Window): void {
  const { visual, doc } = win;
  if (!visual || editor.modal.redoing) return;
  const first = Math.min(visual.anchor, win.cursor.pos);
  const last = Math.max(visual.anchor, win.cursor.pos);
  doc.marks.set("<", pointOf(doc.text, first));
  doc.marks.set(">", pointOf(doc.text, last));
  editor.modal.lastVisual.set(doc, {
    kind: visual.kind,
    headFirst: win.cursor.pos < visual.anchor,
    adds:
      win.cursor.pos < visual.anchor
        ? [win.cursor.coladd, visual.anchorAdd]
        : [visual.anchorAdd, win.cursor.coladd],
    want: win.cursor.want,
  });
}

export function leaveVisual(editor: Editor): void {
  const { win } = editor;
  if (!win.visual) return;
  rememberVisual(editor, win);
  win.visual = null;
  editor.setMode("normal");
}

/** `gv`: throws Beep when nothing was selected yet; in visual mode swaps the two. */
function reselect(editor: Editor): void {
  const { win, doc } = editor;
  const last = editor.modal.lastVisual.get(doc);
  const from = doc.marks.get("<");
  const to = doc.marks.get(">");
  if (!last || !from || !to) throw new Beep();
  const now = win.visual
    ? { kind: win.visual.kind, anchor: win.visual.anchor, cursor: win.cursor }
    : null;
  const first = posOf(doc.text, from.row, from.col);
  const second = posOf(doc.text, to.row, to.col);
  if (now) {
    rememberVisual(editor, win);
  }
  const [firstAdd, secondAdd] = last.adds ?? [0, 0];
  win.visual = {
    kind: last.kind,
    anchor: last.headFirst ? second : first,
    anchorAdd: last.headFirst ? secondAdd : firstAdd,
  };
  editor.setMode("visual");
  editor.setCursor(
    win,
    last.headFirst ? first : second,
    last.want === Number.POSITIVE_INFINITY ? last.want : null,
    last.headFirst ? firstAdd : secondAdd,
  );
  clipCursor(editor, win);
}

function switchKind(kind: VisualKind) {
  return action(
    `visual.${kind === "v" ? "characters" : kind === "V" ? "lines" : "block"}`,
    kind === "v" ? "Select characters" : kind === "V" ? "Select lines" : "Select a block",
    ({ editor, count }) => {
      const { win } = editor;
      if (win.visual) {
        if (win.visual.kind === kind) {
          leaveVisual(editor);
          clipCursor(editor, win);
        } else win.visual = { ...win.visual, kind };
        return;
      }
      if (count > 0 && selectCount(editor, count)) return;
      startVisual(editor, kind);
      if (count > 1) extendBy(editor, kind, count);
    },
  );
}

/** `3v`: a selection of the shape of the last operated one, `count` times. */
function selectCount(editor: Editor, count: number): boolean {
  const shape = editor.modal.lastShape;
  if (!shape) return false;
  const rows = shape.kind === "v" && shape.rows === 1 ? 1 : shape.rows * count;
  const cells = shape.kind === "v" && shape.rows > 1 ? shape.cells : (shape.cells + 1) * count - 1;
  selectShape(editor, { kind: shape.kind, rows, cells: shape.kind === "V" ? 0 : cells });
  return true;
}

function extendBy(editor: Editor, kind: VisualKind, count: number): void {
  const { win } = editor;
  const { text } = win.doc;
  if (kind === "V") {
    const row = Math.min(text.lines - 1, rowOf(text, win.cursor.pos) + count - 1);
    const want = win.cursor.want ?? 0;
    editor.setCursor(win, posAtCell(win, row, want, true).pos, want);
    return;
  }
  let pos = win.cursor.pos;
  const end = text.lineAt(pos).to;
  for (let n = 1; n < count && pos < end; n++) pos = nextCharacter(text, pos);
  editor.setCursor(win, pos);
}

/** Selects, from the cursor on, text of a remembered shape. */
export function selectShape(editor: Editor, shape: VisualShape): void {
  const { win } = editor;
  const { text } = win.doc;
  const anchor = win.cursor.pos;
  const startCell = cursorCell(editor, win);
  startVisual(editor, shape.kind, anchor);
  const row = Math.min(text.lines - 1, rowOf(text, anchor) + shape.rows - 1);
  if (shape.kind === "V") {
    const want = win.cursor.want ?? startCell;
    editor.setCursor(win, posAtCell(win, row, want, false).pos, want);
    return;
  }
  if (shape.cells === Number.POSITIVE_INFINITY) {
    editor.setCursor(win, posAtCell(win, row, Infinity, true).pos, Infinity);
    return;
  }
  const cell = shape.kind === "v" && shape.rows > 1 ? shape.cells : startCell + shape.cells;
  if (shape.kind === "<C-v>") {
    const place = posAtCell(win, row, cell, true);
    if (win.visual) win.visual = { ...win.visual, cells: shape.cells };
    editor.setCursor(win, place.pos, cell);
    return;
  }
  const place = posAtCell(win, row, cell, false);
  editor.setCursor(win, place.pos);
}

/** `o`: to the other end; `O`: to the other corner of a block, on the same row. */
function otherEnd(editor: Editor, sameRow: boolean): void {
  const { win } = editor;
  const { visual } = win;
  if (!visual) return;
  if (!sameRow || visual.kind !== "<C-v>") {
    const { anchor, anchorAdd } = visual;
    win.visual = { ...visual, anchor: win.cursor.pos, anchorAdd: win.cursor.coladd };
    editor.setCursor(win, anchor, null, anchorAdd);
    return;
  }
  const { text } = win.doc;
  const { pos, coladd, want } = win.cursor;
  const anchorRow = rowOf(text, visual.anchor);
  const row = rowOf(text, pos);
  const own = cornerCells(win, pos, coladd);
  const other = cornerCells(win, visual.anchor, visual.anchorAdd);
  const left = Math.min(own.start, other.start);
  const right = want === Number.POSITIVE_INFINITY ? want : Math.max(own.end, other.end);
  const at = (line: number, cell: number) => {
    const place = posAtCell(win, line, cell, true);
    return virtualEdit(editor) && cell !== Number.POSITIVE_INFINITY
      ? place
      : { pos: place.pos, coladd: 0 };
  };
  const corners = (anchorCell: number, cell: number) => {
    const anchor = at(anchorRow, anchorCell);
    const head = at(row, cell);
    win.visual = { ...visual, anchor: anchor.pos, anchorAdd: anchor.coladd };
    editor.setCursor(win, head.pos, cell, head.coladd);
  };
  corners(left, right);
  const same = win.cursor.pos === pos && (!virtualEdit(editor) || win.cursor.coladd === coladd);
  if (same) corners(right, left);
}

/** The cells of a corner: those of its character, or the one that it is moved right to. */
function cornerCells(win: Window, pos: number, coladd: number): { start: number; end: number } {
  const { start, end } = cellSpan(win, pos);
  return coladd > 0 ? { start: start + coladd, end: start + coladd } : { start, end };
}

export const visualCommands: ActionCommand[] = [
  switchKind("v"),
  switchKind("V"),
  switchKind("<C-v>"),
  action("visual.reselect", "Select the same text again", ({ editor }) => reselect(editor)),
  action("visual.other-end", "Go to the other end of the selection", ({ editor }) =>
    otherEnd(editor, false),
  ),
  action("visual.other-corner", "Go to the other corner on the same line", ({ editor }) =>
    otherEnd(editor, true),
  ),
  action("visual.leave", "Stop selecting", ({ editor }) => {
    leaveVisual(editor);
    clipCursor(editor, editor.win);
  }),
];
