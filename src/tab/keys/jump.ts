/** Going to a predicted change, or to the place where one belongs, without making it. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { openFoldsFor } from "../../editor/folding.ts";
import { noteJump } from "../../editor/place.ts";
import { hunksOf, isClosed, type Prediction } from "../../text/prediction.ts";
import { keysOfMove, recordInstead } from "./recorded.ts";

/** Where a jump that had to leave insert mode first goes on. */
export interface Waiting {
  jump: Prediction | null;
}

export interface JumpPorts {
  /** Opens the file of a prediction and gives the prediction for it. Throws UserError. */
  open(prediction: Prediction): Fiber<Prediction>;
}

/** Goes there; an entry in the jump list leads back. */
export function* jumpTo(
  editor: Editor,
  arbiter: JumpPorts,
  wanted: Prediction,
  waiting: Waiting,
): Fiber {
  const prediction = isClosed(wanted.doc) ? yield* arbiter.open(wanted) : wanted;
  const target = editor.docs.find((doc) => doc.id === prediction.doc);
  if (!target) throw new UserError("The document of the prediction is gone");
  const elsewhere = target !== editor.doc;
  const pos = hunksOf(prediction.changes)[0]?.from ?? prediction.cursor;
  if (editor.recording !== null) {
    recordInstead(editor, elsewhere || editor.mode === "insert" ? [] : keysOfMove(editor, pos));
    if (elsewhere || editor.mode === "insert") {
      throw new UserError("The way there can't be recorded in a macro");
    }
  }
  if (elsewhere && editor.mode === "insert") {
    // An insertion belongs to its document: it ends here.
    waiting.jump = prediction;
    editor.loop?.queue.stuff(["<Esc>", "<Command:tab.jump>"], false);
    return;
  }
  noteJump(editor);
  if (elsewhere) yield* editor.openPlace({ doc: target, path: target.path });
  editor.setCursor(editor.win, Math.min(pos, editor.doc.text.length));
  openFoldsFor(editor, editor.win, "jump");
  editor.modal.insertion?.moved();
}
