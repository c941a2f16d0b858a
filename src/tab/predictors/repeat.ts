/** Repeats what edits did: the same tokens changed, put in or deleted at like places, in all files. */
import { tokenCandidates } from "../../patterns/edits/token-candidates.ts";
import type { Predictor } from "../../text/prediction.ts";
import type { NextSlice } from "../slice.ts";
import { byExample } from "./by-example.ts";

export function repeat(nextSlice: NextSlice): Predictor {
  return byExample("repeat", tokenCandidates, nextSlice);
}
