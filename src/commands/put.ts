/** Putting register text: `p`, `P` and all that is like them (ops.c, do_put). */
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import type { Window } from "../editor/window.ts";
import { cellsOf } from "../text/display/columns.ts";
import { nextColumn } from "../text/motion/walker.ts";
import type { RegisterText } from "../text/register.ts";
import { pointOf, rowOf, slice, Text, textOf } from "../text/text.ts";
import { indentWidth, setIndent } from "../text/transform/indent.ts";
import { cellSpan, firstNonBlankPos, nextCharacter } from "./cursor.ts";
import { type Replacement, replaceAll, reportLines, setChangeMarks } from "./edit.ts";
import { indentOptions } from "./options-of.ts";

export interface PutOptions {
  readonly after: boolean;
  readonly count: number;
  /** `gp`: leave the cursor after the text. */
  readonly cursorAfter?: boolean;
  /** `]p`: give linewise text the indent of the cursor's row. */
  readonly reindent?: boolean;
  /** Put text of any kind as whole lines. */
  readonly asLines?: boolean;
  /** Linewise text splits the row at the cursor (visual `p` over characters). */
  readonly split?: boolean;
  readonly origin?: string;
}

export function putText(
  editor: Editor,
  win: Window,
  value: RegisterText,
  options: PutOptions,
): void {
  if (value.kind === "V" || options.asLines) putLines(editor, win, value, options);
  else if (value.kind === "v") putCharacters(editor, win, value, options);
  else putBlock(editor, win, value, options);
}

function putCharacters(
  editor: Editor,
  win: Window,
  value: RegisterText,
  options: PutOptions,
): void {
  const { doc } = win;
  const string = slice(value.text, 0, value.text.length);
  let pos = win.cursor.pos;
  if (options.after) pos = nextCharacter(doc.text, pos);
  const padding =
    win.cursor.coladd > 0 ? " ".repeat(win.cursor.coladd + (options.after ? 0 : 0)) : "";
  const insert = padding + string.repeat(options.count);
  const origin = options.origin ?? "input.put";
  if (insert !== "") replaceAll(editor, doc, [{ from: pos, to: pos, insert }], origin);
  const end = pos + insert.length;
  const start = pointOf(doc.text, pos + padding.length);
  setChangeMarks(doc, start, pointOf(doc.text, Math.max(pos, end - 1)));
  if (options.cursorAfter) editor.setCursor(win, end);
  else if (value.text.lines === 1) editor.setCursor(win, previous(doc.text, pos, end));
  else {
    editor.setCursor(win, pos);
    reportLines(editor, (value.text.lines - 1) * options.count, "more lines");
  }
}

/** The last character of inserted text. */
function previous(text: Parameters<typeof rowOf>[0], from: number, end: number): number {
  if (end <= from) return from;
  const line = text.lineAt(end);
  let col = from - line.from;
  for (;;) {
    const next = nextColumn(line.text, col);
    if (line.from + next >= end) return line.from + col;
    col = next;
  }
}

function putLines(editor: Editor, win: Window, value: RegisterText, options: PutOptions): void {
  const { doc } = win;
  const origin = options.origin ?? "input.put";
  const row = rowOf(doc.text, win.cursor.pos);
  const line = doc.text.line(row + 1);
  let once = value.text;
  if (options.reindent) {
    once = textOf(reindented(editor, win, slice(once, 0, once.length), line.text));
  }
  const rows = value.text.lines * options.count;
  const lines = repeated(editor, once, options.count);
  let first = row;
  if (options.split) {
    const at = options.after ? nextCharacter(doc.text, win.cursor.pos) : win.cursor.pos;
    insertText(editor, doc, at, BREAK.append(lines).append(BREAK), origin);
    first = row + 1;
  } else if (options.after) {
    const fold = win.folds.closedAt(row);
    const end = fold ? doc.text.line(fold.end + 1).to : line.to;
    first = (fold ? fold.end : row) + 1;
    insertText(editor, doc, end, BREAK.append(lines), origin);
  } else {
    const fold = win.folds.closedAt(row);
    first = fold ? fold.start : row;
    const from = doc.text.line(first + 1).from;
    insertText(editor, doc, from, lines.append(BREAK), origin);
  }
  const last = first + rows - 1;
  const lastCol = Math.max(0, doc.text.line(last + 1).length - 1);
  setChangeMarks(doc, { row: first, col: 0 }, { row: last, col: lastCol });
  if (options.cursorAfter) {
    const next = Math.min(last + 1, doc.text.lines - 1);
    editor.setCursor(win, doc.text.line(next + 1).from);
  } else editor.setCursor(win, firstNonBlankPos(doc.text, first));
  reportLines(editor, rows, "more lines");
}

