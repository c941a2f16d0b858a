/** Whether a model is asked about a state at all, and how long nobody must have typed before. */
import type { FormatUse } from "../../models/format.ts";
import type { PredictionSnapshot } from "../../text/prediction.ts";
import { rowOf, slice } from "../../text/text.ts";

export interface Asked {
  readonly doc: number;
  readonly revision: number;
  readonly row: number;
  readonly at: number;
}

/** What happened before, in milliseconds of one clock. */
export interface Before {
  readonly now: number;
  /** When the text was last changed; -Infinity: never. */
  readonly changed: number;
  /** When something was last typed that what was shown did not say; -Infinity: never. */
  readonly typedOver: number;
  /** When the user last hid a suggestion of this model; text that changed since makes it nothing. */
  readonly refused: number;
  /** Where the cursor was when this was last asked. */
  readonly asked: Asked | null;
  /** Another model completes what is typed. */
  readonly completed: boolean;
  /** The user has taken some of what this one said lately. */
  readonly taken: boolean;
  /** The user has taken none of it for long. */
  readonly typed: boolean;
}

/** Milliseconds. */
const COOL_MS = 5000;
/** Who moves around so long after the last edit is reading. */
const EDITING_MS = 10_000;
const SAME_ROW_MS = 5000;
const MOVE_REST_MS = 150;
/** The same where nothing is typed yet that says what is wanted: who goes on typing says it. */
const BLANK_REST_MS = 350;
/** A key that what was shown did not say may be a slip: it is taken back, or another one follows. */
const SLIP_REST_MS = 400;
/** Next edits are for a pause while another model completes. */
const TYPING_REST_MS = 600;
/** So long what is shown must have stood before what follows it is asked for. */
export const AHEAD_REST_MS = 250;
/** The same for who takes what is shown, and for who never does. */
const TAKEN_REST_MS = 60;
const TYPED_REST_MS = 700;

const WORD = /[\p{L}\p{N}_$]/u;
/** What may stand behind the cursor and mean nothing: closers and what ends a line. */
const INERT = /^\s*[)>}\]"'`]*\s*[:{;,]?\s*$/;

const MOST_INERT = 64;

/** Milliseconds without a key before the request; null: none. */
export function restBefore(
  use: FormatUse,
  snapshot: PredictionSnapshot,
  before: Before,
): number | null {
  const { trigger, ahead, mode, edits } = snapshot;
  if (ahead !== undefined) {
    if (ahead !== (use === "complete" ? "model" : "model-edit")) return null;
    if (before.taken) return TAKEN_REST_MS;
    return before.typed ? TYPED_REST_MS : AHEAD_REST_MS;
  }
  if (trigger === "idle") return null;
  if (use === "complete" && (mode !== "insert" || isInWord(snapshot))) return null;
  if (trigger === "ask") return 0;
  const { now, refused, changed, typedOver } = before;
  if (refused >= changed && now - refused < COOL_MS) return null;
  if (use === "edit") {
    if (edits.length === 0 || (trigger === "move" && !isNewPlace(snapshot, before))) return null;
    if (mode === "insert" && before.completed) return TYPING_REST_MS;
    return trigger === "move" ? MOVE_REST_MS : 0;
  }
  if (trigger !== "move" && typedOver >= changed) return SLIP_REST_MS;
  if (trigger !== "accept" && isBlank(snapshot)) return BLANK_REST_MS;
  return trigger === "move" ? MOVE_REST_MS : 0;
}

/** Before the cursor there is no word in its line. */
function isBlank({ doc }: PredictionSnapshot): boolean {
  const { from } = doc.text.lineAt(doc.pos);
  return !WORD.test(slice(doc.text, Math.max(from, doc.pos - MOST_INERT), doc.pos));
}

/** Inside a word with more behind it there is nothing to be filled in. */
function isInWord({ doc }: PredictionSnapshot): boolean {
  const line = doc.text.lineAt(doc.pos);
  const before = slice(doc.text, Math.max(line.from, doc.pos - 2), doc.pos);
  const behind = slice(doc.text, doc.pos, Math.min(line.to, doc.pos + MOST_INERT));
  if (behind.length < MOST_INERT && INERT.test(behind)) return false;
  return WORD.test(before.slice(-1)) && WORD.test(behind.slice(0, 1));
}

function isNewPlace({ doc }: PredictionSnapshot, { now, changed, asked }: Before): boolean {
  if (now - changed > EDITING_MS) return false;
  if (asked?.doc !== doc.id || asked.revision !== doc.revision) return true;
  return asked.row !== rowOf(doc.text, doc.pos) || now - asked.at >= SAME_ROW_MS;
}
