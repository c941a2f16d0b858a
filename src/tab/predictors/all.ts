/**
 * Every predictor that needs nothing but the texts and the edits: the editor asks these, and so does
 * the replay of `hunch eval`. Add a factory here and nowhere else.
 */
import type { Predictor } from "../../text/prediction.ts";
import type { NextSlice } from "../slice.ts";
import { balance } from "./balance.ts";
import { derived } from "./derived.ts";
import { imports } from "./import.ts";
import { parallel } from "./parallel.ts";
import { place } from "./place.ts";
import { propagate } from "./propagate.ts";
import { reindent } from "./reindent.ts";
import { rename } from "./rename.ts";
import { repeat } from "./repeat.ts";
import { sibling } from "./sibling.ts";

/**
 * UTF-16 units of a text that is still looked through: some of them keep about thirty bytes for each,
 * and a log of 95 MB took 3 GB.
 */
export const MOST_LOOKED_THROUGH = 5_000_000;

/** Texts that are too large are not there. */
function withinReason(predictor: Predictor): Predictor {
  return {
    ...predictor,
    predict(snapshot, signal) {
      if (snapshot.doc.text.length > MOST_LOOKED_THROUGH) return [];
      if (snapshot.others.every(({ text }) => text.length <= MOST_LOOKED_THROUGH)) {
        return predictor.predict(snapshot, signal);
      }
      const others = snapshot.others.filter(({ text }) => text.length <= MOST_LOOKED_THROUGH);
      return predictor.predict({ ...snapshot, others }, signal);
    },
  };
}

/** In the order of their names in answers that are worth the same. */
export function textPredictors(nextSlice: NextSlice): Predictor[] {
  return [
    repeat(nextSlice),
    parallel(nextSlice),
    reindent(nextSlice),
    sibling(nextSlice),
    balance(nextSlice),
    rename(nextSlice),
    derived(nextSlice),
    imports(nextSlice),
    propagate(nextSlice),
    place(nextSlice),
  ].map(withinReason);
}
