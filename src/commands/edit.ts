/** Deleting, yanking, shifting and joining: what operators and Ex commands share. */
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import type { Window } from "../editor/window.ts";
import type { RegisterText } from "../text/register.ts";
import { type ChangeSet, type Point, pointOf, rowOf, slice, Text, textOf } from "../text/text.ts";
import { shiftLine } from "../text/transform/indent.ts";
import { joinLines } from "../text/transform/join.ts";
import { clipCursor, firstNonBlankPos, posAtCell } from "./cursor.ts";
import { placingMarks } from "./ex/cursor.ts";
import { EditCollector } from "./ex/edit-collector.ts";
import { formatOptions, indentOptions } from "./options-of.ts";
import { blockRows, type Region, regionText } from "./region.ts";

/** One replacement in the text before the change; `insert` is split on `\n` only. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** From so many replacements on, those of neighbouring rows become one change. */
const MANY = 4096;

/** Dispatches replacements that are sorted and do not overlap. */
export function replaceAll(
  editor: Editor,
  doc: Document,
  replacements: readonly Replacement[],
  origin: string,
): ChangeSet {
  if (replacements.length > MANY) return replaceMany(editor, doc, replacements, origin);
  return editor.dispatch(doc, {
    changes: replacements.map(({ from, to, insert }) => ({
      from,
      to,
      insert: insert === "" ? Text.empty : textOf(insert),
    })),
    origin,
  });
}

function replaceMany(
  editor: Editor,
  doc: Document,
  replacements: readonly Replacement[],
  origin: string,
): ChangeSet {
  const { text } = doc;
  const collector = new EditCollector(text);
  for (const [i, { from, to, insert }] of replacements.entries()) {
    if (i % MANY === 0) editor.services.poll();
    const row = rowOf(text, from);
    let shift = from === to ? 0 : row - rowOf(text, to);
    for (let at = insert.indexOf("\n"); at >= 0; at = insert.indexOf("\n", at + 1)) shift++;
    collector.add(from, to, insert, row, shift);
  }
  const changes = collector.changes();
  let made!: ChangeSet;
  placingMarks(
    editor,
    doc,
    () => {
      made = editor.dispatch(doc, { changes, edits: collector.edits(), origin });
    },
    (point) => collector.place(point),
  );
  return made;
}

export function replace(
  editor: Editor,
  doc: Document,
  from: number,
  to: number,
  insert: string,
  origin: string,
): void {
  replaceAll(editor, doc, [{ from, to, insert }], origin);
}

/** Sets `'[` and `']`. */
export function setChangeMarks(doc: Document, from: Point, to: Point): void {
  doc.marks.set("[", from);
  doc.marks.set("]", to);
}

/**
 * Moves to a row as Vim's beginline(BL_SOL): to the first non-blank with `startofline`, else to the
 * goal column.
 */
export function beginLine(editor: Editor, win: Window, row: number): void {
  const at = Math.max(0, Math.min(row, win.doc.text.lines - 1));
  const { want } = win.cursor;
  if (editor.options.get("startofline") || want === null) {
    editor.setCursor(win, firstNonBlankPos(win.doc.text, at));
    return;
  }
  editor.setCursor(win, posAtCell(win, at, want, false).pos, want);
}

/** The registers that `clipboard` makes the unnamed one stand for. */
export function targetRegister(editor: Editor, register: string): string {
  if (register !== "" && register !== '"') return register;
  const flags = editor.options.get("clipboard").split(",");
  if (flags.includes("unnamedplus")) return "+";
  return flags.includes("unnamed") ? "*" : register;
}

/** A command that changed nothing is an undo step all the same, as in Vim: `u` takes it back. */
export function noteUnchanged(editor: Editor, win: Window, row: number): void {
  const { doc } = win;
  doc.undo.recordNothing(pointOf(doc.text, win.cursor.pos), row, editor.services.now());
}

/** Tells of many changed lines, as `report` asks. */
export function reportLines(editor: Editor, count: number, what: string): void {
  if (Math.abs(count) > editor.options.get("report")) {
    editor.showMessage(`${Math.abs(count)} ${what}`);
  }
}

