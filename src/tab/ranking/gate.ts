/**
 * The gate: the probability that the user takes a prediction, from its features. A prior that was
 * learned from edit histories, plus a logistic correction that follows this user's answers and never
 * goes far from the prior.
 */
import { sigmoid } from "../../patterns/logistic.ts";
import type { Prediction } from "../../text/prediction.ts";
import type { Features } from "./features.ts";
import { priorScore, priorWorth, WRONG } from "./prior.ts";

export interface Gate {
  /** 0 to 1. */
  chance(prediction: Prediction, features: Features): number;
  /** Keys that showing a place with these features saves, as far as can be expected. */
  worth(features: Features): number;
  /** `accepted`: 1 taken, 0 not wanted, between them in part. `weight` 1 is one plain answer. */
  learn(features: Features, accepted: number, weight: number): void;
  save(): string;
  /** Takes back what `save` gave; throws SyntaxError for anything else. */
  load(saved: string): void;
}

const RATE = 0.04;
/** How far a correction may drift from 0. */
const MOST_DRIFT = 1.5;
/** What each answer leaves of the corrections: habits fade. */
const KEEP = 0.999;
/**
 * What a user's habits are learned in terms of: who predicts, where, how much, and when. What the
 * traits of a prediction are worth is the same for everybody, and is the prior's business.
 */
const HABITS = new Set(
  `bias raw place sameRow near distance above farAbove elsewhere closed pureInsert pureDelete tiny
  inserted removed lines hunks insert pause burst`.split(/\s+/),
);

function isHabit(name: string): boolean {
  return HABITS.has(name) || name.startsWith("is.") || name.startsWith("family.");
}

/** A gate of one user. */
export function userGate(): Gate {
  let drift = new Map<string, number>();
  const score = (features: Features) => {
    let sum = priorScore(features);
    for (const [name, weight] of drift) sum += weight * (features[name] ?? 0);
    return sum;
  };
  return {
    chance: (_prediction, features) => sigmoid(score(features)),
    worth(features) {
      // A right one saves what it always does; only how often it is right is the user's own.
      const expected = sigmoid(score(features)) / sigmoid(priorScore(features));
      return (priorWorth(features) + WRONG) * expected - WRONG;
    },
    learn(features, accepted, weight) {
      const error = accepted - sigmoid(score(features));
      for (const [name, value] of drift) drift.set(name, value * KEEP);
      for (const name in features) {
        if (!isHabit(name)) continue;
        const step = RATE * weight * error * features[name]!;
        const next = (drift.get(name) ?? 0) + step;
        drift.set(name, Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, next)));
      }
    },
    save: () => JSON.stringify({ version: 1, drift: Object.fromEntries(drift) }),
    load(saved) {
      const data = JSON.parse(saved) as { version?: unknown; drift?: unknown } | null;
      if (data?.version !== 1 || typeof data.drift !== "object" || data.drift === null) {
        throw new SyntaxError("These are no weights of a gate");
      }
      const known = Object.entries(data.drift).filter(([, value]) => Number.isFinite(value));
      drift = new Map(known as [string, number][]);
    },
  };
}
