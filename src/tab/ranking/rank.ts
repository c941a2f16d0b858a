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
  const ofSource = tally(merged.map((m) => [m.prediction.source, m.prediction.probability]));
  const ofKind = tally(merged.map((m) => [kindOf(m.prediction), m.prediction.probability]));
  const spots = tally(merged.map((m) => [m.spot, 0]));
  const groups = new Map<string, number>();
  const inGroup = tally(merged.map((m) => [groupOf(m.prediction), 0]));
  const ranked = merged.map(({ prediction, spot, also, order }) => {
    const group = groupOf(prediction);
    const groupOrder = groups.get(group) ?? 0;
    groups.set(group, groupOrder + 1);
    const own = prediction.probability;
    const features = featuresOf(prediction, texts(prediction.doc), moment, {
      also,
      order,
      ofSource: ofSource.get(prediction.source)!.count,
      all: merged.length,
      rivals: spots.get(spot)!.count - 1,
      inGroup: inGroup.get(group)!.count - 1,
      groupOrder,
      bestOfSource: bestOther(ofSource.get(prediction.source)!, own),
      bestOfKind: bestOther(ofKind.get(kindOf(prediction))!, own),
    });
    return { prediction, chance: gate.chance(prediction, features), features };
  });
  return ranked.sort((a, b) => b.chance - a.chance);
}

interface Tally {
  count: number;
  /** The highest score, and the second highest. */
  best: number;
  second: number;
}

function tally(scored: readonly (readonly [string, number])[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const [name, score] of scored) {
    let own = tallies.get(name);
    if (!own) tallies.set(name, (own = { count: 0, best: 0, second: 0 }));
    own.count++;
    if (score > own.best) {
      own.second = own.best;
      own.best = score;
    } else if (score > own.second) own.second = score;
  }
  return tallies;
}

function bestOther({ best, second }: Tally, own: number): number {
  return own >= best ? second : best;
}

function kindOf(prediction: Prediction): string {
  return prediction.changes.empty ? "place" : "edit";
}

/** What belongs to no group is one by itself. */
function groupOf({ source, group, id }: Prediction): string {
  return group === undefined ? `${id}` : `${source}:${group}`;
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
