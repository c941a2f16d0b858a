/** The operators of normal and visual mode (ops.c). */
import { UserError } from "../../base/errors.ts";
import { textOfKey } from "../../base/key.ts";
import { type Fiber, rawKey } from "../../editor/fiber.ts";
import { nextColumn } from "../../text/motion/walker.ts";
import type { RegisterText } from "../../text/register.ts";
import { pointOf, rowOf, slice } from "../../text/text.ts";
import { type CaseChange, changeCase } from "../../text/transform/case.ts";
import { cindent } from "../../text/transform/cindent.ts";
import { formatLines } from "../../text/transform/format.ts";
import { increment } from "../../text/transform/increment.ts";
import { setIndent } from "../../text/transform/indent.ts";
import { toggleComment } from "../../text/transform/toggle-comment.ts";
import { cellSpan, clipCursor, firstNonBlankPos, indentPos, nextCharacter, posAtCell } from "../cursor.ts";
import {
  beginLine,
  cutToRegister,
  deleteRows,
  indentChange,
  joinRows,
  noteUnchanged,
  type Replacement,
  removeRegion,
  replace,
  replaceAll,
  setChangeMarks,
  shiftRows,
  yankRegion,
} from "../edit.ts";
import { foldRows } from "../fold.ts";
import { formatOptions, indentOptions } from "../options-of.ts";
import { putText } from "../put.ts";
import { blockRows, blockToEnd, lineRegion, type Region } from "../region.ts";
import { insertMode } from "./insert.ts";
import { type BlockInsert, insertBlock } from "./insert-block.ts";
import { recordRedo } from "./redo.ts";
import { shiftBlock } from "./shift-block.ts";
import { Beep, type OperatorCall, type OperatorCommand, operator } from "./types.ts";

/** Rows between two looks for CTRL-C. */
const POLL_ROWS = 512;

/** A copy of the call with the region as whole rows; blocks reach to the line's end. */
function upperCase(call: OperatorCall, toEnd: boolean): OperatorCall {
  const { region, win } = call;
  if (region.kind === "<C-v>") {
    return toEnd ? { ...call, region: blockToEnd(win, region) } : call;
  }
  return {
    ...call,
    region: lineRegion(win, region.firstRow, region.lastRow, lineStart(call), true),
  };
}

/** Where the cursor goes when a charwise selection is taken as rows: as if it had been linewise. */
function lineStart({ editor, doc, region }: OperatorCall): number {
  const headFirst = editor.modal.lastVisual.get(doc)?.headFirst && !editor.modal.redoing;
  if (headFirst && region.firstRow < region.lastRow) {
    return region.kind === "V" ? region.start : region.from;
  }
  return doc.text.line(region.firstRow + 1).from;
}

function del({ editor, win, doc, region, register }: OperatorCall): void {
  if (region.empty) return;
  if (region.kind === "v" && region.from === region.to && region.firstRow === region.lastRow)
    return;
  editor.setCursor(win, region.start, win.cursor.want);
  cutToRegister(editor, win, region, register);
  const { want } = win.cursor;
  removeRegion(editor, win, region, "input.delete");
  keepColumn(editor, win, region, want);
}

/** Without `startofline`, deleting rows keeps the goal column (do_pending_operator). */
function keepColumn(
  editor: OperatorCall["editor"],
  win: OperatorCall["win"],
  region: Region,
  want: number | null,
): void {
  if (region.kind !== "V" || region.adjusted || want === null || editor.options.get("startofline"))
    return;
  const row = rowOf(win.doc.text, win.cursor.pos);
  editor.setCursor(win, posAtCell(win, row, want, false).pos, want);
}

function yank({ editor, win, region, register }: OperatorCall): void {
  yankRegion(editor, win, region, register);
  if (region.kind === "V") {
    const keep = region.start === win.cursor.pos ? win.cursor.want : null;
    editor.setCursor(win, region.start, keep);
  } else if (region.kind === "<C-v>") {
    const first = blockRows(win, region)[0]!;
    editor.setCursor(win, first.lineFrom + first.from);
  } else editor.setCursor(win, region.from);
}

