/**
 * The windows of a tab page as a tree of rows and columns. Every node knows its size on the screen
 * in cells, with the status line (or separator) below and the separator at the right of its windows
 * counted in. The leaves cover the window area exactly.
 */
import type { Folders, Window } from "./window.ts";

interface NodeSize {
  width: number;
  height: number;
  parent: LayoutBranch | null;
}

export interface LayoutLeaf extends NodeSize {
  readonly kind: "leaf";
  readonly win: Window;
}

export interface LayoutBranch extends NodeSize {
  /** `row`: side by side; `col`: one above the other. */
  readonly kind: "row" | "col";
  readonly children: LayoutNode[];
}

export type LayoutNode = LayoutLeaf | LayoutBranch;

export class TabPage {
  root: LayoutNode;
  current: Window;
  previous: Window | null = null;
  readonly folders: Folders = { own: null, last: null };

  constructor(win: Window) {
    this.root = newLeaf(win);
    this.current = win;
  }

  /** Windows from top left to bottom right. */
  get windows(): Window[] {
    return leaves(this.root);
  }
}

export function newLeaf(win: Window): LayoutLeaf {
  return { kind: "leaf", win, width: 0, height: 0, parent: null };
}

export function leaves(node: LayoutNode): Window[] {
  return node.kind === "leaf" ? [node.win] : node.children.flatMap(leaves);
}

/** The leaf of a window; null when it is not in the tree. */
export function leafOf(node: LayoutNode, win: Window): LayoutLeaf | null {
  if (node.kind === "leaf") return node.win === win ? node : null;
  for (const child of node.children) {
    const leaf = leafOf(child, win);
    if (leaf) return leaf;
  }
  return null;
}

export function siblingOf(node: LayoutNode, delta: -1 | 1): LayoutNode | null {
  const siblings = node.parent?.children;
  return siblings?.[siblings.indexOf(node) + delta] ?? null;
}

export function firstLeaf(node: LayoutNode): LayoutLeaf {
  return node.kind === "leaf" ? node : firstLeaf(node.children[0]!);
}

/** Puts a node beside another one; a branch is made where the direction needs it. */
export function insertBeside(
  tab: TabPage,
  at: LayoutNode,
  node: LayoutNode,
  kind: "row" | "col",
  before: boolean,
): void {
  let branch = at.parent;
  if (at.kind === kind && !branch) {
    at.children.splice(before ? 0 : at.children.length, 0, node);
    node.parent = at;
    return;
  }
  if (!branch || branch.kind !== kind) {
    branch = { kind, children: [at], width: at.width, height: at.height, parent: at.parent };
    replaceNode(tab, at, branch);
    at.parent = branch;
  }
  branch.children.splice(branch.children.indexOf(at) + (before ? 0 : 1), 0, node);
  node.parent = branch;
}

function replaceNode(tab: TabPage, old: LayoutNode, node: LayoutNode): void {
  const parent = old.parent;
  node.parent = parent;
  if (parent) parent.children[parent.children.indexOf(old)] = node;
  else tab.root = node;
}

/** Takes a node out of the tree; a branch with one child left becomes that child. */
export function removeNode(tab: TabPage, node: LayoutNode): void {
  const parent = node.parent;
  if (!parent) throw new Error("The last window of a layout can't be removed from it");
  parent.children.splice(parent.children.indexOf(node), 1);
  node.parent = null;
  const [only, more] = parent.children;
  if (!only || more) return;
  const above = parent.parent;
  if (only.kind !== "leaf" && above && above.kind === only.kind) {
    above.children.splice(above.children.indexOf(parent), 1, ...only.children);
    for (const child of only.children) child.parent = above;
  } else replaceNode(tab, parent, only);
}

/** A copy of a tree with the same windows. */
export function cloneLayout(node: LayoutNode, parent: LayoutBranch | null = null): LayoutNode {
  if (node.kind === "leaf") return { ...node, parent };
  const copy: LayoutBranch = { ...node, parent, children: [] };
  for (const child of node.children) copy.children.push(cloneLayout(child, copy));
  return copy;
}

/** The tree as `row(w1 col(w2 w3))`, with the windows' ids; for tests and bug reports. */
export function layoutToString(node: LayoutNode): string {
  if (node.kind === "leaf") return `w${node.win.id}`;
  return `${node.kind}(${node.children.map(layoutToString).join(" ")})`;
}
