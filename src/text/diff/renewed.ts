/** The differences of two texts after one of them has changed, from those before. */
import type { Text } from "../text.ts";
import { diffRows, type Hunk } from "./rows.ts";

/** A hunk turned around: what makes `a` of `b`. */
export function inverted({ fromA, toA, fromB, toB }: Hunk): Hunk {
  return { fromA: fromB, toA: toB, fromB: fromA, toB: toA };
}

/**
 * The hunks of `a` and `now`, where `list` has those of `a` and `old`. Only what differs between `old` and
 * `now`, with the hunks that it touches, is compared.
 */
export function renewedHunks(
  list: readonly Hunk[],
  a: Text,
  old: Text,
  now: Text,
): readonly Hunk[] {
  const before = equalRows(old, now, 1);
  if (before === old.lines && before === now.lines) return list;
  const room = Math.min(old.lines, now.lines) - before;
  const end = old.lines - Math.min(room, equalRows(old, now, -1));
  const delta = now.lines - old.lines;
  let first = 0;
  while (first < list.length && list[first]!.toB < before) first++;
  let last = first;
  while (last < list.length && list[last]!.fromB <= end) last++;
  const fromB = Math.min(before, list[first]?.fromB ?? before);
  const toB = first < last ? Math.max(end, list[last - 1]!.toB) : end;
  const fromA = fromB - shiftBehind(list[first - 1]);
  const toA = toB - shiftBehind(list[last - 1]);
  const middle = diffRows(rowsOf(a, fromA, toA), rowsOf(now, fromB, toB + delta));
  return [
    ...list.slice(0, first),
    ...middle.map((hunk) => shifted(hunk, fromA, fromB)),
    ...list.slice(last).map((hunk) => shifted(hunk, 0, delta)),
  ];
}

function shiftBehind(hunk: Hunk | undefined): number {
  return hunk ? hunk.toB - hunk.toA : 0;
}

function shifted({ fromA, toA, fromB, toB }: Hunk, rowsA: number, rowsB: number): Hunk {
  return { fromA: fromA + rowsA, toA: toA + rowsA, fromB: fromB + rowsB, toB: toB + rowsB };
}

/** The lines of rows `[from, to)`. */
function rowsOf(text: Text, from: number, to: number): string[] {
  const lines: string[] = [];
  if (from >= to) return lines;
  for (const iter = text.iterLines(from + 1, to + 1); !iter.next().done; ) lines.push(iter.value);
  return lines;
}

/**
 * At least how many rows are equal from the start (1) or the end (-1). Texts of which one was made of the
 * other share most of their tree, which is passed over.
 */
function equalRows(a: Text, b: Text, direction: 1 | -1): number {
  if (a === b) return a.lines;
  const parts = [a.children, b.children] as const;
  let rows = 0;
  if (parts[0] !== null && parts[1] !== null) {
    const count = Math.min(parts[0].length, parts[1].length);
    for (let i = 0; i < count; i++) {
      const x = parts[0].at(direction > 0 ? i : -1 - i)!;
      const y = parts[1].at(direction > 0 ? i : -1 - i)!;
      const equal = equalRows(x, y, direction);
      rows += equal;
      if (equal < x.lines || equal < y.lines) return rows;
    }
    return rows;
  }
  const most = Math.min(a.lines, b.lines);
  const line = (text: Text, i: number) => text.line(direction > 0 ? i + 1 : text.lines - i).text;
  while (rows < most && line(a, rows) === line(b, rows)) rows++;
  return rows;
}
