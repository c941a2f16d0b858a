/**
 * What comes after the suggestion that is shown, worked out while it is shown: the predictors are asked
 * about the text as it would be, and an accept finds their answers.
 */
import type { DocumentChange } from "../../editor/editor.ts";
import type { Prediction, PredictionSnapshot } from "../../text/prediction.ts";
import type { Text } from "../../text/text.ts";
import type { Ranked } from "../ranking/rank.ts";
import { Question } from "./question.ts";
import { snapshotAfter } from "./snapshot-after.ts";

export class FollowUp {
  /** The prediction that it follows. */
  readonly id: number;
  /** The document that will have changed, or that the cursor will be in. */
  readonly doc: number;
  /** Its text then. */
  readonly after: Text;
  /** A place: only the cursor goes there. */
  readonly place: boolean;
  readonly cursor: number;
  readonly question: Question;
  /** Null until the question is answered. */
  ranked: readonly Ranked[] | null = null;

  private constructor(prediction: Prediction, snapshot: PredictionSnapshot, now: number) {
    this.id = prediction.id;
    this.doc = prediction.doc;
    this.after = snapshot.doc.text;
    this.place = prediction.changes.empty;
    this.cursor = snapshot.doc.pos;
    this.question = new Question(snapshot, now, { speculative: true, anew: true });
  }

  /** Null when the prediction is for another text than the snapshot has. */
  static of(
    prediction: Prediction,
    snapshot: PredictionSnapshot,
    now: number,
    time: number,
  ): FollowUp | null {
    const after = snapshotAfter(snapshot, prediction, time);
    return after && new FollowUp(prediction, { ...after, ahead: prediction.source }, now);
  }

  /** Whether it is what follows this prediction of `text`, however much of it was typed. */
  follows(prediction: Prediction, text: Text): boolean {
    if (prediction.id !== this.id || prediction.changes.empty !== this.place) return false;
    if (prediction.doc !== this.doc) return false;
    const length = text.length - prediction.changes.length + prediction.changes.newLength;
    return length === this.after.length && prediction.changes.apply(text).eq(this.after);
  }

  /** Whether a change led to its text. */
  cameTrue({ doc, after }: DocumentChange): boolean {
    return !this.place && doc.id === this.doc && after.eq(this.after);
  }
}
