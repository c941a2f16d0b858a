/** What `repeat` and `parallel` share: candidates by example, found in slices, given as predictions. */
import type { Candidate } from "../../patterns/edits/candidate.ts";
import { type Scene, sceneOf } from "../../patterns/edits/scene.ts";
import { selected } from "../../patterns/edits/selection.ts";
import {
  changeOf,
  type DocumentSnapshot,
  hunksOf,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
} from "../../text/prediction.ts";
import type { NextSlice } from "../slice.ts";
import { sliced, type Work } from "./sliced.ts";

/** Looks for candidates; it yields where it may be interrupted. */
export type Search = (scene: Scene) => Generator<void, Candidate[]>;

export function byExample(name: string, search: Search, nextSlice: NextSlice): Predictor {
  return sliced(name, (snapshot) => found(search, snapshot), nextSlice);
}

function* found(search: Search, snapshot: PredictionSnapshot): Work {
  const scene = yield* sceneOf(snapshot);
  return answersOf(yield* search(scene), snapshot);
}

function answersOf(
  candidates: readonly Candidate[],
  snapshot: PredictionSnapshot,
): readonly PredictionAnswer[] {
  const docs = new Map<number, DocumentSnapshot>();
  for (const doc of [snapshot.doc, ...snapshot.others]) docs.set(doc.id, doc);
  return selected(candidates).map((candidate) => answerOf(candidate, docs.get(candidate.doc)!));
}

function answerOf(candidate: Candidate, doc: DocumentSnapshot): PredictionAnswer {
  const changes = changeOf(candidate.hunks, doc.text.length);
  let cursor = 0;
  let shift = 0;
  for (const { from, to, insert } of hunksOf(changes)) {
    cursor = from + shift + insert.length - (insert.endsWith("\n") ? 1 : 0);
    shift += insert.length - (to - from);
  }
  const { traits, score, reason, group } = candidate;
  return {
    doc: doc.id,
    revision: doc.revision,
    changes,
    cursor,
    probability: score,
    reason,
    traits,
    ...(group === undefined ? {} : { group }),
  };
}
