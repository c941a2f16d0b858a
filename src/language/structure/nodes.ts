/** Walking over syntax trees. Nodes are good for the synchronous call only that asked for the tree. */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { type Node, type SyntaxTree, syntaxOf } from "../syntax/syntax.ts";
import { type LanguageTable, tableOf } from "./language-table.ts";

/** What a command may wait for a parse, in milliseconds. */
export const PARSE_MS = 50;

/** The tree of the text as it is now, if it is ready within what a command may wait. */
export function treeNow(editor: Editor, doc: Document): SyntaxTree | null {
  return syntaxOf(editor).ensure(doc, PARSE_MS);
}

/** The root of the innermost language at a UTF-16 offset, and what its node types mean. */
export interface Place {
  readonly root: Node;
  readonly table: LanguageTable;
}

/** The places at an offset, the innermost language first; languages without a table are left out. */
export function placesAt(tree: SyntaxTree, pos: number): Place[] {
  const places: Place[] = [];
  const layer = tree.layerAt(pos);
  const inner = layer === null ? null : tableOf(layer.language);
  if (layer !== null && inner !== null) places.push({ root: layer.root, table: inner });
  const outer = tableOf(tree.language);
  if (outer !== null) places.push({ root: tree.root, table: outer });
  return places;
}

/** The smallest node at an offset, keywords and brackets too, and those around it, inside out. */
export function* nodesAround(root: Node, pos: number, end = pos + 1): Generator<Node> {
  let node = root.descendantForIndex(pos, end);
  while (node !== null) {
    yield node;
    node = node.parent;
  }
}

/** The named nodes around an offset, inside out. */
export function* namedAround(root: Node, pos: number, end = pos + 1): Generator<Node> {
  let node = root.namedDescendantForIndex(pos, end);
  while (node !== null) {
    yield node;
    node = node.parent;
  }
}

/** Whether a node is of one of some types; tokens may have the same words as types. */
export function isOf(node: Node, types: ReadonlySet<string>): boolean {
  return node.isNamed && types.has(node.type);
}
