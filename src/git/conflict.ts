/** Conflict markers in a text: where both sides stand, and taking one of them. */
import { replaceRows } from "../text/diff.ts";
import type { Text } from "../text/text.ts";

/** Rows (0-based) of a conflict's markers; `base` is -1 where the ancestor is not given. */
export interface Conflict {
  /** `<<<<<<<` */
  readonly start: number;
  /** `|||||||` */
  readonly base: number;
  /** `=======` */
  readonly middle: number;
  /** `>>>>>>>` */
  readonly end: number;
}

export type ConflictSide = "ours" | "theirs" | "both" | "base" | "none";

/** Every whole conflict, in order; markers that do not belong together are text. */
export function findConflicts(text: Text): Conflict[] {
  const found: Conflict[] = [];
  let start = -1;
  let base = -1;
  let middle = -1;
  let row = 0;
  for (const iter = text.iterLines(); !iter.next().done; row++) {
    const line = iter.value;
    if (line.length < 7) continue;
    const first = line.charCodeAt(0);
    // `<`, `=`, `>` and `|`: all other lines are passed by.
    if (first !== 60 && first !== 61 && first !== 62 && first !== 124) continue;
    if (/^<{7}(?: |$)/.test(line)) {
      start = row;
      base = -1;
      middle = -1;
    } else if (start >= 0 && middle < 0 && /^\|{7}(?: |$)/.test(line)) base = row;
    else if (start >= 0 && middle < 0 && line === "=======") middle = row;
    else if (middle >= 0 && /^>{7}(?: |$)/.test(line)) {
      found.push({ start, base, middle, end: row });
      start = -1;
      middle = -1;
    }
  }
  return found;
}

/** The change that leaves a side of a conflict and takes the markers away. */
export function resolve(text: Text, conflict: Conflict, side: ConflictSide) {
  const { start, base, middle, end } = conflict;
  const rows = (from: number, to: number): string[] => {
    const lines: string[] = [];
    for (let row = from; row < to; row++) lines.push(text.line(row + 1).text);
    return lines;
  };
  const ours = rows(start + 1, base < 0 ? middle : base);
  const theirs = rows(middle + 1, end);
  const kept = {
    ours,
    theirs,
    both: [...ours, ...theirs],
    base: base < 0 ? [] : rows(base + 1, middle),
    none: [],
  }[side];
  return replaceRows(text, start, end + 1, kept);
}
