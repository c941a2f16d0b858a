/**
 * What a prediction looks like to the gate: named numbers, most of them 0 to 1. What a predictor says
 * of its own answer comes in as `SOURCE.TRAIT`; the rest is about the place, the size and the moment.
 * A feature that is 0 is left out.
 */
import { logScale } from "../../patterns/logistic.ts";
import { commonEnds } from "../../text/common-ends.ts";
import { type Hunk, hunksOf, type Prediction, type Sight } from "../../text/prediction.ts";
import { rowAt, slice, type Text } from "../../text/text.ts";

export type Features = Readonly<Record<string, number>>;

/** What became of a prediction that was shown. */
export interface Outcome {
  readonly source: string;
  readonly kind: "edit" | "place";
  /** The group it was of, if it was of one. */
  readonly group?: string;
  /** 1: taken; 0: not wanted; between them: taken in part. */
  readonly accepted: number;
}

/** Where and when the question was asked. */
export interface Moment {
  readonly doc: number;
  /** 0-based. */
  readonly row: number;
  readonly pos: number;
  readonly mode: "insert" | "normal";
  readonly filetype: string;
  /** Milliseconds since the last key, and since the text was last changed. */
  readonly sinceKeyMs: number;
  readonly sinceEditMs: number;
  /** What became of the last predictions, newest last. */
  readonly recent: readonly Outcome[];
  readonly sight: Sight | null;
}

/** What the other answers to the same question say about this one. */
export interface Company {
  /** Sources of the same change, with their raw scores. */
  readonly also: ReadonlyMap<string, number>;
  /** Its place among the answers of its source, from 0. */
  readonly order: number;
  /** Answers of its source, and of all. */
  readonly ofSource: number;
  readonly all: number;
  /** Answers with another text at the same place. */
  readonly rivals: number;
  /** Answers that are the same change at other places, and how many of them come before it. */
  readonly inGroup: number;
  readonly groupOrder: number;
  /** The highest raw score among the others: of its source, and of all that are of its kind. */
  readonly bestOfSource: number;
  readonly bestOfKind: number;
  /** Of a change: the highest score of a place on its row, and within two rows. */
  readonly placeHere: number;
  readonly placeNear: number;
  /** Of a place: the probability of the best change on its row, and of the best one anywhere. */
  readonly editHere: number;
  readonly editBest: number;
}

/** How fast older outcomes fade: the share that each newer one leaves of them. */
const FADE = 0.8;

const FAMILIES: Readonly<Record<string, string>> = {
  javascript: "script",
  javascriptreact: "script",
  typescript: "script",
  typescriptreact: "script",
  js: "script",
  ts: "script",
  python: "indented",
  py: "indented",
  ruby: "indented",
  lua: "indented",
  go: "braces",
  rust: "braces",
  rs: "braces",
  c: "braces",
  cpp: "braces",
  java: "braces",
  csharp: "braces",
  json: "data",
  jsonc: "data",
  yaml: "data",
  toml: "data",
  markdown: "prose",
  text: "prose",
  rst: "prose",
};

/** The features of one prediction; `text` is its document's, null when it can't be had. */
export function featuresOf(
  prediction: Prediction,
  text: Text | null,
  moment: Moment,
  company: Company,
): Features {
  const { source } = prediction;
  const place = prediction.changes.empty;
  const features: Record<string, number> = { bias: 1 };
  const set = (name: string, value: number) => {
    if (value !== 0 && Number.isFinite(value)) features[name] = value;
  };
  const odds = scaledOdds(prediction.probability);
  set(joined("is", source), 1);
  // Each model has habits of its own, and its users with it.
  if (prediction.model !== undefined) set(joined("is", `${source}:${prediction.model}`), 1);
  set("raw", odds);
  set(joined("raw", source), odds);
  const { traits } = prediction;
  for (const name in traits) set(joined(source, name), Math.max(-1, Math.min(2, traits[name]!)));
  for (const [name, score] of company.also) set(joined("also", name), score);
  set("agreed", Math.min(1, company.also.size / 2));
  set("place", place ? 1 : 0);
  setPlace(prediction, text, moment, set);
  if (!place) setSize(prediction, text, set);
  set("order", Math.min(1, company.order / 5));
  set("ofSource", logScale(company.ofSource, 16));
  set("all", logScale(company.all, 32));
  set("rivals", logScale(company.rivals, 4));
  set("inGroup", logScale(company.inGroup, 16));
  set("groupOrder", logScale(company.groupOrder, 16));
  set("leadOfSource", odds - scaledOdds(company.bestOfSource));
  set("leadOfKind", odds - scaledOdds(company.bestOfKind));
  set("placeHere", company.placeHere);
  set("placeNear", company.placeNear);
  set("editHere", company.editHere);
  set("editBest", company.editBest);
  setRecent(prediction, moment, set);
  set(joined("family", FAMILIES[moment.filetype] ?? "other"), 1);
  set("insert", moment.mode === "insert" ? 1 : 0);
  set("pause", moment.sinceEditMs > 2000 ? 1 : 0);
  set("burst", moment.sinceKeyMs < 150 ? 1 : 0);
  return features;
}

