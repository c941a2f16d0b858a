/** How two predictions, or a prediction and a change, are related. */
import type { DocumentChange } from "../../editor/editor.ts";
import { hunksOf, type Prediction } from "../../text/prediction.ts";
import { rowAt } from "../../text/text.ts";
import type { Ranked } from "../ranking/rank.ts";

/** The same for predictions of the same change of the same text. */
export function changeKey({ doc, revision, changes, cursor }: Prediction): string {
  return `${doc}:${revision}:${changes.empty ? cursor : JSON.stringify(hunksOf(changes))}`;
}

/** Whether the change made the whole prediction come true. */
export function isFulfilled({ changes }: Prediction, event: DocumentChange): boolean {
  return changes.length === event.before.length && changes.apply(event.before).eq(event.after);
}

/** So many rows from a place an edit still is the one that belongs there. */
const NEAR_ROWS = 2;

/** Whether a change is where a place was predicted. */
export function isNear({ doc, cursor }: Prediction, { doc: own, change, before }: DocumentChange) {
  if (own.id !== doc) return false;
  const row = (pos: number) => rowAt(before, pos);
  const place = row(cursor);
  let near = false;
  change.iterChangedRanges((from, to) => {
    near ||= row(from) - NEAR_ROWS <= place && row(to) + NEAR_ROWS >= place;
  });
  return near;
}

/** When somebody else says the same, or more of the same comes, what is looked at stays the one that it is. */
export function keepName(ranked: Ranked, pinned: Prediction): Ranked {
  const { prediction } = ranked;
  if (prediction.id === pinned.id || prediction.doc !== pinned.doc) return ranked;
  if (goesOn(prediction, pinned)) {
    return { ...ranked, prediction: { ...prediction, id: pinned.id } };
  }
  if (prediction.changes.empty !== pinned.changes.empty) return ranked;
  const a = hunksOf(prediction.changes);
  const b = hunksOf(pinned.changes);
  const same =
    a.length === b.length &&
    a.every((h, i) => h.from === b[i]!.from && h.to === b[i]!.to && h.insert === b[i]!.insert) &&
    (a.length > 0 || prediction.cursor === pinned.cursor);
  return same ? { ...ranked, prediction: { ...prediction, id: pinned.id } } : ranked;
}

/** Of an answer that was growing, the same or more. */
export function goesOn(later: Prediction, earlier: Prediction): boolean {
  if (later.source !== earlier.source || earlier.growing !== true) return false;
  return changeKey(later) === changeKey(earlier) || extendsIt(later, earlier);
}

/** At the same range, and the same text with more behind it. */
export function extendsIt(better: Prediction, shown: Prediction): boolean {
  const [a, ...more] = hunksOf(better.changes);
  const [b, ...rest] = hunksOf(shown.changes);
  if (!a || !b || more.length > 0 || rest.length > 0 || better.doc !== shown.doc) return false;
  if (a.from !== b.from || a.to !== b.to) return false;
  return a.insert.length > b.insert.length && a.insert.startsWith(b.insert);
}

/** Without those that change what an earlier one or a larger one changes; the first one stays. */
export function apart(predictions: readonly Prediction[]): Prediction[] {
  const spans = predictions.map((prediction, index) => {
    const hunks = hunksOf(prediction.changes);
    const from = hunks[0]?.from ?? prediction.cursor;
    const to = hunks[hunks.length - 1]?.to ?? from;
    return { index, doc: prediction.doc, from, to };
  });
  const [first] = spans;
  if (!first) return [];
  const overlap = (a: typeof first, b: typeof first) =>
    a.doc === b.doc && (a.from === b.from || (a.from < b.to && b.from < a.to));
  const kept = new Set([0]);
  let last = first;
  const rest = spans.slice(1).sort((a, b) => a.doc - b.doc || a.from - b.from || b.to - a.to);
  for (const span of rest) {
    if (overlap(first, span) || overlap(last, span)) continue;
    kept.add(span.index);
    last = span;
  }
  return predictions.filter((_prediction, index) => kept.has(index));
}
