/**
 * Filters a growing list of texts by a fuzzy query, in slices: `work` does a little and says whether
 * there is more. A query that goes on from the last one looks only at what that one left, and what an
 * earlier query found is kept for going back to it.
 */
import { bitsOf, type FuzzyQuery, narrows, parseQuery, scoreOf } from "./fuzzy.ts";

/** Texts beyond this many are not taken: an index has to fit into 20 bits. */
export const MOST_TEXTS = 2 ** 20;

/** Texts between two looks at the clock. */
const STEP = 64;
const MOST_SCORE = 65_535;
const MOST_LENGTH = 65_535;
const KEPT_QUERIES = 12;
/** Matches that kept queries may hold in all. */
const KEPT_MATCHES = 2_000_000;

/** What one query has found so far. */
interface Found {
  readonly query: FuzzyQuery;
  /** The texts to look at, before those that came later; null: all of them. */
  readonly pool: Int32Array | null;
  /** How far in `pool`. */
  poolAt: number;
  /** How far in the list, once `pool` is done. */
  at: number;
  /** Indices of the matches in the order they were found. */
  matches: Int32Array;
  count: number;
  /** Sorted runs of sort keys; keys that are in no run yet. */
  sorted: Float64Array[];
  fresh: number[];
}

export class FuzzyFilter {
  private readonly textAt: (index: number) => string;
  private readonly now: () => number;
  private size = 0;
  private bits = new Int32Array(1024);
  private bitsKnown = 0;
  private found: Found;
  private readonly kept: Found[] = [];

  /** `now` in milliseconds. */
  constructor(textAt: (index: number) => string, now: () => number) {
    this.textAt = textAt;
    this.now = now;
    this.found = start(parseQuery(""), null, 0);
  }

  /** Tells how many texts there are now; they only ever get more. */
  resize(size: number): void {
    this.size = Math.min(size, MOST_TEXTS);
  }

  /** Texts in the list. */
  get total(): number {
    return this.size;
  }

  get query(): FuzzyQuery {
    return this.found.query;
  }

  /** Matches found so far. */
  get count(): number {
    return this.found.query.groups.length === 0 ? this.size : this.found.count;
  }

  get done(): boolean {
    const { found } = this;
    if (found.query.groups.length === 0) return true;
    return found.poolAt >= (found.pool?.length ?? 0) && found.at >= this.size;
  }

  setQuery(source: string): void {
    const { found: last } = this;
    if (last.query.source === source) return;
    if (last.query.groups.length > 0) this.keep(last);
    const known = this.kept.findIndex((found) => found.query.source === source);
    if (known >= 0) {
      this.found = this.kept.splice(known, 1)[0]!;
      return;
    }
    const query = parseQuery(source);
    let base: Found | null = null;
    for (const found of this.kept) {
      if (!narrows(found.query.source, source)) continue;
      if (base === null || remaining(found) < remaining(base)) base = found;
    }
    this.found = base === null ? start(query, null, 0) : start(query, poolOf(base), base.at);
  }

  /** Looks at texts until `budget` milliseconds are over; false when there is nothing left to do. */
  work(budget: number): boolean {
    if (this.done) return false;
    const { found, now, textAt } = this;
    const { query, pool } = found;
    const { bits } = query;
    const end = now() + budget;
    do {
      this.learn(Math.min(this.size, (pool === null ? found.at : this.bitsKnown) + STEP * 4));
      for (let step = 0; step < STEP; step++) {
        let index: number;
        if (pool !== null && found.poolAt < pool.length) index = pool[found.poolAt++]!;
        else if (found.at < this.size) {
          index = found.at++;
          if (index >= this.bitsKnown) this.learn(index + 1);
        } else break;
        if ((this.bits[index]! & bits) !== bits) continue;
        const text = textAt(index);
        const score = scoreOf(query, text);
        if (score >= 0) add(found, index, sortKey(score, text.length, index));
      }
    } while (!this.done && now() < end);
    merge(found, this.done);
    return !this.done;
  }

