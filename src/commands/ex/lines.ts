/** Commands that move, copy and remove whole lines. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import { isEmptyAddress, parseAddress } from "../../modal/ex/address.ts";
import { textOf } from "../../text/text.ts";
import {
  beginLine,
  cutToRegister,
  joinRows,
  removeRegion,
  setChangeMarks,
  shiftRows,
  yankRegion,
} from "../edit.ts";
import { putText } from "../put.ts";
import { lineRegion } from "../region.ts";
import { type ExCall, type ExCommand, isQuiet, reportMore } from "./call.ts";
import { noteJump, placingMarks, toFirstNonBlank, toRow } from "./cursor.ts";
import { evaluateAddress } from "./range.ts";

function regionOf(call: ExCall) {
  const { win, doc } = call.editor;
  const first = call.line1 - 1;
  return lineRegion(win, first, call.line2 - 1, doc.text.line(first + 1).from);
}

function deleteLines(call: ExCall): void {
  const { editor } = call;
  noteJump(editor);
  beginLine(editor, editor.win, call.line1 - 1);
  const { text } = editor.doc;
  if (text.length === 0) return;
  const region = regionOf(call);
  cutToRegister(editor, editor.win, region, call.register);
  quietly(editor, () => removeRegion(editor, editor.win, region, "ex.delete"));
  reportMore(editor, call.line1 - 1 - call.line2);
}

/** Runs without the reports of the shared edits; Ex commands make their own. */
function quietly(editor: Editor, run: () => void): void {
  const state = editor.exState;
  state.silent++;
  try {
    run();
  } finally {
    state.silent--;
  }
}

function yankLines(call: ExCall): void {
  const { editor } = call;
  const run = () => yankRegion(editor, editor.win, regionOf(call), call.register);
  if (isQuiet(editor)) quietly(editor, run);
  else run();
}

function putLines(call: ExCall): void {
  const { editor, register } = call;
  const { win } = editor;
  toRow(editor, Math.max(1, call.line2) - 1);
  const value = editor.registers.get(register === "" ? '"' : register);
  if (!value) throw new UserError(`E353: Nothing in register ${register === "" ? '"' : register}`);
  const row = Math.max(1, call.line2) - 1;
  const before = call.bang || call.line2 === 0;
  quietly(editor, () =>
    putText(editor, win, value, { after: !before, count: 1, asLines: true, origin: "ex.put" }),
  );
  const count = value.text.lines;
  toFirstNonBlank(editor, before ? row + count - 1 : row + count);
  reportMore(editor, count);
}

/** The line of the argument of `:move` and `:copy`, 0 for before the first. */
function targetLine(call: ExCall): number {
  const { address } = parseAddress(call.args, 0);
  const line = isEmptyAddress(address) ? null : evaluateAddress(call.editor, address);
  if (line === null) throw new UserError("E14: Invalid address");
  if (line < 0 || line > call.editor.doc.text.lines) throw new UserError("E16: Invalid range");
  return line;
}

function moveLines(call: ExCall): void {
  const { editor, line1, line2 } = call;
  const { doc } = editor;
  const target = targetLine(call);
  if (target >= line1 && target < line2) {
    throw new UserError("E134: Cannot move a range of lines into itself");
  }
  const count = line2 - line1 + 1;
  if (target === line1 - 1 || target === line2) {
    beginLine(editor, editor.win, (target >= line1 ? target : target + count) - 1);
    return;
  }
  const { text } = doc;
  const from = text.line(line1).from;
  const to = text.line(line2).to;
  const moved = text.slice(from, to);
  const first = target < line1 ? target : target - count;
  const removeFrom = line2 < text.lines ? from : from - 1;
  const removeTo = line2 < text.lines ? to + 1 : to;
  const at = target === 0 ? 0 : text.line(target).to;
  const newline = textOf("\n");
  const inserted = target === 0 ? moved.append(newline) : newline.append(moved);
  const changes = [
    { from: removeFrom, to: removeTo },
    { from: at, to: at, insert: inserted },
  ].sort((a, b) => a.from - b.from);
  placingMarks(
    editor,
    doc,
    () => editor.dispatch(doc, { changes, origin: "ex.move" }),
    (point) =>
      point.row >= line1 - 1 && point.row < line2
        ? { row: first + point.row - (line1 - 1), col: point.col }
        : null,
  );
  setChangeMarks(doc, { row: first, col: 0 }, { row: first + count - 1, col: 0 });
  if (count > editor.options.get("report") && !isQuiet(editor)) {
    editor.showMessage(count === 1 ? "1 line moved" : `${count} lines moved`);
  }
  beginLine(editor, editor.win, first + count - 1);
}

