/** Predictors for tests: scripted ones, and one that answers when the test says so. */
import {
  changeOf,
  type Hunk,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
} from "../../src/text/prediction.ts";
import { slice, type Text } from "../../src/text/text.ts";

export function stringOf(text: Text): string {
  return slice(text, 0, text.length);
}

/** An answer that makes these replacements in the snapshot's document, or in another of its own. */
export function answer(
  snapshot: PredictionSnapshot,
  hunks: readonly Hunk[],
  more: Partial<PredictionAnswer> = {},
): PredictionAnswer {
  const doc = [snapshot.doc, ...snapshot.others].find(({ id }) => id === more.doc) ?? snapshot.doc;
  const last = hunks[hunks.length - 1];
  return {
    doc: doc.id,
    revision: doc.revision,
    changes: changeOf(hunks, doc.text.length),
    probability: 0.9,
    cursor: last ? last.from + last.insert.length : 0,
    reason: "a test",
    ...more,
  };
}

/** Replaces the first `from` of the document by `to`, at all its places, the first one first. */
export function replacing(from: string, to: string): (s: PredictionSnapshot) => PredictionAnswer[] {
  return (snapshot) => {
    const text = stringOf(snapshot.doc.text);
    const found: PredictionAnswer[] = [];
    for (let at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + 1)) {
      const hunk = { from: at, to: at + from.length, insert: to };
      found.push(answer(snapshot, [hunk], { group: `${from} ${to}` }));
    }
    return found;
  };
}

/** One that answers at once, by a function, and counts what it was asked about. */
export function scripted(
  name: string,
  answers: (snapshot: PredictionSnapshot) => readonly PredictionAnswer[],
) {
  const asked: PredictionSnapshot[] = [];
  const predictor: Predictor = {
    name,
    predict(snapshot) {
      asked.push(snapshot);
      return answers(snapshot);
    },
  };
  return { predictor, asked };
}

export interface SlowQuestion {
  readonly snapshot: PredictionSnapshot;
  readonly signal: AbortSignal;
  /** Puts a text in where the cursor was; what comes later is added to it. */
  say(insert: string): void;
  answers(list: readonly PredictionAnswer[]): void;
  end(): void;
}

/** One that takes long: its lists come when the test gives them. */
export function slow(name: string, inFlight?: number) {
  const asked: SlowQuestion[] = [];
  const predictor: Predictor = {
    name,
    ...(inFlight === undefined ? {} : { inFlight }),
    async *predict(snapshot, signal) {
      const lists: (readonly PredictionAnswer[])[] = [];
      let ended = false;
      let wake = (): void => {};
      // Of where nothing was typed yet it knows nothing.
      if (snapshot.mode === "insert" && snapshot.trigger === "move") return;
      signal.addEventListener("abort", () => wake());
      asked.push({
        snapshot,
        signal,
        say(insert) {
          const { pos } = snapshot.doc;
          this.answers([answer(snapshot, [{ from: pos, to: pos, insert }])]);
        },
        answers(list) {
          lists.push(list);
          wake();
        },
        end() {
          ended = true;
          wake();
        },
      });
      while (!signal.aborted) {
        const next = lists.shift();
        if (next) yield next;
        else if (ended) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
  return { predictor, asked };
}
