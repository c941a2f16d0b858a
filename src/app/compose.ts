/** Makes an editor with everything that runs without a screen: commands, keys, modes. */
import { installEx } from "../commands/cmdline/install.ts";
import { installModes } from "../commands/normal/install.ts";
import { keymapsOf } from "../config/keymap-data.ts";
import { Editor, type EditorServices } from "../editor/editor.ts";
import { defaultKeymapData } from "./keys.ts";

export function composeEditor(services: EditorServices): Editor {
  const editor = new Editor(services);
  installModes(editor, keymapsOf(defaultKeymapData()));
  installEx(editor);
  return editor;
}
