/** `%{breadcrumbs}` of the status line: the names of what is around the cursor. */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { StatusItem } from "../../editor/status-items.ts";
import { rowOf, type Text } from "../../text/text.ts";
import { syntaxOf } from "../syntax/syntax.ts";
import { type DocumentSymbol, documentSymbols } from "./symbols.ts";

interface Known {
  readonly text: Text;
  readonly symbols: readonly DocumentSymbol[];
}

/** The symbols are those of the newest tree: between a key and the tree they are a little old. */
export function breadcrumbs(editor: Editor): StatusItem {
  const known = new WeakMap<Document, Known>();
  return (win) => {
    const { doc } = win;
    let have = known.get(doc);
    if (have?.text !== doc.text) {
      const tree = syntaxOf(editor).tree(doc);
      if (tree !== null && tree.revision === doc.revision) {
        have = { text: doc.text, symbols: documentSymbols(tree) };
        known.set(doc, have);
      }
    }
    if (!have) return "";
    const row = rowOf(doc.text, Math.min(win.cursor.pos, doc.text.length));
    return have.symbols
      .filter(({ start, endPoint }) => start.row <= row && row <= endPoint.row)
      .map(({ name }) => name)
      .join(" › ");
  };
}
