/** Puts terminals into an editor: the commands, the mode, and what others listen to. */
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import type { HealthRow, ShellScreen } from "../install.ts";

export interface InstalledTerminals {
  frame(): void;
  health(): readonly HealthRow[];
  close(): Promise<void>;
}

export function installTerminals(
  _editor: Editor,
  _host: FeatureHost,
  _screen: ShellScreen,
): InstalledTerminals {
  return { frame() {}, health: () => [], close: () => Promise.resolve() };
}
