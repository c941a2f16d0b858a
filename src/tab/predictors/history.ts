/** What predictors ask of the edit history. */
import { editBeingTyped, type PredictionSnapshot } from "../../text/prediction.ts";

/** Whether the last edit is still being typed. */
export function isUnfinished(snapshot: PredictionSnapshot): boolean {
  return editBeingTyped(snapshot) !== null;
}
