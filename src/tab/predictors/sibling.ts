/** Puts what was put in beside one thing beside it in other places, too. */
import { siblingCandidates } from "../../patterns/edits/sibling.ts";
import type { Predictor } from "../../text/prediction.ts";
import type { NextSlice } from "../slice.ts";
import { byExample } from "./by-example.ts";

export function sibling(nextSlice: NextSlice): Predictor {
  return byExample("sibling", siblingCandidates, nextSlice);
}
