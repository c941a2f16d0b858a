/** What servers ask and tell, beyond what features handle. */
import type { Registration, Unregistration } from "vscode-languageserver-protocol";
import type { LanguageClient } from "./client.ts";
import { notice } from "./notice.ts";
import { applyForServer } from "./server-edits.ts";
import { UnknownMethod } from "./server-process.ts";
import { isTable, type Settings } from "./server-table.ts";
import type { LanguageServers } from "./servers.ts";
import { uriOf } from "./uri.ts";
import { WATCH_METHOD } from "./watches.ts";

/** Messages of a server are shown at most this often, ms; the log has all. */
const MESSAGE_EVERY_MS = 1000;
/** `window/showMessage` types that are worth the message line. */
const ERROR = 1;
const WARNING = 2;

const lastShown = new WeakMap<LanguageClient, number>();

/** Answers a request of a server. Throws UnknownMethod. */
export function answerRequest(
  servers: LanguageServers,
  client: LanguageClient,
  method: string,
  params: unknown,
): unknown {
  const own = servers.handler(method);
  if (own !== null) return own(client, params);
  const refresh = /^workspace\/(\w+)\/refresh$/.exec(method);
  if (refresh !== null) {
    const what = refresh[1]!;
    if (what === "diagnostics" || what === "diagnostic") servers.diagnostics.refresh(client);
    servers.events.emit("refresh", { client, what });
    return null;
  }
  switch (method) {
    case "workspace/configuration":
      return configuration(client, params);
    case "workspace/workspaceFolders":
      return client.root === null
        ? null
        : [{ uri: uriOf(client.root), name: client.root.split("/").at(-1) ?? "" }];
    case "workspace/applyEdit":
      return applyForServer(servers, client, params);
    case "client/registerCapability":
      for (const each of listOf(params, "registrations")) {
        if (isTable(each) && typeof each.id === "string" && typeof each.method === "string") {
          client.registrations.add(each as unknown as Registration);
        }
      }
      return registered(servers, client, listOf(params, "registrations"));
    case "client/unregisterCapability": {
      // The protocol's own misspelling.
      const gone = listOf(params, "unregisterations") as Unregistration[];
      for (const each of gone) client.registrations.remove(each?.id);
      return registered(servers, client, gone);
    }
    case "window/workDoneProgress/create":
      return null;
    case "window/showMessageRequest":
      show(servers, client, params);
      return null;
    case "window/showDocument":
      return { success: false };
    default:
      throw new UnknownMethod(`Unhandled method ${method}`);
  }
}

/** Takes a notification of a server. */
export function takeNotification(
  servers: LanguageServers,
  client: LanguageClient,
  method: string,
  params: unknown,
): void {
  const own = servers.handler(method);
  if (own !== null) {
    own(client, params);
    return;
  }
  switch (method) {
    case "textDocument/publishDiagnostics":
      servers.diagnostics.push(client, params);
      return;
    case "$/progress":
      if (servers.progress.report(client, params)) servers.events.emit("progress", {});
      return;
    case "window/showMessage":
      show(servers, client, params);
      return;
    case "window/logMessage":
    case "$/logTrace":
      client.log.note(String(isTable(params) ? params.message : params));
      return;
    default:
      if (!method.startsWith("$/") && !method.startsWith("telemetry/")) {
        client.log.note(`unknown notification ${method}`);
      }
  }
}

function registered(
  servers: LanguageServers,
  client: LanguageClient,
  changed: readonly unknown[],
): null {
  if (changed.some((each) => isTable(each) && each.method === WATCH_METHOD)) {
    servers.watched.update(client);
  }
  const diagnostics = (each: unknown) => isTable(each) && each.method === "textDocument/diagnostic";
  if (changed.some(diagnostics)) servers.diagnostics.refresh(client);
  servers.events.emit("capabilities", { client });
  return null;
}

function listOf(params: unknown, key: string): readonly unknown[] {
  const list = isTable(params) ? params[key] : null;
  return Array.isArray(list) ? list : [];
}

function configuration(client: LanguageClient, params: unknown): unknown[] {
  return listOf(params, "items").map((item) => {
    const section = isTable(item) && typeof item.section === "string" ? item.section : "";
    if (section === "") {
      const folder = client.root === null ? null : { uri: uriOf(client.root), name: "root" };
      return { ...client.spec.settings, workspaceFolder: folder };
    }
    return settingOf(client.spec.settings, section);
  });
}

/** A setting by its dotted name; null when there is none. */
export function settingOf(settings: Settings, section: string): unknown {
  if (Object.hasOwn(settings, section)) return settings[section];
  let at: unknown = settings;
  for (const key of section.split(".")) {
    if (!isTable(at) || !Object.hasOwn(at, key)) return null;
    at = at[key];
  }
  return at;
}

function show(servers: LanguageServers, client: LanguageClient, params: unknown): void {
  if (!isTable(params) || typeof params.message !== "string") return;
  const { message, type } = params;
  client.log.note(`says: ${message}`);
  if (type !== ERROR && type !== WARNING) return;
  const now = performance.now();
  if (now - (lastShown.get(client) ?? -MESSAGE_EVERY_MS) < MESSAGE_EVERY_MS) return;
  lastShown.set(client, now);
  notice(servers.editor, `${client.name}: ${message}`, type === ERROR ? "error" : "warning");
  servers.host.redraw();
}
