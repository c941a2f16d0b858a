/** Predictions in files that are not open become predictions of documents when those are opened. */
import { UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { type DocumentSnapshot, isClosed, type Prediction } from "../../text/prediction.ts";
import type { ClosedFiles } from "./shown.ts";

/** The prediction as it is now; null when its file has been opened and is another one. */
export function carryOver(
  editor: Editor,
  files: ClosedFiles,
  prediction: Prediction,
): Prediction | null {
  if (!isClosed(prediction.doc)) return prediction;
  const file = files.get(prediction.doc);
  if (!file) return null;
  const doc = documentOf(editor, file);
  return doc ? carriedTo(doc, file, prediction) : prediction;
}

/** Shows the file. Throws UserError when its text is not the one that the prediction is for. */
export function* opened(
  editor: Editor,
  files: ClosedFiles,
  prediction: Prediction,
): Fiber<Prediction> {
  const file = files.get(prediction.doc);
  if (!file) throw new UserError("The file of the prediction is gone");
  yield* editor.openPlace({ doc: documentOf(editor, file), path: file.path });
  const doc = documentOf(editor, file);
  const carried = doc && carriedTo(doc, file, prediction);
  if (!carried) throw new UserError("The file has changed since it was predicted in");
  return carried;
}

function documentOf(editor: Editor, { path }: DocumentSnapshot): Document | null {
  return editor.docs.find((doc) => doc.loaded && doc.path !== null && doc.path === path) ?? null;
}

function carriedTo(
  doc: Document,
  file: DocumentSnapshot,
  prediction: Prediction,
): Prediction | null {
  if (prediction.revision !== file.revision || !doc.text.eq(file.text)) return null;
  return { ...prediction, doc: doc.id, revision: doc.revision };
}
