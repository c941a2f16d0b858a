/** The windows of a tab page as a tree of rows and columns. */
import type { Window } from "./window.ts";

export type LayoutNode =
  | { readonly kind: "leaf"; readonly win: Window }
  /** `row`: side by side; `col`: one above the other. */
  | { readonly kind: "row" | "col"; readonly children: readonly LayoutNode[] };

export class TabPage {
  root: LayoutNode;
  current: Window;
  previous: Window | null = null;

  constructor(win: Window) {
    this.root = { kind: "leaf", win };
    this.current = win;
  }

  /** Windows from top left to bottom right. */
  get windows(): Window[] {
    return leaves(this.root);
  }
}

export function leaves(node: LayoutNode): Window[] {
  return node.kind === "leaf" ? [node.win] : node.children.flatMap(leaves);
}
