/** Recording and repeating changes: `.` (getchar.c, the redo buffer). */
import type { Key } from "../../base/key.ts";
import type { Editor } from "../../editor/editor.ts";
import { runKeys } from "../../editor/key-loop.ts";
import type { Redo } from "../../editor/modal-state.ts";
import { Beep } from "./types.ts";
import { selectShape } from "./visual.ts";

/** Starts what `.` repeats from now on; not while it is being repeated. */
export function recordRedo(editor: Editor, redo: Redo): void {
  if (editor.modal.redoing) return;
  editor.modal.redo = redo;
}

/** Adds a key to what `.` repeats. */
export function appendRedo(editor: Editor, ...keys: readonly Key[]): void {
  if (editor.modal.redoing) return;
  editor.modal.redo?.keys.push(...keys);
}

/** `.`: repeats the last change; a count replaces the one it had. */
export function repeatChange(editor: Editor, count: number): void {
  const { redo } = editor.modal;
  if (!redo || editor.modal.redoing) throw new Beep();
  // What was done to a selection keeps its count (redo_VIsual_count).
  if (count > 0 && !redo.visual) redo.count = count;
  // "1 goes on to "2, and so on.
  if (/^[1-8]$/.test(redo.register)) redo.register = String(Number(redo.register) + 1);
  const prefix: Key[] = [];
  if (redo.register !== "") prefix.push('"', redo.register);
  if (redo.count > 0 && !redo.visual) prefix.push(...String(redo.count));
  editor.modal.redoing = true;
  const repeated = editor.modal.redo;
  try {
    if (redo.visual) selectShape(editor, redo.visual);
    runKeys(editor, [...prefix, ...redo.keys], { remap: false });
  } finally {
    editor.modal.redoing = false;
    editor.modal.redo = repeated;
  }
}
