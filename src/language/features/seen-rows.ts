/** The part of a document that windows show, with some rows around it. */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Span } from "../../text/text.ts";

const AROUND = 30;

export interface SeenRows {
  /** 0-based, both included. */
  readonly first: number;
  readonly last: number;
}

/** The rows, and `around` more on both sides; null: no window of the tab page shows the document. */
export function seenRows(editor: Editor, doc: Document, around: number): SeenRows | null {
  let first = Number.POSITIVE_INFINITY;
  let last = -1;
  for (const win of editor.tab.windows) {
    if (win.doc !== doc || win.height <= 0) continue;
    first = Math.min(first, win.top);
    last = Math.max(last, win.top + win.height);
  }
  if (last < 0) return null;
  const { lines } = doc.text;
  const top = Math.max(0, Math.min(first - around, lines - 1));
  return { first: top, last: Math.max(top, Math.min(last + around, lines - 1)) };
}

/** UTF-16 offsets of whole rows; null: no window of the tab page shows it. */
export function seenPart(editor: Editor, doc: Document): Span | null {
  const rows = seenRows(editor, doc, AROUND);
  if (rows === null) return null;
  const { text } = doc;
  return { from: text.line(rows.first + 1).from, to: text.line(rows.last + 1).to };
}

/** The documents that windows of the tab page show. */
export function seenDocuments(editor: Editor): Document[] {
  return [...new Set(editor.tab.windows.map(({ doc }) => doc))];
}
