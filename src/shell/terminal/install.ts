/** Puts terminals into an editor: the commands, the mode, and what others listen to. */

import type { HealthItem } from "../../base/health.ts";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import type { ShellScreen } from "../install.ts";
import { terminalHooks } from "../late.ts";
import { setTerminals, type TerminalHooks } from "../terminals.ts";
import { terminalCommands, terminalExCommands } from "./commands.ts";
import { terminalHealth } from "./health.ts";
import { systemPorts } from "./ports.ts";
import type { TerminalPorts } from "./registry.ts";
import { Registry } from "./registry.ts";

export interface InstalledTerminals {
  readonly registry: Registry;
  frame(): void;
  health(): readonly HealthItem[];
  close(): Promise<void>;
}

export function installTerminals(
  editor: Editor,
  host: FeatureHost,
  screen: ShellScreen,
  ports: TerminalPorts = systemPorts(screen),
  hooks: TerminalHooks = terminalHooks(editor),
): InstalledTerminals {
  const registry = new Registry(editor, host, ports, hooks);
  setTerminals(editor, registry);
  registry.mice.press = (row, col) => screen.pressAt(row, col);
  registry.mice.scroll = (win, rows) => screen.scroll(win, rows);
  editor.commands.add(...terminalCommands(editor, registry));
  editor.exCommands = [...editor.exCommands, ...terminalExCommands(registry)];
  return {
    registry,
    frame: () => registry.frame(),
    health: () => terminalHealth(editor, host.env, registry),
    close: () => registry.end(),
  };
}
