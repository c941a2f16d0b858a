/** `%{breadcrumbs}` of the status line: the names of what is around the cursor. */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { StatusItem } from "../../editor/status-items.ts";
import { syntaxOf } from "../syntax/syntax.ts";
import { namesAround } from "./symbols.ts";

/** Between a key and its tree the names are those of before. */
export function breadcrumbs(editor: Editor): StatusItem {
  const known = new WeakMap<Document, string>();
  return (win) => {
    const { doc } = win;
    const tree = syntaxOf(editor).tree(doc);
    if (tree === null) return "";
    if (tree.revision === doc.revision) {
      const pos = Math.min(win.cursor.pos, doc.text.length);
      known.set(doc, namesAround(tree, pos).join(" › "));
    }
    return known.get(doc) ?? "";
  };
}
