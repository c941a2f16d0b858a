/** A weighted sum of named numbers as a probability: the first guess that the gate corrects. */
import { sigmoid } from "../../patterns/logistic.ts";

/** A weight by name. */
export type Weights = Readonly<Record<string, number>>;

/** `bias` is added always; a name without a weight counts nothing. */
export function logistic(weights: Weights, traits: Readonly<Record<string, number>>): number {
  let sum = weights.bias ?? 0;
  for (const name in traits) sum += (weights[name] ?? 0) * traits[name]!;
  return sigmoid(sum);
}
