/** Which one is shown first: the likeliest, or of the same change at many places the next one. */

import type { Text } from "../../text/text.ts";
import { goingOn, type Renamed } from "../ranking/continuing.ts";
import { firstPosition } from "../ranking/features.ts";
import type { Ranked } from "../ranking/rank.ts";
import { choose, type Thresholds } from "../ranking/thresholds.ts";

/** Places of a group that are at least this likely, as a share of the likeliest, come in reading order. */
const AS_LIKELY = 0.5;

/** Who went to a place wants to know what belongs there, this much sooner. */
const WANTED_HERE = 0.5;
/** What renames right there as the newest edit did is what led there. */
const GOES_ON_HERE = 0.15;

export interface Here {
  readonly doc: number;
  readonly text: Text;
  readonly pos: number;
  /** The rename that the newest edit is; null: it is none. */
  readonly rename: Renamed | null;
  textOf(doc: number): Text | null;
}

/** `here`: where the cursor is; `arrived`: the user has just gone there because a place was shown. */
export function chooseNext(
  ranked: readonly Ranked[],
  thresholds: Thresholds,
  here: Here,
  arrived = false,
): Ranked | null {
  const goesOn = goingOn(here.rename, here.textOf);
  if (arrived) {
    const right = ranked.find(
      (one) => one.chance >= GOES_ON_HERE * thresholds.edit && isExact(one, here) && goesOn(one),
    );
    if (right) return right;
    const least = WANTED_HERE * thresholds.edit;
    const wanted = ranked.filter((one) => one.chance >= least && isHere(one, here));
    const first = wanted.find((one) => isExact(one, here)) ?? wanted[0];
    if (first) return first;
  }
  const best = choose(ranked, thresholds, goesOn);
  const group = best?.prediction.group;
  if (!best || group === undefined || best.prediction.changes.empty) return best;
  return nextOf(ranked, group, best, here);
}

/** What it changes begins at the cursor. */
function isExact({ prediction }: Ranked, { doc, pos }: Here): boolean {
  return !prediction.changes.empty && prediction.doc === doc && firstPosition(prediction) === pos;
}

/** It changes the cursor's line. */
function isHere({ prediction }: Ranked, { doc, text, pos }: Here): boolean {
  if (prediction.changes.empty || prediction.doc !== doc) return false;
  const line = text.lineAt(Math.min(pos, text.length));
  const at = firstPosition(prediction);
  return at >= line.from && at <= line.to;
}

/** Of a group the next place in reading order that is about as likely as the best. */
function nextOf(ranked: readonly Ranked[], group: string, best: Ranked, here: Here): Ranked {
  let next: Ranked = best;
  let nextDistance = Number.POSITIVE_INFINITY;
  for (const one of ranked) {
    const { prediction, chance } = one;
    if (prediction.group !== group || prediction.changes.empty || prediction.doc !== here.doc) {
      continue;
    }
    if (chance < AS_LIKELY * best.chance) continue;
    const distance = firstPosition(prediction) - here.pos;
    // What is above comes when nothing is left below.
    const far = distance >= 0 ? distance : 2 ** 40 + distance;
    if (far < nextDistance) {
      next = one;
      nextDistance = far;
    }
  }
  return next;
}
