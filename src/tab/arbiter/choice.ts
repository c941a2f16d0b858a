/** Which one is shown first: the likeliest, or of the same change at many places the next one. */

import { firstPosition } from "../ranking/features.ts";
import type { Ranked } from "../ranking/rank.ts";
import { choose, type Thresholds } from "../ranking/thresholds.ts";

/** Places of a group that are at least this likely, as a share of the likeliest, come in reading order. */
const AS_LIKELY = 0.7;

/** `here`: where the cursor is. */
export function chooseNext(
  ranked: readonly Ranked[],
  thresholds: Thresholds,
  here: { readonly doc: number; readonly pos: number },
): Ranked | null {
  const best = choose(ranked, thresholds);
  const group = best?.prediction.group;
  if (!best || group === undefined || best.prediction.changes.empty) return best;
  let next: Ranked = best;
  let nextDistance = Number.POSITIVE_INFINITY;
  for (const one of ranked) {
    const { prediction, chance } = one;
    if (prediction.group !== group || prediction.changes.empty || prediction.doc !== here.doc) {
      continue;
    }
    if (chance < thresholds.edit || chance < AS_LIKELY * best.chance) continue;
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
