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
    // Whole rows that go away right above an empty one leave it.
    const above = toA === line.from && before.lineAt(fromA).from === fromA && fromA < line.from;
    const coversRow = fromA <= line.from && toA >= line.to && !above;
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

/** Changes of more places than this are looked at as a whole. */
const MOST_PLACES = 8;

/** The rows of a changed place before the change, and by how much rows after it move. */
interface Place {
  first: number;
  last: number;
  shift: number;
}

/**
 * As `mapMark`, for many marks: those in rows that are not changed cost nothing. A mark that stays
 * where it is comes back as the same object.
 */
export function markMapper(
  change: ChangeSet,
  before: Text,
  after: Text,
): (mark: Point) => Point | null {
  const places = placesOf(change, before, after);
  if (places.length === 0) return unmoved;
  return (mark) => {
    if (mark.row < 0 || mark.row >= before.lines) return mark;
    let shift = 0;
    for (const place of places) {
      if (mark.row < place.first) break;
      if (mark.row <= place.last) return mapMark(mark, change, before, after);
      shift += place.shift;
    }
    return shift === 0 ? mark : { row: mark.row + shift, col: mark.col };
  };
}

/** The mapper of changes that move no mark at all. */
export function unmoved(mark: Point): Point {
  return mark;
}

/** The places that can move a mark: only rows do, so what stays within its row is none. */
function placesOf(change: ChangeSet, before: Text, after: Text): Place[] {
  const places: Place[] = [];
  let from = -1;
  let to = 0;
  change.iterChangedRanges((fromA, toA, fromB, toB) => {
    if (from < 0) from = fromA;
    to = toA;
    if (places.length > MOST_PLACES) return;
    const first = rowOf(before, fromA);
    const last = fromA === toA ? first : rowOf(before, toA);
    const added = fromB === toB ? 0 : rowOf(after, toB) - rowOf(after, fromB);
    places.push({ first, last, shift: added - (last - first) });
  }, true);
  if (places.length > MOST_PLACES) {
    const shift = after.lines - before.lines;
    return [{ first: rowOf(before, from), last: rowOf(before, to), shift }];
  }
  return places.every(({ first, last, shift }) => first === last && shift === 0) ? [] : places;
}
