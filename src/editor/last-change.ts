/**
 * Where a change is, for `'.` and the change list. Vim's commands tell of whole rows (changed_lines) or
 * of one column (changed_bytes); which, is known here by the change's shape and its origin.
 */
import { type ChangeSet, type Point, pointOf, type Text } from "../text/text.ts";
import type { Document } from "./document.ts";

const MAX_CHANGES = 100;

/** Changes that are told as rows: the first one, from its first column on. */
const ROWS = /^(undo|redo|ex\.|input\.(shift|increment|indent|filter|comment|put|case)$)/;
/** A line break put in at a row's end is the row below, unless it was typed. */
const BREAKS = /^(undo|redo|ex\.|input\.(put|open)$)/;

/** The place of a change in the text after it; null when nothing changed. */
export function changePlace(
  change: ChangeSet,
  before: Text,
  after: Text,
  origin: string,
): Point | null {
  let count = 0;
  let from = 0;
  let first = 0;
  let last = 0;
  let removed = 0;
  let inserted: Text | null = null;
  change.iterChanges((fromA, toA, fromB, _toB, insert) => {
    if (count++ === 0) {
      from = fromA;
      first = fromB;
      removed = toA - fromA;
      inserted = insert;
    }
    last = fromB;
  });
  if (count === 0) return null;
  const start = pointOf(after, first);
  if (count > 1) {
    const sameRow = after.lineAt(last).number - 1 === start.row;
    if (ROWS.test(origin) && !(sameRow && origin === "input.case")) return { ...start, col: 0 };
    return /^input\.(delete|case)$/.test(origin) ? start : pointOf(after, last);
  }
  const added = inserted as Text | null;
  const breaks = added !== null && added.lines > 1 && added.line(1).length === 0;
  if (breaks && removed === 0 && BREAKS.test(origin)) return below(start, after);
  // Rows that are joined: the row that was removed was the second.
  if (/^input\.(delete|join)$/.test(origin) && removed > 0) {
    const row = before.lineAt(from);
    const joins = from + removed > row.to && from > row.from;
    if (joins && from + removed < before.length) return below(start, after);
  }
  if (/^(undo|redo|ex\.|input\.(shift|increment|indent|filter|comment)$)/.test(origin)) {
    return { ...start, col: 0 };
  }
  return start;
}

const below = (point: Point, text: Text): Point => ({
  row: Math.min(point.row + 1, text.lines - 1),
  col: 0,
});

/**
 * Sets `'.` and the newest entry of the change list. A new entry is made once for an undo step, and not
 * near the last one on the same row.
 */
export function noteLastChange(doc: Document, point: Point): void {
  doc.marks.set(".", point);
  const { changes } = doc;
  const previous = changes[changes.length - 1];
  const width = doc.options.get("textwidth") || 79;
  const near =
    previous !== undefined &&
    previous.row === point.row &&
    Math.abs(previous.col - point.col) <= width;
  const steps = doc.undo.nodes.length;
  if (previous !== undefined && (near || doc.notedStep === steps)) {
    changes[changes.length - 1] = point;
    return;
  }
  doc.notedStep = steps;
  changes.push(point);
  if (changes.length > MAX_CHANGES) changes.shift();
}

/** A command knows better where its change was. */
export function moveLastChange(doc: Document, point: Point): void {
  doc.marks.set(".", point);
  if (doc.changes.length > 0) doc.changes[doc.changes.length - 1] = point;
}
