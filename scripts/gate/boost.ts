/**
 * Trains boosted trees: histograms of binned features, fixed seeds. The loss is that of each sample for
 * itself, or of a choice: of each group the right one is to be picked, or none.
 */
import { sigmoid } from "../../src/patterns/logistic.ts";
import { randomSource } from "../../src/tab/eval/random.ts";
import type { ForestData } from "../../src/tab/ranking/forest.ts";

export interface Sample {
  /** Indices into the names, and the values there; others are 0. */
  readonly at: readonly number[];
  readonly value: readonly number[];
  readonly label: number;
  readonly weight: number;
}

export interface BoostOptions {
  readonly trees: number;
  readonly depth: number;
  readonly rate: number;
  /** Least sum of weights in a leaf. */
  readonly leaf: number;
  readonly lambda: number;
  /** Shares of the samples and of the features that a tree sees. */
  readonly rows: number;
  readonly columns: number;
  readonly seed: number;
}

/** Samples from the first index on, before the second. */
export type Group = readonly [number, number];

const MOST_BINS = 24;

interface Binned {
  /** For each feature: the upper limits of its bins but the last. */
  readonly limits: readonly (readonly number[])[];
  /** The bin of each sample, feature after feature. */
  readonly bins: readonly Uint8Array[];
}

export function boost(
  names: readonly string[],
  samples: readonly Sample[],
  options: BoostOptions,
  groups: readonly Group[] | null,
): ForestData {
  const n = samples.length;
  const { limits, bins } = binned(names.length, samples);
  const usable = limits.flatMap((list, f) => (list.length > 0 ? [f] : []));
  const random = randomSource(options.seed);
  const label = Float64Array.from(samples, (s) => s.label);
  const weight = Float64Array.from(samples, (s) => s.weight);
  let positive = 0;
  let all = 0;
  for (let i = 0; i < n; i++) {
    positive += label[i]! * weight[i]!;
    all += weight[i]!;
  }
  const start = Math.log((positive + 1) / (all - positive + 1));
  const score = new Float64Array(n).fill(start);
  const gradient = new Float64Array(n);
  const hessian = new Float64Array(n);
  const trees: number[][] = [];
  for (let t = 0; t < options.trees; t++) {
    const slopes = { label, weight, score, gradient, hessian };
    if (groups === null) slopesAlone(slopes);
    else slopesOfChoices(slopes, groups);
    const rows: number[] = [];
    for (let i = 0; i < n; i++) if (random() < options.rows) rows.push(i);
    const columns = usable.filter(() => random() < options.columns);
    const grown = grow(Int32Array.from(rows), options.depth, {
      limits,
      bins,
      columns,
      gradient,
      hessian,
      weight,
      options,
    });
    const tree: number[] = [];
    write(grown, tree);
    trees.push(tree);
    for (let i = 0; i < n; i++) score[i] = score[i]! + leafOf(grown, bins, i);
  }
  return { names, start: round(start), trees };
}

