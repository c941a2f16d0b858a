/** Makes an editor with everything that runs without a screen: commands, keys, modes. */
import { installEx } from "../commands/cmdline/install.ts";
import type { OpenBrowser } from "../commands/help/browse.ts";
import { installHelp } from "../commands/help/install.ts";
import { installModes } from "../commands/normal/install.ts";
import { followLeader, keymapsOf } from "../config/keymap-data.ts";
import { Editor, type EditorServices } from "../editor/editor.ts";
import { installTab, type TabPorts } from "../tab/install.ts";
import { installedFolder } from "./installed.ts";
import { defaultKeymapData } from "./keys.ts";

/**
 * Without `tab` there are the commands for predictions, but none are ever made; without `openBrowser`
 * the help has no panel to look for topics in.
 */
export function composeEditor(
  services: EditorServices,
  tab?: TabPorts,
  openBrowser: OpenBrowser | null = null,
): Editor {
  const editor = new Editor(services);
  const keys = defaultKeymapData();
  installModes(editor, keymapsOf(keys));
  followLeader(editor, keys);
  installEx(editor);
  installTab(editor, tab ?? { afterFrame: () => {} });
  const folder = installedFolder("docs", "index.md") ?? "docs";
  installHelp(editor, { folder, openBrowser });
  return editor;
}