const BREAK = Text.of(["", ""]);

/** Inserts a text as it is: its lines are not copied. */
function insertText(editor: Editor, doc: Document, at: number, insert: Text, origin: string): void {
  editor.dispatch(doc, { changes: { from: at, insert }, origin });
}

/** Lines `count` times over. */
function repeated(editor: Editor, lines: Text, count: number): Text {
  if (count === 1) return lines;
  const all: string[] = [];
  for (let i = 0; i < count; i++) {
    if (i % 1024 === 0) editor.services.poll();
    for (const line of lines.iterLines()) all.push(line);
  }
  return Text.of(all);
}

/** The first line with text gets the indent of `like`, the others keep theirs relative to it. */
function reindented(editor: Editor, win: Window, string: string, like: string): string {
  const options = indentOptions(editor, win.doc);
  const lines = string.split("\n");
  const first = lines.find((line) => line !== "") ?? "";
  const shift = indentWidth(like, options) - indentWidth(first, options);
  return lines
    .map((line) =>
      line === ""
        ? line
        : setIndent(line, Math.max(0, indentWidth(line, options) + shift), options),
    )
    .join("\n");
}

function putBlock(editor: Editor, win: Window, value: RegisterText, options: PutOptions): void {
  const { doc } = win;
  const tabstop = doc.options.get("tabstop");
  const { pos, coladd } = win.cursor;
  const row = rowOf(doc.text, pos);
  const line = doc.text.line(row + 1);
  const span = cellSpan(win, pos);
  let cell = options.after && pos < line.to ? span.end + 1 : span.start;
  cell += coladd;
  const edits: Replacement[] = [];
  let appended = "";
  let firstCol = 0;
  let lastEnd = 0;
  for (let i = 0; i < value.text.lines; i++) {
    const text = value.text.line(i + 1).text;
    const spaces = " ".repeat(Math.max(0, value.width - cellWidthOf(text)));
    const target = row + i < doc.text.lines ? doc.text.line(row + i + 1) : null;
    const place = blockPlace(target?.text ?? "", cell, tabstop);
    let insert = " ".repeat(place.before);
    for (let n = 0; n < options.count; n++) {
      insert += text + (n < options.count - 1 || !place.short ? spaces : "");
    }
    insert += " ".repeat(place.after);
    if (i === 0) firstCol = place.col + place.before;
    lastEnd = place.col + insert.length;
    if (!target) appended += `\n${insert}`;
    else if (insert !== "" || place.remove > 0) {
      const from = target.from + place.col;
      edits.push({ from, to: from + place.remove, insert });
    }
  }
  if (appended !== "") {
    const end = doc.text.length;
    const last = edits[edits.length - 1];
    if (last && last.to === end)
      edits[edits.length - 1] = { ...last, insert: last.insert + appended };
    else edits.push({ from: end, to: end, insert: appended });
  }
  if (edits.length > 0) replaceAll(editor, doc, edits, options.origin ?? "input.put");
  const lastRow = row + value.text.lines - 1;
  setChangeMarks(doc, { row, col: firstCol }, { row: lastRow, col: Math.max(0, lastEnd - 1) });
  if (options.cursorAfter) editor.setCursorPoint(win, { row: lastRow, col: lastEnd });
  else editor.setCursorPoint(win, { row, col: firstCol });
}

function cellWidthOf(text: string): number {
  if (text === "") return 0;
  return cellsOf(text, text.length, 8).start;
}

/** Where a block goes into a line: a Tab in the way is split into spaces, the rest is moved. */
function blockPlace(line: string, cell: number, tabstop: number) {
  let col = 0;
  let at = 0;
  let start = 0;
  let previousCol = 0;
  while (at < cell && col < line.length) {
    start = at;
    previousCol = col;
    at = cellsOf(line, col, tabstop).end + 1;
    col = nextColumn(line, col);
  }
  const short = at < cell || (at === cell && col >= line.length);
  if (at < cell) return { col, before: cell - at, after: 0, remove: 0, short };
  if (at === cell) return { col, before: 0, after: 0, remove: 0, short };
  if (line[previousCol] === "\t") {
    return { col: previousCol, before: cell - start, after: at - cell, remove: 1, short };
  }
  return { col: previousCol, before: cell - start, after: 0, remove: 0, short };
}