export function yankRegion(editor: Editor, win: Window, region: Region, register: string): void {
  const value = regionText(win, region);
  const target = targetRegister(editor, register);
  editor.registers.yank(target, value);
  if (target !== "_") editor.events.emit("yank", win.doc);
  const { text } = win.doc;
  const end = region.kind === "V" ? region.to : Math.max(region.from, region.to - 1);
  setChangeMarks(win.doc, pointOf(text, region.from), pointOf(text, end));
  const rows = region.lastRow - region.firstRow + 1;
  if (rows > editor.options.get("report") && region.kind !== "v") {
    const block = region.kind === "<C-v>" ? "block of " : "";
    editor.showMessage(`${block}${rows} lines yanked`);
  }
}

/** Puts the text of a region into the registers as a delete does. */
export function cutToRegister(
  editor: Editor,
  win: Window,
  region: Region,
  register: string,
): RegisterText {
  const value = regionText(win, region);
  const target = targetRegister(editor, register);
  editor.registers.delete(target, value, region.bigRegister);
  if (target !== "_") editor.events.emit("yank", win.doc);
  return value;
}

/** Removes rows, with their line breaks. The text keeps at least one (empty) row. */
export function deleteRows(
  editor: Editor,
  doc: Document,
  firstRow: number,
  lastRow: number,
  origin: string,
): void {
  const { text } = doc;
  const first = text.line(firstRow + 1);
  const last = text.line(lastRow + 1);
  if (lastRow + 1 < text.lines) replace(editor, doc, first.from, last.to + 1, "", origin);
  else if (firstRow > 0) replace(editor, doc, first.from - 1, last.to, "", origin);
  else {
    replace(editor, doc, first.from, last.to, "", origin);
    doc.emptied = doc.revision;
  }
}

/** Deletes a region without touching registers, and leaves the cursor where `d` does. */
export function removeRegion(editor: Editor, win: Window, region: Region, origin: string): void {
  const { doc } = win;
  if (region.kind === "V") {
    const rows = region.lastRow - region.firstRow + 1;
    deleteRows(editor, doc, region.firstRow, region.lastRow, origin);
    const row = Math.min(region.firstRow, doc.text.lines - 1);
    editor.setCursor(win, firstNonBlankPos(doc.text, row));
    const at = { row, col: 0 };
    setChangeMarks(doc, at, at);
    reportLines(editor, rows, "fewer lines");
    return;
  }
  if (region.kind === "v") {
    const rows = region.lastRow - region.firstRow;
    replace(editor, doc, region.from, region.to, "", origin);
    editor.setCursor(win, region.from);
    const at = pointOf(doc.text, region.from);
    setChangeMarks(doc, at, at);
    reportLines(editor, rows, "fewer lines");
    return;
  }
  const rows = blockRows(win, region);
  const edits = rows
    .filter((row) => !row.short)
    .map((row) => ({
      from: row.lineFrom + row.from,
      to: row.lineFrom + row.to,
      insert: " ".repeat(row.before + row.after),
    }));
  const first = rows[0]!;
  replaceAll(editor, doc, edits, origin);
  const cursor = doc.text.line(region.firstRow + 1).from + first.from + first.before;
  editor.setCursor(win, cursor);
  setChangeMarks(
    doc,
    { row: region.firstRow, col: first.from },
    { row: region.lastRow, col: first.from },
  );
}

