/** `stickycontext`: the layer is there while an option asks for it. */
import type { Editor } from "../editor/editor.ts";
import { contextRows } from "../language/structure/context.ts";
import { syntaxOf } from "../language/syntax/syntax.ts";
import { StickyContext } from "../view/sticky-context.ts";
import type { FeatureScreen } from "./features.ts";

export function installStickyContext(editor: Editor, screen: FeatureScreen): void {
  const layer = new StickyContext(
    editor,
    () => screen.palette(),
    (doc, row) => {
      const tree = syntaxOf(editor).tree(doc);
      if (tree === null) return [];
      return tree.revision === doc.revision ? contextRows(tree, doc.text, row) : null;
    },
  );
  const follow = () => {
    const wanted = editor.windows.some((win) => win.options.get("stickycontext") > 0);
    if (wanted) screen.pushUnder(layer);
    else screen.remove(layer);
  };
  editor.events.on("option", ({ name }) => {
    if (name === "stickycontext") follow();
  });
  editor.events.on("window-enter", follow);
  follow();
}
