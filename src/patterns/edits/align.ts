/** Which token of one line answers to which of another. */
import { isNumberToken, isWordToken } from "./token-line.ts";

/** Most tokens that are paired one by one; longer lines are paired from both ends. */
const MOST_TOKENS = 90;

export interface Alignment {
  /** For each token of the first line the index of its partner in the other, or -1. */
  readonly to: Int16Array;
  /** How alike both are by their tokens, 0 to 1: words count twice. */
  readonly alike: number;
}

/** Tokens of a line or block, made ready for pairing. */
interface Tokens {
  readonly tokens: readonly string[];
  /** 1 mark, 2 word, 3 number. */
  readonly kinds: Uint8Array;
  readonly weight: number;
}

const CUTS = new WeakMap<readonly string[], Tokens>();

function tokensFor(tokens: readonly string[]): Tokens {
  const known = CUTS.get(tokens);
  if (known) return known;
  const kinds = new Uint8Array(tokens.length);
  let weight = 0;
  tokens.forEach((token, i) => {
    kinds[i] = isNumberToken(token) ? 3 : isWordToken(token) ? 2 : 1;
    weight += kinds[i] === 1 ? 1 : 2;
  });
  const made = { tokens, kinds, weight };
  CUTS.set(tokens, made);
  return made;
}

type Aligned = WeakMap<readonly string[], WeakMap<readonly string[], Alignment>>;
/** Pairs that are remembered, until all of them are forgotten at once. */
const MOST_PAIRS = 60_000;
let pairs: Aligned = new WeakMap();
let count = 0;

/**
 * Pairs tokens in order such that most of them are equal; words may pair with other words. Lists of
 * tokens must not change: what was paired is remembered.
 */
export function align(a: readonly string[], b: readonly string[]): Alignment {
  const known = pairs.get(a)?.get(b);
  if (known) return known;
  if (++count > MOST_PAIRS) {
    pairs = new WeakMap();
    count = 0;
  }
  let own = pairs.get(a);
  if (!own) {
    own = new WeakMap();
    pairs.set(a, own);
  }
  const found = aligned(tokensFor(a), tokensFor(b));
  own.set(b, found);
  return found;
}

function aligned(one: Tokens, other: Tokens): Alignment {
  const a = one.tokens;
  const b = other.tokens;
  const to = new Int16Array(a.length).fill(-1);
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
    if (n === m && fits(one, other, head, n)) for (let i = 0; i < n; i++) to[head + i] = head + i;
    else pair(one, other, head, n, m, to);
  }
  let same = 0;
  for (let i = 0; i < a.length; i++) {
    if (to[i]! >= 0 && a[i] === b[to[i]!]) same += one.kinds[i] === 1 ? 1 : 2;
  }
  const most = Math.max(one.weight, other.weight);
  return { to, alike: most === 0 ? 1 : same / most };
}

/** Every token has a partner of its kind at the same place. */
function fits(one: Tokens, other: Tokens, head: number, n: number): boolean {
  for (let i = head; i < head + n; i++) {
    if (one.kinds[i] !== other.kinds[i]) return false;
    if (one.kinds[i] === 1 && one.tokens[i] !== other.tokens[i]) return false;
  }
  return true;
}

const SCORES = new Float32Array((MOST_TOKENS + 1) * (MOST_TOKENS + 1));
const LIKE = new Float32Array(MOST_TOKENS * MOST_TOKENS);

function pair(
  one: Tokens,
  other: Tokens,
  head: number,
  n: number,
  m: number,
  to: Int16Array,
): void {
  const width = m + 1;
  SCORES.fill(0, 0, (n + 1) * width);
  for (let i = n - 1; i >= 0; i--) {
    const token = one.tokens[head + i]!;
    const kind = one.kinds[head + i]!;
    for (let j = m - 1; j >= 0; j--) {
      let like = 0;
      if (token === other.tokens[head + j]) like = kind === 1 ? 2 : 4;
      else if (kind !== 1 && other.kinds[head + j] !== 1) {
        like = kind === other.kinds[head + j] ? 0.625 : 0.125;
      }
      LIKE[i * m + j] = like;
      const down = SCORES[(i + 1) * width + j]!;
      const right = SCORES[i * width + j + 1]!;
      let best = Math.max(down, right);
      if (like > 0) {
        const both = like + SCORES[(i + 1) * width + j + 1]!;
        if (both > best) best = both;
      }
      SCORES[i * width + j] = best;
    }
  }
  for (let i = 0, j = 0; i < n && j < m; ) {
    const here = SCORES[i * width + j]!;
    const like = LIKE[i * m + j]!;
    if (like > 0 && here === like + SCORES[(i + 1) * width + j + 1]!) to[head + i++] = head + j++;
    else if (here === SCORES[(i + 1) * width + j]!) i++;
    else j++;
  }
}

/** More than this two lists of tokens cannot be alike, whatever their order. */
export function mostAlike(a: readonly string[], b: readonly string[]): number {
  const one = tokensFor(a);
  const other = tokensFor(b);
  const most = Math.max(one.weight, other.weight);
  if (most === 0) return 1;
  const set = setOf(a);
  let same = 0;
  for (let i = 0; i < b.length; i++) if (set.has(b[i]!)) same += other.kinds[i] === 1 ? 1 : 2;
  return Math.min(one.weight, same) / most;
}

const SETS = new WeakMap<readonly string[], ReadonlySet<string>>();

function setOf(tokens: readonly string[]): ReadonlySet<string> {
  const known = SETS.get(tokens);
  if (known) return known;
  const made = new Set(tokens);
  SETS.set(tokens, made);
  return made;
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