function* change(call: OperatorCall): Fiber {
  const { editor, win, doc, region, register } = call;
  if (region.kind === "<C-v>") {
    if (doc.text.length > 0) cutToRegister(editor, win, region, register);
    const rows = blockRows(win, region).filter((row) => !row.short || row.missing === 0);
    const [first] = rows;
    editor.setCursor(win, region.start);
    removeRegion(editor, win, region, "input.change");
    if (!first) {
      yield* insertMode(editor, { count: 1 });
      return;
    }
    editor.setCursor(win, doc.text.line(first.row + 1).from + first.from + first.before);
    const block: BlockInsert = {
      rows: rows.slice(1).map((row) => ({ row: row.row, col: row.from + row.before, pad: 0 })),
      left: region.left,
    };
    yield* insertBlock(editor, block);
    return;
  }
  if (region.kind === "V") {
    editor.setCursor(win, region.start, win.cursor.want);
    if (doc.text.length > 0) cutToRegister(editor, win, region, register);
    if (region.lastRow > region.firstRow) {
      // Vim's cursor is on the second row when it removes these: undo goes back there.
      editor.setCursorPoint(
        win,
        { row: region.firstRow + 1, col: pointOf(doc.text, region.start).col },
        win.cursor.want,
      );
      deleteRows(editor, doc, region.firstRow + 1, region.lastRow, "input.change");
    }
    const line = doc.text.line(region.firstRow + 1);
    const keep = doc.options.get("autoindent") ? indentPos(doc.text, region.firstRow) : line.from;
    if (keep < line.to) replace(editor, doc, keep, line.to, "", "input.change");
    editor.setCursor(win, keep);
    yield* insertMode(editor, { count: 1, autoIndented: keep > line.from });
    return;
  }
  editor.setCursor(win, region.from);
  if (!region.empty) {
    if (doc.text.length > 0) cutToRegister(editor, win, region, register);
    if (region.to > region.from) replace(editor, doc, region.from, region.to, "", "input.change");
    editor.setCursor(win, region.from);
  }
  yield* insertMode(editor, { count: 1 });
}

function shift(right: boolean) {
  return ({ editor, win, region, count }: OperatorCall): void => {
    const steps = Math.max(1, count);
    const want = win.cursor.want;
    if (region.kind === "<C-v>") {
      shiftBlock(editor, win, region, steps, right);
      return;
    }
    editor.setCursor(win, region.start, want);
    shiftRows(editor, win, region.firstRow, region.lastRow, steps, right);
    win.cursor = { ...win.cursor, want };
    beginLine(editor, win, region.firstRow);
  };
}

