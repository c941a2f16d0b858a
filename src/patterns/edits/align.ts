/** Which token of one line answers to which of another. */

import { isNumberToken, isWordToken } from "./token-line.ts";

/** Most tokens that are paired one by one; longer lines are paired from both ends. */
const MOST_TOKENS = 90;

export interface Alignment {
  /** For each token of the first line the index of its partner in the other, or -1. */
  readonly to: Int16Array;
  /** Pairs of equal tokens, weighed: words count 2, marks 1. */
  readonly same: number;
  /** What `same` is for two equal lines of the longer one's length. */
  readonly most: number;
}

function weight(token: string): number {
  return isWordToken(token) ? 2 : 1;
}

function total(tokens: readonly string[]): number {
  let sum = 0;
  for (const token of tokens) sum += weight(token);
  return sum;
}

function likeness(a: string, b: string): number {
  if (a === b) return isWordToken(a) ? 4 : 2;
  if (!isWordToken(a) || !isWordToken(b)) return -1;
  if (isNumberToken(a) !== isNumberToken(b)) return 0.1;
  return 0.6;
}

/** Pairs tokens in order such that most of them are equal; words may pair with other words. */
export function align(a: readonly string[], b: readonly string[]): Alignment {
  const to = new Int16Array(a.length).fill(-1);
  const most = Math.max(total(a), total(b));
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) {
    to[head] = head;
    head++;
  }
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  ) {
    to[a.length - 1 - tail] = b.length - 1 - tail;
    tail++;
  }
  const n = a.length - head - tail;
  const m = b.length - head - tail;
  if (n > 0 && m > 0 && n <= MOST_TOKENS && m <= MOST_TOKENS) {
    if (n === m && fits(a, b, head, n)) for (let i = 0; i < n; i++) to[head + i] = head + i;
    else pair(a, b, head, n, m, to);
  }
  let same = 0;
  for (let i = 0; i < a.length; i++) {
    if (to[i]! >= 0 && a[i] === b[to[i]!]) same += weight(a[i]!);
  }
  return { to, same, most };
}

/** Every token has a partner of its kind at the same place. */
function fits(a: readonly string[], b: readonly string[], head: number, n: number): boolean {
  for (let i = head; i < head + n; i++) {
    if (a[i] === b[i]) continue;
    if (!isWordToken(a[i]!) || !isWordToken(b[i]!)) return false;
  }
  return true;
}

function pair(
  a: readonly string[],
  b: readonly string[],
  head: number,
  n: number,
  m: number,
  to: Int16Array,
): void {
  const width = m + 1;
  const best = new Float32Array((n + 1) * width);
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      const skip = Math.max(best[(i + 1) * width + j]!, best[i * width + j + 1]!);
      const like = likeness(a[head + i]!, b[head + j]!);
      const both = like > 0 ? like + best[(i + 1) * width + j + 1]! : -1;
      best[i * width + j] = Math.max(skip, both);
    }
  }
  for (let i = 0, j = 0; i < n && j < m; ) {
    const here = best[i * width + j]!;
    const like = likeness(a[head + i]!, b[head + j]!);
    if (like > 0 && here === Math.fround(like + best[(i + 1) * width + j + 1]!)) {
      to[head + i++] = head + j++;
    } else if (here === best[(i + 1) * width + j]!) i++;
    else j++;
  }
}

/** How alike two lines are by their tokens, 0 to 1. */
export function similarity(alignment: Alignment): number {
  return alignment.most === 0 ? 1 : alignment.same / alignment.most;
}

/** Runs of tokens that differ: `[from, to)` of the old ones became `[start, end)` of the new ones. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** The least runs by which one list of tokens became the other; only equal tokens pair. */
export function runsOf(a: readonly string[], b: readonly string[]): Run[] {
  const { to } = align(a, b);
  const runs: Run[] = [];
  let from = 0;
  let start = 0;
  for (let i = 0; i <= a.length; i++) {
    const partner = i < a.length ? to[i]! : b.length;
    const equal = i === a.length || (partner >= 0 && a[i] === b[partner]);
    if (!equal) continue;
    if (from < i || start < partner) runs.push({ from, to: i, start, end: partner });
    from = i + 1;
    start = partner + 1;
  }
  return runs;
}
