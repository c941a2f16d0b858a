/** Undo and redo over the undo tree (undo.c). */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import { applyUndoStep } from "../../editor/undo-step.ts";
import { posOf } from "../../text/text.ts";
import { MAX_EDITS, type UndoNode, type UndoStep } from "../../text/undo-tree.ts";
import { clipCursor } from "../cursor.ts";
import { beginLine } from "../edit.ts";

/** Applies a step of the tree and puts the cursor where Vim does. */
function apply(editor: Editor, step: UndoStep, origin: "undo" | "redo"): void {
  const { win, doc } = editor;
  const { want } = win.cursor;
  applyUndoStep(editor, doc, step, origin);
  const row = Math.min(step.cursor.row, doc.text.lines - 1);
  if (step.exact && row === step.cursor.row) {
    editor.setCursor(win, posOf(doc.text, row, step.cursor.col));
  } else if (step.cursor.row >= doc.text.lines) {
    editor.setCursor(win, doc.text.line(row + 1).from);
  } else {
    win.cursor = { ...win.cursor, want };
    beginLine(editor, win, row);
  }
  clipCursor(editor, win);
}

export function undo(editor: Editor, count: number): void {
  const { doc } = editor;
  editor.settleBulk();
  doc.undo.sync();
  const way = new Way(editor);
  for (let n = 0; n < count; n++) {
    const node = doc.undo.current;
    const step = doc.undo.undo();
    if (!step) {
      if (n === 0) editor.showMessage("Already at oldest change");
      break;
    }
    apply(editor, step, "undo");
    way.went(node, "before");
  }
  way.tell();
}

export function redo(editor: Editor, count: number): void {
  const { doc } = editor;
  editor.settleBulk();
  doc.undo.sync();
  const way = new Way(editor);
  for (let n = 0; n < count; n++) {
    const step = doc.undo.redo();
    if (!step) {
      if (n === 0) editor.showMessage("Already at newest change");
      break;
    }
    apply(editor, step, "redo");
    way.went(step.node, "after");
  }
  way.tell();
}

/** To the state with a number (`:undo N`); 0 is the text as loaded. Throws UserError (E830). */
export function undoTo(editor: Editor, seq: number): void {
  const { doc } = editor;
  editor.settleBulk();
  doc.undo.sync();
  const target = doc.undo.nodes[seq];
  if (!target) throw new UserError(`E830: Undo number ${seq} not found`);
  travel(editor, target, true);
}

function travel(editor: Editor, target: UndoNode, absolute = false): void {
  const { doc } = editor;
  const way = new Way(editor);
  for (const move of doc.undo.path(target)) {
    if (move === "undo") {
      const node = doc.undo.current;
      const step = doc.undo.undo();
      if (step) apply(editor, step, "undo");
      way.went(node, "before");
      continue;
    }
    doc.undo.current.next = move;
    const step = doc.undo.redo();
    if (step) apply(editor, step, "redo");
    way.went(move, "after");
  }
  way.tell(absolute);
}

/** What undo and redo did on their way, for the message (u_undo_end()). */
class Way {
  private readonly editor: Editor;
  private readonly rows: number;
  private changed = 0;
  private last: { readonly node: UndoNode; readonly side: "before" | "after" } | null = null;

  constructor(editor: Editor) {
    this.editor = editor;
    this.rows = editor.doc.text.lines;
  }

  /** Notes a state that was left (`before`) or reached (`after`). */
  went(node: UndoNode, side: "before" | "after"): void {
    this.last = { node, side };
    this.changed += rowsOf(node, side === "after");
  }

  /** Says what was done; a number (`:undo N`) names the state that one is in then. */
  tell(absolute = false): void {
    if (!this.last) return;
    const { editor } = this;
    const { current } = editor.doc.undo;
    const { node, side } =
      absolute && current.parent ? ({ node: current, side: "after" } as const) : this.last;
    const what = whatText(editor.doc.text.lines - this.rows, this.changed);
    const when = agoText(node.time, editor.services.now());
    editor.showMessage(`${what}; ${side} #${node.seq}  ${when}`);
  }
}

function whatText(more: number, changed: number): string {
  if (more === 1) return "1 more line";
  if (more > 1) return `${more} more lines`;
  if (more === -1) return "1 line less";
  if (more < -1) return `${-more} fewer lines`;
  return `${changed} change${changed === 1 ? "" : "s"}`;
}

/** Rows that a step changed; of very many places only the number is known. */
function rowsOf(node: UndoNode, after: boolean): number {
  let rows = 0;
  if (node.edits.length <= MAX_EDITS) {
    for (const { added, removed } of node.edits) rows += after ? added : removed;
    return rows;
  }
  for (const change of node.changes) change.iterChangedRanges(() => rows++);
  return Math.max(rows, node.edits.length);
}

/** How long ago a state was made, as Vim says it; both in milliseconds since the epoch. */
export function agoText(time: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - time) / 1000));
  if (seconds < 100) return `${seconds} second${seconds === 1 ? "" : "s"} ago`;
  const date = new Date(time);
  const two = (n: number) => String(n).padStart(2, "0");
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  if (new Date(now).toDateString() === date.toDateString()) return clock;
  return `${date.getFullYear()}/${two(date.getMonth() + 1)}/${two(date.getDate())} ${clock}`;
}

/** `g-`, `g+`, `:earlier N`, `:later N`: by the order in which states were made. */
export function undoBySteps(editor: Editor, steps: number): void {
  const { undo: tree } = editor.doc;
  tree.sync();
  const target = tree.current.seq + steps;
  if (target < 0 || target >= tree.nodes.length) {
    editor.showMessage(steps < 0 ? "Already at oldest change" : "Already at newest change");
  }
  travel(editor, tree.nodes[Math.max(0, Math.min(tree.nodes.length - 1, target))]!);
}

/** `:earlier 5m`: to the newest state that is at least as old; `ms` is negative for earlier. */
export function undoByTime(editor: Editor, ms: number): void {
  const { undo: tree } = editor.doc;
  tree.sync();
  const wanted = (ms < 0 ? editor.services.now() : tree.current.time) + ms;
  let target = ms < 0 ? tree.root : tree.nodes[tree.nodes.length - 1]!;
  for (const node of tree.nodes) {
    if (node.time <= wanted && (ms > 0 || node.seq <= tree.current.seq)) target = node;
  }
  travel(editor, target);
}
