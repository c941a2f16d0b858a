/** `hunch health` and `:checkhealth`: what works here, and what could be done about the rest. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../base/errors.ts";
import { configFolder } from "../config/load.ts";
import type { Editor } from "../editor/editor.ts";
import { journalFolder } from "../editor/journal/names.ts";
import { openTab } from "../editor/layout-windows.ts";
import { stateFolder } from "../store/folder.ts";
import type { Capabilities, Environment } from "../term/capabilities.ts";
import { Clipboard } from "../term/clipboard.ts";
import { systemClipboardHost } from "../term/clipboard-host.ts";
import { readCapabilities } from "../term/system.ts";
import { textOf } from "../text/text.ts";
import {
  type ConfigFacts,
  clipboardSection,
  configSection,
  type HealthSection,
  healthText,
  type StateFacts,
  stateSection,
  terminalSection,
  tmuxSection,
  toolsSection,
} from "./health-sections.ts";

export interface HealthRequest {
  readonly env: Environment;
  readonly version: string;
  /** The terminal's capabilities with its answers; null when it was not asked (`hunch health`). */
  readonly capabilities: Capabilities | null;
  /** What was read of the user's configuration. */
  readonly config: ConfigFacts;
  /** What features have to say. */
  readonly more: readonly HealthSection[];
}

const TMUX_TIMEOUT_MS = 500;

export function health(request: HealthRequest): HealthSection[] {
  const { env, version } = request;
  const { capabilities: guessed, terminfo } = readCapabilities(env);
  const caps = request.capabilities ?? guessed;
  const host = systemClipboardHost(env, caps.clipboard ? () => {} : null, () => {});
  const clipboard = new Clipboard(host);
  const sections = [
    terminalSection(caps, env, terminfo !== null, request.capabilities !== null),
    tmuxSection(caps, env.TMUX ? tmuxOption : () => null),
    clipboardSection(clipboard.provider, clipboard.canPaste, caps.remote),
    configSection(request.config),
    stateSection(stateFacts(stateFolder(env))),
    toolsSection(version, process.version, host.has),
    ...request.more,
  ];
  return sections.filter((section) => section !== null);
}

/** The report of `hunch health`; the configuration is tried on an editor without a screen. */
export async function healthReport(
  env: Environment,
  version: string,
  loadConfiguration: () => Promise<ConfigFacts>,
  more: () => readonly HealthSection[],
): Promise<string> {
  let config: ConfigFacts;
  try {
    config = await loadConfiguration();
  } catch (error) {
    const folder = configFolder(env);
    const fault = { file: folder, line: 1, text: messageOf(error) };
    config = { folder, files: [folder], faults: [fault] };
  }
  return healthText(health({ env, version, capabilities: null, config, more: more() }));
}

/** Adds the command of `:checkhealth`: the report in a scratch buffer, in a tab page of its own. */
export function installHealth(editor: Editor, request: () => HealthRequest): void {
  editor.commands.add({
    name: "health.show",
    doc: "Tell what works here: terminal, clipboard, configuration, state, tools",
    run: () => {
      const doc = editor.addDocument(textOf(healthText(health(request())).trimEnd()), null);
      doc.kind = "scratch";
      openTab(editor, doc);
    },
  });
}

function tmuxOption(name: string): string | null {
  const flags = ["escape-time", "terminal-features", "extended-keys", "set-clipboard"].includes(
    name,
  )
    ? "-sv"
    : "-gv";
  const result = spawnSync("tmux", ["show-options", flags, name], {
    encoding: "utf8",
    timeout: TMUX_TIMEOUT_MS,
  });
  return result.status === 0 ? result.stdout.trim() : null;
}

/** Looks at the state folder; makes it where it is missing and may be made. */
function stateFacts(folder: string): StateFacts {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    return { folder, fault: messageOf(error), logs: 0, logBytes: 0, database: null };
  }
  const logs = filesOf(journalFolder(folder)).filter((file) => file.endsWith(".log"));
  return {
    folder,
    fault: null,
    logs: logs.length,
    logBytes: logs.reduce((sum, file) => sum + (sizeOf(file) ?? 0), 0),
    database: sizeOf(join(folder, "hunch.db")),
  };
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch (error) {
    // It is made with the first log.
    if ((error as NodeJS.ErrnoException).code !== undefined) return [];
    throw error;
  }
}

function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}
