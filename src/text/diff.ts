import { refine } from "./diff/refine.ts";
import { diffRows, type Hunk } from "./diff/rows.ts";
import { ChangeSet, Text } from "./text.ts";

/** Differences of two texts, by lines and, where hunks are small, by words and characters. */

export type { Hunk };

/** The rows that differ: `[fromA, toA)` of `a` became `[fromB, toB)` of `b`, 0-based, in order. */
export function hunks(a: Text, b: Text): Hunk[] {
  return diffRows(linesOf(a), linesOf(b));
}

/** The change that makes `b` of `a`. Text that both have stays, so marks and cursors survive. */
export function diff(a: Text, b: Text): ChangeSet {
  const linesA = linesOf(a);
  const linesB = linesOf(b);
  const changes: { from: number; to: number; insert: Text }[] = [];
  for (const hunk of diffRows(linesA, linesB)) {
    let fromA = rowOffset(a, hunk.fromA);
    let toA = rowOffset(a, hunk.toA);
    let fromB = rowOffset(b, hunk.fromB);
    let toB = rowOffset(b, hunk.toB);
    const lastA = hunk.toA === linesA.length;
    const lastB = hunk.toB === linesB.length;
    if (lastA || lastB) {
      // The last line has no line break of its own: take the one before the hunk when rows are
      // added or removed there.
      toA = Math.min(toA, a.length);
      toB = Math.min(toB, b.length);
      if (
        fromA > a.length ||
        fromB > b.length ||
        hunk.fromA === hunk.toA ||
        hunk.fromB === hunk.toB
      ) {
        fromA = Math.max(0, fromA - 1);
        fromB = Math.max(0, fromB - 1);
      }
    }
    pushChanges(changes, a, b, fromA, toA, fromB, toB);
  }
  return ChangeSet.of(changes, a.length);
}

function pushChanges(
  changes: { from: number; to: number; insert: Text }[],
  a: Text,
  b: Text,
  fromA: number,
  toA: number,
  fromB: number,
  toB: number,
): void {
  const old = a.sliceString(fromA, toA, "\n");
  const now = b.sliceString(fromB, toB, "\n");
  for (const edit of refine(old, now)) {
    changes.push({
      from: fromA + edit.fromA,
      to: fromA + edit.toA,
      insert: b.slice(fromB + edit.fromB, fromB + edit.toB),
    });
  }
}

/** The start of a 0-based row; past the last one as if the text ended in a line break. */
function rowOffset(text: Text, row: number): number {
  return row < text.lines ? text.line(row + 1).from : text.length + 1;
}

/** One array of all lines: iterating a text of millions of lines takes far longer. */
function linesOf(text: Text): readonly string[] {
  return text.toJSON();
}

/** The change that puts lines in the place of rows `[first, end)` (0-based) of a text. */
export function replaceRows(
  text: Text,
  first: number,
  end: number,
  lines: readonly string[],
): { readonly from: number; readonly to: number; readonly insert: Text } {
  const last = end >= text.lines;
  let from = first < text.lines ? text.line(first + 1).from : text.length;
  const to = last ? text.length : text.line(end + 1).from;
  const insert = [...lines];
  if (!last) insert.push("");
  else if (first > 0 && first >= text.lines) insert.unshift("");
  else if (first > 0 && lines.length === 0) from -= 1;
  return { from, to, insert: Text.of(insert.length > 0 ? insert : [""]) };
}
