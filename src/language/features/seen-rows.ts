/** The part of a document that windows show, with some rows around it. */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Span } from "../../text/text.ts";

const AROUND = 30;

/** UTF-16 offsets of whole rows; null: no window of the tab page shows it. */
export function seenPart(editor: Editor, doc: Document): Span | null {
  let first = Number.POSITIVE_INFINITY;
  let last = -1;
  for (const win of editor.tab.windows) {
    if (win.doc !== doc || win.height <= 0) continue;
    first = Math.min(first, win.top);
    last = Math.max(last, win.top + win.height);
  }
  if (last < 0) return null;
  const { text } = doc;
  const top = Math.max(0, Math.min(first - AROUND, text.lines - 1));
  const bottom = Math.min(last + AROUND, text.lines - 1);
  return { from: text.line(top + 1).from, to: text.line(Math.max(top, bottom) + 1).to };
}

/** The documents that windows of the tab page show. */
export function seenDocuments(editor: Editor): Document[] {
  return [...new Set(editor.tab.windows.map(({ doc }) => doc))];
}
