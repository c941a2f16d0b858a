/**
 * Which places of a failed command the user has gone to since the last edit: where he went and changed
 * nothing he is not sent again at once. Walking over a line is no visit.
 */
import type { Editor } from "../../editor/editor.ts";
import type { Finding } from "../../shell/matchers/finding.ts";
import type { Failures, Tracked } from "../../shell/run/failures.ts";
import { rowAt } from "../../text/text.ts";

export class FailureVisits {
  private seen = new WeakSet<Finding>();
  private readonly editor: Editor;
  private readonly failures: () => Failures | null;
  /** Where the cursor was behind the last command: the id of a document, a row from 0. */
  private doc = -1;
  private row = -1;

  constructor(editor: Editor, failures: () => Failures | null) {
    this.editor = editor;
    this.failures = failures;
    editor.events.on("change", ({ doc }) => {
      if (doc.kind === "file") this.seen = new WeakSet();
    });
    editor.events.on("command-done", () => this.look());
  }

  has({ finding }: Tracked): boolean {
    return this.seen.has(finding);
  }

  private look(): void {
    const { editor } = this;
    const failure = this.failures()?.current ?? null;
    if (failure === null || editor.nesting > 0) return;
    const { doc, win } = editor;
    const row = rowAt(doc.text, win.cursor.pos);
    const isJump = doc.id !== this.doc || Math.abs(row - this.row) > 1;
    this.doc = doc.id;
    this.row = row;
    if (!isJump || doc.kind !== "file") return;
    const start = doc.text.lineAt(Math.min(win.cursor.pos, doc.text.length)).from;
    for (const { at, finding } of failure.findings) {
      // In a file that was just opened they are not placed yet.
      const isThere =
        at === null
          ? finding.path === doc.path && finding.row === row
          : at.doc === doc && at.from === start;
      if (isThere) this.seen.add(finding);
    }
  }
}
