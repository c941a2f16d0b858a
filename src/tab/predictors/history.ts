/** What predictors ask of the edit history. */
import type { PredictionSnapshot } from "../../text/prediction.ts";

/** Whether the last edit is still being typed: the cursor of insert mode is in it or at its end. */
export function isUnfinished(snapshot: PredictionSnapshot): boolean {
  if (snapshot.mode !== "insert") return false;
  const edit = snapshot.edits[snapshot.edits.length - 1];
  if (!edit || edit.accepted || edit.doc !== snapshot.doc.id) return false;
  const { pos } = snapshot.doc;
  return pos >= edit.last.from && pos <= edit.last.to;
}
