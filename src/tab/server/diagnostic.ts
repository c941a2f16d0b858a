/** An error that the last edit has caused: its quick fix, or else the place where it is. */
import {
  hunksOf,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
  type RecordedEdit,
} from "../../text/prediction.ts";
import { rowAt } from "../../text/text.ts";
import { afterNews } from "./after-news.ts";
import { type Caused, type CausedDiagnostic, rowsOf } from "./caused.ts";
import { errorTraits, MOST_REASON, messageOf, placeAnswer } from "./error-place.ts";
import { isImportFix } from "./import-statement.ts";
import { distance, type Live } from "./live.ts";
import type { Fix, QuickFixes } from "./quick-fix.ts";

/** Errors whose fixes are asked for. */
const MOST_ASKED = 3;
const MOST_PLACES = 12;

export function diagnosticPredictor(
  live: Live,
  caused: Caused,
  fixes: Pick<QuickFixes, "of">,
): Predictor {
  return afterNews("diagnostic", live, caused.news, (snapshot, cause, signal) =>
    find(live, caused, fixes, snapshot, cause, signal),
  );
}

async function find(
  live: Live,
  caused: Caused,
  fixes: Pick<QuickFixes, "of">,
  snapshot: PredictionSnapshot,
  cause: RecordedEdit,
  signal: AbortSignal,
): Promise<PredictionAnswer[]> {
  const errors = errorsOf(caused, snapshot, cause);
  const asked = errors.filter(({ at }) => at !== null).slice(0, MOST_ASKED);
  const answers: PredictionAnswer[] = [];
  const fixed = new Set<CausedDiagnostic>();
  for (const error of asked) {
    for (const fix of await fixes.of(error, signal)) {
      if (signal.aborted) return [];
      if (isImportFix(fix, error)) continue;
      answers.push(fixAnswer(fix, error, errors.length, snapshot));
      fixed.add(error);
    }
  }
  const unfixed = errors.filter((error) => !fixed.has(error)).slice(0, MOST_PLACES);
  return [
    ...answers,
    ...unfixed.flatMap((error) => placeAnswer(live, snapshot, error, cause, errors.length) ?? []),
  ];
}

/** Errors born behind an edit, the nearest first. While a line is typed what is wrong in it is no news. */
export function errorsOf(
  caused: Caused,
  snapshot: PredictionSnapshot,
  cause: RecordedEdit,
): CausedDiagnostic[] {
  const { doc } = snapshot;
  const row = rowAt(doc.text, doc.pos);
  const unfinished = snapshot.mode === "insert";
  const isHere = (each: CausedDiagnostic): boolean => each.at?.doc.id === doc.id;
  return caused
    .since(cause.id)
    .filter((each) => {
      if (each.item.severity !== "error") return false;
      const [first, last] = rowsOf(each);
      return !(unfinished && isHere(each) && first <= row && last >= row);
    })
    .sort((a, b) => {
      if (isHere(a) !== isHere(b)) return isHere(a) ? -1 : 1;
      return distance(row, rowsOf(a)[0]) - distance(row, rowsOf(b)[0]);
    });
}

function fixAnswer(
  fix: Fix,
  error: CausedDiagnostic,
  errors: number,
  snapshot: PredictionSnapshot,
): PredictionAnswer {
  const hunks = hunksOf(fix.changes);
  const only = fix.choices === 1;
  const last = hunks[hunks.length - 1]!;
  const cursor = fix.changes.mapPos(last.from, -1) + last.insert.length;
  return {
    doc: fix.doc.id,
    revision: fix.revision,
    changes: fix.changes,
    probability: fix.preferred ? (only ? 0.75 : 0.65) : only ? 0.55 : 0.35,
    cursor,
    reason: `${fix.title}: ${messageOf(error)}`.slice(0, MOST_REASON),
    traits: {
      ...errorTraits(error, errors, snapshot),
      quickFix: 1,
      preferredFix: fix.preferred ? 1 : 0,
      onlyFix: only ? 1 : 0,
      atError: hunks.some(({ from, to }) => from <= error.at!.to && to >= error.at!.from) ? 1 : 0,
    },
  };
}
