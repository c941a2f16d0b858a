/** What `repeat` and `parallel` share: candidates by example, found in slices, given as predictions. */
import { performance } from "node:perf_hooks";
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

/** Looks for candidates; it yields where it may be interrupted. */
export type Search = (scene: Scene) => Generator<void, Candidate[]>;

/** Longest slice of work (ms). */
const SLICE_MS = 0.8;

export function byExample(name: string, search: Search, nextSlice: NextSlice): Predictor {
  return {
    name,
    predict(snapshot, signal) {
      if (snapshot.edits.length === 0) return [];
      const work = found(search, snapshot);
      const end = performance.now() + SLICE_MS;
      for (;;) {
        const step = work.next();
        if (step.done) return answersOf(step.value, snapshot);
        if (performance.now() >= end) return rest(work, snapshot, nextSlice, signal);
      }
    },
  };
}

function* found(search: Search, snapshot: PredictionSnapshot): Generator<void, Candidate[]> {
  const scene = yield* sceneOf(snapshot);
  return yield* search(scene);
}

async function rest(
  work: Generator<void, Candidate[]>,
  snapshot: PredictionSnapshot,
  nextSlice: NextSlice,
  signal: AbortSignal,
): Promise<readonly PredictionAnswer[]> {
  for (;;) {
    await nextSlice();
    if (signal.aborted) return [];
    const end = performance.now() + SLICE_MS;
    do {
      const step = work.next();
      if (step.done) return answersOf(step.value, snapshot);
    } while (performance.now() < end);
  }
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
