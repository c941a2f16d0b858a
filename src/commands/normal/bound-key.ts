/** The keys of insert mode that the keymap names. */
import type { Key } from "../../base/key.ts";
import type { Fiber } from "../../editor/fiber.ts";
import type { InsertSession } from "./insert-session.ts";

/** Runs what the [insert] section of the default keys names, where its condition holds. */
export function* boundKey(
  session: InsertSession,
  key: Key,
  before: readonly Key[] = [],
): Fiber<boolean> {
  const { editor, win, doc } = session;
  // What is typed again for a count is text, whatever holds by now.
  if (editor.replaying) return false;
  const keys = [...before, key];
  const action = editor.defaultKeys.insert?.lookup(keys, editor.holds).mapping?.action;
  if (action?.type !== "command" || !editor.loop?.typed) return false;
  session.resume(null);
  const command = editor.commands.require(action.name);
  const fiber = command.run({ editor, win, doc, count: 0, register: "", keys });
  if (fiber) yield* fiber;
  return true;
}