function copyLines(call: ExCall): void {
  const { editor, line1, line2 } = call;
  const { doc } = editor;
  const { text } = doc;
  const target = targetLine(call);
  const copied = text.slice(text.line(line1).from, text.line(line2).to);
  const newline = textOf("\n");
  const at = target === 0 ? 0 : text.line(target).to;
  const insert = target === 0 ? copied.append(newline) : newline.append(copied);
  editor.dispatch(doc, { changes: { from: at, to: at, insert }, origin: "ex.copy" });
  const count = line2 - line1 + 1;
  setChangeMarks(doc, { row: target, col: 0 }, { row: target + count - 1, col: 0 });
  beginLine(editor, editor.win, target + count - 1);
  reportMore(editor, count);
}

function joinLines(call: ExCall): void {
  const { editor, line1 } = call;
  let { line2 } = call;
  toRow(editor, line1 - 1);
  if (line1 === line2) {
    if (call.addressCount >= 2) return;
    if (line2 === editor.doc.text.lines) {
      editor.beep();
      return;
    }
    line2++;
  }
  joinRows(editor, editor.win, line1 - 1, line2 - line1 + 1, !call.bang);
  toFirstNonBlank(editor, line1 - 1);
  reportMore(editor, line1 - line2);
}

function shiftLines(call: ExCall, right: boolean): void {
  const { editor, line1, line2 } = call;
  const { want } = editor.win.cursor;
  noteJump(editor);
  beginLine(editor, editor.win, line1 - 1);
  const before = editor.doc.text;
  let col = editor.win.cursor.pos - before.line(line1).from;
  const run = () => shiftRows(editor, editor.win, line1 - 1, line2 - 1, call.repeat, right);
  if (isQuiet(editor)) quietly(editor, run);
  else run();
  const { text } = editor.doc;
  // The column is that of the last line whose indent changed (op_shift and set_indent).
  for (let number = line2; number >= line1; number--) {
    const line = text.line(number).text;
    if (line !== "" && line === before.line(number).text) continue;
    col = line.search(/[^ \t]|$/);
    break;
  }
  const last = text.line(line2);
  editor.setCursor(editor.win, last.from + Math.min(col, last.length), want);
}

const lines = { range: "lines", folds: true, bar: true, modify: true } as const;
const counted = { ...lines, count: true, flags: true } as const;

export const lineCommands: ExCommand[] = [
  {
    ...counted,
    name: "delete",
    min: 1,
    register: true,
    doc: "Deletes lines into a register.",
    run: deleteLines,
  },
  {
    ...lines,
    modify: false,
    name: "yank",
    min: 1,
    register: true,
    count: true,
    doc: "Yanks lines into a register.",
    run: yankLines,
  },
  {
    ...lines,
    name: "put",
    min: 2,
    folds: false,
    zero: true,
    bang: true,
    register: true,
    flags: true,
    doc: "Puts the text of a register below a line (with ! above).",
    run: putLines,
  },
  {
    ...lines,
    name: "move",
    min: 1,
    args: true,
    flags: false,
    doc: "Moves lines below another.",
    run: moveLines,
  },
  {
    ...lines,
    name: "copy",
    min: 2,
    args: true,
    doc: "Copies lines below another.",
    run: copyLines,
  },
  { ...lines, name: "t", min: 1, args: true, doc: "Copies lines below another.", run: copyLines },
  {
    ...counted,
    name: "join",
    min: 1,
    bang: true,
    doc: "Joins lines (with ! without changing white space).",
    run: joinLines,
  },
  {
    ...counted,
    name: ">",
    min: 1,
    doc: "Shifts lines right.",
    run: (call) => shiftLines(call, true),
  },
  {
    ...counted,
    name: "<",
    min: 1,
    doc: "Shifts lines left.",
    run: (call) => shiftLines(call, false),
  },
];
