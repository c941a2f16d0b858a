/** From which probability on a prediction is shown. */
import type { Ranked } from "./rank.ts";

export interface Thresholds {
  /** Least probability of a change. */
  readonly edit: number;
  /** Least number of keys that a place has to save, as far as can be expected. */
  readonly place: number;
}

export type Eagerness = "quiet" | "normal" | "eager" | number;

/** Of a value of 'tabshow'. */
export function eagernessOf(value: string): Eagerness {
  const named = value === "quiet" || value === "normal" || value === "eager";
  return named ? value : Number(value);
}

export const EAGERNESS: Readonly<Record<"quiet" | "normal" | "eager", Thresholds>> = {
  quiet: { edit: 0.56, place: 0.8 },
  normal: { edit: 0.36, place: 0.15 },
  eager: { edit: 0.22, place: 0 },
};

/** A number is the threshold of changes itself; that of places lies between the named ones. */
export function thresholdsOf(eagerness: Eagerness): Thresholds {
  if (typeof eagerness !== "number") return EAGERNESS[eagerness];
  const { quiet, normal, eager } = EAGERNESS;
  const [low, high] = eagerness < normal.edit ? [eager, normal] : [normal, quiet];
  const share = (eagerness - low.edit) / (high.edit - low.edit);
  return { edit: eagerness, place: low.place + share * (high.place - low.place) };
}

/**
 * What is shown: the best change that is likely enough, else the place that saves most, else none. Of
 * changes that are likely enough those that go on with the newest edit come first.
 */
export function choose(
  ranked: readonly Ranked[],
  thresholds: Thresholds,
  goesOn: (one: Ranked) => boolean = () => false,
): Ranked | null {
  let edit: Ranked | null = null;
  let next: Ranked | null = null;
  let place: Ranked | null = null;
  let most = thresholds.place;
  for (const one of ranked) {
    const { prediction, chance } = one;
    if (!prediction.changes.empty) {
      if (chance < thresholds.edit) continue;
      if (chance > (edit?.chance ?? -1)) edit = one;
      if (chance > (next?.chance ?? -1) && goesOn(one)) next = one;
    } else if ((one.worth ?? chance) >= most) {
      place = one;
      most = one.worth ?? chance;
    }
  }
  return next ?? edit ?? place;
}