function changeText(
  { editor, win, doc, region }: OperatorCall,
  convert: (text: string) => string,
  origin: string,
): void {
  if (region.empty) {
    // Vim takes the end one character back: at a row's start it is before the start, and the whole
    // row changes.
    const line = doc.text.lineAt(region.from);
    if (region.from > line.from) return;
    const to = line.number === 1 ? nextCharacter(doc.text, line.from) : line.to;
    changeText(
      { editor, win, doc, region: { ...region, to, empty: false } } as OperatorCall,
      convert,
      origin,
    );
    return;
  }
  const edits: Replacement[] = [];
  const add = (from: number, to: number) => {
    const old = slice(doc.text, from, to);
    const changed = convert(old);
    if (changed !== old) edits.push({ from, to, insert: changed });
  };
  if (region.kind === "<C-v>") {
    for (const row of blockRows(win, region)) {
      if (!row.short) add(row.lineFrom + row.from, row.lineFrom + row.to);
    }
  } else {
    for (let row = region.firstRow; row <= region.lastRow; row++) {
      if (row % POLL_ROWS === 0) editor.services.poll();
      const line = doc.text.line(row + 1);
      add(Math.max(region.from, line.from), Math.min(region.to, line.to));
    }
  }
  const start = region.kind === "V" && !region.fromVisual ? region.start : region.from;
  const keepWant = region.kind === "V" && !region.fromVisual && start === win.cursor.pos;
  const want = win.cursor.want;
  editor.setCursor(win, region.kind === "V" ? region.start : region.from);
  if (edits.length > 0) replaceAll(editor, doc, edits, origin);
  else noteUnchanged(editor, win, region.firstRow);
  const at = region.kind === "V" ? region.start : region.from;
  if (region.kind === "<C-v>") {
    const first = blockRows(win, region)[0]!;
    editor.setCursor(win, first.lineFrom + first.from);
  } else editor.setCursor(win, at, keepWant ? want : null);
  setChangeMarks(
    doc,
    pointOf(doc.text, Math.min(region.from, doc.text.length)),
    pointOf(
      doc.text,
      Math.min(Math.max(region.from, region.to - (region.kind === "v" ? 1 : 0)), doc.text.length),
    ),
  );
}

const caseOperator = (name: string, doc: string, kind: CaseChange) =>
  operator(name, doc, (call) => changeText(call, (text) => changeCase(text, kind), "input.case"));

/** `gq`: formats; the cursor goes to the last formatted row's first non-blank. `gw` keeps it. */
function format(keepCursor: boolean) {
  return (call: OperatorCall): void => {
    const { editor, win, doc, region } = call;
    const { text } = doc;
    const first = text.line(region.firstRow + 1);
    const last = text.line(region.lastRow + 1);
    const lines = slice(text, first.from, last.to).split("\n");
    const cursor = pointOf(text, win.cursor.pos);
    const program = doc.options.get("formatprg");
    if (program !== "" && !keepCursor) {
      filterRows(call, program);
      return;
    }
    const formatted = formatLines(lines, formatOptions(editor, doc), {
      cursor: { row: cursor.row - region.firstRow, col: cursor.col },
      poll: editor.services.poll,
    });
    // Undo leads back to where the operator was typed.
    if (!keepCursor && region.fromVisual) editor.setCursor(win, region.start);
    if (formatted.lines.join("\n") !== lines.join("\n")) {
      replaceAll(editor, doc, rowEdits(first.from, lines, formatted.lines), "input.format");
    } else noteUnchanged(editor, win, region.firstRow);
    const lastRow = region.firstRow + formatted.lines.length - 1;
    setChangeMarks(doc, { row: region.firstRow, col: 0 }, { row: lastRow, col: 0 });
    if (keepCursor && formatted.cursor) {
      editor.setCursorPoint(win, {
        row: region.firstRow + formatted.cursor.row,
        col: formatted.cursor.col,
      });
    } else editor.setCursor(win, firstNonBlankPos(doc.text, lastRow));
  };
}

/** Replaces only the rows between the equal first and last ones. */
function rowEdits(
  from: number,
  before: readonly string[],
  after: readonly string[],
): Replacement[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  if (head === before.length || head === after.length || head > 0 || tail > 0) {
    if (before.length === after.length) {
      const edits: Replacement[] = [];
      let at = from;
      before.forEach((line, i) => {
        if (line !== after[i]) edits.push({ from: at, to: at + line.length, insert: after[i]! });
        at += line.length + 1;
      });
      return edits;
    }
  }
  return [{ from, to: from + before.join("\n").length, insert: after.join("\n") }];
}

