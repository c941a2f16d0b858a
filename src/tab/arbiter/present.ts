/** Predictions of earlier texts become predictions of the texts as they are. */
import type { Document } from "../../editor/document.ts";
import type { DocumentChange, Editor } from "../../editor/editor.ts";
import { isClosed, type Prediction } from "../../text/prediction.ts";
import { ChangeLog } from "../change-log.ts";
import { carryOver } from "./opening.ts";
import type { Question } from "./question.ts";
import type { ClosedFiles } from "./shown.ts";

export class Present {
  private readonly editor: Editor;
  private readonly files: ClosedFiles;
  private readonly log = new ChangeLog();

  constructor(editor: Editor, files: ClosedFiles) {
    this.editor = editor;
    this.files = files;
  }

  add(event: DocumentChange): void {
    this.log.add(event);
  }

  forget(doc: Document): void {
    this.log.forget(doc.id);
  }

  /** Null when it has come to nothing. `question`: the one it answers, when its text was not there yet. */
  of(prediction: Prediction, question: Question | null = null): Prediction | null {
    const { editor, files, log } = this;
    if (isClosed(prediction.doc)) return carryOver(editor, files, prediction);
    const doc = editor.docs.find(({ id }) => id === prediction.doc);
    if (!doc) return null;
    const shift = question?.shift;
    const shifted = shift?.doc === prediction.doc && shift.from === prediction.revision;
    const own = shifted ? { ...prediction, revision: shift.to } : prediction;
    return log.rebase(own, doc.revision);
  }
}
