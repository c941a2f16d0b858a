/**
 * Puts predictions in order: those that mean the same become one, each gets its features, and the
 * gate says how likely it is that the user takes it.
 */
import { sigmoid } from "../../patterns/logistic.ts";
import { type Hunk, hunksOf, type Prediction } from "../../text/prediction.ts";
import { ChangeSet, rowAt, rowOf, type Text } from "../../text/text.ts";
import {
  type Company,
  type Features,
  featuresOf,
  type Moment,
  type Outcome,
  tightHunks,
} from "./features.ts";
import type { Gate } from "./gate.ts";

export interface Ranked {
  readonly prediction: Prediction;
  /** Probability that the user takes it, 0 to 1. */
  readonly chance: number;
  readonly features: Features;
  /** Of a place: keys that showing it saves, as far as can be expected; less than 0: it costs. */
  readonly worth?: number;
}

interface Merged {
  prediction: Prediction;
  readonly key: string;
  /** Document and first place: what has the same is about the same spot. */
  readonly spot: string;
  /** 0-based; -1: unknown. */
  readonly row: number;
  readonly also: Map<string, number>;
  readonly order: number;
}

/** What models say is longer than what others say of the same. */
const MODELS: ReadonlySet<string> = new Set(["model", "model-edit"]);
/** So many changes whose text is unsure lend their place to a prediction of that place alone. */
const LENT = 4;
/** The trait of such a place. */
const LENT_TRAIT = "lent";
/** A change less likely than this says nothing of its place either. */
const LEAST_LENT = 0.03;

/**
 * The likeliest first; `found` holds the answers of each source in its own order. Places of unsure
 * changes are added, with negative ids, where `good` lets them.
 */
export function rank(
  found: readonly Prediction[],
  texts: (doc: number) => Text | null,
  moment: Moment,
  gate: Gate,
  good: (place: Prediction) => boolean = () => true,
): readonly Ranked[] {
  const own = found.filter(({ traits }) => traits?.[LENT_TRAIT] === undefined);
  const merged = merge(own, texts);
  agree(merged);
  const changes = merged.filter(({ prediction }) => !prediction.changes.empty);
  const places = merged.filter(({ prediction }) => prediction.changes.empty);
  const rows = new Map<string, number>();
  for (const { prediction, row } of places) {
    const key = `${prediction.doc}:${row}`;
    rows.set(key, Math.max(prediction.probability, rows.get(key) ?? 0));
  }
  const scene = { all: merged.length, texts, moment, gate };
  const edits = ranked(changes, scene, ({ prediction, row }) => {
    const at = (offset: number) => rows.get(`${prediction.doc}:${row + offset}`) ?? 0;
    const near = Math.max(at(-2), at(-1), at(0), at(1), at(2));
    return { placeHere: at(0), placeNear: near, editHere: 0, editBest: 0 };
  });
  edits.sort((a, b) => b.chance - a.chance);
  const chances = new Map<string, number>();
  const rowOfEdit = new Map(changes.map(({ prediction, row }) => [prediction.id, row]));
  for (const { prediction, chance } of edits) {
    const key = `${prediction.doc}:${rowOfEdit.get(prediction.id)}`;
    chances.set(key, Math.max(chance, chances.get(key) ?? 0));
  }
  const lent = lentPlaces(edits, texts, moment).filter(good);
  const all = merge([...lent, ...places.map(({ prediction }) => prediction)], texts);
  const spots = ranked(all, scene, ({ prediction, row }) => ({
    placeHere: 0,
    placeNear: 0,
    editHere: chances.get(`${prediction.doc}:${row}`) ?? 0,
    editBest: edits[0]?.chance ?? 0,
  }));
  return [...edits, ...spots].sort((a, b) => b.chance - a.chance);
}

/** The places of the likeliest changes, but for the row where the user is. */
function lentPlaces(
  edits: readonly Ranked[],
  texts: (doc: number) => Text | null,
  moment: Moment,
): Prediction[] {
  return edits.slice(0, LENT).flatMap(({ prediction, chance }) => {
    const text = texts(prediction.doc);
    const first = text && tightHunks(prediction, text)[0];
    if (!text || !first || chance < LEAST_LENT) return [];
    const row = rowOf(text, first.from);
    if (prediction.doc === moment.doc && row === moment.row) return [];
    const { id, doc, revision, source, peek } = prediction;
    return [
      {
        id: -id,
        doc,
        revision,
        source,
        changes: ChangeSet.empty(text.length),
        cursor: first.from,
        probability: Math.min(0.95, chance),
        reason: prediction.reason,
        traits: { ...prediction.traits, [LENT_TRAIT]: 1 },
        ...(peek ? { peek } : {}),
      },
    ];
  });
}