function equalIndent(call: OperatorCall): void {
  const { editor, win, doc, region } = call;
  const program = doc.options.get("equalprg");
  if (program !== "") {
    filterRows(call, program);
    return;
  }
  const options = indentOptions(editor, doc);
  const { want } = win.cursor;
  editor.setCursor(win, region.start);
  let changed = false;
  for (let row = region.firstRow; row <= region.lastRow; row++) {
    const line = doc.text.line(row + 1);
    const blank = /^[ \t]*$/.test(line.text);
    const cells = blank ? 0 : cindent(doc.text, row, options);
    const edit = indentChange(line.text, setIndent(line.text, cells, options), line.from);
    if (edit.insert !== slice(doc.text, edit.from, edit.to)) {
      replaceAll(editor, doc, [edit], "input.indent");
      changed = true;
    }
    if (row % 16 === 0) editor.services.poll();
  }
  if (!changed) noteUnchanged(editor, win, region.firstRow);
  win.cursor = { ...win.cursor, want };
  beginLine(editor, win, region.firstRow);
}

function filterRows({ editor, win, doc, region }: OperatorCall, command: string): void {
  const first = doc.text.line(region.firstRow + 1);
  const last = doc.text.line(region.lastRow + 1);
  const input = `${slice(doc.text, first.from, last.to)}\n`;
  const output = editor.filter(command, input).replace(/\n$/, "");
  editor.setCursor(win, region.start);
  replace(editor, doc, first.from, last.to, output, "input.filter");
  editor.setCursor(win, firstNonBlankPos(doc.text, Math.min(region.firstRow, doc.text.lines - 1)));
}

/** `!{motion}`: opens the command line with the range of the rows. */
function* filterCommand({ editor, region }: OperatorCall): Fiber {
  const row = rowOf(editor.doc.text, editor.win.cursor.pos);
  const rows = region.lastRow - region.firstRow;
  editor.setCursorPoint(editor.win, { row: region.firstRow, col: 0 });
  void row;
  const range = region.fromVisual ? "'<,'>" : rows === 0 ? "." : `.,.+${rows}`;
  yield* editor.commandLine(`${range}!`);
}

function comment(call: OperatorCall): void {
  const { editor, win, doc, region } = call;
  const template = doc.options.get("commentstring");
  if (template === "") throw new UserError("Option 'commentstring' is empty");
  const first = doc.text.line(region.firstRow + 1);
  const last = doc.text.line(region.lastRow + 1);
  const lines = slice(doc.text, first.from, last.to).split("\n");
  const toggled = toggleComment(lines, template);
  const { want } = win.cursor;
  editor.setCursor(win, region.start);
  let at = first.from;
  const edits: Replacement[] = [];
  lines.forEach((line, i) => {
    if (toggled[i] !== line) edits.push({ from: at, to: at + line.length, insert: toggled[i]! });
    at += line.length + 1;
  });
  if (edits.length > 0) replaceAll(editor, doc, edits, "input.comment");
  editor.setCursorPoint(
    win,
    { row: region.firstRow, col: pointOf(doc.text, Math.min(region.start, doc.text.length)).col },
    want,
  );
  clipCursor(editor, win);
}

/** Visual `r`: every character of the selection becomes the typed one. */
function* replaceWith(call: OperatorCall): Fiber {
  const { editor, win, doc, region } = call;
  let key = yield* rawKey();
  if (key === "<Esc>" || key === "<C-c>") return;
  if (key === "<C-k>") {
    const a = textOfKey(yield* rawKey()) ?? "";
    key = editor.digraph(a, textOfKey(yield* rawKey()) ?? "");
  }
  editor.modal.redo?.keys.push(key);
  const char = key === "<CR>" || key === "<NL>" ? "\n" : textOfKey(key);
  if (char === null) throw new Beep();
  if (region.kind === "<C-v>") {
    const edits: Replacement[] = [];
    const rows = blockRows(win, region);
    for (const row of rows) {
      if (row.short && !region.virtual) continue;
      // With virtualedit the block is filled where rows end in it or before it.
      const cells = region.virtual ? region.right - region.left + 1 : row.cells;
      const insert =
        " ".repeat(row.before + row.missing) +
        char.repeat(Math.max(0, cells)) +
        " ".repeat(row.after);
      edits.push({ from: row.lineFrom + row.from, to: row.lineFrom + row.to, insert });
    }
    editor.setCursor(win, region.start);
    if (edits.length > 0) replaceAll(editor, doc, edits, "input.replace");
    const first = rows[0]!;
    editor.setCursor(win, doc.text.line(region.firstRow + 1).from + first.from + first.before);
    return;
  }
  changeText(
    call,
    (text) => {
      let out = "";
      for (let col = 0; col < text.length; col = nextColumn(text, col)) out += char;
      return out;
    },
    "input.replace",
  );
}

