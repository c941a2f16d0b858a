/**
 * Puts terminals and everything that follows them into an editor. It is loaded when one is wanted (in
 * the bundle a file of its own, see src/app/late-shell.ts), and nothing runs until the first one.
 */
import type { HealthItem } from "../base/health.ts";
import type { Editor } from "../editor/editor.ts";
import type { FeatureHost } from "../editor/host.ts";
import type { Window } from "../editor/window.ts";
import type { Cursor, Layer } from "../screen/layer.ts";
import type { StyleId, StyleTable } from "../screen/style.ts";
import { installBlocks } from "./blocks/install.ts";
import type { Bridge } from "./bridge/bridge.ts";
import { installBridge } from "./bridge/install.ts";
import { installHistory } from "./history/install.ts";
import { installPrompt } from "./prompt/install.ts";
import { installRuns } from "./run/install.ts";
import { installTerminals } from "./terminal/install.ts";
import { systemPorts } from "./terminal/ports.ts";
import type { TerminalHooks, Terminals } from "./terminals.ts";
import { installWriter } from "./writer/install.ts";

/** The screen, as far as shells need it; a part of the application's own. */
export interface ShellScreen {
  push(layer: Layer): void;
  remove(layer: Layer): void;
  pushUnder(layer: Layer): void;
  /** Where the cursor was drawn in the windows; null: it was not. */
  cursor(): Cursor | null;
  /** Presses the left button at a screen cell. */
  pressAt(row: number, col: number): void;
  /** Scrolls a window by rows (up for a negative number), its cursor stays in it. */
  scroll(win: Window, rows: number): void;
  palette(): { readonly table: StyleTable; readonly text: StyleId };
}

/** What terminals need of the editor around. */
export interface ShellParts {
  readonly host: FeatureHost;
  readonly screen: ShellScreen;
  readonly hooks: TerminalHooks;
}

export interface ShellFeatures {
  readonly terminals: Terminals;
  /** Called before each frame. */
  frame(): void;
  /** What a health report says of terminals. */
  health(): readonly HealthItem[];
  /** The editor ends: programs are told and killed when they do not go. */
  close(): Promise<void>;
}

/** Features of terminals add their line here, behind `installTerminals`. */
export function installShell(editor: Editor, parts: ShellParts): ShellFeatures {
  const { host, screen, hooks } = parts;
  const terminals = installTerminals(editor, host, screen, systemPorts(screen), hooks);
  const { registry } = terminals;
  installBlocks(editor, host, {
    terminals: registry,
    firstLine: (terminal) => registry.firstLine(terminal),
    goNormal: (win) => registry.windows.goNormal(win),
    goLive: (win) => registry.windows.goLive(win),
  });
  const history = installHistory(editor, host);
  installWriter(editor, host, history);
  let bridge: Bridge | null = null;
  installPrompt(editor, host, history, (changed) => {
    bridge = installBridge(editor, host, changed);
    return bridge;
  });
  installRuns(editor, host, registry);
  return {
    terminals: registry,
    frame: () => terminals.frame(),
    health: () => terminals.health(),
    close() {
      bridge?.close();
      return terminals.close();
    },
  };
}
