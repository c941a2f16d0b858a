/** Logistic regression on sparse samples, by AdaGrad: a weight for each name, and one for all. */
import { shuffled } from "../../src/tab/eval/random.ts";
import type { Sample } from "./boost.ts";

const EPOCHS = 8;
const RATE = 0.1;
const LAMBDA = 1e-3;

export interface Line {
  readonly start: number;
  readonly weights: readonly number[];
}

export function logistic(count: number, samples: readonly Sample[], seed: number): Line {
  const weights = new Float64Array(count + 1);
  const seen = new Float64Array(count + 1).fill(1e-2);
  const order = shuffled(
    samples.map((_, i) => i),
    seed,
  );
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const i of order) {
      const { at, value, label, weight } = samples[i]!;
      let odds = weights[count]!;
      for (const [k, f] of at.entries()) odds += weights[f]! * value[k]!;
      const error = (label - 1 / (1 + Math.exp(-odds))) * Math.min(2, weight);
      const step = (f: number, x: number) => {
        const slope = error * x - LAMBDA * weights[f]!;
        seen[f] = seen[f]! + slope * slope;
        weights[f] = weights[f]! + (RATE * slope) / Math.sqrt(seen[f]!);
      };
      for (const [k, f] of at.entries()) step(f, value[k]!);
      step(count, 1);
    }
  }
  return { start: weights[count]!, weights: [...weights.subarray(0, count)] };
}
