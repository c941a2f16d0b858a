/** What the user did not want: it stays away until the text there, or the last edit, changes. */
import type { DocumentChange } from "../editor/editor.ts";
import { type Hunk, hunksOf, type Prediction } from "../text/prediction.ts";

interface Reject extends Hunk {
  readonly doc: number;
  /** Only the place was predicted. */
  readonly place: boolean;
  /** The id of the last edit then; null: it stays away whatever is edited elsewhere. */
  readonly edit: number | null;
}

const MOST = 200;

/** Its replaced ranges, or its place. */
function partsOf({ changes, cursor }: Prediction): readonly Hunk[] {
  return changes.empty ? [{ from: cursor, to: cursor, insert: "" }] : hunksOf(changes);
}

export class Rejects {
  private list: Reject[] = [];

  /** `edit`: the id of the last edit (null: the reject outlives it). */
  add(prediction: Prediction, edit: number | null): void {
    const { doc, changes } = prediction;
    for (const hunk of partsOf(prediction)) {
      this.list.push({ ...hunk, doc, edit, place: changes.empty });
    }
    if (this.list.length > MOST) this.list = this.list.slice(-MOST);
  }

  /** `edit`: the id of the last edit now. */
  has(prediction: Prediction, edit: number): boolean {
    if (this.list.length === 0) return false;
    return partsOf(prediction).some((hunk) =>
      this.list.some(
        (known) =>
          known.doc === prediction.doc &&
          known.place === prediction.changes.empty &&
          (known.edit === null || known.edit === edit) &&
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
