/** Repeats what edits did: the same tokens changed, put in or deleted at like places, in all files. */
import type { Candidate } from "../../patterns/edits/candidate.ts";
import { halfTyped } from "../../patterns/edits/half-typed.ts";
import type { Scene } from "../../patterns/edits/scene.ts";
import { tokenCandidates } from "../../patterns/edits/token-candidates.ts";
import type { Predictor } from "../../text/prediction.ts";
import type { NextSlice } from "../slice.ts";
import { byExample } from "./by-example.ts";

export function repeat(nextSlice: NextSlice): Predictor {
  return byExample("repeat", search, nextSlice);
}

function* search(scene: Scene): Generator<void, Candidate[]> {
  const rest = yield* halfTyped(scene);
  return [...rest, ...(yield* tokenCandidates(scene))];
}
