/** Deleting, copying and changing (ops.c: op_delete, op_yank, op_change). */
import type { Fiber } from "../../editor/fiber.ts";
import { pointOf, rowOf } from "../../text/text.ts";
import { indentPos, posAtCell } from "../cursor.ts";
import { cutToRegister, deleteRows, removeRegion, replace, yankRegion } from "../edit.ts";
import { blockRows, type Region } from "../region.ts";
import { insertMode } from "./insert.ts";
import { type BlockInsert, insertBlock } from "./insert-block.ts";
import type { OperatorCall } from "./types.ts";

export function del({ editor, win, doc, region, register }: OperatorCall): void {
  if (region.empty || doc.hasNoRows) return;
  // On one empty row only lines can be deleted, or the cells of a virtual block.
  const blank =
    region.firstRow === region.lastRow && doc.text.line(region.firstRow + 1).length === 0;
  if (region.kind === "<C-v>" && blank && !region.virtual) return;
  if (region.kind === "v" && region.from === region.to && region.firstRow === region.lastRow)
    return;
  editor.setCursor(win, region.start, win.cursor.want);
  cutToRegister(editor, win, region, register);
  const { want } = win.cursor;
  removeRegion(editor, win, region, "input.delete");
  keepColumn(editor, win, region, want);
}

/** Without `startofline`, deleting rows keeps the column as far as the row has it (do_pending_operator). */
function keepColumn(
  editor: OperatorCall["editor"],
  win: OperatorCall["win"],
  region: Region,
  want: number | null,
): void {
  if (region.kind !== "V" || region.adjusted || want === null || editor.options.get("startofline"))
    return;
  const row = rowOf(win.doc.text, win.cursor.pos);
  editor.setCursor(win, posAtCell(win, row, want, false).pos);
}

export function yank({ editor, win, region, register }: OperatorCall): void {
  yankRegion(editor, win, region, register);
  if (region.kind === "V") {
    const keep = region.start === win.cursor.pos ? win.cursor.want : null;
    editor.setCursor(win, region.start, keep);
  } else if (region.kind === "<C-v>") {
    const first = blockRows(win, region)[0]!;
    editor.setCursor(win, first.lineFrom + first.from);
  } else editor.setCursor(win, region.from);
}

export function* change(call: OperatorCall): Fiber {
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
    if (!doc.hasNoRows) cutToRegister(editor, win, region, register);
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
