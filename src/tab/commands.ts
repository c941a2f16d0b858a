/** The commands of the Tab key. */
import { UserError } from "../base/errors.ts";
import type { Command } from "../editor/command.ts";
import type { Editor } from "../editor/editor.ts";
import type { Fiber } from "../editor/fiber.ts";
import { firstWord } from "../patterns/continuation.ts";
import { previousColumn } from "../text/motion/walker.ts";
import { changeOf, hunksOf, type Prediction } from "../text/prediction.ts";
import { pointOf } from "../text/text.ts";
import type { Arbiter, Shown } from "./arbiter.ts";
import { ACCEPT_ORIGIN } from "./history.ts";

export function tabCommands(editor: Editor, arbiter: Arbiter): Command[] {
  // Where a jump that had to leave insert mode first goes on.
  const waiting: { jump: Prediction | null } = { jump: null };
  const withShown = (run: (shown: Shown) => Fiber | undefined) => () => {
    const { shown } = arbiter;
    if (!shown) throw new UserError("No prediction is shown");
    return run(shown);
  };
  return [
    {
      name: "tab.accept",
      doc: "Make the predicted change; go there first when it is out of sight",
      run: withShown((shown) => {
        if (shown.kind === "jump") return jump(editor, shown.prediction, waiting);
        accept(editor, arbiter, shown);
      }),
    },
    {
      name: "tab.accept-word",
      doc: "Take the first word of the ghost text",
      run: withShown((shown) =>
        shown.kind === "jump"
          ? jump(editor, shown.prediction, waiting)
          : acceptPart(editor, arbiter, shown, (text) => firstWord(text, editor.doc.isKeyword)),
      ),
    },
    {
      name: "tab.accept-line",
      doc: "Take the first line of the ghost text",
      run: withShown((shown) =>
        shown.kind === "jump"
          ? jump(editor, shown.prediction, waiting)
          : acceptPart(editor, arbiter, shown, firstLine),
      ),
    },
    {
      name: "tab.jump",
      doc: "Go to the predicted change without making it",
      run: () => {
        const prediction = waiting.jump ?? arbiter.shown?.prediction;
        waiting.jump = null;
        if (!prediction) throw new UserError("No prediction is shown");
        return jump(editor, prediction, waiting);
      },
    },
    {
      name: "tab.dismiss",
      doc: "Hide the prediction; it stays away until the text there changes",
      run: () => arbiter.dismiss(),
    },
    {
      name: "tab.next-alternative",
      doc: "Show the next alternative prediction",
      run: withShown(() => {
        arbiter.turn(1);
      }),
    },
    {
      name: "tab.previous-alternative",
      doc: "Show the previous alternative prediction",
      run: withShown(() => {
        arbiter.turn(-1);
      }),
    },
    {
      name: "tab.ask",
      doc: "Ask for a prediction now",
      run: () => arbiter.ask("ask"),
    },
    {
      name: "tab.why",
      doc: "Say why the prediction is shown",
      run: withShown(({ prediction }) => {
        editor.showMessage(`${prediction.source}: ${prediction.reason}`);
      }),
    },
  ];
}

/** Dispatches the whole prediction as one undo step and puts the cursor behind the new text. */
function accept(editor: Editor, arbiter: Arbiter, { prediction, kind }: Shown): void {
  const { doc, win } = editor;
  const hunks = hunksOf(prediction.changes);
  arbiter.beginAccept(prediction, doc.text, true);
  change(editor, prediction.changes);
  editor.setCursor(win, restingPlace(editor, prediction.cursor));
  const { insertion } = editor.modal;
  if (kind === "ghost") insertion?.put(hunks[0]!.insert);
  else insertion?.moved();
}

/** Takes the first part of a ghost; of anything else all. */
function acceptPart(
  editor: Editor,
  arbiter: Arbiter,
  shown: Shown,
  part: (text: string) => string,
): undefined {
  const { doc, win } = editor;
  const { prediction, kind } = shown;
  const [hunk] = hunksOf(prediction.changes);
  const insert = kind === "ghost" && hunk ? part(hunk.insert) : "";
  if (!hunk || insert === "" || insert === hunk.insert) {
    accept(editor, arbiter, shown);
    return;
  }
  arbiter.beginAccept(prediction, doc.text, false);
  change(editor, changeOf([{ ...hunk, insert }], doc.text.length));
  editor.setCursor(win, hunk.from + insert.length);
  editor.modal.insertion?.put(insert);
}

/** The first line with its line break; what is left of it when only the break is. */
function firstLine(text: string): string {
  const end = text.indexOf("\n", 1);
  return end < 0 ? text : text.slice(0, end);
}

function change(editor: Editor, changes: Prediction["changes"]): void {
  const { doc } = editor;
  doc.undo.sync();
  editor.dispatch(doc, { changes, origin: ACCEPT_ORIGIN });
  doc.undo.sync();
}

/** In normal mode the cursor stands on the last character of the new text. */
function restingPlace(editor: Editor, cursor: number): number {
  const { text } = editor.doc;
  const pos = Math.min(cursor, text.length);
  if (editor.mode === "insert") return pos;
  const line = text.lineAt(pos);
  return pos > line.from ? line.from + previousColumn(line.text, pos - line.from) : pos;
}

/** Goes to the predicted change; an entry in the jump list leads back. */
function* jump(
  editor: Editor,
  prediction: Prediction,
  waiting: { jump: Prediction | null },
): Fiber {
  const target = editor.docs.find((doc) => doc.id === prediction.doc);
  if (!target) throw new UserError("The document of the prediction is gone");
  const elsewhere = target !== editor.doc;
  if (elsewhere && editor.mode === "insert") {
    // An insertion belongs to its document: it ends here.
    waiting.jump = prediction;
    editor.loop?.queue.stuff(["<Esc>", "<Command:tab.jump>"], false);
    return;
  }
  const { win, doc } = editor;
  const from = pointOf(doc.text, win.cursor.pos);
  win.jumps.last = from;
  win.jumps.push(doc, from);
  if (elsewhere) yield* editor.openPlace({ doc: target, path: target.path });
  const [hunk] = hunksOf(prediction.changes);
  editor.setCursor(editor.win, hunk?.from ?? 0);
  editor.modal.insertion?.moved();
}
