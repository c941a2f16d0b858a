/** Operators on whole rows: shifting, formatting, indenting, filtering, comments. */
import { UserError } from "../../base/errors.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { pointOf, slice } from "../../text/text.ts";
import { reindentRows } from "../../text/transform/cindent.ts";
import { formatLines } from "../../text/transform/format.ts";
import { toggleComment } from "../../text/transform/toggle-comment.ts";
import { clipCursor, firstNonBlankPos } from "../cursor.ts";
import {
  beginLine,
  indentChange,
  noteUnchanged,
  type Replacement,
  replace,
  replaceAll,
  reportLines,
  setChangeMarks,
  shiftRows,
} from "../edit.ts";
import { formatOptions, indentOptions } from "../options-of.ts";
import { shiftBlock } from "./shift-block.ts";
import type { OperatorCall } from "./types.ts";

export function shift(right: boolean) {
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
    // The column that the cursor came to is the goal from now on, but for whole rows.
    if (region.kind === "v") win.cursor = { ...win.cursor, want: null };
  };
}

/** `gq`: formats; the cursor goes to the last formatted row's first non-blank. `gw` keeps it. */
export function format(keepCursor: boolean) {
  return (call: OperatorCall): Fiber | void => {
    const { editor, win, doc, region } = call;
    const { text } = doc;
    if (!keepCursor && doc.options.get("formatexpr") === "lsp") return formatOutside(call);
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
    } else {
      // A motion that was taken back to the row before goes on to its own row.
      const row = Math.min(lastRow + (region.adjusted ? 1 : 0), doc.text.lines - 1);
      editor.setCursor(win, firstNonBlankPos(doc.text, row));
    }
    const more = formatted.lines.length - lines.length;
    reportLines(editor, more, more > 0 ? "more lines" : "fewer lines");
  };
}

/** `formatexpr=lsp`: the server knows how. */
function* formatOutside({ editor, win, doc, region }: OperatorCall): Fiber {
  const { formatRows } = editor;
  if (formatRows === null) throw new UserError("No language server for this buffer");
  const { firstRow, lastRow } = region;
  const rows = doc.text.lines;
  editor.setCursor(win, region.start);
  yield* formatRows(doc, firstRow, lastRow);
  const last = Math.max(firstRow, lastRow + doc.text.lines - rows);
  setChangeMarks(doc, { row: firstRow, col: 0 }, { row: last, col: 0 });
  editor.setCursor(win, firstNonBlankPos(doc.text, Math.min(last, doc.text.lines - 1)));
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

export function equalIndent(call: OperatorCall): void {
  const { editor, win, doc, region } = call;
  const program = doc.options.get("equalprg");
  if (program !== "") {
    filterRows(call, program);
    return;
  }
  const options = indentOptions(editor, doc);
  const { want } = win.cursor;
  editor.setCursor(win, region.start);
  const { firstRow, lastRow } = region;
  const poll = () => editor.services.poll();
  const edits: Replacement[] = [];
  const rows =
    editor.syntaxIndent?.rows(doc, firstRow, lastRow, poll) ??
    reindentRows(doc.text, firstRow, lastRow + 1, options, poll);
  for (const [i, next] of rows.entries()) {
    const line = doc.text.line(firstRow + i + 1);
    if (next !== line.text) edits.push(indentChange(line.text, next, line.from));
  }
  if (edits.length > 0) replaceAll(editor, doc, edits, "input.indent");
  else noteUnchanged(editor, win, firstRow);
  win.cursor = { ...win.cursor, want };
  beginLine(editor, win, region.firstRow);
  reportLines(editor, region.lastRow - region.firstRow + 1, "lines indented");
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
export function* filterCommand({ editor, region }: OperatorCall): Fiber {
  const rows = region.lastRow - region.firstRow;
  editor.setCursorPoint(editor.win, { row: region.firstRow, col: 0 });
  const range = region.fromVisual ? "'<,'>" : rows === 0 ? "." : `.,.+${rows}`;
  yield* editor.commandLine(`${range}!`);
}

export function comment(call: OperatorCall): void {
  const { editor, win, doc, region } = call;
  const template = editor.commentString(doc, region.firstRow) ?? doc.options.get("commentstring");
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
