/** The operators of normal and visual mode as commands (ops.c). */
import { foldRows } from "../fold.ts";
import { lineRegion } from "../region.ts";
import { lineStart, upperCase } from "./operator-region.ts";
import { insertAt } from "./operators-block.ts";
import { change, del, yank } from "./operators-delete.ts";
import { add } from "./operators-number.ts";
import { put } from "./operators-put.ts";
import { comment, equalIndent, filterCommand, format, shift } from "./operators-rows.ts";
import { caseOperator, join, replaceWith } from "./operators-text.ts";
import { type OperatorCommand, operator } from "./types.ts";

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
