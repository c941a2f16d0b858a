/** The rows that `foldmethod=syntax` folds. */
import type { Node, SyntaxTree } from "../syntax/syntax.ts";
import { tableOf } from "./language-table.ts";

/** 0-based rows, both included. */
export interface FoldRange {
  readonly start: number;
  readonly end: number;
}

const MOST_RANGES = 50_000;

/** The ranges of a document, in the order of their starts, the outer ones first. */
export function foldRanges(tree: SyntaxTree): FoldRange[] {
  const table = tableOf(tree.language);
  if (table === null || table.folds.size === 0) return [];
  const ranges: FoldRange[] = [];
  for (const node of tree.root.descendantsOfType([...table.folds])) {
    if (!node.isNamed || ranges.length >= MOST_RANGES) continue;
    const range = rangeOf(node);
    if (range.end > range.start) ranges.push(range);
  }
  if (table.foldGroups.size > 0) {
    addGroups(tree.root.descendantsOfType([...table.foldGroups]), ranges);
  }
  return ranges.sort((a, b) => a.start - b.start || b.end - a.end);
}

function rangeOf(node: Node): FoldRange {
  const { startPosition, endPosition } = node;
  const end = endPosition.column === 0 ? endPosition.row - 1 : endPosition.row;
  return { start: startPosition.row, end };
}

/** Nodes of one type on rows that follow each other. */
function addGroups(nodes: readonly Node[], ranges: FoldRange[]): void {
  let start = 0;
  let end = -1;
  let type = "";
  let column = 0;
  const close = () => {
    if (end > start) ranges.push({ start, end });
  };
  for (const node of nodes) {
    const range = rangeOf(node);
    const at = node.startPosition.column;
    if (node.type !== type || at !== column || range.start !== end + 1) {
      close();
      start = range.start;
      type = node.type;
      column = at;
    }
    end = Math.max(range.end, range.start);
  }
  close();
}
