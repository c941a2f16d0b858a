/** One step along a document's undo tree, made in its text. */
import type { UndoStep } from "../text/undo-tree.ts";
import type { Document } from "./document.ts";
import type { Editor } from "./editor.ts";

/** The cursor is left to the caller. */
export function applyUndoStep(
  editor: Editor,
  doc: Document,
  step: UndoStep,
  origin: "undo" | "redo",
): void {
  for (const changes of step.changes) editor.dispatch(doc, { changes, origin, undo: "skip" });
  doc.undo.arrive(step.node);
}