function join(spaces: boolean) {
  return ({ editor, win, region }: OperatorCall): void => {
    const count = Math.max(2, region.lastRow - region.firstRow + 1);
    editor.setCursor(win, region.start);
    if (!joinRows(editor, win, region.firstRow, count, spaces)) throw new Beep();
  };
}

/** Visual `p` and `P`: the selection is replaced and goes to the unnamed register. */
function put(cursorAfter: boolean, after: boolean, reindent = false) {
  return ({ editor, win, doc, region, register, count }: OperatorCall): void => {
    const value = editor.registers.get(register);
    // What `.` repeats is the deletion alone, as in Vim.
    const shape = editor.modal.lastShape;
    recordRedo(editor, { register: after ? "" : "_", count: 0, keys: ["d"], visual: shape });
    const whole =
      region.kind === "V" && region.firstRow === 0 && region.lastRow === doc.text.lines - 1;
    editor.setCursor(win, region.start);
    if (after) cutToRegister(editor, win, region, "");
    removeRegion(editor, win, region, "input.put");
    if (!value) {
      if (region.kind === "V") editor.setCursor(win, doc.text.lineAt(win.cursor.pos).from, 0);
      throw new UserError(`E353: Nothing in register ${register || '"'}`);
    }
    if (region.kind === "<C-v>" && value.kind === "v" && value.text.lines === 1) {
      putInBlock(editor, win, region, value, Math.max(1, count));
      return;
    }
    let forward = false;
    if (region.kind === "V")
      forward =
        region.firstRow >= doc.text.lines || rowOf(doc.text, win.cursor.pos) < region.firstRow;
    else {
      const line = doc.text.lineAt(win.cursor.pos);
      forward = win.cursor.pos >= line.to && line.length > 0;
      clipCursor(editor, win);
    }
    const options = {
      count: Math.max(1, count),
      cursorAfter,
      asLines: region.kind === "V",
      reindent,
      split: region.kind === "v",
      after: forward,
    };
    if (region.kind === "<C-v>" && after && value.kind === "V") {
      editor.setCursorPoint(win, { row: region.lastRow, col: 0 });
      putText(editor, win, value, { ...options, after: true });
    } else if (value.kind === "V" && region.kind === "<C-v>") {
      putText(editor, win, value, { ...options, after: forward });
    } else putText(editor, win, value, options);
    if (whole && doc.text.lines > 1 && doc.text.line(doc.text.lines).length === 0) {
      deleteRows(editor, doc, doc.text.lines - 1, doc.text.lines - 1, "input.put");
    }
    const from = doc.marks.get("[");
    const to = doc.marks.get("]");
    const last = editor.modal.lastVisual.get(doc);
    if (from && to && last) {
      doc.marks.set("<", from);
      doc.marks.set(">", to);
    }
  };
}

/** Characters put over a block go into each of its rows. */
function putInBlock(
  editor: OperatorCall["editor"],
  win: OperatorCall["win"],
  region: Region,
  value: RegisterText,
  count: number,
): void {
  const insert = slice(value.text, 0, value.text.length).repeat(count);
  const edits: Replacement[] = [];
  for (let row = region.firstRow; row <= region.lastRow; row++) {
    const place = posAtCell(win, row, region.left, true);
    if (place.coladd === 0) edits.push({ from: place.pos, to: place.pos, insert });
  }
  const first = posAtCell(win, region.firstRow, region.left, true).pos;
  replaceAll(editor, win.doc, edits, "input.put");
  editor.setCursor(win, first + insert.length - 1);
}

