/** Typing into a block: what is inserted on its first row is repeated on the others. */
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { moveLastChange } from "../../editor/last-change.ts";
import { rowOf, slice } from "../../text/text.ts";
import { type Replacement, replaceAll } from "../edit.ts";
import { insertMode } from "./insert.ts";

export interface BlockPlace {
  readonly row: number;
  /** UTF-16 column on that row. */
  readonly col: number;
  /** Spaces to put before the text where the row is too short. */
  readonly pad: number;
  /** Cells of a Tab at `col` that are left of the block: it is split. */
  readonly cut?: number;
}

export interface BlockInsert {
  /** All rows but the first. */
  readonly rows: readonly BlockPlace[];
  readonly left: number;
  readonly count?: number;
  /** Where the cursor goes at the end (`I` and `A`); absent: it stays after the text (`c`). */
  readonly returnTo?: number;
}

/** Runs insert mode at the cursor, then repeats the text; one undo step with the insertion. */
export function* insertBlock(editor: Editor, block: BlockInsert): Fiber {
  const { win, doc } = editor;
  const start = win.cursor.pos;
  const row = rowOf(doc.text, start);
  const before = doc.text.line(row + 1).text;
  const col = start - doc.text.line(row + 1).from;
  const rows = doc.text.lines;
  yield* insertMode(editor, { count: block.count ?? 1 });
  if (doc.text.lines !== rows || editor.doc !== doc) return;
  const line = doc.text.line(row + 1);
  const added = line.length - before.length;
  if (added <= 0 || line.text.slice(0, col) !== before.slice(0, col)) return;
  const inserted = slice(doc.text, line.from + col, line.from + col + added);
  const edits: Replacement[] = block.rows.map((place) => {
    const target = doc.text.line(place.row + 1);
    const at = target.from + Math.min(place.col, target.length);
    if (place.cut && target.text[place.col] === "\t") {
      const tab = doc.options.get("tabstop");
      const rest = tab - place.cut;
      return {
        from: at,
        to: at + 1,
        insert: " ".repeat(place.cut) + inserted + " ".repeat(Math.max(0, rest)),
      };
    }
    return { from: at, to: at, insert: " ".repeat(place.pad) + inserted };
  });
  if (edits.length > 0) {
    replaceAll(editor, doc, edits, "input.type");
    moveLastChange(doc, { row: row + 1, col: 0 });
  }
  if (block.returnTo !== undefined) editor.setCursor(win, block.returnTo);
}
