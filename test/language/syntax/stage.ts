/** An editor with syntax and without a screen, for tests that look at highlight groups. */
import { composeEditor } from "../../../src/app/compose.ts";
import type { Document } from "../../../src/editor/document.ts";
import type { Editor } from "../../../src/editor/editor.ts";
import { installSyntax } from "../../../src/language/syntax/install.ts";
import type { SyntaxService } from "../../../src/language/syntax/service.ts";
import { textOf } from "../../../src/text/text.ts";

export interface SyntaxStage {
  readonly editor: Editor;
  readonly doc: Document;
  readonly service: SyntaxService;
  /** How often a frame was asked for. */
  redraws: number;
  /** Milliseconds since the last key, as the service is told. */
  quietMs: number;
  /** So many milliseconds pass whenever the clock is read: with none, nothing takes too long. */
  tick: number;
  clock(): number;
  /** Waits until the service has nothing to do. */
  settle(): Promise<void>;
  /** Replaces `[from, to)` as a command would. */
  edit(from: number, to: number, insert: string): void;
  /** Each piece of a row that has a group, as `text group`. */
  groups(row: number): string[];
  close(): void;
}

export async function syntaxStage(text: string, filetype: string): Promise<SyntaxStage> {
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  const doc = editor.addDocument(textOf(text), null);
  doc.options.set("filetype", filetype);
  editor.addTab(editor.newWindow(doc));
  editor.win.height = 40;
  editor.win.width = 80;
  const made = { redraws: 0, quietMs: 1000, tick: 0 };
  let now = 0;
  const feature = installSyntax(editor, {
    redraw: () => {
      made.redraws++;
    },
    quietMs: () => made.quietMs,
    clock: () => {
      now += made.tick;
      return now;
    },
  });
  const { service } = feature;
  const stage: SyntaxStage = Object.assign(made, {
    editor,
    doc,
    service,
    clock: () => now,
    async settle() {
      // A window that scrolls is drawn before anything else is done.
      editor.beforePaint(editor.win);
      while (service.busy) await new Promise<void>((resolve) => setImmediate(resolve));
    },
    edit(from: number, to: number, insert: string) {
      editor.dispatch(doc, {
        changes: { from, to, insert: textOf(insert) },
        origin: "input.type",
      });
    },
    groups(row: number) {
      const line = doc.text.line(row + 1);
      const found: string[] = [];
      doc.slots.between("highlights", line.from, line.to, (from, to, { group }) => {
        const piece = line.text.slice(Math.max(0, from - line.from), Math.max(0, to - line.from));
        if (piece !== "" && from < line.to) found.push(`${piece} ${group}`);
      });
      return found;
    },
    close: () => feature.close(),
  });
  await stage.settle();
  return stage;
}
