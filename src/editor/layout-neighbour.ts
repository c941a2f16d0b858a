/** The window beside a window. */
import type { Editor } from "./editor.ts";
import { firstLeaf, type LayoutNode, siblingOf } from "./layout.ts";
import { leafIn } from "./layout-screen.ts";
import { cursorScreenPosition } from "./viewport.ts";
import type { Window } from "./window.ts";

/** The window above, below, left or right, at the height or column of the cursor; else null. */
export function neighbourOf(
  editor: Editor,
  win: Window,
  direction: "h" | "j" | "k" | "l",
): Window | null {
  const kind = direction === "j" || direction === "k" ? "col" : "row";
  const backward = direction === "k" || direction === "h";
  const place = cursorScreenPosition(editor, win);
  const row = win.row + (place?.row ?? 0);
  const col = win.col + (place?.cell ?? 0);
  let node: LayoutNode = leafIn(editor.tab, win);
  let found: LayoutNode | null = null;
  while (!found) {
    if (!node.parent) return null;
    if (node.parent.kind === kind) found = siblingOf(node, backward ? -1 : 1);
    node = node.parent;
  }
  while (found.kind !== "leaf") {
    const children: readonly LayoutNode[] = found.children;
    if (found.kind === kind) found = backward ? children[children.length - 1]! : children[0]!;
    else {
      found =
        children.find((child) => {
          const first = firstLeaf(child).win;
          return kind === "col" ? first.col + child.width > col : first.row + child.height > row;
        }) ?? children[children.length - 1]!;
    }
  }
  return found.win;
}
