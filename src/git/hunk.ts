/** The differences of a buffer and a stored version of its file, by rows. */
import type { FileFormat } from "../editor/files/encoding.ts";
import { type Hunk, hunks } from "../text/diff.ts";
import { Text } from "../text/text.ts";

export type { Hunk };

export type HunkKind = "add" | "change" | "delete";

export function kindOf(hunk: Hunk): HunkKind {
  if (hunk.fromA === hunk.toA) return "add";
  return hunk.fromB === hunk.toB ? "delete" : "change";
}

/** A stored version of a file. */
export interface Version {
  readonly text: Text;
  readonly format: FileFormat;
  /** It has no bytes at all. */
  readonly empty: boolean;
}

/** Every difference, `a` the stored version and `b` the buffer. */
export function hunksOf(version: Version, text: Text): Hunk[] {
  // A file of nothing is no line, not an empty one.
  if (version.empty) {
    if (text.length === 0) return [];
    return [{ fromA: 0, toA: 0, fromB: 0, toB: text.lines }];
  }
  return hunks(version.text, text);
}

/** The rows (0-based) of the buffer at which a hunk is shown: its own, or the one above a deletion. */
export function shownRows(hunk: Hunk): { readonly first: number; readonly last: number } {
  if (hunk.fromB < hunk.toB) return { first: hunk.fromB, last: hunk.toB - 1 };
  const row = Math.max(0, hunk.fromB - 1);
  return { first: row, last: row };
}

/** The hunk at a row of the buffer, or null. A deletion is found from below, too. */
export function hunkAt(list: readonly Hunk[], row: number): Hunk | null {
  const shown = list.find((hunk) => {
    const { first, last } = shownRows(hunk);
    return row >= first && row <= last;
  });
  return shown ?? list.find((hunk) => kindOf(hunk) === "delete" && hunk.fromB === row) ?? null;
}

/** The next hunk in a direction; `wrap` goes on at the other end. Null when there is none. */
export function nextHunk(
  list: readonly Hunk[],
  row: number,
  direction: 1 | -1,
  wrap: boolean,
): Hunk | null {
  const ordered = direction > 0 ? list : [...list].reverse();
  const found = ordered.find((hunk) => {
    const { first, last } = shownRows(hunk);
    return direction > 0 ? first > row : last < row;
  });
  return found ?? (wrap ? (ordered[0] ?? null) : null);
}

/** `a` with some of its hunks towards `b` taken over; `hunks` in order. */
export function withHunks(a: Text, b: Text, list: readonly Hunk[]): Text {
  let lines: string[] = [];
  const from = a.toJSON();
  const to = b.toJSON();
  let next = 0;
  for (const hunk of list) {
    lines = lines.concat(from.slice(next, hunk.fromA), to.slice(hunk.fromB, hunk.toB));
    next = hunk.toA;
  }
  lines = lines.concat(from.slice(next));
  return Text.of(lines.length === 0 ? [""] : lines);
}

/** A hunk turned around: what makes `a` of `b`. */
export function inverted({ fromA, toA, fromB, toB }: Hunk): Hunk {
  return { fromA: fromB, toA: toB, fromB: fromA, toB: toA };
}

/**
 * The parts of hunks that lie in some rows of `b` (0-based, both included). Rows that were only added
 * are cut to what is wanted; where rows replace others the hunk is taken whole.
 */
export function hunksIn(list: readonly Hunk[], first: number, last: number): Hunk[] {
  return list.flatMap((hunk) => {
    const shown = shownRows(hunk);
    if (shown.last < first || shown.first > last) return [];
    if (kindOf(hunk) !== "add") return [hunk];
    const fromB = Math.max(hunk.fromB, first);
    return [{ ...hunk, fromB, toB: Math.min(hunk.toB, last + 1) }];
  });
}
