/**
 * One undo for a change of several documents: in each of them it is a step of its own, and right after
 * it `u` takes all of them back, as CTRL-R makes all of them again. As soon as one of them has changed
 * otherwise, that is refused once, and `u` is what it always was.
 */
import { UserError } from "../../base/errors.ts";
import type { CommandContext } from "../../editor/command.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { shownPath } from "../../editor/paths.ts";
import { applyUndoStep } from "../../editor/undo-step.ts";
import { type ChangeSet, posOf } from "../../text/text.ts";
import type { UndoNode } from "../../text/undo-tree.ts";

interface Step {
  readonly doc: Document;
  /** The states with and without the change. */
  readonly after: UndoNode;
  readonly before: UndoNode;
}

interface Joint {
  readonly steps: readonly Step[];
  /** Whether it is in the texts now. */
  readonly made: boolean;
}

export class JointUndo {
  private readonly editor: Editor;
  private last: Joint | null = null;
  /** No document has changed since. */
  private newest = false;
  private busy = false;

  constructor(editor: Editor) {
    this.editor = editor;
    editor.events.on("change", () => {
      if (!this.busy) this.newest = false;
    });
  }

  /** `u` takes back the whole change. */
  get canUndo(): boolean {
    return this.applies(true);
  }

  /** CTRL-R makes it again. */
  get canRedo(): boolean {
    return this.applies(false);
  }

  /** Makes these changes, each one undo step of its document. */
  apply(changes: readonly { doc: Document; change: ChangeSet }[], origin: string): void {
    const steps: Step[] = [];
    this.busy = true;
    try {
      for (const { doc, change } of changes) {
        const before = doc.undo.current;
        doc.undo.sync();
        this.editor.dispatch(doc, { changes: change, origin });
        doc.undo.sync();
        steps.push({ doc, before, after: doc.undo.current });
      }
    } finally {
      this.busy = false;
    }
    this.last = steps.length > 1 ? { steps, made: true } : null;
    this.newest = true;
  }

  /** `u` and CTRL-R where `canUndo` and `canRedo` say so. Throws UserError when one has changed since. */
  travel(context: CommandContext, way: "undo" | "redo"): Fiber | void {
    const { editor } = this;
    if (context.count > 1) return editor.commands.require(`history.${way}`).run(context);
    const { last } = this;
    if (last === null) throw new UserError("No change of several files to take back");
    const here = (step: Step) => (last.made ? step.after : step.before);
    const changed = last.steps.find(
      (step) => !editor.docs.includes(step.doc) || step.doc.undo.current !== here(step),
    );
    if (changed) {
      this.last = null;
      const name = shownPath(editor, changed.doc.path);
      throw new UserError(
        `"${name}" has changed since: ${way === "undo" ? "u" : "CTRL-R"} is for this file alone now`,
      );
    }
    this.busy = true;
    try {
      for (const { doc } of last.steps) this.step(doc, way);
    } finally {
      this.busy = false;
    }
    this.last = { ...last, made: way === "redo" };
    this.newest = true;
    const count = last.steps.length;
    editor.showMessage(`${way === "undo" ? "Taken back" : "Made again"} in ${count} files`);
    return undefined;
  }

  private step(doc: Document, way: "undo" | "redo"): void {
    const { editor } = this;
    doc.undo.sync();
    const step = way === "undo" ? doc.undo.undo() : doc.undo.redo();
    if (!step) throw new Error(`Nothing to ${way} in document ${doc.id}`);
    applyUndoStep(editor, doc, step, way);
    if (editor.doc !== doc) return;
    const row = Math.min(step.cursor.row, doc.text.lines - 1);
    const line = doc.text.line(row + 1);
    const col = step.exact ? step.cursor.col : Math.max(0, line.text.search(/\S/));
    editor.setCursor(editor.win, posOf(doc.text, row, Math.min(col, Math.max(0, line.length - 1))));
  }

  private applies(made: boolean): boolean {
    const { last, editor } = this;
    if (last === null || last.made !== made) return false;
    const own = last.steps.find(({ doc }) => doc === editor.doc);
    if (!own) return this.newest;
    return own.doc.undo.current === (made ? own.after : own.before);
  }
}
