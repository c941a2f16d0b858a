/** Who is asked for commands: its list is there before the terminals are, so that others can add to it. */
import type { Editor } from "../../editor/editor.ts";
import type { CommandWriter } from "./writer.ts";

const REGISTRIES = new WeakMap<Editor, CommandWriter[]>();

/** Who is asked for commands in an editor; a model's writer is added here. Made by the first call. */
export function writersOf(editor: Editor): CommandWriter[] {
  let writers = REGISTRIES.get(editor);
  if (writers === undefined) {
    writers = [];
    REGISTRIES.set(editor, writers);
  }
  return writers;
}
