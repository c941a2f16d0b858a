/**
 * The undo tree: every state the text has been in, as inverted changes. A node is one undo step
 * (what one typed command did); undoing and then changing starts a branch. After Vim's undo.c:
 * states are numbered in the order they were made, `g-` and `g+` walk those numbers.
 */
import type { ChangeSet, Text } from "@codemirror/state";
import { rowOf } from "./text.ts";

/** Rows that one dispatch replaced: at `row` (0-based), `removed` rows became `added` rows. */
export interface RowEdit {
  readonly row: number;
  readonly removed: number;
  readonly added: number;
}

/** The row and column the cursor had before the first change of a step. */
export interface UndoCursor {
  readonly row: number;
  readonly col: number;
}

export interface UndoNode {
  /** 0 is the text as loaded. */
  readonly seq: number;
  readonly parent: UndoNode | null;
  /** The child that redo goes to: the branch last made or visited. */
  next: UndoNode | null;
  /** From the parent's text to this one's, in order. */
  changes: ChangeSet[];
  /** From this node's text to the parent's, `inverses[i]` undoing `changes[i]`. */
  inverses: ChangeSet[];
  edits: RowEdit[];
  readonly cursor: UndoCursor;
  /** Milliseconds since the epoch of the last change in it. */
  time: number;
}

/** One way along the tree: the changes to apply in order, and where the cursor belongs after them. */
export interface UndoStep {
  readonly changes: readonly ChangeSet[];
  readonly cursor: UndoCursor;
  /** Whether `cursor.col` is a remembered one; else the first non-blank is meant. */
  readonly exact: boolean;
  readonly node: UndoNode;
}

export class UndoTree {
  readonly root: UndoNode;
  current: UndoNode;
  /** Every node by its number. */
  readonly nodes: UndoNode[];
  /** The node whose text is on disk, or null when that state is not in the tree. */
  saved: UndoNode | null;
  private open = false;

  constructor(now: number) {
    this.root = {
      seq: 0,
      parent: null,
      next: null,
      changes: [],
      inverses: [],
      edits: [],
      cursor: { row: 0, col: 0 },
      time: now,
    };
    this.current = this.root;
    this.saved = this.root;
    this.nodes = [this.root];
  }

  /** Whether the text is another one than on disk; steps that changed nothing do not count. */
  get isChanged(): boolean {
    if (this.current === this.saved) return false;
    return this.saved === null || textNode(this.current) !== textNode(this.saved);
  }

  /** Ends the open step: the next change starts a new one. */
  sync(): void {
    this.open = false;
  }

  /** The next change belongs to the last step (`:undojoin`); false right after an undo. */
  join(): boolean {
    if (this.current.next !== null) return false;
    this.open = true;
    return true;
  }

  get isOpen(): boolean {
    return this.open;
  }

  /** Adds a change that was just made. `before` is the text it applied to. */
  record(change: ChangeSet, before: Text, after: Text, cursor: UndoCursor, now: number): void {
    this.openStep(cursor, now);
    const node = this.current;
    const inverse = change.invert(before);
    const last = node.changes.length - 1;
    const edits = rowEdits(change, before, after);
    if (last >= 0 && isSmall(node.changes[last]!) && isSmall(change)) {
      node.changes[last] = node.changes[last]!.compose(change);
      node.inverses[last] = inverse.compose(node.inverses[last]!);
    } else {
      node.changes.push(change);
      node.inverses.push(inverse);
    }
    mergeEdits(node.edits, edits);
    node.time = now;
  }

  /**
   * The first half of `record`, for one of many changes; `recordMany` adds them in one to the step
   * that is `current` then.
   */
  recordEdits(change: ChangeSet, before: Text, after: Text, cursor: UndoCursor, now: number): void {
    this.openStep(cursor, now);
    mergeEdits(this.current.edits, rowEdits(change, before, after));
    this.current.time = now;
  }

  /** The second half: the changes since the last call, as one of the text `before` them. */
  recordMany(change: ChangeSet, before: Text, node: UndoNode): void {
    node.changes.push(change);
    node.inverses.push(change.invert(before));
  }

  /** Adds a step, or a part of the open one, that left the text of a row as it is. */
  recordNothing(cursor: UndoCursor, row: number, now: number): void {
    this.openStep(cursor, now);
    this.current.edits.push({ row, removed: 1, added: 1 });
  }

  private openStep(cursor: UndoCursor, now: number): void {
    if (this.open && this.current !== this.root && this.current !== this.saved) return;
    const node: UndoNode = {
      seq: this.nodes.length,
      parent: this.current,
      next: null,
      changes: [],
      inverses: [],
      edits: [],
      cursor,
      time: now,
    };
    this.current.next = node;
    this.nodes.push(node);
    this.current = node;
    this.open = true;
  }

  /** One step back, or null at the oldest state. Does not move `current`: call `arrive` after. */
  undo(): UndoStep | null {
    const node = this.current;
    if (!node.parent) return null;
    const edits = node.edits.map((e) => ({ row: e.row, removed: e.added, added: e.removed }));
    return {
      changes: [...node.inverses].reverse(),
      ...cursorAfter(edits.reverse(), node.cursor),
      node: node.parent,
    };
  }

