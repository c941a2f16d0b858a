/** Puts language servers and diagnostics into an editor. */
import type { Editor } from "../../editor/editor.ts";
import { factsOf } from "../../editor/facts.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { pickersOf } from "../../editor/picker.ts";
import { statusItemsOf } from "../../editor/status-items.ts";
import {
  diagnosticCommands,
  diagnosticExCommands,
  diagnosticSource,
} from "../diagnostic-commands.ts";
import { diagnosticsOf } from "../diagnostics.ts";
import { DiagnosticsView } from "../diagnostics-view.ts";
import { changesBeforeSaving } from "./before-saving.ts";
import { lspExCommands } from "./commands.ts";
import { serverTable } from "./server-table.ts";
import { LanguageServers } from "./servers.ts";

/** The status line is drawn again at most this often for progress, ms; and over a slow line. */
const PROGRESS_MS = 100;
const SLOW_PROGRESS_MS = 500;

export function installLsp(editor: Editor, host: FeatureHost, version: string): LanguageServers {
  const own = editor.featureTables.get("servers");
  const { servers: specs, faults } = serverTable(own?.table);
  for (const { path, text } of faults) own?.fault(path, text);
  const servers = new LanguageServers(editor, host, specs, version);
  new DiagnosticsView(editor, host, diagnosticsOf(editor));
  editor.commands.add(...diagnosticCommands);
  editor.exCommands = [...editor.exCommands, ...lspExCommands(servers), ...diagnosticExCommands];
  pickersOf(editor).register(diagnosticSource(editor));
  factsOf(editor).provide("server", () => servers.clients(editor.doc).length > 0);
  editor.beforeWrite.push((doc) => changesBeforeSaving(servers, doc));
  showProgress(editor, host, servers);
  return servers;
}

function showProgress(editor: Editor, host: FeatureHost, servers: LanguageServers): void {
  let shown = "";
  let timer: NodeJS.Timeout | null = null;
  const remote = Boolean(host.env.SSH_CONNECTION || host.env.SSH_TTY);
  const items = statusItemsOf(editor);
  items.provide("progress", () => shown);
  const later = (): void => {
    if (timer !== null) return;
    const slow = remote || editor.options.get("lowband");
    timer = setTimeout(
      () => {
        timer = null;
        const text = servers.progress.text();
        if (text === shown) return;
        shown = text;
        items.changed();
        host.redraw();
      },
      slow ? SLOW_PROGRESS_MS : PROGRESS_MS,
    );
    timer.unref();
  };
  servers.events.on("progress", later);
  // What a server that ended was at is over.
  servers.events.on("detach", later);
}
