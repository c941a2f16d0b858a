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
  const elsewhere = wanted.doc !== editor.doc.id;
  if (editor.recording !== null) {
    const keys = elsewhere || editor.mode === "insert" ? null : keysOfMove(editor, placeOf(wanted));
    recordInstead(editor, keys ?? []);
    if (keys === null) throw new UserError("The way there can't be recorded in a macro");
  }
  if (elsewhere && editor.mode === "insert") {
    // An insertion belongs to its document: it ends here.
    waiting.jump = wanted;
    editor.loop?.queue.stuff(["<Esc>", "<Command:tab.jump>"], false);
    return;
  }
  noteJump(editor);
  const prediction = isClosed(wanted.doc) ? yield* arbiter.open(wanted) : wanted;
  const target = editor.docs.find((doc) => doc.id === prediction.doc);
  if (!target) throw new UserError("The document of the prediction is gone");
  if (target !== editor.doc) yield* editor.openPlace({ doc: target, path: target.path });
  editor.setCursor(editor.win, Math.min(placeOf(prediction), editor.doc.text.length));
  openFoldsFor(editor, editor.win, "jump");
  editor.modal.insertion?.moved();
}

function placeOf({ changes, cursor }: Prediction): number {
  return hunksOf(changes)[0]?.from ?? cursor;
}
