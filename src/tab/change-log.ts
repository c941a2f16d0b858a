/** The last changes of each document, so that late answers can be carried to the present text. */
import type { DocumentChange } from "../editor/editor.ts";
import { interpolate, type Prediction } from "../text/prediction.ts";

/** Changes kept per document; an answer that is older is dropped. */
const MOST = 64;

export class ChangeLog {
  private readonly changes = new Map<number, DocumentChange[]>();

  add(event: DocumentChange): void {
    const list = this.changes.get(event.doc.id);
    if (!list) this.changes.set(event.doc.id, [event]);
    else {
      list.push(event);
      if (list.length > MOST) list.shift();
    }
  }

  forget(doc: number): void {
    this.changes.delete(doc);
  }

  /** The prediction for revision `now` of its document, or null when it has come to nothing. */
  rebase(prediction: Prediction, now: number): Prediction | null {
    let carried: Prediction | null = prediction;
    if (prediction.revision === now) return carried;
    const list = this.changes.get(prediction.doc) ?? [];
    // An event's revision is the one that it led to.
    const start = list.findIndex((event) => event.revision === prediction.revision + 1);
    if (start < 0) return null;
    for (const event of list.slice(start)) {
      carried = interpolate(carried, event.change, event.before);
      if (!carried) return null;
    }
    return carried.revision === now ? carried : null;
  }
}
