/** Putting a register over a selection. */
import { UserError } from "../../base/errors.ts";
import type { RegisterText } from "../../text/register.ts";
import { rowOf, slice } from "../../text/text.ts";
import { clipCursor, posAtCell } from "../cursor.ts";
import { cutToRegister, deleteRows, type Replacement, removeRegion, replaceAll } from "../edit.ts";
import { putText } from "../put.ts";
import type { Region } from "../region.ts";
import { recordRedo } from "./redo.ts";
import type { OperatorCall } from "./types.ts";

/** Visual `p` and `P`: the selection is replaced and goes to the unnamed register. */
export function put(cursorAfter: boolean, after: boolean, reindent = false) {
  return ({ editor, win, doc, region, register, count }: OperatorCall): void => {
    const value = editor.registers.get(register);
    // What `.` repeats is the deletion alone, as in Vim.
    const shape = editor.modal.lastShape;
    recordRedo(editor, { register: after ? "" : "_", count: 0, keys: ["d"], visual: shape });
    const whole =
      region.kind === "V" && region.firstRow === 0 && region.lastRow === doc.text.lines - 1;
    editor.setCursor(win, region.start);
    const nothing = region.kind === "v" && region.from === region.to;
    if (after && !doc.hasNoRows && !nothing) cutToRegister(editor, win, region, "");
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
