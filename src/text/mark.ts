/**
 * Vim's marks remember a row and a column. A change inside their row leaves the column alone; rows
 * move with the line breaks before them; splitting and joining rows carries them along with the
 * text; deleting the whole row deletes the mark (mark.c: mark_adjust, mark_col_adjust).
 *
 * Where many rows are replaced by as many, each stands for the one it replaces: so thousands of edits
 * are dispatched (and undone) as one change.
 */
import type { ChangeSet, Text } from "@codemirror/state";
import { type Point, pointOf, rowOf } from "./text.ts";

/** A replacement of so many rows is taken for many edits. */
const MANY_ROWS = 100;

/** The mark after a change from `before` to `after`, or null when its row was deleted. */
export function mapMark(mark: Point, change: ChangeSet, before: Text, after: Text): Point | null {
  if (mark.row < 0 || mark.row >= before.lines) return mark;
  const line = before.line(mark.row + 1);
  let deleted = false;
  let placed: Point | null = null;
  let carried = false;
  change.iterChanges((fromA, toA, fromB, _toB, inserted) => {
    if (toA < line.from || fromA > line.to) return;
    const removesBreak = before.lineAt(fromA).number !== before.lineAt(toA).number;
    if (removesBreak && inserted.lines >= MANY_ROWS) {
      const first = before.lineAt(fromA).number;
      if (before.lineAt(toA).number - first + 1 === inserted.lines) {
        const row = after.lineAt(fromB).number - first + mark.row;
        placed = { row, col: mark.col };
        return;
      }
    }
    const coversRow = fromA <= line.from && toA >= line.to;
    if (removesBreak && coversRow && inserted.length === 0) deleted = true;
    else if (removesBreak) carried = true;
    else if (inserted.lines > 1 && fromA > line.from && fromA < line.to) carried = true;
  }, true);
  if (placed !== null) return placed;
  if (deleted) return null;
  if (carried) {
    const pos = Math.min(line.from + mark.col, line.to);
    return pointOf(after, change.mapPos(pos, 1));
  }
  return { row: pointOf(after, change.mapPos(line.from, 1)).row, col: mark.col };
}

/**
 * As `mapMark`, for many marks: those in rows before and after the changed ones cost nothing. A mark
 * that stays where it is comes back as the same object.
 */
export function markMapper(
  change: ChangeSet,
  before: Text,
  after: Text,
): (mark: Point) => Point | null {
  let from = -1;
  let to = 0;
  change.iterChangedRanges((fromA, toA) => {
    if (from < 0) from = fromA;
    to = toA;
  });
  if (from < 0) return (mark) => mark;
  const first = rowOf(before, from);
  const last = to === from ? first : rowOf(before, to);
  const shift = after.lines - before.lines;
  // Within one row no mark moves: only rows do.
  const breaks = first !== last || shift !== 0;
  return (mark) => {
    if (!breaks || mark.row < first || mark.row >= before.lines) return mark;
    if (mark.row > last) return shift === 0 ? mark : { row: mark.row + shift, col: mark.col };
    return mapMark(mark, change, before, after);
  };
}
