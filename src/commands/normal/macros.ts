/** Recording and playing keys: `q`, `@`, `Q`. */
import { UserError } from "../../base/errors.ts";
import { keysOfText, parseKeys, textOfKey } from "../../base/key.ts";
import type { CommandContext } from "../../editor/command.ts";
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, rawKey } from "../../editor/fiber.ts";
import { storeMacro } from "../../editor/key-loop.ts";
import { registerString } from "../../text/register.ts";
import { type ActionCommand, action, Beep } from "./types.ts";

/** `q`: starts or ends recording. */
function* record({ editor }: CommandContext): Fiber {
  if (editor.recording !== null) {
    const keys = editor.recorded.slice(0, -1);
    const name = editor.recording;
    editor.recording = null;
    editor.recorded = [];
    storeMacro(editor, name, keys);
    editor.modal.lastRecorded = name;
    return;
  }
  const name = textOfKey(yield* rawKey());
  if (name !== null && /^[:/?]$/.test(name)) {
    yield* editor.commandWindow(name as ":" | "/" | "?");
    return;
  }
  if (name === null || !/^[a-zA-Z0-9"]$/.test(name)) throw new Beep();
  if (editor.nesting > 0) return;
  editor.recording = name;
  editor.recorded = [];
}

/** `@x`, `@@`, `@:`. */
function* runMacro({ editor, count }: CommandContext): Fiber {
  let name = textOfKey(yield* rawKey());
  if (name === "@") {
    if (editor.modal.lastMacro === "") throw new UserError("E748: No previously used register");
    name = editor.modal.lastMacro;
  }
  if (name === null || !/^[a-zA-Z0-9".*+:=-]$/.test(name)) throw new Beep();
  editor.modal.lastMacro = name;
  if (name === ":") {
    const last = editor.registers.get(":");
    if (!last) throw new UserError("E30: No previous command line");
    const line = registerString(last);
    for (let n = 0; n < Math.max(1, count); n++) yield* editor.ex(line);
    return;
  }
  playRegister(editor, name, count);
}

/** `Q`: the register recorded last. */
function runRecorded({ editor, count }: CommandContext): void {
  if (editor.modal.lastRecorded === "") throw new Beep();
  playRegister(editor, editor.modal.lastRecorded, count);
}

function playRegister(editor: Editor, name: string, count: number): void {
  const value = editor.registers.get(name);
  if (!value) throw new Beep();
  const once = macroKeys(registerString(value));
  const all: string[] = [];
  const times = Math.max(1, Math.min(count, Math.ceil(1_000_000 / Math.max(1, once.length))));
  for (let n = 0; n < times; n++) all.push(...once);
  editor.loop!.queue.stuff(all, true);
}

/** Recorded keys that have no text stand in the register in notation (`<Left>`). */
function macroKeys(string: string): string[] {
  return /<[A-Za-z][\w-]*>/.test(string) ? parseKeys(string) : keysOfText(string);
}

export const macroActions: ActionCommand[] = [
  action("macro.record", "Record keys into a register", record),
  action("macro.run", "Run a register as keys", runMacro),
  action("macro.run-recorded", "Run the register recorded last", runRecorded),
];
