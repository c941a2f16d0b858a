/** Undo and redo over the undo tree (undo.c). */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import { posOf } from "../../text/text.ts";
import type { UndoNode, UndoStep } from "../../text/undo-tree.ts";
import { clipCursor } from "../cursor.ts";
import { beginLine } from "../edit.ts";

/** Applies a step of the tree and puts the cursor where Vim does. */
function apply(editor: Editor, step: UndoStep, origin: "undo" | "redo"): void {
  const { win, doc } = editor;
  const { want } = win.cursor;
  for (const changes of step.changes) editor.dispatch(doc, { changes, origin, undo: "skip" });
  doc.undo.arrive(step.node);
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
  doc.undo.sync();
  for (let n = 0; n < count; n++) {
    const step = doc.undo.undo();
    if (!step) {
      editor.showMessage("Already at oldest change");
      return;
    }
    apply(editor, step, "undo");
  }
  tell(editor);
}

export function redo(editor: Editor, count: number): void {
  const { doc } = editor;
  doc.undo.sync();
  for (let n = 0; n < count; n++) {
    const step = doc.undo.redo();
    if (!step) {
      editor.showMessage("Already at newest change");
      return;
    }
    apply(editor, step, "redo");
  }
  tell(editor);
}

/** To the state with a number (`:undo N`); 0 is the text as loaded. Throws UserError (E830). */
export function undoTo(editor: Editor, seq: number): void {
  const { doc } = editor;
  doc.undo.sync();
  const target = doc.undo.nodes[seq];
  if (!target) throw new UserError(`E830: Undo number ${seq} not found`);
  travel(editor, target);
}

function travel(editor: Editor, target: UndoNode): void {
  const { doc } = editor;
  for (const move of doc.undo.path(target)) {
    if (move === "undo") {
      const step = doc.undo.undo();
      if (step) apply(editor, step, "undo");
      continue;
    }
    doc.undo.current.next = move;
    const step = doc.undo.redo();
    if (step) apply(editor, step, "redo");
  }
  tell(editor);
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

function tell(editor: Editor): void {
  const { undo: tree } = editor.doc;
  const { current } = tree;
  editor.showMessage(
    current === tree.root ? "Original text" : `State ${current.seq} of ${tree.nodes.length - 1}`,
  );
}
