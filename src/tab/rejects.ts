/** What the user did not want: it stays away until the text there, or the last edit, changes. */
import type { DocumentChange } from "../editor/editor.ts";
import { type Hunk, hunksOf, type Prediction } from "../text/prediction.ts";

interface Reject extends Hunk {
  readonly doc: number;
}

export class Rejects {
  private list: Reject[] = [];

  add(prediction: Prediction): void {
    for (const hunk of hunksOf(prediction.changes))
      this.list.push({ ...hunk, doc: prediction.doc });
  }

  has(prediction: Prediction): boolean {
    return hunksOf(prediction.changes).some((hunk) =>
      this.list.some(
        (known) =>
          known.doc === prediction.doc &&
          known.from === hunk.from &&
          known.to === hunk.to &&
          known.insert === hunk.insert,
      ),
    );
  }

  /** Carries the places along; one that the change touches is free again. */
  change(event: DocumentChange): void {
    if (this.list.length === 0) return;
    const made = hunksOf(event.change);
    const touched = (known: Reject) =>
      made.some((part) => part.from <= known.to && part.to >= known.from);
    this.list = this.list.flatMap((known) => {
      if (known.doc !== event.doc.id) return [known];
      if (touched(known)) return [];
      const from = event.change.mapPos(known.from, 1);
      return [{ ...known, from, to: from + (known.to - known.from) }];
    });
  }

  forget(doc: number): void {
    this.list = this.list.filter((known) => known.doc !== doc);
  }
}