/** CTRL-A and CTRL-X on each row of a selection; `g` makes a sequence of it. */
function add(sign: 1 | -1, progressive: boolean) {
  return ({ editor, win, doc, region, count }: OperatorCall): void => {
    const step = Math.max(1, count);
    const formats = { nrformats: doc.options.get("nrformats") };
    const edits: Replacement[] = [];
    let amount = step;
    const spans =
      region.kind === "<C-v>"
        ? blockRows(win, region)
            .filter((r) => !r.short)
            .map((r) => ({ row: r.row, from: r.from, to: r.to }))
        : rowSpans(region, doc.text);
    for (const span of spans) {
      if (span.row % POLL_ROWS === 0) editor.services.poll();
      const line = doc.text.line(span.row + 1);
      const edit = increment(line.text, span.from, sign * amount, formats, span);
      if (!edit) continue;
      edits.push({ from: line.from + edit.from, to: line.from + edit.to, insert: edit.insert });
      if (progressive) amount += step;
    }
    editor.setCursor(win, region.start);
    if (edits.length > 0) replaceAll(editor, doc, edits, "input.increment");
    const at = region.kind === "<C-v>" ? blockStart(win, region) : region.from;
    editor.setCursor(win, Math.min(at, doc.text.length));
    if (edits.length === 0) throw new Beep();
  };
}

function blockStart(win: OperatorCall["win"], region: Region): number {
  const first = blockRows(win, region)[0]!;
  return first.lineFrom + first.from;
}

function rowSpans(region: Region, text: OperatorCall["doc"]["text"]) {
  const spans: Array<{ row: number; from: number; to: number }> = [];
  for (let row = region.firstRow; row <= region.lastRow; row++) {
    const line = text.line(row + 1);
    const from = region.kind === "v" ? Math.max(region.from, line.from) - line.from : 0;
    const to = region.kind === "v" ? Math.min(region.to, line.to) - line.from : line.length;
    spans.push({ row, from, to });
  }
  return spans;
}

/** Blockwise `I` and `A`; with other selections, insert at the first or after the last row. */
function insertAt(append: boolean) {
  return function* (call: OperatorCall): Fiber {
    const { editor, win, doc, region, count } = call;
    if (region.kind !== "<C-v>") {
      const headFirst = editor.modal.lastVisual.get(doc)?.headFirst && !editor.modal.redoing;
      const rows = region.firstRow < region.lastRow;
      const last = doc.text.line(region.lastRow + 1);
      const head = Math.min(win.cursor.pos, last.to);
      const end =
        headFirst && rows ? last.from : head > last.from ? nextCharacter(doc.text, head) : head;
      editor.setCursor(win, append ? end : lineStart(call));
      yield* insertMode(editor, { count: Math.max(1, count) });
      return;
    }
    const rows = blockRows(win, region);
    const toEnd = region.right === Number.POSITIVE_INFINITY;
    const places = rows
      .filter((row) => append || !row.short || row.missing === 0)
      .map((row) => {
        if (!append) return { row: row.row, col: row.from, pad: 0, cut: row.before };
        if (toEnd) return { row: row.row, col: doc.text.line(row.row + 1).length, pad: 0, cut: 0 };
        const pad = row.short
          ? row.missing + (region.right - region.left + 1)
          : Math.max(0, region.right - region.left + 1 - row.cells);
        return {
          row: row.row,
          col: row.to,
          pad: row.to >= doc.text.line(row.row + 1).length ? pad : 0,
          cut: 0,
        };
      });
    const [first, ...others] = places;
    if (!first) throw new Beep();
    let at = doc.text.line(first.row + 1).from + first.col;
    editor.setCursor(win, at);
    if (region.virtual && first.cut > 0 && slice(doc.text, at, at + 1) === "\t") {
      // The Tab that the block begins in becomes spaces.
      const { start, end } = cellSpan(win, at);
      replace(editor, doc, at, at + 1, " ".repeat(end - start + 1), "input.type");
      at += first.cut;
      editor.setCursor(win, at);
    }
    if (first.pad > 0) {
      replace(editor, doc, at, at, " ".repeat(first.pad), "input.type");
      editor.setCursor(win, at + first.pad);
    }
    yield* insertBlock(editor, {
      rows: others,
      left: region.left,
      count: Math.max(1, count),
      returnTo: region.start,
    });
  };
}

