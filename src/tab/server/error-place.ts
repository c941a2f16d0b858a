/** An error as a place to go to, and what it tells. */
import {
  changeOf,
  type PredictionAnswer,
  type PredictionSnapshot,
  type RecordedEdit,
  type Traits,
} from "../../text/prediction.ts";
import { posOf, rowAt, slice, type Text } from "../../text/text.ts";
import type { CausedDiagnostic } from "./caused.ts";
import { isUnfinished, type Live, textAt } from "./live.ts";

export const MOST_REASON = 120;

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

export function errorTraits(
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
