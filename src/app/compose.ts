/** Makes an editor with everything that runs without a screen: commands, keys, modes. */
import { executeEx } from "../commands/ex/execute.ts";
import { installModes } from "../commands/normal/install.ts";
import { keymapsOf } from "../config/keymap-data.ts";
import { Editor, type EditorServices } from "../editor/editor.ts";
import { defaultKeymapData } from "./keys.ts";
import { plainLine } from "./plain-line.ts";

export function composeEditor(services: EditorServices): Editor {
  const editor = new Editor(services);
  installModes(editor, keymapsOf(defaultKeymapData()));
  editor.ex = (line) => executeEx(editor, line, { typed: true });
  editor.readLine = () => plainLine();
  editor.commandLine = function* (initial) {
    const line = yield* editor.readLine(":", initial);
    if (line !== null) yield* executeEx(editor, initial + line, { typed: true });
  };
  return editor;
}
