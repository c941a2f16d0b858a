/** Differences of short lists of lines: Myers' O(nd) algorithm, as the parts that a model rewrote are. */

/** Lines `[fromA, toA)` of the old list became `[fromB, toB)` of the new one. */
export interface LineHunk {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** Above so many removed and added lines the whole middle is one hunk. */
const MOST_EDITS = 400;

/** In order and not touching. */
export function diffLines(
  a: readonly string[],
  b: readonly string[],
  same: (a: string, b: string) => boolean,
): LineHunk[] {
  let head = 0;
  const most = Math.min(a.length, b.length);
  while (head < most && same(a[head]!, b[head]!)) head++;
  let tail = 0;
  while (tail < most - head && same(a[a.length - 1 - tail]!, b[b.length - 1 - tail]!)) tail++;
  const n = a.length - head - tail;
  const m = b.length - head - tail;
  if (n === 0 && m === 0) return [];
  const whole = { fromA: head, toA: head + n, fromB: head, toB: head + m };
  if (n === 0 || m === 0) return [whole];
  const steps = shortest(n, m, (x, y) => same(a[head + x]!, b[head + y]!));
  if (!steps) return [whole];
  return merged(steps.map(([x, y, down]) => [head + x, head + y, down]));
}

type Step = readonly [x: number, y: number, down: boolean];

/** The removed and added lines of a shortest way, first to last; null when it is too long. */
function shortest(n: number, m: number, same: (x: number, y: number) => boolean): Step[] | null {
  const limit = Math.min(n + m, MOST_EDITS);
  const middle = limit + 1;
  const furthest = new Int32Array(2 * limit + 3);
  const rounds: Int32Array[] = [];
  for (let d = 0; d <= limit; d++) {
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && furthest[middle + k - 1]! < furthest[middle + k + 1]!);
      let x = down ? furthest[middle + k + 1]! : furthest[middle + k - 1]! + 1;
      let y = x - k;
      while (x < n && y < m && same(x, y)) {
        x++;
        y++;
      }
      furthest[middle + k] = x;
      if (x >= n && y >= m) return back(rounds, d, k, middle);
    }
    rounds.push(furthest.slice());
  }
  return null;
}

function back(
  rounds: readonly Int32Array[],
  edits: number,
  diagonal: number,
  middle: number,
): Step[] {
  const steps: Step[] = [];
  let k = diagonal;
  for (let d = edits; d > 0; d--) {
    const row = rounds[d - 1]!;
    const down = k === -d || (k !== d && row[middle + k - 1]! < row[middle + k + 1]!);
    k = down ? k + 1 : k - 1;
    const x = row[middle + k]!;
    steps.push([x, x - k, down]);
  }
  return steps.reverse();
}

function merged(steps: readonly Step[]): LineHunk[] {
  const hunks: LineHunk[] = [];
  for (const [x, y, down] of steps) {
    const toA = down ? x : x + 1;
    const toB = down ? y + 1 : y;
    const last = hunks.at(-1);
    if (last && last.toA === x && last.toB === y) {
      hunks[hunks.length - 1] = { ...last, toA, toB };
    } else {
      hunks.push({ fromA: x, toA, fromB: y, toB });
    }
  }
  return hunks;
}

/** How alike two lines are, 0 to 1: shared pairs of characters, blanks at the ends aside. */
export function likeness(a: string, b: string): number {
  const left = a.trim();
  const right = b.trim();
  if (left === right) return 1;
  if (left.length < 2 || right.length < 2) return 0;
  const pairs = new Map<string, number>();
  for (let at = 0; at + 1 < left.length; at++) {
    const pair = left.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  let shared = 0;
  for (let at = 0; at + 1 < right.length; at++) {
    const pair = right.slice(at, at + 2);
    const count = pairs.get(pair) ?? 0;
    if (count > 0) {
      shared++;
      pairs.set(pair, count - 1);
    }
  }
  return (2 * shared) / (left.length + right.length - 2);
}
