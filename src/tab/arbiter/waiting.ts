/**
 * Changes that are the same at many places (a rename, a changed signature) wait until the user takes
 * them, whatever is predicted meanwhile.
 */
import type { Prediction } from "../../text/prediction.ts";
import type { Ranked } from "../ranking/rank.ts";
import { changeKey } from "./same-change.ts";

export interface WaitingGroup {
  readonly name: string;
  /** Why, in one line. */
  readonly title: string;
  readonly predictions: readonly Prediction[];
}

/** A group of which no change is as likely as this is nothing that the user would take as a whole. */
const LEAST_CHANCE = 0.2;
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
    holds: (prediction: Prediction) => boolean,
  ): readonly Prediction[] {
    const { group } = prediction;
    if (group === undefined) return [prediction];
    const all = [...held.map((one) => one.prediction), ...(this.get(group)?.predictions ?? [])];
    const found = new Map([[changeKey(prediction), prediction]]);
    for (const other of all) {
      if (other.group !== group || !holds(other)) continue;
      const key = changeKey(other);
      if (!found.has(key)) found.set(key, other);
    }
    return [...found.values()];
  }

  /** Takes in what is held; true when something was new. */
  add(held: readonly Ranked[]): boolean {
    const found = new Map<string, Prediction[]>();
    const likely = new Set<string>();
    for (const { prediction, chance } of held) {
      const { group, changes } = prediction;
      if (group === undefined || changes.empty) continue;
      if (chance >= LEAST_CHANCE) likely.add(group);
      const list = found.get(group);
      if (list) list.push(prediction);
      else found.set(group, [prediction]);
    }
    let changed = false;
    for (const [name, predictions] of found) {
      if (!likely.has(name)) continue;
      const known = this.get(name);
      const keys = new Set(known?.predictions.map(changeKey));
      const fresh = predictions.filter((prediction) => !keys.has(changeKey(prediction)));
      changed ||= fresh.length > 0;
      const all = [...(known?.predictions ?? []), ...fresh].slice(0, MOST_PLACES);
      const title = predictions[0]!.reason;
      this.groups = this.groups.filter((group) => group !== known);
      this.groups.push({ name, title, predictions: all });
    }
    this.groups = this.groups.slice(-MOST_GROUPS);
    return changed;
  }

  /** Carries them to the present texts; what came true or to nothing goes. */
  carry(current: (prediction: Prediction) => Prediction | null): void {
    this.groups = this.groups.flatMap((group) => {
      const predictions = group.predictions.flatMap((prediction) => current(prediction) ?? []);
      return predictions.length === 0 ? [] : [{ ...group, predictions }];
    });
  }

  drop(name: string): void {
    this.groups = this.groups.filter((group) => group.name !== name);
  }

  clear(): void {
    this.groups = [];
  }
}
