/** Carries edits of whole lines to lines of like shape, with the names that those lines have. */
import { lineCandidates } from "../../patterns/edits/line-candidates.ts";
import type { Predictor } from "../../text/prediction.ts";
import type { NextSlice } from "../slice.ts";
import { byExample } from "./by-example.ts";

export function parallel(nextSlice: NextSlice): Predictor {
  return byExample("parallel", lineCandidates, nextSlice);
}
