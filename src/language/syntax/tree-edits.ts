/** Changes of a text in the words of tree-sitter. */
import type { Edit, Point, Tree } from "web-tree-sitter";
import type { ChangeSet, Text } from "../../text/text.ts";

/** A change that a tree has not seen yet. */
export interface TextChange {
  readonly change: ChangeSet;
  readonly before: Text;
}

/** A change of more pieces than this is told as one that spans them. */
const MOST_EDITS = 500;

type EditShape = Pick<
  Edit,
  | "startIndex"
  | "oldEndIndex"
  | "newEndIndex"
  | "startPosition"
  | "oldEndPosition"
  | "newEndPosition"
>;

function pointAt(text: Text, pos: number): Point {
  const line = text.lineAt(pos);
  return { row: line.number - 1, column: pos - line.from };
}

function behind(start: Point, inserted: Text): Point {
  const last = inserted.line(inserted.lines);
  return inserted.lines === 1
    ? { row: start.row, column: start.column + last.length }
    : { row: start.row + inserted.lines - 1, column: last.length };
}

/** The edits of a change, last first: those before are then still where the old text had them. */
function treeEdits({ change, before }: TextChange): EditShape[] {
  const edits: EditShape[] = [];
  let pieces = 0;
  change.iterChangedRanges(() => pieces++);
  if (pieces > MOST_EDITS) return [spanning(change, before)];
  change.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
    const startPosition = pointAt(before, fromA);
    edits.push({
      startIndex: fromA,
      oldEndIndex: toA,
      newEndIndex: fromA + inserted.length,
      startPosition,
      oldEndPosition: fromA === toA ? startPosition : pointAt(before, toA),
      newEndPosition: behind(startPosition, inserted),
    });
  });
  return edits.reverse();
}

/** One edit from the first change to the last one. */
function spanning(change: ChangeSet, before: Text): EditShape {
  let from = -1;
  let to = 0;
  change.iterChangedRanges((fromA, toA) => {
    if (from < 0) from = fromA;
    to = toA;
  });
  const newEnd = change.mapPos(to, 1);
  const after = change.apply(before);
  return {
    startIndex: from,
    oldEndIndex: to,
    newEndIndex: newEnd,
    startPosition: pointAt(before, from),
    oldEndPosition: pointAt(before, to),
    newEndPosition: pointAt(after, newEnd),
  };
}

/** Moves the nodes of a tree to where a change has put their text. */
export function editTree(tree: Tree, change: TextChange): void {
  for (const edit of treeEdits(change)) tree.edit(edit as Edit);
}