interface Scene {
  /** How many different answers there are. */
  readonly all: number;
  readonly texts: (doc: number) => Text | null;
  readonly moment: Moment;
  readonly gate: Gate;
}

type Neighbours = Pick<Company, "placeHere" | "placeNear" | "editHere" | "editBest">;

/** All changes, or all places, with what the gate says. */
function ranked(
  merged: readonly Merged[],
  { all, texts, moment, gate }: Scene,
  neighbours: (one: Merged) => Neighbours,
): Ranked[] {
  const ofSource = tally(merged.map((m) => [m.prediction.source, m.prediction.probability]));
  const ofKind = tally(merged.map((m) => ["", m.prediction.probability]));
  const spots = tally(merged.map((m) => [m.spot, 0]));
  const groups = new Map<string, number>();
  const inGroup = tally(merged.map((m) => [groupOf(m.prediction), 0]));
  return merged.map((one) => {
    const { prediction, spot, also, order } = one;
    const group = groupOf(prediction);
    const groupOrder = groups.get(group) ?? 0;
    groups.set(group, groupOrder + 1);
    const own = prediction.probability;
    const features = featuresOf(prediction, texts(prediction.doc), moment, {
      also,
      order,
      ofSource: ofSource.get(prediction.source)!.count,
      all,
      rivals: spots.get(spot)!.count - 1,
      inGroup: inGroup.get(group)!.count - 1,
      groupOrder,
      bestOfSource: bestOther(ofSource.get(prediction.source)!, own),
      bestOfKind: bestOther(ofKind.get("")!, own),
      ...neighbours(one),
    });
    const chance = swayed(gate.chance(prediction, features), prediction, moment.recent);
    const worth = prediction.changes.empty ? { worth: gate.worth(features) } : {};
    return { prediction, chance, features, ...worth };
  });
}

/** Log-odds that each answer to another place of the same change is worth. */
const GROUP_REFUSED = 1.5;
const GROUP_TAKEN = 0.5;

/** What became of the same change at other places tells of this one. */
function swayed(chance: number, { source, group }: Prediction, recent: readonly Outcome[]): number {
  if (group === undefined) return chance;
  let sway = 0;
  for (const outcome of recent) {
    if (outcome.group !== group || outcome.source !== source) continue;
    sway += outcome.accepted * GROUP_TAKEN - (1 - outcome.accepted) * GROUP_REFUSED;
  }
  if (sway === 0) return chance;
  const odds = Math.log(chance / (1 - chance)) + Math.max(-4, Math.min(1.5, sway));
  return sigmoid(odds);
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

/** Characters that both must begin with. */
const LEAST_AGREED = 3;

/** Text to come that begins with what another one would put in there is agreed with by it. */
function agree(merged: readonly Merged[]): void {
  for (const one of merged) {
    if (!MODELS.has(one.prediction.source) || one.prediction.changes.empty) continue;
    const long = onlyHunk(one.prediction);
    if (!long) continue;
    for (const other of merged) {
      const { source, probability, changes } = other.prediction;
      if (other.spot !== one.spot || changes.empty || MODELS.has(source)) continue;
      const short = onlyHunk(other.prediction);
      if (!short || short.to !== long.to || short.insert.length < LEAST_AGREED) continue;
      if (!long.insert.startsWith(short.insert)) continue;
      one.also.set(source, Math.max(probability, one.also.get(source) ?? 0));
    }
  }
}

function onlyHunk({ changes }: Prediction): Hunk | null {
  const [hunk, ...more] = hunksOf(changes);
  return hunk && more.length === 0 ? hunk : null;
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
    const { key, spot, row } = keysOf(prediction, texts(prediction.doc));
    const same = byKey.get(key);
    if (!same) {
      byKey.set(key, { prediction, key, spot, row, also: new Map(), order });
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

function keysOf(
  prediction: Prediction,
  text: Text | null,
): { key: string; spot: string; row: number } {
  if (prediction.changes.empty) {
    const row = text ? rowAt(text, prediction.cursor) : -1;
    const spot = `${prediction.doc}:place:${row}`;
    return { key: spot, spot, row };
  }
  const hunks = text ? tightHunks(prediction, text) : [];
  const first = hunks[0];
  if (!text || !first) {
    return { key: `${prediction.doc}:${prediction.id}`, spot: `${prediction.id}`, row: -1 };
  }
  return {
    key: `${prediction.doc}:${JSON.stringify(hunks)}`,
    spot: `${prediction.doc}:${first.from}`,
    row: rowOf(text, first.from),
  };
}
