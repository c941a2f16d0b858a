/** The lines that say where a row is: the first ones of the functions, classes and blocks around it. */
import { rowStart, type Text } from "../../text/text.ts";
import type { Node, SyntaxTree } from "../syntax/syntax.ts";
import { tableOf } from "./language-table.ts";
import { isOf } from "./nodes.ts";

/** 0-based rows above `row`, outermost first, of what goes on at that row. */
export function contextRows(tree: SyntaxTree, text: Text, row: number): number[] {
  const table = tableOf(tree.language);
  if (table === null || row <= 0 || row >= text.lines) return [];
  const pos = rowStart(text, row);
  const rows: number[] = [];
  let node: Node | null = tree.root.descendantForIndex(pos, pos);
  for (; node !== null; node = node.parent) {
    const start = node.startPosition.row;
    if (start >= row || node.endPosition.row < row) continue;
    if (isOf(node, table.context) && !rows.includes(start)) rows.push(start);
  }
  return rows.reverse();
}
