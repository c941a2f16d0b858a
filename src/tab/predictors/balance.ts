/** Closes what an edit opened, and takes away what it left unopened. */
import { balanceCandidates } from "../../patterns/edits/balance.ts";
import type { Predictor } from "../../text/prediction.ts";
import type { NextSlice } from "../slice.ts";
import { byExample } from "./by-example.ts";

export function balance(nextSlice: NextSlice): Predictor {
  return byExample("balance", balanceCandidates, nextSlice);
}
