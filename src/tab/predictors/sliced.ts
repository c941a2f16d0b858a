/** Predictors that work in slices: they let go of the thread after a millisecond and go on later. */
import { performance } from "node:perf_hooks";
import type { PredictionAnswer, PredictionSnapshot, Predictor } from "../../text/prediction.ts";
import type { NextSlice } from "../slice.ts";

/** Longest slice of work (ms). */
const SLICE_MS = 0.8;

/** Work that yields where it may be interrupted. */
export type Work = Generator<void, readonly PredictionAnswer[]>;

/** What is done within the first slice is answered at once. */
export function sliced(
  name: string,
  predict: (snapshot: PredictionSnapshot) => Work,
  nextSlice: NextSlice,
): Predictor {
  return {
    name,
    predict(snapshot, signal) {
      if (snapshot.edits.length === 0) return [];
      const work = predict(snapshot);
      const end = performance.now() + SLICE_MS;
      for (;;) {
        const step = work.next();
        if (step.done) return step.value;
        if (performance.now() >= end) return rest(work, nextSlice, signal);
      }
    },
  };
}

async function rest(
  work: Work,
  nextSlice: NextSlice,
  signal: AbortSignal,
): Promise<readonly PredictionAnswer[]> {
  for (;;) {
    await nextSlice();
    if (signal.aborted) return [];
    const end = performance.now() + SLICE_MS;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
  }
}