  /** One step forward along the branch last used, or null at its end. */
  redo(): UndoStep | null {
    const node = this.current.next;
    if (!node) return null;
    return { changes: node.changes, ...cursorAfter(node.edits, node.cursor), node };
  }

  /** Notes that the text is now that of `node`. */
  arrive(node: UndoNode): void {
    if (node.parent) node.parent.next = node;
    this.current = node;
    this.open = false;
  }

  /** The steps from the current state to `target`: up to the common ancestor, then down. */
  path(target: UndoNode): Array<"undo" | UndoNode> {
    const ancestors = new Set<UndoNode>();
    for (let n: UndoNode | null = target; n; n = n.parent) ancestors.add(n);
    const steps: Array<"undo" | UndoNode> = [];
    let from = this.current;
    while (!ancestors.has(from)) {
      steps.push("undo");
      from = from.parent!;
    }
    const down: UndoNode[] = [];
    for (let n = target; n !== from; n = n.parent!) down.push(n);
    return [...steps, ...down.reverse()];
  }

  /** The leaves, oldest first, as `:undolist` shows them. */
  leaves(): Array<{ seq: number; changes: number; time: number; saved: boolean }> {
    const parents = new Set(this.nodes.map((n) => n.parent));
    return this.nodes
      .filter((n) => n.parent && !parents.has(n))
      .map((n) => ({ seq: n.seq, changes: depth(n), time: n.time, saved: n === this.saved }));
  }
}

/** The state that first had the text of `node`. */
function textNode(node: UndoNode): UndoNode {
  let at = node;
  while (at.parent && at.changes.length === 0) at = at.parent;
  return at;
}

function depth(node: UndoNode): number {
  let d = 0;
  for (let n = node.parent; n; n = n.parent) d++;
  return d;
}

/** Composing is linear in the sections: only what typing makes is merged. */
function isSmall(change: ChangeSet): boolean {
  let sections = 0;
  change.iterChanges(() => sections++);
  return sections <= 3;
}

/** The cursor rule of u_undoredo(): the remembered place when it is near, else the first change. */
function cursorAfter(
  edits: readonly RowEdit[],
  saved: UndoCursor,
): { cursor: UndoCursor; exact: boolean } {
  let top = Number.POSITIVE_INFINITY;
  let row = saved.row;
  for (const edit of edits) {
    if (edit.row >= top) continue;
    if (saved.row + 1 >= edit.row && saved.row <= edit.row + edit.added) {
      row = saved.row;
      top = saved.row;
    } else {
      top = edit.row;
      row = edit.row;
    }
  }
  if (saved.row + 1 === row && row > 0) row = saved.row;
  return row === saved.row
    ? { cursor: saved, exact: true }
    : { cursor: { row, col: 0 }, exact: false };
}

/** Beyond this many places one edit over the whole span is kept. */
export const MAX_EDITS = 200;

function rowEdits(change: ChangeSet, before: Text, after: Text): RowEdit[] {
  const edits: RowEdit[] = [];
  change.iterChanges((fromA, toA, fromB, toB) => {
    if (edits.length > MAX_EDITS) {
      const first = edits[0]!;
      edits[edits.length - 1] = {
        row: first.row,
        removed: rowOf(before, toA) - first.row + 1,
        added: rowOf(after, toB) - first.row + 1,
      };
      return;
    }
    edits.push(rowEdit(before, after, fromA, toA, fromB, toB));
  });
  return edits;
}

/** Whole rows inserted or deleted count as such, not as a change of the row beside them. */
function rowEdit(
  before: Text,
  after: Text,
  fromA: number,
  toA: number,
  fromB: number,
  toB: number,
): RowEdit {
  const first = before.lineAt(fromA);
  const lastA = before.lineAt(toA);
  const lastB = after.lineAt(toB);
  const row = first.number - 1;
  const removed = lastA.number - first.number;
  const added = lastB.number - after.lineAt(fromB).number;
  const startsRow = fromA === first.from;
  const insertsBreakFirst = toB > fromB && after.sliceString(fromB, fromB + 1) === "\n";
  const removesBreakFirst = toA > fromA && before.sliceString(fromA, fromA + 1) === "\n";
  if (fromA === first.to && toA === lastA.to && toB === lastB.to) {
    const insertOk = fromB === toB || insertsBreakFirst;
    const removeOk = fromA === toA || removesBreakFirst;
    if (insertOk && removeOk) return { row: row + 1, removed, added };
  }
  if (startsRow && toA === lastA.from && toB === lastB.from) return { row, removed, added };
  return { row, removed: removed + 1, added: added + 1 };
}

/** Repeated edits inside the row that the last edit touched are one edit, as Vim saves a line once. */
function mergeEdits(edits: RowEdit[], added: readonly RowEdit[]): void {
  for (const edit of added) {
    const last = edits[edits.length - 1];
    const inside =
      last &&
      edit.removed === edit.added &&
      edit.row >= last.row &&
      edit.row + edit.removed <= last.row + last.added;
    if (!inside) edits.push(edit);
  }
}
