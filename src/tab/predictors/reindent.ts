/** Moves the lines that an edit put into a block or took out of one. */
import { reindentCandidates } from "../../patterns/edits/reindent.ts";
import type { Predictor } from "../../text/prediction.ts";
import type { NextSlice } from "../slice.ts";
import { byExample } from "./by-example.ts";

export function reindent(nextSlice: NextSlice): Predictor {
  return byExample("reindent", reindentCandidates, nextSlice);
}
