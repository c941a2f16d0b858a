/**
 * A weighted sum of features, learned by AdaGrad: from each sample for itself, or as a choice: of each
 * group the right one is to be picked, or none.
 */
import { sigmoid } from "../../src/patterns/logistic.ts";
import { shuffled } from "../../src/tab/eval/random.ts";
import type { Group, Sample } from "./boost.ts";

const EPOCHS = 8;
const RATE = 0.1;
const LAMBDA = 1e-3;

export interface Line {
  readonly start: number;
  readonly weights: readonly number[];
}

/** Without groups each sample is one by itself. */
export function logistic(
  count: number,
  samples: readonly Sample[],
  groups: readonly Group[] | null,
  seed: number,
): Line {
  const weights = new Float64Array(count + 1);
  const seen = new Float64Array(count + 1).fill(1e-2);
  const scoreOf = ({ at, value }: Sample) => {
    let sum = weights[count]!;
    for (const [k, f] of at.entries()) sum += weights[f]! * value[k]!;
    return Math.min(20, sum);
  };
  const all = groups ?? samples.map((_, i): Group => [i, i + 1]);
  for (const [from, to] of Array.from({ length: EPOCHS }, () => shuffled(all, seed)).flat()) {
    const own = samples.slice(from, to);
    const slopes = new Map<number, number>();
    const add = (f: number, slope: number) => slopes.set(f, (slopes.get(f) ?? 0) + slope);
    for (const [i, error] of errorsOf(own, own.map(scoreOf), groups !== null).entries()) {
      const { at, value } = own[i]!;
      for (const [k, f] of at.entries()) add(f, error * value[k]!);
      add(count, error);
    }
    for (const [f, slope] of slopes) {
      const step = slope - LAMBDA * weights[f]!;
      seen[f] = seen[f]! + step * step;
      weights[f] = weights[f]! + (RATE * step) / Math.sqrt(seen[f]!);
    }
  }
  return { start: weights[count]!, weights: [...weights.subarray(0, count)] };
}

/** How much more each of a group should have been likely. */
function errorsOf(own: readonly Sample[], scores: readonly number[], choice: boolean): number[] {
  if (!choice) {
    return own.map(({ label, weight }, i) => {
      const error = label - sigmoid(scores[i]!);
      return error * Math.min(2, weight);
    });
  }
  const shares = own.map(({ weight }, i) => Math.exp(scores[i]!) * weight);
  const all = 1 + shares.reduce((sum, share) => sum + share, 0);
  const right = shares.reduce((sum, share, i) => sum + (own[i]!.label > 0 ? share : 0), 0);
  return own.map(({ label }, i) => (label > 0 ? shares[i]! / right : 0) - shares[i]! / all);
}
