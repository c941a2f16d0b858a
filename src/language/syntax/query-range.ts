/**
 * The range of a query. It is told in rows and columns: web-tree-sitter takes the offsets of a range for
 * bytes, everywhere else they are UTF-16 units. Rows come from the text, so trees are known with theirs.
 */
import type { Node, Point, QueryOptions, Tree } from "web-tree-sitter";
import type { TextReader } from "./text-reader.ts";

/** More matches than this at once are not followed: a query stays linear in its range. */
const MATCH_LIMIT = 512;

const READERS = new WeakMap<Tree, TextReader>();

/** Remembers which text a tree is of. */
export function rememberReader(tree: Tree, reader: TextReader): void {
  READERS.set(tree, reader);
}

/** The options of a query over `[from, to)`, in UTF-16 offsets, in a node of a tree that is known. */
export function rangeOptions(root: Node, from: number, to: number): QueryOptions {
  const reader = READERS.get(root.tree);
  if (!reader) throw new Error("The text of the tree is not known");
  const { text } = reader;
  const pointAt = (pos: number): Point => {
    const line = text.lineAt(Math.max(0, Math.min(pos, text.length)));
    return { row: line.number - 1, column: Math.min(pos, line.to) - line.from };
  };
  const endPosition = pointAt(to);
  // An end of 0:0 would mean "to the end".
  if (endPosition.row === 0 && endPosition.column === 0) endPosition.column = 1;
  return { startPosition: pointAt(from), endPosition, matchLimit: MATCH_LIMIT };
}
