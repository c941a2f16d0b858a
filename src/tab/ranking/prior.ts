/**
 * What predictions are worth before anything is known of the user: trees that were learned from edit
 * histories, one forest for changes and one for places. Predictors that were not there then go by
 * their own score.
 */
import type { Features } from "./features.ts";
import { Forest, type ForestData } from "./forest.ts";
import { PRIOR_DATA } from "./prior-data.ts";

interface PriorData {
  /** The predictors that the forests know. */
  readonly sources: readonly string[];
  readonly edit: ForestData;
  readonly place: ForestData;
  /** Of a place: keys saved, from -1 (wrong) to 5, as if they were probabilities. */
  readonly worth: ForestData;
}

interface Prior {
  readonly sources: readonly string[];
  readonly edit: Forest;
  readonly place: Forest;
  readonly worth: Forest;
}

/** Keys that a wrong one costs. */
export const WRONG = 1;
/** The most keys that a right place saves: another file, the exact spot. */
export const MOST_WORTH = 5;

let prior: Prior | null = null;

function loaded(): Prior {
  if (prior === null) {
    const data = JSON.parse(PRIOR_DATA) as PriorData;
    prior = {
      sources: data.sources.map((source) => `is.${source}`),
      edit: new Forest(data.edit),
      place: new Forest(data.place),
      worth: new Forest(data.worth),
    };
  }
  return prior;
}

/** For what the forests don't know. */
const PLAIN: Features = { raw: 4, rivals: -0.4, distance: -0.3, agreed: 0.8, ownRefused: -0.8 };

/**
 * A model does not know how sure it is; whether others say the same, and what became of its last
 * answers, tells more than its score. That others say something else tells little: what they say is not
 * made less likely by the model, either.
 */
const MODEL: Features = {
  raw: 4,
  distance: -0.5,
  elsewhere: -0.3,
  agreed: 1.6,
  ownTaken: 1,
  ownRefused: -1.2,
};
const MODELS: readonly string[] = ["is.model", "is.model-edit"];

/** Keys that a place with these features saves, from -1 to 5. */
export function priorWorth(features: Features): number {
  const { sources, worth } = loaded();
  const known = sources.some((source) => source in features);
  const odds = known ? worth.score(features) : priorScore(features) - 1;
  return (MOST_WORTH + WRONG) / (1 + Math.exp(-odds)) - WRONG;
}

/** Of a place it is asked for several times in a row. */
let last: { readonly features: Features; readonly score: number } | null = null;

/** Log-odds that a prediction with these features is taken. */
export function priorScore(features: Features): number {
  if (last?.features !== features) last = { features, score: scored(features) };
  return last.score;
}

function scored(features: Features): number {
  const { sources, edit, place } = loaded();
  if (!sources.some((source) => source in features)) {
    let sum = 0;
    const plain = MODELS.some((name) => name in features) ? MODEL : PLAIN;
    for (const name in plain) {
      // The completer's score is a share of all that can follow: its rivals are counted in it.
      if (name === "rivals" && "is.complete" in features) continue;
      sum += plain[name]! * (features[name] ?? 0);
    }
    return sum;
  }
  return (features.place === 1 ? place : edit).score(features);
}
