/**
 * Terminal mode: keys go to the program of the current window, but for those that mappings want and
 * those behind CTRL-\ (the [terminal] section of the keymap).
 */
import type { Key } from "../../base/key.ts";
import type { CommandContext } from "../../editor/command.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { liveFace, type TerminalFace } from "../../editor/terminal-face.ts";
import type { Keymap } from "../../modal/keymap.ts";
import { runCommandKey } from "./command-key.ts";
import { readCommand } from "./loop-read.ts";
import { type ActionCommand, action } from "./types.ts";

/** Reads one key and does what it says. */
export function* terminalMode(editor: Editor): Fiber {
  editor.setMode("terminal");
  const key = yield { mode: "t", idle: true };
  if (key === "<Ignore>") return;
  const face = liveFace(editor.win);
  const loop = editor.loop!;
  if (face === null) {
    // Meanwhile it has become a key of another mode.
    loop.queue.untake({ key, typed: loop.typed });
    loop.dropLast();
    return;
  }
  if (loop.typed) editor.message = null;
  const pasted = loop.pastedText(key);
  if (pasted !== null) {
    face.paste(pasted);
    return;
  }
  if (yield* runCommandKey(editor, key)) return;
  const map = editor.defaultKeys.terminal;
  const found = map?.lookup([key], editor.holds);
  if (map && (found?.longer || found?.mapping)) yield* prefixed(editor, face, map, key);
  else face.key(key);
}

/** What follows CTRL-\ and names nothing goes to the program without it, as in Neovim; Esc calls it off. */
function* prefixed(editor: Editor, face: TerminalFace, map: Keymap, first: Key): Fiber {
  const { command, keys } = yield* readCommand(editor, [map], first);
  editor.pending = "";
  if (command === null) {
    for (const key of keys.slice(1)) if (key !== "<Esc>") face.key(key);
    return;
  }
  const { win, doc } = editor;
  const fiber = command.run({ editor, win, doc, count: 0, register: "", keys });
  if (fiber) yield* fiber;
}

/** The keys of CTRL-W in normal mode, behind the prefix. */
function* windowKey({ editor }: CommandContext): Fiber {
  const { normal, motion } = editor.defaultKeys;
  if (!normal || !motion) return;
  const { command, keys, count } = yield* readCommand(editor, [normal, motion], "<C-w>");
  editor.pending = "";
  if (command === null) {
    editor.beep();
    return;
  }
  const { win, doc } = editor;
  const fiber = command.run({ editor, win, doc, count, register: "", keys });
  if (fiber) yield* fiber;
}

export const terminalModeCommands: ActionCommand[] = [
  action("terminal.window", "A window command from a live terminal", windowKey),
  action("terminal.command-line", "Type a command line in a live terminal", ({ editor }) =>
    editor.commandLine(""),
  ),
];
