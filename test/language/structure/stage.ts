/** An editor with syntax trees and their keys, without a screen; `‸` in a text is the cursor. */
import { headlessEditor } from "../../../src/app/filter-case.ts";
import { structureCommands } from "../../../src/app/structure-keys.ts";
import { parseKeys } from "../../../src/base/key.ts";
import type { Document } from "../../../src/editor/document.ts";
import type { Editor } from "../../../src/editor/editor.ts";
import { installStructure } from "../../../src/language/structure/install.ts";
import { installSyntax } from "../../../src/language/syntax/install.ts";
import type { SyntaxService } from "../../../src/language/syntax/service.ts";

export const CURSOR = "‸";

export interface StructureStage {
  readonly editor: Editor;
  readonly doc: Document;
  readonly service: SyntaxService;
  /** What was put off until after a frame is done. */
  frame(): void;
  settle(): Promise<void>;
  keys(notation: string): void;
  /** The text with the cursor in it. */
  shown(): string;
  /** What is selected, or "". */
  selected(): string;
  close(): void;
}

export async function structureStage(marked: string, filetype: string): Promise<StructureStage> {
  const at = marked.indexOf(CURSOR);
  const { editor, loop } = headlessEditor(marked.replace(CURSOR, ""));
  const { doc, win } = editor;
  doc.options.set("filetype", filetype);
  doc.options.set("shiftwidth", filetype === "python" ? 4 : 2);
  doc.options.set("expandtab", true);
  const { service, close } = installSyntax(editor, { redraw: () => {}, quietMs: () => 1000 });
  const later: (() => void)[] = [];
  const structure = installStructure(editor, {
    afterFrame: (callback) => later.push(callback),
    redraw: () => {},
  });
  editor.commands.add(...structureCommands());
  const stage: StructureStage = {
    editor,
    doc,
    service,
    frame() {
      for (const callback of later.splice(0)) callback();
    },
    async settle() {
      editor.beforePaint(win);
      while (service.busy) await new Promise<void>((resolve) => setImmediate(resolve));
      service.ensure(doc, 10_000);
      await new Promise<void>((resolve) => setImmediate(resolve));
    },
    keys: (notation) => loop.feed(parseKeys(notation)),
    shown() {
      const text = doc.text.toString();
      const { pos } = win.cursor;
      return `${text.slice(0, pos)}${CURSOR}${text.slice(pos)}`;
    },
    selected() {
      const { visual, cursor } = win;
      if (visual === null) return "";
      const from = Math.min(visual.anchor, cursor.pos);
      const to = Math.max(visual.anchor, cursor.pos) + 1;
      if (visual.kind === "v") return doc.text.sliceString(from, to);
      return doc.text.sliceString(doc.text.lineAt(from).from, doc.text.lineAt(to - 1).to);
    },
    close() {
      structure.close();
      close();
    },
  };
  await stage.settle();
  editor.setCursor(win, Math.max(0, at));
  return stage;
}
