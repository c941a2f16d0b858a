/** From which probability on a prediction is shown. */
import type { Ranked } from "./rank.ts";

export interface Thresholds {
  /** For a change. */
  readonly edit: number;
  /** For a place: it costs a look, and less when it is wrong. */
  readonly place: number;
}

export type Eagerness = "quiet" | "normal" | "eager" | number;

export const EAGERNESS: Readonly<Record<"quiet" | "normal" | "eager", Thresholds>> = {
  quiet: { edit: 0.7, place: 0.6 },
  normal: { edit: 0.43, place: 0.45 },
  eager: { edit: 0.3, place: 0.3 },
};

/** A number between the named ones is the threshold of changes itself. */
export function thresholdsOf(eagerness: Eagerness): Thresholds {
  if (typeof eagerness !== "number") return EAGERNESS[eagerness];
  return { edit: eagerness, place: Math.max(EAGERNESS.normal.place, eagerness) };
}

/** What is shown of the ranked: the best change that is likely enough, else such a place, else none. */
export function choose(ranked: readonly Ranked[], thresholds: Thresholds): Ranked | null {
  const edit = ranked.find(({ prediction }) => !prediction.changes.empty);
  if (edit && edit.chance >= thresholds.edit) return edit;
  const place = ranked.find(({ prediction }) => prediction.changes.empty);
  return place && place.chance >= thresholds.place ? place : null;
}