export const operators: OperatorCommand[] = [
  operator("operator.delete", "Delete", del),
  operator("operator.delete-lines", "Delete whole lines", (c) => del(upperCase(c, true))),
  operator("operator.delete-whole", "Delete the lines or the block", (c) =>
    del(upperCase(c, false)),
  ),
  operator("operator.change", "Delete and insert", change),
  operator("operator.change-lines", "Delete whole lines and insert", (c) =>
    change(upperCase(c, true)),
  ),
  operator("operator.change-whole", "Delete the lines and insert", (c) => {
    const { region, win } = c;
    return change({
      ...c,
      region: lineRegion(win, region.firstRow, region.lastRow, lineStart(c), true),
    });
  }),
  operator("operator.yank", "Copy", yank, { noRepeat: true }),
  operator("operator.yank-lines", "Copy whole lines", (c) => yank(upperCase(c, false)), {
    noRepeat: true,
  }),
  operator("operator.indent", "Shift right", shift(true)),
  operator("operator.outdent", "Shift left", shift(false)),
  caseOperator("operator.toggle-case", "Switch case", "toggle"),
  caseOperator("operator.lower-case", "Make lower case", "lower"),
  caseOperator("operator.upper-case", "Make upper case", "upper"),
  caseOperator("operator.rot13", "Encode with ROT13", "rot13"),
  operator("operator.format", "Format lines", format(false)),
  operator("operator.format-keep", "Format lines and keep the cursor", format(true)),
  operator("operator.equal", "Indent lines as C code or by equalprg", equalIndent),
  operator("operator.filter", "Filter lines through a command", filterCommand, { noRepeat: true }),
  operator("operator.comment", "Comment or uncomment lines", comment),
  operator("operator.replace", "Replace each character", replaceWith),
  operator("operator.join", "Join lines", join(true)),
  operator("operator.join-exactly", "Join lines as they are", join(false)),
  operator("operator.put", "Replace the selection by a register", put(false, true), {
    noRepeat: true,
  }),
  operator(
    "operator.put-indent",
    "Replace the selection by lines with its indent",
    put(false, true, true),
    { noRepeat: true },
  ),
  operator("operator.put-before", "Replace the selection, keep the registers", put(false, false), {
    noRepeat: true,
  }),
  operator(
    "operator.fold",
    "Make a fold",
    ({ editor, win, region }) => {
      foldRows(editor, win, region.firstRow, region.lastRow);
      editor.setCursor(win, region.fromVisual ? region.from : region.start);
    },
    { noRepeat: true },
  ),
  operator(
    "operator.put-after-cursor",
    "Replace the selection, leave the cursor after it",
    put(true, true),
    { noRepeat: true },
  ),
  operator("operator.increment", "Add to the numbers", add(1, false)),
  operator("operator.decrement", "Subtract from the numbers", add(-1, false)),
  operator("operator.increment-sequence", "Add 1, 2, 3… to the numbers", add(1, true)),
  operator("operator.decrement-sequence", "Subtract 1, 2, 3… from the numbers", add(-1, true)),
  operator("operator.insert-block", "Insert before the block", insertAt(false)),
  operator("operator.append-block", "Append after the block", insertAt(true)),
];
