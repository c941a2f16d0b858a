/** What a replay counts, and the figures made of it. */

export interface Counts {
  episodes: number;
  /** Of the pass in which edits come as they come. */
  queries: number;
  loc1: number;
  loc3: number;
  far: number;
  locFar1: number;
  exact1: number;
  exact3: number;
  /** Of the pass in which right suggestions are taken. */
  shown: number;
  right: number;
  places: number;
  placesRight: number;
  edits: number;
  editsAccepted: number;
  keysBase: number;
  keys: number;
  smallBase: number;
  small: number;
  /** Of first suggestions when the edits come as they come: how like they are to what was wanted. */
  likeness: number;
  likenessOf: number;
  /** Characters that shown changes put in, and those that are in the commit's text, too. */
  newCharacters: number;
  keptCharacters: number;
  /** Characters that they change, and those that take the last edit back. */
  changedCharacters: number;
  reversedCharacters: number;
  /** Lengths of runs of suggestions that were right, one after the other. */
  readonly chains: number[];
  /** Milliseconds from question to answer. */
  readonly latencies: number[];
  /** The best candidate of each question: its probability, and whether it was right. */
  readonly judged: { readonly chance: number; readonly right: boolean }[];
  /** By predictor: shown and right. */
  readonly sources: Map<string, { shown: number; right: number; places: number; hits: number }>;
}

export function noCounts(): Counts {
  return {
    episodes: 0,
    queries: 0,
    loc1: 0,
    loc3: 0,
    far: 0,
    locFar1: 0,
    exact1: 0,
    exact3: 0,
    shown: 0,
    right: 0,
    places: 0,
    placesRight: 0,
    edits: 0,
    editsAccepted: 0,
    keysBase: 0,
    keys: 0,
    smallBase: 0,
    small: 0,
    likeness: 0,
    likenessOf: 0,
    newCharacters: 0,
    keptCharacters: 0,
    changedCharacters: 0,
    reversedCharacters: 0,
    chains: [],
    latencies: [],
    judged: [],
    sources: new Map(),
  };
}

export interface Figures {
  readonly episodes: number;
  readonly edits: number;
  /** Percent, to two places; null: nothing to divide by. */
  readonly saved: number | null;
  readonly savedSmall: number | null;
  readonly shown: number;
  readonly precision: number | null;
  readonly places: number;
  readonly placePrecision: number | null;
  readonly editsAccepted: number | null;
  readonly loc1: number | null;
  readonly loc3: number | null;
  readonly locFar1: number | null;
  readonly exact1: number | null;
  readonly exact3: number | null;
  /** Delta chrF of first suggestions, characters kept of those put in, and that take an edit back. */
  readonly chrF: number | null;
  readonly kept: number | null;
  readonly reversed: number | null;
  readonly chainMean: number | null;
  readonly chainP90: number | null;
  readonly latencyP50: number | null;
  readonly latencyP95: number | null;
  readonly calibrationError: number | null;
  readonly bins: readonly Bin[];
  readonly sources: Readonly<
    Record<string, { shown: number; right: number; places: number; hits: number }>
  >;
}

/** Predictions of about the same probability, and how many of them came true. */
export interface Bin {
  readonly predicted: number;
  readonly observed: number;
  readonly count: number;
}

export function figuresOf(c: Counts): Figures {
  const bins = calibration(c.judged, 10);
  return {
    episodes: c.episodes,
    edits: c.edits,
    saved: percent(c.keysBase - c.keys, c.keysBase),
    savedSmall: percent(c.smallBase - c.small, c.smallBase),
    shown: c.shown,
    precision: percent(c.right, c.shown),
    places: c.places,
    placePrecision: percent(c.placesRight, c.places),
    editsAccepted: percent(c.editsAccepted, c.edits),
    loc1: percent(c.loc1, c.queries),
    loc3: percent(c.loc3, c.queries),
    locFar1: percent(c.locFar1, c.far),
    exact1: percent(c.exact1, c.queries),
    exact3: percent(c.exact3, c.queries),
    chrF: percent(c.likeness, c.likenessOf),
    kept: percent(c.keptCharacters, c.newCharacters),
    reversed: percent(c.reversedCharacters, c.changedCharacters),
    chainMean: mean(c.chains),
    chainP90: quantile(c.chains, 0.9),
    latencyP50: quantile(c.latencies, 0.5),
    latencyP95: quantile(c.latencies, 0.95),
    calibrationError: calibrationError(bins),
    bins,
    sources: Object.fromEntries(c.sources),
  };
}

/** Equally wide bins of probability; empty ones are left out. */
export function calibration(
  judged: readonly { readonly chance: number; readonly right: boolean }[],
  count: number,
): Bin[] {
  const sums = Array.from({ length: count }, () => ({ chance: 0, right: 0, count: 0 }));
  for (const { chance, right } of judged) {
    const bin = sums[Math.min(count - 1, Math.floor(chance * count))]!;
    bin.chance += chance;
    bin.right += right ? 1 : 0;
    bin.count++;
  }
  return sums
    .filter((bin) => bin.count > 0)
    .map((bin) => ({
      predicted: bin.chance / bin.count,
      observed: bin.right / bin.count,
      count: bin.count,
    }));
}

/** The mean distance of predicted from observed, by how many there are; null without any. */
export function calibrationError(bins: readonly Bin[]): number | null {
  const all = bins.reduce((sum, bin) => sum + bin.count, 0);
  if (all === 0) return null;
  return bins.reduce((sum, b) => sum + b.count * Math.abs(b.predicted - b.observed), 0) / all;
}

export function addCounts(to: Counts, from: Counts): void {
  for (const [name, value] of Object.entries(from)) {
    const key = name as keyof Counts;
    if (typeof value === "number") (to[key] as number) += value;
  }
  to.chains.push(...from.chains);
  to.latencies.push(...from.latencies);
  to.judged.push(...from.judged);
  for (const [name, own] of from.sources) {
    const sum = sourceOf(to, name);
    sum.shown += own.shown;
    sum.right += own.right;
    sum.places += own.places;
    sum.hits += own.hits;
  }
}

export function sourceOf(counts: Counts, name: string) {
  let own = counts.sources.get(name);
  if (!own) counts.sources.set(name, (own = { shown: 0, right: 0, places: 0, hits: 0 }));
  return own;
}

function percent(part: number, all: number): number | null {
  return all === 0 ? null : Math.round((10_000 * part) / all) / 100;
}

function mean(list: readonly number[]): number | null {
  if (list.length === 0) return null;
  return Math.round((100 * list.reduce((sum, n) => sum + n, 0)) / list.length) / 100;
}

/** To two places; null of nothing. */
export function quantile(list: readonly number[], q: number): number | null {
  const sorted = [...list].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  return value === undefined ? null : Math.round(100 * value) / 100;
}
