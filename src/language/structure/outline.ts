/** What a document declares, as a list to choose from: where no server says it. */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { PickItem, PickSource } from "../../editor/picker.ts";
import { treeNow } from "./nodes.ts";
import { documentSymbols } from "./symbols.ts";

/** The symbols of a document by its syntax tree; null: it has none. */
export function outlineItems(editor: Editor, doc: Document): PickItem[] | null {
  const tree = treeNow(editor, doc);
  if (tree === null) return null;
  return documentSymbols(tree).map(({ name, kind, point, depth }) => ({
    text: `${"  ".repeat(Math.min(depth, 8))}${name}`,
    detail: kind,
    place: { doc, point },
  }));
}

export function outlineSource(editor: Editor): PickSource {
  return {
    name: "outline",
    title: "Outline",
    doc: "Functions, classes and other declarations of the buffer, by its syntax tree",
    start(_query, sink) {
      const items = outlineItems(editor, editor.doc);
      if (items !== null) sink.push(items);
      if (items === null) sink.done("The buffer has no syntax tree");
      else sink.done();
    },
  };
}
