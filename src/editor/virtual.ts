/** Documents that stand for no file: lists, logs, versions. */
import { textOf } from "../text/text.ts";
import type { Document } from "./document.ts";
import type { Editor } from "./editor.ts";

export interface VirtualRequest {
  /** Shown as the name; also how `findVirtual` finds it. */
  readonly title: string;
  readonly text: string;
  readonly filetype?: string;
  /** Absent: it can't be changed. */
  readonly writable?: true;
}

/** The open document of a title, or null. */
export function findVirtual(editor: Editor, title: string): Document | null {
  return editor.docs.find((doc) => doc.kind === "scratch" && doc.title === title) ?? null;
}

/** A new document that is not listed, or the open one of the title with the text replaced. */
export function virtualDocument(editor: Editor, request: VirtualRequest): Document {
  const { title, text, filetype = "", writable } = request;
  const open = findVirtual(editor, title);
  if (open !== null) {
    replaceText(editor, open, text);
    return open;
  }
  const doc = editor.addDocument(textOf(text), null);
  doc.kind = "scratch";
  doc.title = title;
  doc.listed = false;
  doc.options.set("filetype", filetype);
  doc.options.set("modifiable", writable === true);
  return doc;
}

/** Gives a virtual document another text; its cursors keep their rows as far as there are such. */
export function replaceText(editor: Editor, doc: Document, text: string): void {
  const modifiable = doc.options.get("modifiable");
  doc.options.set("modifiable", true);
  try {
    const fresh = textOf(text);
    const windows = editor.windows.filter((win) => win.doc === doc);
    const places = windows.map((win) => ({
      row: doc.text.lineAt(win.cursor.pos).number,
      col: win.cursor.pos - doc.text.lineAt(win.cursor.pos).from,
      top: win.top,
    }));
    editor.dispatch(doc, {
      changes: { from: 0, to: doc.text.length, insert: fresh },
      origin: "virtual.replace",
      undo: "skip",
    });
    windows.forEach((win, i) => {
      const { row, col, top } = places[i]!;
      const line = doc.text.line(Math.min(row, doc.text.lines));
      editor.setCursor(win, Math.min(line.from + col, line.to));
      win.top = Math.min(top, doc.text.lines - 1);
    });
    doc.undo.sync();
    doc.undo.saved = doc.undo.current;
  } finally {
    doc.options.set("modifiable", modifiable);
  }
}