/** `>` and `<` on rows; empty rows stay empty. */
export function shiftRows(
  editor: Editor,
  win: Window,
  firstRow: number,
  lastRow: number,
  steps: number,
  right: boolean,
): void {
  const { doc } = win;
  const options = indentOptions(editor, doc);
  const edits: Replacement[] = [];
  let { from } = doc.text.line(firstRow + 1);
  let row = firstRow;
  for (const line of doc.text.iterLines(firstRow + 1, lastRow + 2)) {
    if (++row % MANY === 0) editor.services.poll();
    const shifted = shiftLine(line, steps, options, right);
    if (shifted !== line) edits.push(indentChange(line, shifted, from));
    from += line.length + 1;
  }
  if (edits.length > 0) replaceAll(editor, doc, edits, "input.shift");
  else noteUnchanged(editor, win, firstRow);
  const count = lastRow - firstRow + 1;
  setChangeMarks(
    doc,
    { row: firstRow, col: 0 },
    { row: lastRow, col: Math.max(0, doc.text.line(lastRow + 1).length - 1) },
  );
  reportLines(
    editor,
    count,
    `lines ${right ? ">" : "<"}ed ${steps} ${steps === 1 ? "time" : "times"}`,
  );
}

/** The change of the white space before a line's text only. */
export function indentChange(line: string, changed: string, from: number): Replacement {
  const oldEnd = line.search(/[^ \t]|$/);
  const newEnd = changed.search(/[^ \t]|$/);
  return { from, to: from + oldEnd, insert: changed.slice(0, newEnd) };
}

/** `J` and `gJ` on `count` rows from `row`. False when there are not enough rows. */
export function joinRows(
  editor: Editor,
  win: Window,
  row: number,
  count: number,
  spaces: boolean,
): boolean {
  const { doc } = win;
  if (count < 2 || row + count > doc.text.lines) return false;
  const first = doc.text.line(row + 1);
  const last = doc.text.line(row + count);
  const lines = slice(doc.text, first.from, last.to).split("\n");
  const { formatoptions, comments, joinspaces } = formatOptions(editor, doc);
  const { poll } = editor.services;
  const joined = joinLines(lines, { spaces, formatoptions, comments, joinspaces, poll });
  replaceAll(editor, doc, joinEdits(lines, first.from, joined.text, poll), "input.join");
  editor.setCursor(win, first.from + joined.cursorCol);
  setChangeMarks(doc, { row, col: 0 }, { row, col: joined.text.length });
  clipCursor(editor, win);
  return true;
}

/** Characters of a line's comment leader that are looked at. */
const MAX_LEADER = 16;

/** Changes only the seams where they can be found, so that marks stay with their text. */
function joinEdits(
  lines: readonly string[],
  from: number,
  joined: string,
  poll: () => void,
): Replacement[] {
  const edits: Replacement[] = [];
  let at = lines[0]!.length;
  let pos = from + at;
  if (!joined.startsWith(lines[0]!)) return whole(lines, from, joined);
  for (const line of lines.slice(1)) {
    if (edits.length % MANY === 0) poll();
    let text = line.replace(/^[ \t]+/, "");
    let where = text === "" ? -1 : joined.indexOf(text, at);
    // A comment leader may have gone with the white space.
    for (let cut = 1; where < 0 && cut < Math.min(text.length, MAX_LEADER); cut++) {
      const rest = text.slice(cut);
      if (!joined.startsWith(rest, at) && !joined.startsWith(rest, at + 1)) continue;
      where = joined.indexOf(rest, at);
      text = rest;
    }
    if (text === "") {
      const next = { from: pos, to: pos + 1 + line.length, insert: "" };
      edits.push(next);
      pos = next.to;
      continue;
    }
    if (where < 0) return whole(lines, from, joined);
    const to = pos + 1 + (line.length - text.length);
    edits.push({ from: pos, to, insert: joined.slice(at, where) });
    at = where + text.length;
    pos = to + text.length;
  }
  const rest = joined.slice(at);
  if (rest !== "" && edits.length > 0) {
    const last = edits[edits.length - 1]!;
    if (last.to !== pos) return whole(lines, from, joined);
    edits[edits.length - 1] = { ...last, insert: last.insert + rest };
  }
  return edits;
}

function whole(lines: readonly string[], from: number, joined: string): Replacement[] {
  const length = lines.reduce((sum, line) => sum + line.length + 1, -1);
  return [{ from, to: from + length, insert: joined }];
}

/** The row that an offset is on; short for callers with a window. */
export function rowAt(win: Window, pos: number): number {
  return rowOf(win.doc.text, pos);
}