interface Slopes {
  readonly label: Float64Array;
  readonly weight: Float64Array;
  readonly score: Float64Array;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

function slopesAlone({ label, weight, score, gradient, hessian }: Slopes): void {
  for (let i = 0; i < label.length; i++) {
    const p = sigmoid(score[i]!);
    gradient[i] = (label[i]! - p) * weight[i]!;
    hessian[i] = Math.max(1e-6, p * (1 - p)) * weight[i]!;
  }
}

/** Scores compete with those of their group and with 0, which stands for none of them. */
function slopesOfChoices(
  { label, weight, score, gradient, hessian }: Slopes,
  groups: readonly Group[],
): void {
  for (const [from, to] of groups) {
    let all = 1;
    let right = 0;
    for (let i = from; i < to; i++) {
      const share = Math.exp(score[i]!) * weight[i]!;
      hessian[i] = share;
      all += share;
      if (label[i]! > 0) right += share;
    }
    for (let i = from; i < to; i++) {
      const p = hessian[i]! / all;
      gradient[i] = (label[i]! > 0 ? hessian[i]! / right : 0) - p;
      hessian[i] = Math.max(1e-3, p * (1 - p));
    }
  }
}

function binned(count: number, samples: readonly Sample[]): Binned {
  const values: number[][] = Array.from({ length: count }, () => []);
  for (const { at, value } of samples)
    for (const [k, f] of at.entries()) values[f]!.push(value[k]!);
  const limits = values.map((list) => limitsOf(list, samples.length - list.length));
  const zero = limits.map((list) => binOf(list, 0));
  const bins = zero.map((bin) => new Uint8Array(samples.length).fill(bin));
  for (const [i, { at, value }] of samples.entries()) {
    for (const [k, f] of at.entries()) bins[f]![i] = binOf(limits[f]!, value[k]!);
  }
  return { limits, bins };
}

/** Limits between values such that the bins hold about the same number of samples. */
function limitsOf(values: number[], zeros: number): number[] {
  // What hardly ever is there says nothing.
  if (values.length < 30) return [];
  const share = Math.min(1, (values.length * 2) / Math.max(1, zeros));
  const some = [...values, ...new Array(Math.ceil(zeros * share)).fill(0)].sort((a, b) => a - b);
  const limits = new Set<number>();
  for (let b = 1; b < MOST_BINS; b++) {
    const i = Math.floor((b * some.length) / MOST_BINS);
    const low = some[i - 1]!;
    let high = some[i]!;
    for (let j = i; high === low && j < some.length; j++) high = some[j]!;
    if (high > low) limits.add(round((low + high) / 2));
  }
  const [first] = some;
  const next = some.find((value) => value > first!);
  if (next !== undefined) limits.add(round((first! + next) / 2));
  return [...limits].sort((a, b) => a - b);
}

function binOf(limits: readonly number[], value: number): number {
  let bin = 0;
  while (bin < limits.length && value > limits[bin]!) bin++;
  return bin;
}

type Node =
  | { readonly leaf: number }
  | {
      readonly feature: number;
      readonly bin: number;
      readonly limit: number;
      left: Node;
      right: Node;
    };

interface Growth extends Binned {
  readonly columns: readonly number[];
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly weight: Float64Array;
  readonly options: BoostOptions;
}

function grow(rows: Int32Array, depth: number, growth: Growth): Node {
  const { gradient, hessian, weight, bins, limits, options } = growth;
  let g = 0;
  let h = 0;
  let w = 0;
  for (const i of rows) {
    g += gradient[i]!;
    h += hessian[i]!;
    w += weight[i]!;
  }
  const { lambda, rate } = options;
  const leaf = { leaf: round((rate * g) / (h + lambda)) };
  if (depth === 0 || w < 2 * options.leaf) return leaf;
  const whole = (g * g) / (h + lambda);
  let best = { gain: 0.5, feature: -1, bin: 0 };
  const sums = new Float64Array(3 * (MOST_BINS + 2));
  for (const f of growth.columns) {
    const own = bins[f]!;
    sums.fill(0);
    for (const i of rows) {
      const at = 3 * own[i]!;
      sums[at] = sums[at]! + gradient[i]!;
      sums[at + 1] = sums[at + 1]! + hessian[i]!;
      sums[at + 2] = sums[at + 2]! + weight[i]!;
    }
    let lg = 0;
    let lh = 0;
    let lw = 0;
    for (let b = 0; b < limits[f]!.length; b++) {
      lg += sums[3 * b]!;
      lh += sums[3 * b + 1]!;
      lw += sums[3 * b + 2]!;
      if (lw < options.leaf) continue;
      if (w - lw < options.leaf) break;
      const gain = (lg * lg) / (lh + lambda) + ((g - lg) * (g - lg)) / (h - lh + lambda) - whole;
      if (gain > best.gain) best = { gain, feature: f, bin: b };
    }
  }
  if (best.feature < 0) return leaf;
  const own = bins[best.feature]!;
  const left = rows.filter((i) => own[i]! <= best.bin);
  const right = rows.filter((i) => own[i]! > best.bin);
  return {
    feature: best.feature,
    bin: best.bin,
    limit: limits[best.feature]![best.bin]!,
    left: grow(left, depth - 1, growth),
    right: grow(right, depth - 1, growth),
  };
}

function leafOf(node: Node, bins: readonly Uint8Array[], i: number): number {
  let at = node;
  while ("left" in at) at = bins[at.feature]![i]! <= at.bin ? at.left : at.right;
  return at.leaf;
}

/** The tree as forest.ts wants it; answers how many numbers it took. */
function write(node: Node, out: number[]): void {
  if ("leaf" in node) {
    out.push(-1, node.leaf);
    return;
  }
  const left: number[] = [];
  write(node.left, left);
  out.push(node.feature, node.limit, left.length, ...left);
  write(node.right, out);
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
