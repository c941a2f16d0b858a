/**
 * Changes that are the same at many places (a rename, a changed signature), and the places of those
 * whose text nobody knows, wait until the user takes them, whatever is predicted meanwhile.
 */
import type { Prediction, RecordedEdit } from "../../text/prediction.ts";
import type { Ranked } from "../ranking/rank.ts";
import { apart, changeKey } from "./same-change.ts";

export interface WaitingGroup {
  readonly name: string;
  /** Why, in one line. */
  readonly title: string;
  /** None overlaps another one. */
  readonly predictions: readonly Prediction[];
  /** The edit, made by hand, that it was first found after; 0: none. */
  readonly cause: number;
}

/** They say where a name is used, however likely it is that the user goes there next. */
const KNOWING: ReadonlySet<string> = new Set([
  "rename",
  "server-rename",
  "propagate",
  "server-propagate",
]);
/** A place that such a one finds less likely than this needs nothing. */
const LEAST_KNOWN = 0.2;
/** What others say waits where it is nearly as likely as what is shown. */
const NEARLY = 0.7;
const MOST_GROUPS = 8;
const MOST_PLACES = 500;

export class Waiting {
  /** The newest last. */
  private groups: WaitingGroup[] = [];

  /** The group with most places, of such the newest, if it has more than one; null: nothing waits. */
  get largest(): WaitingGroup | null {
    let largest: WaitingGroup | null = null;
    for (const group of this.groups) {
      if (group.predictions.length >= (largest?.predictions.length ?? 2)) largest = group;
    }
    return largest;
  }

  /** Places of all groups. */
  get places(): number {
    return this.groups.reduce((sum, { predictions }) => sum + predictions.length, 0);
  }

  get(name: string): WaitingGroup | null {
    return this.groups.find((group) => group.name === name) ?? null;
  }

  /** A prediction with the others of its group, of those that are held and of those that wait. */
  around(
    prediction: Prediction,
    held: readonly Ranked[],
    current: (prediction: Prediction) => Prediction | null,
  ): readonly Prediction[] {
    const { group } = prediction;
    if (group === undefined) return [prediction];
    const all = [...held.map((one) => one.prediction), ...(this.get(group)?.predictions ?? [])];
    const others = all.flatMap((other) => (other.group === group && current(other)) || []);
    return apart([prediction, ...others]);
  }

  /**
   * Takes in what is held, as far as it is likely that all of it is wanted; true when more or fewer
   * wait. `least`: what is less likely is not shown; `edits`: the history.
   */
  add(held: readonly Ranked[], least: number, edits: readonly RecordedEdit[] = []): boolean {
    const cause = edits.findLast(({ accepted }) => !accepted)?.id ?? 0;
    const found = new Map<string, Ranked[]>();
    for (const one of held) {
      const { group } = one.prediction;
      if (group === undefined) continue;
      const list = found.get(group);
      if (list) list.push(one);
      else found.set(group, [one]);
    }
    const places = this.places;
    let changed = false;
    for (const [name, ranked] of found) {
      const before = this.get(name);
      const known = before?.predictions ?? [];
      const keys = new Set(known.map(changeKey));
      const wanted = wantedOf(ranked, least);
      const unwanted = new Set(
        ranked.filter((one) => !wanted.has(one)).map(({ prediction }) => changeKey(prediction)),
      );
      const stays = known.filter((prediction) => !unwanted.has(changeKey(prediction)));
      const fresh = ranked.flatMap((one) =>
        wanted.has(one) && !keys.has(changeKey(one.prediction)) ? [one.prediction] : [],
      );
      changed ||= fresh.length > 0;
      this.drop(name);
      const predictions = apart([...stays, ...fresh]).slice(0, MOST_PLACES);
      if (predictions.length === 0) continue;
      const title = ranked[0]!.prediction.reason;
      this.groups.push({ name, title, predictions, cause: before?.cause ?? cause });
    }
    this.groups = this.groups.slice(-MOST_GROUPS);
    return changed || this.places !== places;
  }

  /** Carries them to the present texts; what came true or to nothing goes. True: fewer are left. */
  carry(current: (prediction: Prediction) => Prediction | null): boolean {
    if (this.groups.length === 0) return false;
    const before = this.places;
    this.keep((prediction) => current(prediction));
    return this.places < before;
  }

  /** A source says all that it has to say anew. */
  withdraw(source: string): void {
    this.keep((prediction) => (prediction.source === source ? null : prediction));
  }

  private keep(kept: (prediction: Prediction) => Prediction | null): void {
    this.groups = this.groups.flatMap((group) => {
      const predictions = group.predictions.flatMap((prediction) => kept(prediction) ?? []);
      return predictions.length === 0 ? [] : [{ ...group, predictions }];
    });
  }

  /** Edits were taken back: what they led to waits no more. */
  undone(edits: readonly RecordedEdit[]): void {
    const left = new Set(edits.map(({ id }) => id));
    this.groups = this.groups.filter(({ cause }) => cause === 0 || left.has(cause));
  }

  drop(name: string): void {
    this.groups = this.groups.filter((group) => group.name !== name);
  }

  clear(): void {
    this.groups = [];
  }
}

/** Those of a group, the likeliest first, that the user would want as a whole. */
function wantedOf(ranked: readonly Ranked[], least: number): ReadonlySet<Ranked> {
  const known = ranked.filter(isKnown);
  const some = known.some(
    ({ prediction, chance }) => Math.max(chance, prediction.probability) >= LEAST_KNOWN,
  );
  const changes = ranked.filter(({ prediction }) => !prediction.changes.empty);
  const likely = changes.filter(
    ({ chance }) => changes[0]!.chance >= least && chance >= NEARLY * least,
  );
  return new Set([...(some ? known : []), ...likely]);
}

/** Somebody who knows where a name is used says that this has to change, too. */
function isKnown({ prediction, features }: Ranked): boolean {
  const { source, changes, probability } = prediction;
  if (changes.empty) return KNOWING.has(source) && probability >= LEAST_KNOWN;
  return KNOWING.has(source) || [...KNOWING].some((name) => (features[`also.${name}`] ?? 0) > 0);
}
