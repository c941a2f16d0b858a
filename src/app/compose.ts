/** Makes an editor with everything that runs without a screen: commands, keys, modes. */
import { installEx } from "../commands/cmdline/install.ts";
import { installModes } from "../commands/normal/install.ts";
import { keymapsOf } from "../config/keymap-data.ts";
import { Editor, type EditorServices } from "../editor/editor.ts";
import { installTab, type TabPorts } from "../tab/install.ts";
import { defaultKeymapData } from "./keys.ts";

/** Without `tab` there are the commands for predictions, but none are ever made. */
export function composeEditor(services: EditorServices, tab?: TabPorts): Editor {
  const editor = new Editor(services);
  installModes(editor, keymapsOf(defaultKeymapData()));
  installEx(editor);
  installTab(editor, tab ?? { afterFrame: () => {} });
  return editor;
}
