/**
 * Vim's marks remember a row and a column. A change inside their row leaves the column alone; rows
 * move with the line breaks before them; splitting and joining rows carries them along with the
 * text; deleting the whole row deletes the mark (mark.c: mark_adjust, mark_col_adjust).
 */
import type { ChangeSet, Text } from "@codemirror/state";
import { type Point, pointOf } from "./text.ts";

/** The mark after a change from `before` to `after`, or null when its row was deleted. */
export function mapMark(mark: Point, change: ChangeSet, before: Text, after: Text): Point | null {
  if (mark.row < 0 || mark.row >= before.lines) return mark;
  const line = before.line(mark.row + 1);
  let deleted = false;
  let carried = false;
  change.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
    if (toA < line.from || fromA > line.to) return;
    const removesBreak = before.lineAt(fromA).number !== before.lineAt(toA).number;
    const coversRow = fromA <= line.from && toA >= line.to;
    if (removesBreak && coversRow && inserted.length === 0) deleted = true;
    else if (removesBreak) carried = true;
    else if (inserted.lines > 1 && fromA > line.from && fromA < line.to) carried = true;
  }, true);
  if (deleted) return null;
  if (carried) {
    const pos = Math.min(line.from + mark.col, line.to);
    return pointOf(after, change.mapPos(pos, 1));
  }
  return { row: pointOf(after, change.mapPos(line.from, 1)).row, col: mark.col };
}
