/** What predictors would get to see after an accept: the texts, the history and the cursor as then. */
import type {
  DocumentSnapshot,
  Prediction,
  PredictionSnapshot,
  RecordedEdit,
} from "../../text/prediction.ts";
import { ACCEPT_ORIGIN, changedSpan } from "../history.ts";

/**
 * The snapshot after `prediction` is made, or after the user has gone to it when it is only a place.
 * Null when it is for another text than the snapshot has. `time`: milliseconds since the epoch.
 */
export function snapshotAfter(
  snapshot: PredictionSnapshot,
  prediction: Prediction,
  time: number,
): PredictionSnapshot | null {
  const all = [snapshot.doc, ...snapshot.others];
  const target = all.find(({ id }) => id === prediction.doc);
  if (!target || target.revision !== prediction.revision) return null;
  const others = all.filter((doc) => doc !== target);
  if (prediction.changes.empty) {
    const doc = { ...target, pos: Math.min(prediction.cursor, target.text.length) };
    return { ...snapshot, doc, others, trigger: "move", ahead: "" };
  }
  const edit = acceptedEdit(target, prediction, snapshot.edits, time);
  const doc: DocumentSnapshot = {
    ...target,
    text: edit.after,
    revision: target.revision + 1,
    pos: Math.min(prediction.cursor, edit.after.length),
  };
  const edits = [...snapshot.edits, edit];
  return { ...snapshot, doc, others, edits, trigger: "accept", ahead: "" };
}

function acceptedEdit(
  { id, path, text }: DocumentSnapshot,
  { changes }: Prediction,
  edits: readonly RecordedEdit[],
  time: number,
): RecordedEdit {
  return {
    id: (edits[edits.length - 1]?.id ?? 0) + 1,
    doc: id,
    path,
    before: text,
    after: changes.apply(text),
    changes,
    last: changedSpan(changes),
    origin: ACCEPT_ORIGIN,
    accepted: true,
    learn: true,
    kind: "accepted",
    symbol: null,
    time,
  };
}
