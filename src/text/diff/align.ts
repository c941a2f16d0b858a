/**
 * Several texts side by side: which rows of each belong together, and how many blank rows each needs
 * so that equal rows stand at one height. The first text is what the others are compared with.
 */
import type { Hunk } from "./sequence.ts";

/** Rows `[from, to)` of one text in a block. */
export interface RowSpan {
  readonly from: number;
  readonly to: number;
}

/** Rows that differ somewhere: one span for each text, and how many rows the block needs. */
export interface Block {
  readonly spans: readonly RowSpan[];
  readonly height: number;
}

/**
 * The blocks of a text and others, from the hunks of each (`a` is the first text), in order. Hunks
 * that overlap or touch in the first text are one block.
 */
export function alignBlocks(hunks: readonly (readonly Hunk[])[]): Block[] {
  const edges = hunks.flatMap((list) => list.map(({ fromA, toA }) => ({ fromA, toA })));
  edges.sort((a, b) => a.fromA - b.fromA || a.toA - b.toA);
  const ranges: { from: number; to: number }[] = [];
  for (const { fromA, toA } of edges) {
    const last = ranges.at(-1);
    if (last && fromA <= last.to) last.to = Math.max(last.to, toA);
    else ranges.push({ from: fromA, to: toA });
  }
  const walkers = hunks.map((list) => walker(list));
  return ranges.map(({ from, to }) => {
    const spans = [{ from, to }, ...walkers.map((walk) => walk(from, to))];
    return { spans, height: Math.max(...spans.map((span) => span.to - span.from)) };
  });
}

/** Maps ranges of the first text, asked in order, that begin and end between hunks or with them. */
function walker(list: readonly Hunk[]): (from: number, to: number) => RowSpan {
  let next = 0;
  let shift = 0;
  return (from, to) => {
    const start = from + shift;
    while (next < list.length && list[next]!.toA <= to) {
      const { fromA, toA, fromB, toB } = list[next++]!;
      shift += toB - fromB - (toA - fromA);
    }
    return { from: start, to: to + shift };
  };
}

/**
 * The row of another text at the height of a row of text `which`, by their blocks; rows that only the
 * one has are at the other's next row.
 */
export function rowAcross(
  blocks: readonly Block[],
  which: number,
  other: number,
  row: number,
): number {
  let shift = 0;
  for (const { spans } of blocks) {
    const own = spans[which]!;
    const theirs = spans[other]!;
    if (row < own.from) break;
    if (row < own.to) return Math.min(theirs.from + (row - own.from), theirs.to);
    shift = theirs.to - own.to;
  }
  return row + shift;
}
