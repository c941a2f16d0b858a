/**
 * Puts predictions in order: those that mean the same become one, each gets its features, and the
 * gate says how likely it is that the user takes it.
 */
import type { Prediction } from "../../text/prediction.ts";
import type { Text } from "../../text/text.ts";
import { type Features, featuresOf, type Moment, tightHunks } from "./features.ts";
import type { Gate } from "./gate.ts";

export interface Ranked {
  readonly prediction: Prediction;
  /** Probability that the user takes it, 0 to 1. */
  readonly chance: number;
  readonly features: Features;
}

interface Merged {
  prediction: Prediction;
  readonly key: string;
  /** Document and first place: what has the same is about the same spot. */
  readonly spot: string;
  readonly also: Map<string, number>;
  readonly order: number;
}

/** The likeliest first; `found` holds the answers of each source in its own order. */
export function rank(
  found: readonly Prediction[],
  texts: (doc: number) => Text | null,
  moment: Moment,
  gate: Gate,
): readonly Ranked[] {
  const merged = merge(found, texts);
  const ofSource = count(merged.map(({ prediction }) => prediction.source));
  const spots = count(merged.map(({ spot }) => spot));
  const ranked = merged.map(({ prediction, spot, also, order }) => {
    const features = featuresOf(prediction, texts(prediction.doc), moment, {
      also,
      order,
      ofSource: ofSource.get(prediction.source)!,
      all: merged.length,
      rivals: spots.get(spot)! - 1,
    });
    return { prediction, chance: gate.chance(prediction, features), features };
  });
  return ranked.sort((a, b) => b.chance - a.chance);
}

function count(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** One for each change; the source with the highest score speaks for it. */
function merge(
  found: readonly Prediction[],
  texts: (doc: number) => Text | null,
): readonly Merged[] {
  const byKey = new Map<string, Merged>();
  const orders = new Map<string, number>();
  for (const prediction of found) {
    const order = orders.get(prediction.source) ?? 0;
    orders.set(prediction.source, order + 1);
    const { key, spot } = keysOf(prediction, texts(prediction.doc));
    const same = byKey.get(key);
    if (!same) {
      byKey.set(key, { prediction, key, spot, also: new Map(), order });
      continue;
    }
    const [first, second] =
      prediction.probability > same.prediction.probability
        ? [prediction, same.prediction]
        : [same.prediction, prediction];
    same.prediction = first;
    if (second.source !== first.source) {
      same.also.delete(first.source);
      same.also.set(second.source, Math.max(second.probability, same.also.get(second.source) ?? 0));
    }
  }
  return [...byKey.values()];
}

function keysOf(prediction: Prediction, text: Text | null): { key: string; spot: string } {
  if (prediction.changes.empty) {
    const row = text ? text.lineAt(Math.min(prediction.cursor, text.length)).number : 0;
    const spot = `${prediction.doc}:place:${row}`;
    return { key: spot, spot };
  }
  const hunks = text ? tightHunks(prediction, text) : [];
  const first = hunks[0];
  if (!first) return { key: `${prediction.doc}:${prediction.id}`, spot: `${prediction.id}` };
  return {
    key: `${prediction.doc}:${JSON.stringify(hunks)}`,
    spot: `${prediction.doc}:${first.from}`,
  };
}