  /** The indices of the best matches `from` .. `to` (not included) as far as they are known. */
  best(from: number, to: number): number[] {
    const { found } = this;
    const end = Math.min(to, this.count);
    const indices: number[] = [];
    if (found.query.groups.length === 0) {
      for (let i = from; i < end; i++) indices.push(i);
      return indices;
    }
    const runs = found.sorted;
    if (runs.length === 1) {
      for (let i = from; i < end; i++) indices.push(indexOf(runs[0]![i]!));
      return indices;
    }
    const heads = runs.map(() => 0);
    for (let i = 0; i < end; i++) {
      let lowest = -1;
      let key = Infinity;
      for (let r = 0; r < runs.length; r++) {
        const head = runs[r]![heads[r]!];
        if (head !== undefined && head < key) {
          key = head;
          lowest = r;
        }
      }
      if (lowest < 0) break;
      heads[lowest]!++;
      if (i >= from) indices.push(indexOf(key));
    }
    return indices;
  }

  private keep(found: Found): void {
    this.kept.push(found);
    let held = 0;
    for (const { count } of this.kept) held += count;
    while (this.kept.length > KEPT_QUERIES || (held > KEPT_MATCHES && this.kept.length > 1)) {
      held -= this.kept.shift()!.count;
    }
  }

  private learn(to: number): void {
    if (to > this.bits.length) {
      const more = new Int32Array(Math.min(MOST_TEXTS, Math.max(to, this.bits.length * 2)));
      more.set(this.bits);
      this.bits = more;
    }
    for (; this.bitsKnown < to; this.bitsKnown++) {
      this.bits[this.bitsKnown] = bitsOf(this.textAt(this.bitsKnown));
    }
  }
}

function start(query: FuzzyQuery, pool: Int32Array | null, at: number): Found {
  return {
    query,
    pool,
    poolAt: 0,
    at,
    matches: new Int32Array(64),
    count: 0,
    sorted: [],
    fresh: [],
  };
}

/** What a query that goes on from this one has to look at, before the texts that came later. */
function poolOf(found: Found): Int32Array {
  const rest = found.pool?.subarray(found.poolAt) ?? new Int32Array(0);
  const pool = new Int32Array(found.count + rest.length);
  pool.set(found.matches.subarray(0, found.count));
  pool.set(rest, found.count);
  return pool;
}

function remaining(found: Found): number {
  return found.count + (found.pool?.length ?? 0) - found.poolAt - found.at;
}

function add(found: Found, index: number, key: number): void {
  if (found.count === found.matches.length) {
    const more = new Int32Array(found.count * 2);
    more.set(found.matches);
    found.matches = more;
  }
  found.matches[found.count++] = index;
  found.fresh.push(key);
}

/** Lower is better: the higher score, the shorter text, the earlier one. */
function sortKey(score: number, length: number, index: number): number {
  const rank = (MOST_SCORE - Math.min(score, MOST_SCORE)) * (MOST_LENGTH + 1);
  return (rank + Math.min(length, MOST_LENGTH)) * MOST_TEXTS + index;
}

function indexOf(key: number): number {
  return key % MOST_TEXTS;
}

/** Longer runs are not merged: that would take longer than a slice. */
const LONGEST_RUN = 2 ** 17;

/** Puts new keys into runs, so that there are few of them; in the end into one, if it is not too long. */
function merge(found: Found, all: boolean): void {
  const { sorted, fresh } = found;
  if (fresh.length > 0) {
    sorted.push(Float64Array.from(fresh).sort());
    found.fresh = [];
  }
  while (sorted.length > 1) {
    const a = sorted[sorted.length - 2]!;
    const b = sorted[sorted.length - 1]!;
    if (a.length + b.length > LONGEST_RUN || (!all && a.length >= 2 * b.length)) break;
    sorted.splice(-2, 2, merged(a, b));
  }
}

function merged(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  let i = 0;
  let j = 0;
  for (let k = 0; k < both.length; k++) {
    both[k] = j >= b.length || (i < a.length && a[i]! <= b[j]!) ? a[i++]! : b[j++]!;
  }
  return both;
}
