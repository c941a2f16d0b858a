/** An error that the last edit has caused: its quick fix, or else the place where it is. */
import {
  changeOf,
  hunksOf,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
  type RecordedEdit,
  type Traits,
} from "../../text/prediction.ts";
import { posOf, slice, type Text } from "../../text/text.ts";
import { type Caused, type CausedDiagnostic, rowsOf } from "./caused.ts";
import { isImportFix } from "./import.ts";
import { causeOf, distance, isUnfinished, type Live, textAt } from "./live.ts";
import { withNews } from "./news.ts";
import type { Fix, QuickFixes } from "./quick-fix.ts";

/** Errors whose fixes are asked for. */
const MOST_ASKED = 3;
const MOST_PLACES = 12;
const MOST_REASON = 120;

export function diagnosticPredictor(
  live: Live,
  caused: Caused,
  fixes: Pick<QuickFixes, "of">,
): Predictor {
  return {
    name: "diagnostic",
    live: true,
    predict(snapshot, signal) {
      const cause = causeOf(live.edits());
      if (cause === null || isReplayed(live, snapshot)) return [];
      return withNews(caused.news, signal, (inner) =>
        find(live, caused, fixes, snapshot, cause, inner),
      );
    },
  };
}

/** Whether the snapshot is of a text that is not there yet: servers know nothing of it. */
export function isReplayed(live: Live, { doc }: PredictionSnapshot): boolean {
  const now = live.documentById(doc.id);
  return now === null || now.revision < doc.revision;
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

/** The place of an error, unless the cursor is in its row. */
export function placeAnswer(
  live: Live,
  snapshot: PredictionSnapshot,
  error: CausedDiagnostic,
  cause: RecordedEdit,
  errors: number,
): PredictionAnswer | null {
  const file = textAt(live, snapshot, error.path);
  if (file === null) return null;
  const { text } = file;
  const { start, end } = error.item;
  const from = error.at?.from ?? posOf(text, start.row, start.col);
  const to = error.at?.to ?? posOf(text, end.row, end.col);
  const here = file.id === snapshot.doc.id;
  const doc = live.documentById(snapshot.doc.id);
  const near = here && doc !== null && rowAt(text, from) === rowAt(text, snapshot.doc.pos);
  if (near || isUnfinished(snapshot, cause)) return null;
  return {
    doc: file.id,
    revision: file.revision,
    changes: changeOf([], text.length),
    probability: here ? 0.5 : 0.45,
    cursor: Math.min(from, text.length),
    reason: messageOf(error).slice(0, MOST_REASON),
    traits: {
      ...errorTraits(error, errors, snapshot),
      mentions: mentions(cause, `${messageOf(error)} ${slice(text, from, to)}`) ? 1 : 0,
    },
    ...(errors > 1 ? { group: `diagnostic:${cause.id}` } : {}),
  };
}

function errorTraits(
  error: CausedDiagnostic,
  errors: number,
  snapshot: PredictionSnapshot,
): Traits {
  return {
    serverError: 1,
    errors: Math.min(1, errors / 10),
    otherFile: error.at?.doc.id === snapshot.doc.id ? 0 : 1,
  };
}

/** Whether a text has a word that an edit has taken away or put in. */
export function mentions(edit: RecordedEdit, text: string): boolean {
  const words = new Set(text.match(/[\p{L}_$][\p{L}\p{N}_$]+/gu) ?? []);
  const touched: string[] = [];
  edit.changes.iterChanges((fromA, toA, fromB, toB) => {
    if (toA - fromA > 1000 || toB - fromB > 1000) return;
    touched.push(around(edit.before, fromA, toA), around(edit.after, fromB, toB));
  });
  return touched.some((piece) =>
    (piece.match(/[\p{L}_$][\p{L}\p{N}_$]+/gu) ?? []).some((word) => words.has(word)),
  );
}

/** A range with the whole words at its ends. */
function around(text: Text, from: number, to: number): string {
  const start = Math.max(0, from - 40);
  const before = slice(text, start, from).match(/[\p{L}\p{N}_$]*$/u)![0];
  const after = slice(text, to, Math.min(text.length, to + 40)).match(/^[\p{L}\p{N}_$]*/u)![0];
  return before + slice(text, from, to) + after;
}

export function messageOf({ item }: CausedDiagnostic): string {
  return item.message.replace(/\s+/g, " ").trim();
}

export function rowAt(text: Text, pos: number): number {
  return text.lineAt(Math.min(pos, text.length)).number - 1;
}
