/** `I` and `A` on a selection. */
import type { Fiber } from "../../editor/fiber.ts";
import { slice } from "../../text/text.ts";
import { cellSpan, nextCharacter } from "../cursor.ts";
import { replace } from "../edit.ts";
import { blockRows } from "../region.ts";
import { insertMode } from "./insert.ts";
import { insertBlock } from "./insert-block.ts";
import { lineStart } from "./operator-region.ts";
import { Beep, type OperatorCall } from "./types.ts";

/** Blockwise `I` and `A`; with other selections, insert at the first or after the last row. */
export function insertAt(append: boolean) {
  return function* (call: OperatorCall): Fiber {
    const { editor, win, doc, region, count } = call;
    if (region.kind !== "<C-v>") {
      const headFirst = editor.modal.lastVisual.get(doc)?.headFirst && !editor.modal.redoing;
      const rows = region.firstRow < region.lastRow;
      const last = doc.text.line(region.lastRow + 1);
      const head = Math.min(win.cursor.pos, last.to);
      const end =
        headFirst && rows
          ? last.from
          : cellSpan(win, head).end > 0
            ? nextCharacter(doc.text, head)
            : head;
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
