/** A weighted sum of named numbers as a probability: the first guess that the gate corrects. */
export type Weights = Readonly<Record<string, number>>;

/** `bias` is added always; a name without a weight counts nothing. */
export function logistic(weights: Weights, traits: Readonly<Record<string, number>>): number {
  let sum = weights.bias ?? 0;
  for (const name in traits) sum += (weights[name] ?? 0) * traits[name]!;
  return 1 / (1 + Math.exp(-sum));
}

/** 0 to 1 on a logarithmic scale that reaches 1 at `most`. */
export function logScale(count: number, most: number): number {
  return Math.min(1, Math.log1p(Math.max(0, count)) / Math.log1p(most));
}
