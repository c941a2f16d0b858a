/**
 * Undo trees as bytes, to be kept beside the file whose text they belong to. JSON: a version, the
 * nodes by number, and which one is on disk.
 */
import { ChangeSet } from "@codemirror/state";
import { type RowEdit, type UndoNode, UndoTree } from "./undo-tree.ts";

const VERSION = 1;

/** Parent, next (-1: none), milliseconds after the node before, cursor row and column. */
type NodeHead = [parent: number, next: number, time: number, row: number, col: number];
/** Row, removed, added of each edit in a row. */
type FlatEdits = number[];
type NodeData = [...NodeHead, edits: FlatEdits, changes: unknown[], inverses: unknown[]];

interface TreeData {
  readonly version: number;
  /** Length (UTF-16 units) of the text that is on disk. */
  readonly length: number;
  readonly saved: number;
  readonly nodes: readonly NodeData[];
}

/**
 * The bytes of a tree, or null when the text on disk is none of its states. `length` is that of the
 * text on disk.
 */
export function encodeUndo(tree: UndoTree, length: number): Uint8Array | null {
  if (tree.saved === null) return null;
  let time = 0;
  const nodes = tree.nodes.map((node): NodeData => {
    const since = node.time - time;
    time = node.time;
    return [
      node.parent?.seq ?? -1,
      node.next?.seq ?? -1,
      since,
      node.cursor.row,
      node.cursor.col,
      node.edits.flatMap(({ row, removed, added }) => [row, removed, added]),
      node.changes.map((change) => change.toJSON()),
      node.inverses.map((change) => change.toJSON()),
    ];
  });
  const data: TreeData = { version: VERSION, length, saved: tree.saved.seq, nodes };
  return new TextEncoder().encode(JSON.stringify(data));
}

/**
 * The tree of `encodeUndo`, standing at the state that was on disk; null when the bytes are of
 * another version, damaged, or made for a text of another length.
 */
export function decodeUndo(bytes: Uint8Array, length: number): UndoTree | null {
  let data: TreeData;
  try {
    data = JSON.parse(new TextDecoder().decode(bytes)) as TreeData;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (data?.version !== VERSION || data.length !== length || !Array.isArray(data.nodes))
    return null;
  try {
    return treeOf(data);
  } catch (error) {
    // ChangeSet.fromJSON and a missing node throw these for what is not theirs.
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
}

function treeOf(data: TreeData): UndoTree {
  let time = data.nodes[0]![2];
  const tree = new UndoTree(time);
  for (const [parent, , since, row, col, edits, changes, inverses] of data.nodes.slice(1)) {
    time += since;
    const above = tree.nodes[parent];
    if (above === undefined) throw new RangeError(`Undo state ${parent} comes after its child`);
    const node: UndoNode = {
      seq: tree.nodes.length,
      parent: above,
      next: null,
      changes: changes.map((json) => ChangeSet.fromJSON(json)),
      inverses: inverses.map((json) => ChangeSet.fromJSON(json)),
      edits: editsOf(edits),
      cursor: { row, col },
      time,
    };
    tree.nodes.push(node);
  }
  for (const [seq, [, next]] of data.nodes.entries()) {
    tree.nodes[seq]!.next = tree.nodes[next] ?? null;
  }
  const saved = tree.nodes[data.saved];
  if (saved === undefined) throw new RangeError(`No undo state ${data.saved}`);
  checkLengths(saved, data.length);
  tree.current = saved;
  tree.saved = saved;
  return tree;
}

/** Throws RangeError when the way back from the text on disk does not fit it. */
function checkLengths(saved: UndoNode, length: number): void {
  for (let node = saved; node.parent !== null; node = node.parent) {
    for (const inverse of [...node.inverses].reverse()) {
      if (inverse.length !== length) throw new RangeError(`${inverse.length} is not ${length}`);
      length = inverse.newLength;
    }
  }
}

function editsOf(flat: FlatEdits): RowEdit[] {
  const edits: RowEdit[] = [];
  for (let i = 0; i + 2 < flat.length; i += 3) {
    edits.push({ row: flat[i]!, removed: flat[i + 1]!, added: flat[i + 2]! });
  }
  return edits;
}
