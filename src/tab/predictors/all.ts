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
  ];
}
