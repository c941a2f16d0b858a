/** Operators that change characters where they stand: case, `r`; and joining rows. */
import { textOfKey } from "../../base/key.ts";
import { type Fiber, rawKey } from "../../editor/fiber.ts";
import { moveLastChange } from "../../editor/last-change.ts";
import { nextColumn } from "../../text/motion/walker.ts";
import { pointOf, slice } from "../../text/text.ts";
import { type CaseChange, changeCase } from "../../text/transform/case.ts";
import { nextCharacter } from "../cursor.ts";
import {
  joinRows,
  noteUnchanged,
  type Replacement,
  replaceAll,
  reportLines,
  setChangeMarks,
} from "../edit.ts";
import { blockRows } from "../region.ts";
import { POLL_ROWS } from "./operator-region.ts";
import { Beep, type OperatorCall, operator } from "./types.ts";

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
  if (edits.length > 0) {
    const first = pointOf(doc.text, Math.min(region.from, doc.text.length));
    moveLastChange(doc, region.kind === "v" ? first : { row: region.firstRow, col: 0 });
  }
  setChangeMarks(
    doc,
    pointOf(doc.text, Math.min(region.from, doc.text.length)),
    pointOf(
      doc.text,
      Math.min(Math.max(region.from, region.to - (region.kind === "v" ? 1 : 0)), doc.text.length),
    ),
  );
}

export const caseOperator = (name: string, doc: string, kind: CaseChange) =>
  operator(name, doc, (call) => {
    changeText(call, (text) => changeCase(text, kind), "input.case");
    reportLines(call.editor, call.region.lastRow - call.region.firstRow + 1, "lines changed");
  });

/** Visual `r`: every character of the selection becomes the typed one. */
export function* replaceWith(call: OperatorCall): Fiber {
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
    if (edits.length > 0) moveLastChange(doc, pointOf(doc.text, win.cursor.pos));
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
  if (region.kind === "V") editor.setCursor(win, region.from);
}

export function join(spaces: boolean) {
  return ({ editor, win, region }: OperatorCall): void => {
    const count = Math.max(2, region.lastRow - region.firstRow + 1);
    editor.setCursor(win, region.start);
    if (!joinRows(editor, win, region.firstRow, count, spaces)) throw new Beep();
  };
}
