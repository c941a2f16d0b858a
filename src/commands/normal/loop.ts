/** The main fiber: reads a command, with register, count, operator and motion, and runs it. */
import { Cancelled, UserError } from "../../base/errors.ts";
import type { Key } from "../../base/key.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import type { Keymap } from "../../modal/keymap.ts";
import { clipCursor, goalCell } from "../cursor.ts";
import { runCommandKey } from "./command-key.ts";
import { closeFoldsAfter, openFoldsAfter } from "./fold-opening.ts";
import { readCommand, readPrefix } from "./loop-read.ts";
import { moveCursor, runMotion, settleJump } from "./move.ts";
import { readObject } from "./object.ts";
import { operateOnSelection, pendOperator } from "./operate.ts";
import { recordRedo } from "./redo.ts";
import { terminalMode } from "./terminal-mode.ts";
import { type ActionCommand, Beep, isMotion, isObject, isOperator } from "./types.ts";
import { leaveVisual } from "./visual.ts";

/** The default keys by mode, as tries that name commands. */
export interface DefaultKeys {
  readonly motion: Keymap;
  readonly normal: Keymap;
  readonly visual: Keymap;
  readonly operator: Keymap;
  readonly insert: Keymap;
}

/** Builds the fiber that runs an editor's modes. */
export function normalMode(editor: Editor): Fiber {
  return commands(editor);
}

function* commands(editor: Editor): Fiber {
  for (;;) {
    try {
      yield* oneCommand(editor);
    } catch (error) {
      recover(editor, error);
    }
    editor.pending = "";
    if (editor.mode === "operator") editor.setMode(editor.win.visual ? "visual" : "normal");
    settleJump(editor);
    closeFoldsAfter(editor);
    finish(editor);
  }
}

function finish(editor: Editor): void {
  const keys = editor.loop?.takeLog() ?? [];
  editor.events.emit("command-done", { keys });
}

/** An error ends macros and mappings, and the command that met it. */
export function recover(editor: Editor, error: unknown): void {
  editor.failures++;
  editor.loop?.queue.flushStuffed();
  editor.setMode(editor.win.visual ? "visual" : "normal");
  if (error instanceof Beep) editor.beep();
  else if (error instanceof UserError) editor.showMessage(error.message, "error");
  else if (error instanceof Cancelled) editor.showMessage("Interrupted");
  else editor.reportBug("a command", error);
  if (editor.win.visual && error instanceof Cancelled) leaveVisual(editor);
  clipCursor(editor, editor.win);
}

export function* oneCommand(editor: Editor): Fiber {
  if (editor.live?.()) {
    yield* terminalMode(editor);
    return;
  }
  clipCursor(editor, editor.win);
  editor.setMode(editor.win.visual ? "visual" : "normal");
  const first = yield { mode: editor.win.visual ? "x" : "n", idle: true };
  if (first === "<Ignore>") return;
  // The cursor may have been moved while the editor was idle (mouse, reload): look at it now.
  const { win } = editor;
  clipCursor(editor, win);
  if (win.cursor.want === null) win.cursor = { ...win.cursor, want: goalCell(editor, win) };
  const loop = editor.loop!;
  if (loop.typed && editor.nesting === 0) {
    editor.doc.undo.sync();
    editor.message = null;
  }
  if (yield* runCommandKey(editor, first)) return;
  const prefix = yield* readPrefix(editor, first);
  if (prefix.key !== first && (yield* runCommandKey(editor, prefix.key, prefix.count))) return;
  const keysDefault = editor.defaultKeys as unknown as DefaultKeys;
  const visual = editor.win.visual !== null;
  const maps = visual
    ? [keysDefault.visual, keysDefault.operator, keysDefault.motion]
    : [keysDefault.normal, keysDefault.motion];
  const found = yield* readCommand(editor, maps, prefix.key);
  const { command, keys } = found;
  if (!command) {
    if (keys[0] === "<Esc>" || keys[keys.length - 1] === "<Esc>") {
      if (editor.pending === "") editor.beep();
      return;
    }
    throw new Beep();
  }
  editor.pending += keys[keys.length - 1]!;
  const count = found.count || prefix.count;
  const { register } = prefix;
  if (isOperator(command)) {
    if (visual) yield* operateOnSelection(editor, command, keys, register, count);
    else yield* pendOperator(editor, command, keys, register, count);
    return;
  }
  if (isMotion(command)) {
    const result = yield* runMotion(editor, command, keys, count, null);
    moveCursor(editor, result);
    openFoldsAfter(editor, command.name);
    return;
  }
  if (isObject(command)) {
    readObject(editor, command, count);
    return;
  }
  const { revision } = editor.doc;
  yield* runAction(editor, command, keys, register, count);
  openFoldsAfter(editor, command.name, editor.doc.revision !== revision);
}

function* runAction(
  editor: Editor,
  command: ActionCommand,
  keys: readonly Key[],
  register: string,
  count: number,
): Fiber {
  const loop = editor.loop!;
  const before = loop.peekLog().length;
  if (command.repeat === "insert")
    recordRedo(editor, { register, count, keys: [...keys], visual: null });
  const { win, doc } = editor;
  const fiber = command.run({ editor, win, doc, count, register, keys });
  if (fiber) yield* fiber;
  if (command.repeat === "simple") {
    const extra = loop.peekLog().slice(before);
    recordRedo(editor, { register, count, keys: [...keys, ...extra], visual: null });
  }
}