/** Names are few and asked for very often; a string that is put together anew is slow to look up. */
const JOINED = new Map<string, Map<string, string>>();

function joined(first: string, second: string): string {
  let names = JOINED.get(first);
  if (names === undefined) JOINED.set(first, (names = new Map()));
  let name = names.get(second);
  if (name === undefined) names.set(second, (name = `${first}.${second}`));
  return name;
}

/** About -1 to 1; 0 is an even chance. */
function scaledOdds(chance: number): number {
  const raw = Math.min(0.99, Math.max(0.01, chance));
  return Math.log(raw / (1 - raw)) / 4;
}

function setPlace(
  prediction: Prediction,
  text: Text | null,
  moment: Moment,
  set: (name: string, value: number) => void,
): void {
  if (prediction.doc !== moment.doc) {
    set("elsewhere", 1);
    set("closed", prediction.doc < 0 ? 1 : 0);
    return;
  }
  if (!text) return;
  const at = firstPosition(prediction);
  const rows = rowAt(text, at) - moment.row;
  const distance = Math.abs(rows);
  set("sameRow", distance === 0 ? 1 : 0);
  set("near", distance > 0 && distance <= 3 ? 1 : 0);
  set("distance", logScale(distance, 1000));
  set("above", rows < 0 ? 1 : 0);
  set("farAbove", rows < -3 ? 1 : 0);
}

function setSize(
  prediction: Prediction,
  text: Text | null,
  set: (name: string, value: number) => void,
): void {
  const hunks = text ? tightHunks(prediction, text) : hunksOf(prediction.changes);
  let removed = 0;
  let inserted = 0;
  let lines = 0;
  for (const hunk of hunks) {
    removed += hunk.to - hunk.from;
    inserted += hunk.insert.length;
    lines += hunk.insert.split("\n").length - 1;
  }
  set("pureInsert", removed === 0 ? 1 : 0);
  set("pureDelete", inserted === 0 ? 1 : 0);
  set("removed", logScale(removed, 200));
  set("inserted", logScale(inserted, 200));
  set("tiny", removed + inserted <= 2 ? 1 : 0);
  set("lines", logScale(lines, 8));
  set("hunks", logScale(hunks.length - 1, 4));
}

function setRecent(
  prediction: Prediction,
  moment: Moment,
  set: (name: string, value: number) => void,
): void {
  const kind = prediction.changes.empty ? "place" : "edit";
  let weight = 1;
  let own = 1;
  let taken = 0;
  let refused = 0;
  let ownTaken = 0;
  let ownRefused = 0;
  for (let i = moment.recent.length - 1; i >= 0 && weight > 0.02; i--) {
    const outcome = moment.recent[i]!;
    if (outcome.kind !== kind) continue;
    taken += weight * outcome.accepted;
    refused += weight * (1 - outcome.accepted);
    weight *= FADE;
    if (outcome.source !== prediction.source) continue;
    ownTaken += own * outcome.accepted;
    ownRefused += own * (1 - outcome.accepted);
    own *= FADE;
  }
  set("taken", taken / 5);
  set("refused", refused / 5);
  set("ownTaken", ownTaken / 5);
  set("ownRefused", ownRefused / 5);
}

/** Where a prediction first changes its text, or where its place is. */
export function firstPosition(prediction: Prediction): number {
  if (prediction.changes.empty) return prediction.cursor;
  let first = -1;
  prediction.changes.iterChangedRanges((from) => {
    if (first < 0) first = from;
  });
  return first;
}

/** Its hunks without what they leave as it was at their ends; `text` is its document's. */
export function tightHunks({ changes }: Pick<Prediction, "changes">, text: Text): Hunk[] {
  return hunksOf(changes).flatMap((hunk) => {
    const old = slice(text, hunk.from, hunk.to);
    const { insert } = hunk;
    const { head, tail } = commonEnds(old, insert);
    if (head + tail === old.length && head + tail === insert.length) return [];
    return [
      {
        from: hunk.from + head,
        to: hunk.to - tail,
        insert: insert.slice(head, insert.length - tail),
      },
    ];
  });
}
