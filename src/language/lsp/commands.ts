/** `:LspInfo`, `:LspRestart`, `:LspStop`, `:LspLog`. */
import { UserError } from "../../base/errors.ts";
import { showDocument } from "../../editor/buffers.ts";
import type { Editor } from "../../editor/editor.ts";
import type { ExCall, ExCommand } from "../../editor/ex-command.ts";
import { type Fiber, until } from "../../editor/fiber.ts";
import { splitWindow } from "../../editor/layout-windows.ts";
import { shownPath } from "../../editor/paths.ts";
import { virtualDocument } from "../../editor/virtual.ts";
import type { LanguageClient } from "./client.ts";
import type { LanguageServers } from "./servers.ts";

export function lspExCommands(servers: LanguageServers): ExCommand[] {
  const names = () => [...new Set([...servers.all.values()].map(({ name }) => name))];
  return [
    {
      name: "LspInfo",
      min: 4,
      bar: true,
      doc: "Show the language servers: roots, processes, what they can do, what went wrong",
      run: ({ editor }) => open(editor, "LspInfo", infoText(servers)),
    },
    {
      name: "LspRestart",
      min: 4,
      bar: true,
      args: true,
      doc: "Start the language servers again, or those of a name",
      complete: names,
      *run(call): Fiber {
        const name = nameOf(servers, call);
        yield* until(servers.restart(name), "LspRestart");
        call.editor.showMessage(`${name ?? "The servers"} start again`);
      },
    },
    {
      name: "LspStop",
      min: 4,
      bar: true,
      args: true,
      doc: "End the language servers, or those of a name, until :LspRestart",
      complete: names,
      *run(call): Fiber {
        const name = nameOf(servers, call);
        yield* until(servers.stop(name), "LspStop");
        call.editor.showMessage(`${name ?? "The servers"} ended`);
      },
    },
    {
      name: "LspLog",
      min: 4,
      bar: true,
      args: true,
      doc: "Show what servers wrote; `on` and `off`: note each message, too",
      complete: () => ["on", "off", ...names()],
      run: (call) => log(servers, call),
    },
  ];
}

function nameOf(servers: LanguageServers, { args }: ExCall): string | null {
  const name = args.trim();
  if (name === "") return null;
  if ([...servers.all.values()].some((client) => client.name === name)) return name;
  throw new UserError(`No language server ${name} was started`);
}

function log(servers: LanguageServers, call: ExCall): void {
  const { editor } = call;
  const word = call.args.trim();
  if (word === "on" || word === "off") {
    servers.setTraffic(word === "on");
    editor.showMessage(`Messages of servers are ${word === "on" ? "" : "not "}noted`);
    return;
  }
  const name = nameOf(servers, call);
  const parts = [...servers.all.values()]
    .filter((client) => name === null || client.name === name)
    .map((client) => `${headline(servers.editor, client)}\n\n${client.log.text()}`);
  if (parts.length === 0) throw new UserError("No language server was started");
  open(editor, "LspLog", parts.join("\n\n"));
}

function open(editor: Editor, title: string, text: string): void {
  const doc = virtualDocument(editor, { title, text });
  const shown = editor.tab.windows.find((win) => win.doc === doc);
  if (shown !== undefined) return;
  showDocument(editor, splitWindow(editor, editor.win), doc);
}

function headline(editor: Editor, client: LanguageClient): string {
  const where = client.root === null ? "single files" : shownPath(editor, client.root);
  return `${client.name}: ${client.state}, ${where}`;
}

/** The text of `:LspInfo`. */
export function infoText(servers: LanguageServers): string {
  const { editor } = servers;
  const lines: string[] = [];
  const { doc } = editor;
  servers.settle();
  const reasons = servers.reasons.get(doc) ?? [];
  const filetype = doc.options.get("filetype") || "no file type";
  lines.push(`${shownPath(editor, doc.path)} (${filetype})`);
  const own = servers.clients(doc).map(({ name }) => name);
  lines.push(`  servers: ${own.length === 0 ? "none" : own.join(", ")}`);
  for (const reason of reasons) lines.push(`  ${reason}`);
  for (const client of servers.all.values()) lines.push("", ...clientLines(servers, client));
  return lines.join("\n");
}

function clientLines(servers: LanguageServers, client: LanguageClient): string[] {
  const { editor } = servers;
  const lines = [headline(editor, client)];
  const add = (name: string, value: string): void => {
    if (value !== "") lines.push(`  ${name.padEnd(13)}${value}`);
  };
  add("program", [client.program, ...client.spec.args].join(" "));
  add("calls itself", client.serverInfo);
  if (client.pid !== null && client.state !== "ended") add("process", String(client.pid));
  if (client.state === "ready") {
    add("ready after", `${Math.round(client.startMs)} ms`);
    add("positions", client.encoding);
    add("can", abilities(client).join(" "));
    if (client.root !== null && servers.watched.folders(client.root) > 0) {
      const more = servers.watched.isFull(client.root) ? ", and more that are not watched" : "";
      add("watches", `${servers.watched.folders(client.root)} folders${more}`);
    }
  }
  for (const doc of client.documents.keys()) add("has", shownPath(editor, doc.path));
  for (const error of client.log.errors) add("error", error);
  return lines;
}

/** What a server can do, in short: `hover`, `definition`, …, sorted. */
function abilities(client: LanguageClient): string[] {
  const found = new Set<string>();
  for (const [key, value] of Object.entries(client.capabilities)) {
    if (value && /^[a-z].*Provider$/.test(key)) found.add(key.slice(0, -"Provider".length));
  }
  for (const { method } of client.registrations.all()) found.add(method.replace(/^.*\//, ""));
  return [...found].sort();
}
