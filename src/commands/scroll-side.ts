/** Scrolling sideways without 'wrap': zh zl zH zL zs ze. */
import type { Command } from "../editor/command.ts";
import type { Editor } from "../editor/editor.ts";
import {
  clipCol,
  cursorCell,
  cursorRow,
  Metrics,
  textWidth,
  unsettle,
} from "../editor/viewport.ts";
import type { Window } from "../editor/window.ts";
import { lineText, rowStart } from "../text/text.ts";

/** Sets the first shown cell and moves the cursor into what is shown. */
function setLeft(editor: Editor, win: Window, left: number): void {
  if (win.options.get("wrap")) return;
  win.left = Math.max(0, left);
  unsettle(win);
  const siso = editor.options.get("sidescrolloff");
  const row = cursorRow(win);
  const start = rowStart(win.doc.text, row);
  const text = lineText(win.doc.text, row);
  const line = new Metrics(editor, win).line(row);
  const last = win.left + textWidth(win) - 1;
  const advance = (cell: number): boolean => {
    const col = line.colAt(Math.max(0, cell));
    editor.setCursor(win, start + clipCol(editor, win, text, col));
    return col < text.length;
  };
  const cell = cursorCell(editor, win, line);
  if (cell > last - siso) advance(last - siso);
  else if (cell < win.left + siso) advance(win.left + siso);
  // The character must be shown whole.
  const span = line.cellsOf(win.cursor.pos - start);
  if (span.end > last) advance(span.start - 1);
  else if (span.start < win.left && !advance(span.end + 1)) win.left = span.start;
}

function scrollBy(editor: Editor, win: Window, cells: number): void {
  setLeft(editor, win, win.left + cells);
}

/** zs and ze: the cursor's column goes to the left or right edge. */
function cursorToEdge(editor: Editor, win: Window, right: boolean): void {
  if (win.options.get("wrap")) return;
  const metrics = new Metrics(editor, win);
  const row = cursorRow(win);
  const siso = editor.options.get("sidescrolloff");
  const span = metrics.fold(row)
    ? { start: 0, end: 0 }
    : metrics.line(row).cellsOf(win.cursor.pos - rowStart(win.doc.text, row));
  const width = textWidth(win);
  if (right) win.left = span.end + siso < width ? 0 : span.end + siso - width + 1;
  else win.left = Math.max(0, span.start - siso);
}

export const sideCommands: readonly Command[] = [
  {
    name: "scroll.left",
    doc: "Scroll the text to the right to show what is left of it (zh)",
    run: ({ editor, win, count }) => scrollBy(editor, win, -(count || 1)),
  },
  {
    name: "scroll.right",
    doc: "Scroll the text to the left to show what is right of it (zl)",
    run: ({ editor, win, count }) => scrollBy(editor, win, count || 1),
  },
  {
    name: "scroll.half-left",
    doc: "Scroll half a screen to the left (zH)",
    run: ({ editor, win, count }) =>
      scrollBy(editor, win, -(count || 1) * Math.floor(win.width / 2)),
  },
  {
    name: "scroll.half-right",
    doc: "Scroll half a screen to the right (zL)",
    run: ({ editor, win, count }) =>
      scrollBy(editor, win, (count || 1) * Math.floor(win.width / 2)),
  },
  {
    name: "scroll.cursor-left",
    doc: "Scroll so that the cursor is at the left edge (zs)",
    run: ({ editor, win }) => cursorToEdge(editor, win, false),
  },
  {
    name: "scroll.cursor-right",
    doc: "Scroll so that the cursor is at the right edge (ze)",
    run: ({ editor, win }) => cursorToEdge(editor, win, true),
  },
];
