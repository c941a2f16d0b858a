/** Growing a selection to the node around it, and back. */
import type { SyntaxTree } from "../syntax/syntax.ts";
import { namedAround } from "./nodes.ts";

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The smallest node that holds a range and is larger; null: there is none. UTF-16 offsets. */
export function rangeAround(tree: SyntaxTree, { from, to }: Range): Range | null {
  const layer = tree.layerAt(from);
  const roots = layer && layer.root.endIndex >= to ? [layer.root, tree.root] : [tree.root];
  for (const root of roots) {
    for (const node of namedAround(root, from, Math.max(to, from + 1))) {
      const { startIndex, endIndex } = node;
      if (startIndex > from || endIndex < to) continue;
      if (startIndex < from || endIndex > to) return { from: startIndex, to: endIndex };
    }
  }
  return null;
}

/** The smallest node at an offset. */
export function rangeAt(tree: SyntaxTree, pos: number): Range | null {
  const node = tree.nodeAt(pos);
  return node === null ? null : { from: node.startIndex, to: node.endIndex };
}

/** The largest node inside of a range and smaller, at an offset; null: there is none. */
export function rangeWithin(tree: SyntaxTree, { from, to }: Range, pos: number): Range | null {
  let found: Range | null = null;
  const layer = tree.layerAt(pos);
  for (const root of layer === null ? [tree.root] : [layer.root, tree.root]) {
    for (const { startIndex, endIndex } of namedAround(root, pos)) {
      if (startIndex < from || endIndex > to) break;
      if (startIndex > from || endIndex < to) found = { from: startIndex, to: endIndex };
    }
    if (found !== null) return found;
  }
  return found;
}
