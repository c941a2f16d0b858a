/** `:Pick outline`: what the current document declares. */
import type { Editor } from "../../editor/editor.ts";
import type { PickItem, PickSource } from "../../editor/picker.ts";
import { treeNow } from "./nodes.ts";
import { documentSymbols } from "./symbols.ts";

export function outlineSource(editor: Editor): PickSource {
  return {
    name: "outline",
    title: "Outline",
    doc: "Functions, classes and other declarations of the buffer, by its syntax tree",
    start(_query, sink) {
      const { doc } = editor;
      const tree = treeNow(editor, doc);
      if (tree === null) {
        sink.done("The buffer has no syntax tree");
        return;
      }
      const items = documentSymbols(tree).map(
        ({ name, kind, point, depth }): PickItem => ({
          text: `${"  ".repeat(Math.min(depth, 8))}${name}`,
          detail: kind,
          place: { doc, ...(doc.path === null ? {} : { path: doc.path }), point },
        }),
      );
      sink.push(items);
      sink.done();
    },
  };
}
