/** What predictions are worth before anything is known of the user. */
import type { Features } from "./features.ts";

const WEIGHTS: Features = { bias: 0, raw: 4, place: -0.5, rivals: -0.8, distance: -0.5, agreed: 1 };

/** Log-odds that a prediction with these features is taken. */
export function priorScore(features: Features): number {
  let sum = 0;
  for (const name in features) sum += (WEIGHTS[name] ?? 0) * features[name]!;
  return sum;
}
