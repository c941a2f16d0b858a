/** A replaced part of two sequences: `[fromA, toA)` of the old one by `[fromB, toB)` of the new. */
export interface Hunk {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** Two sequences, compared with `===`. */
export interface Pair {
  readonly a: ArrayLike<number | string>;
  readonly b: ArrayLike<number | string>;
}

/** Above this many edits Myers' algorithm gives up, as its work grows with their square. */
const MAX_EDITS = 1000;

/**
 * The differences of two sequences, in order and not touching. Minimal up to a thousand edits;
 * beyond it elements that occur once on both sides divide the work, and what is left without such
 * anchors is one hunk.
 */
export function diffSequences(pair: Pair): Hunk[] {
  const hunks: Hunk[] = [];
  const work: Hunk[] = [{ fromA: 0, toA: pair.a.length, fromB: 0, toB: pair.b.length }];
  while (work.length > 0) {
    const part = trim(pair, work.pop()!);
    if (part.fromA === part.toA || part.fromB === part.toB) {
      if (part.fromA < part.toA || part.fromB < part.toB) push(hunks, part);
      continue;
    }
    const found = myers(pair, part, MAX_EDITS);
    if (found) {
      for (const hunk of found) push(hunks, hunk);
      continue;
    }
    const pieces = anchored(pair, part);
    if (pieces === null) push(hunks, part);
    else work.push(...pieces.reverse());
  }
  return hunks;
}

function push(hunks: Hunk[], hunk: Hunk): void {
  const last = hunks[hunks.length - 1];
  if (last && last.toA === hunk.fromA && last.toB === hunk.fromB) {
    hunks[hunks.length - 1] = { ...last, toA: hunk.toA, toB: hunk.toB };
  } else {
    hunks.push(hunk);
  }
}

function trim({ a, b }: Pair, { fromA, toA, fromB, toB }: Hunk): Hunk {
  while (fromA < toA && fromB < toB && a[fromA] === b[fromB]) {
    fromA++;
    fromB++;
  }
  while (fromA < toA && fromB < toB && a[toA - 1] === b[toB - 1]) {
    toA--;
    toB--;
  }
  return { fromA, toA, fromB, toB };
}

/**
 * The minimal differences inside a part by Myers' O(ND) algorithm, or null when they take more than
 * `maxEdits` removed and added elements.
 */
export function myers({ a, b }: Pair, part: Hunk, maxEdits: number): Hunk[] | null {
  const n = part.toA - part.fromA;
  const m = part.toB - part.fromB;
  const limit = Math.min(n + m, maxEdits);
  const size = 2 * limit + 3;
  const middle = limit + 1;
  // Furthest x on each diagonal k = x - y; trace keeps the used part of every round.
  const furthest = new Int32Array(size);
  const trace: Int32Array[] = [];
  for (let d = 0; d <= limit; d++) {
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && furthest[middle + k - 1]! < furthest[middle + k + 1]!);
      let x = down ? furthest[middle + k + 1]! : furthest[middle + k - 1]! + 1;
      let y = x - k;
      while (x < n && y < m && a[part.fromA + x] === b[part.fromB + y]) {
        x++;
        y++;
      }
      furthest[middle + k] = x;
      if (x >= n && y >= m) return backtrack(trace, d, k, part);
    }
    trace.push(furthest.slice(middle - d, middle + d + 1));
  }
  return null;
}

/** Walks the rounds back; round d - 1 was kept as the diagonals -(d-1) to d-1. */
function backtrack(
  trace: readonly Int32Array[],
  edits: number,
  diagonal: number,
  part: Hunk,
): Hunk[] {
  const found: Hunk[] = [];
  let x = part.toA - part.fromA;
  let k = diagonal;
  for (let d = edits; d > 0; d--) {
    const row = trace[d - 1]!;
    const at = (diag: number) => (Math.abs(diag) > d - 1 ? -1 : row[diag + d - 1]!);
    const down = k === -d || (k !== d && at(k - 1) < at(k + 1));
    const fromX = down ? at(k + 1) : at(k - 1);
    const before = down ? k + 1 : k - 1;
    const fromY = fromX - before;
    found.push({
      fromA: part.fromA + fromX,
      toA: part.fromA + fromX + (down ? 0 : 1),
      fromB: part.fromB + fromY,
      toB: part.fromB + fromY + (down ? 1 : 0),
    });
    x = fromX;
    k = before;
  }
  if (x < 0) throw new Error(`Diff walked out of its part: ${x}`);
  const hunks: Hunk[] = [];
  for (const hunk of found.reverse()) push(hunks, hunk);
  return hunks;
}

/** The parts between elements that occur once on both sides (patience), or null without any. */
function anchored({ a, b }: Pair, part: Hunk): Hunk[] | null {
  const seen = new Map<number | string, { a: number; b: number; count: number }>();
  for (let i = part.fromA; i < part.toA; i++) {
    const entry = seen.get(a[i]!);
    if (entry) entry.count = 9;
    else seen.set(a[i]!, { a: i, b: -1, count: 1 });
  }
  for (let i = part.fromB; i < part.toB; i++) {
    const entry = seen.get(b[i]!);
    if (!entry) continue;
    entry.count++;
    entry.b = i;
  }
  const common = [...seen.values()].filter((entry) => entry.count === 2 && entry.b >= 0);
  const chain = longestRising(common);
  if (chain.length === 0) return null;
  const pieces: Hunk[] = [];
  let { fromA, fromB } = part;
  for (const anchor of chain) {
    if (anchor.a < fromA || anchor.b < fromB) continue;
    pieces.push({ fromA, toA: anchor.a, fromB, toB: anchor.b });
    fromA = anchor.a + 1;
    fromB = anchor.b + 1;
  }
  pieces.push({ fromA, toA: part.toA, fromB, toB: part.toB });
  return pieces;
}

/** The longest subsequence whose `b` rises; the input is ordered by `a`. */
function longestRising<T extends { readonly b: number }>(items: readonly T[]): T[] {
  const tails: number[] = [];
  const previous = new Int32Array(items.length).fill(-1);
  for (let i = 0; i < items.length; i++) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (items[tails[middle]!]!.b < items[i]!.b) low = middle + 1;
      else high = middle;
    }
    if (low > 0) previous[i] = tails[low - 1]!;
    tails[low] = i;
  }
  const chain: T[] = [];
  for (let i = tails.at(-1) ?? -1; i >= 0; i = previous[i]!) chain.push(items[i]!);
  return chain.reverse();
}
