/** Hunks of a unified diff, as git writes them. */
import type { Hunk } from "../../text/diff/rows.ts";
import { diffRows } from "../../text/diff/rows.ts";
import { type ChangeSet, lineText, rowOf, type Text } from "../../text/text.ts";

/** Rows `[fromA, toA)` became `[fromB, toB)`. */
export type RowHunk = Hunk;

/** Lines that are the same, before and behind a change. */
export const CONTEXT = 3;

/** The rows that a change has made others, in order. */
export function changedRows(before: Text, after: Text, changes: ChangeSet): RowHunk[] {
  const touched: { fromA: number; toA: number; fromB: number; toB: number }[] = [];
  changes.iterChangedRanges((fromA, toA, fromB, toB) => {
    const rows = {
      fromA: rowOf(before, fromA),
      toA: rowOf(before, toA) + 1,
      fromB: rowOf(after, fromB),
      toB: rowOf(after, toB) + 1,
    };
    const last = touched.at(-1);
    if (last !== undefined && (rows.fromA < last.toA || rows.fromB < last.toB)) {
      last.toA = Math.max(last.toA, rows.toA);
      last.toB = Math.max(last.toB, rows.toB);
    } else touched.push(rows);
  });
  return touched.flatMap(({ fromA, toA, fromB, toB }) =>
    diffRows(linesOf(before, fromA, toA), linesOf(after, fromB, toB)).map((hunk) => ({
      fromA: hunk.fromA + fromA,
      toA: hunk.toA + fromA,
      fromB: hunk.fromB + fromB,
      toB: hunk.toB + fromB,
    })),
  );
}

/** Changes that are so near that their context meets, as one. */
export function grouped(hunks: readonly RowHunk[], context = CONTEXT): RowHunk[][] {
  const groups: RowHunk[][] = [];
  for (const hunk of hunks) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (last !== undefined && hunk.fromA - last.toA <= 2 * context) group!.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}

/** What gives the lines `[from, to)` of a text. */
export type Lines = (from: number, to: number) => readonly string[];

/** One hunk with its context; `rowsA`, `rowsB` are how many rows both texts have. */
export function unifiedHunk(
  group: readonly RowHunk[],
  a: { readonly rows: number; readonly lines: Lines },
  b: { readonly rows: number; readonly lines: Lines },
): string {
  const first = group[0]!;
  const last = group.at(-1)!;
  const above = Math.min(CONTEXT, first.fromA, first.fromB);
  const below = Math.min(CONTEXT, a.rows - last.toA, b.rows - last.toB);
  const fromA = first.fromA - above;
  const fromB = first.fromB - above;
  const toA = last.toA + below;
  const toB = last.toB + below;
  const linesA = a.lines(fromA, toA);
  const linesB = b.lines(fromB, toB);
  const out = [`@@ -${rangeOf(fromA, toA)} +${rangeOf(fromB, toB)} @@`];
  let at = fromA;
  for (const hunk of group) {
    for (; at < hunk.fromA; at++) out.push(` ${linesA[at - fromA]}`);
    for (; at < hunk.toA; at++) out.push(`-${linesA[at - fromA]}`);
    for (let row = hunk.fromB; row < hunk.toB; row++) out.push(`+${linesB[row - fromB]}`);
  }
  for (; at < toA; at++) out.push(` ${linesA[at - fromA]}`);
  return out.join("\n");
}

/** Rows as git counts them: from 1; an empty range is behind the row before it. */
function rangeOf(from: number, to: number): string {
  const count = to - from;
  return count === 1 ? `${from + 1}` : `${count === 0 ? from : from + 1},${count}`;
}

function linesOf(text: Text, from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, at) => lineText(text, from + at));
}
