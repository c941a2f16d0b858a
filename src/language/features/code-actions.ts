/**
 * `gra`: what servers offer to do about the place of the cursor or the selection. Quick fixes come
 * first; what is disabled is shown with its reason and can't be chosen.
 */
import type { WorkspaceEdit } from "vscode-languageserver-protocol";
import { Cancelled, UserError } from "../../base/errors.ts";
import type { Command, CommandContext } from "../../editor/command.ts";
import type { Document } from "../../editor/document.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { type PickItem, type PickSource, pickersOf } from "../../editor/picker.ts";
import type { Window } from "../../editor/window.ts";
import type { Span } from "../../text/text.ts";
import { diagnosticsOf } from "../diagnostics.ts";
import type { LanguageClient } from "../lsp/client.ts";
import { sourcesOf } from "../lsp/server-diagnostics.ts";
import { isTable } from "../lsp/server-table.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { applyWorkspaceEdit } from "../lsp/workspace-edit.ts";
import { askServers, clientsFor, namesOf, waitFor } from "./ask.ts";
import { wordOf } from "./places.ts";
import type { LanguagePorts } from "./ports.ts";
import { summary } from "./rename.ts";

export const ACTION_METHOD = "textDocument/codeAction";
/** `CodeActionTriggerKind` */
const INVOKED = 1;
export const AUTOMATIC = 2;
/** What a server does may take long, ms. */
const TIMEOUT_MS = 60_000;
const MOST_ACTIONS = 500;

/** An action that a server offers. */
export interface OfferedAction {
  readonly client: LanguageClient;
  readonly title: string;
  /** As in `quickfix`, `refactor.extract`; empty when the server does not say. */
  readonly kind: string;
  readonly isPreferred: boolean;
  /** Why it can't be done now; empty when it can. */
  readonly disabled: string;
  readonly raw: Readonly<Record<string, unknown>>;
  readonly revisions: ReadonlyMap<Document, number>;
}

export function actionCommand(servers: LanguageServers, ports: LanguagePorts): Command {
  return {
    name: "language.code-action",
    doc: "Choose what the server can do here: a fix, a refactoring, sorted imports",
    run: (context) => act(servers, ports, context),
  };
}

function* act(
  servers: LanguageServers,
  ports: LanguagePorts,
  { editor, doc, win }: CommandContext,
): Fiber {
  const clients = clientsFor(servers, doc, ACTION_METHOD);
  const span = actionSpan(win, doc);
  ports.leaveVisual();
  const actions = yield* waitFor(namesOf(clients), (signal) =>
    askActions(servers, clients, doc, span, INVOKED, signal),
  );
  if (actions.length === 0) throw new UserError("No code actions available");
  yield* pickersOf(editor).open({ source: actionSource(servers, actions) });
}

/** The selection, or the cursor. */
function actionSpan(win: Window, doc: Document): Span {
  const { visual, cursor } = win;
  if (visual === null) return { from: cursor.pos, to: cursor.pos };
  const from = Math.min(visual.anchor, cursor.pos);
  const last = Math.max(visual.anchor, cursor.pos);
  if (visual.kind === "V")
    return { from: doc.text.lineAt(from).from, to: doc.text.lineAt(last).to };
  return { from, to: Math.min(doc.text.length, last + 1) };
}

/** What servers offer for a part of a document, the best first. */
export async function askActions(
  servers: LanguageServers,
  clients: readonly LanguageClient[],
  doc: Document,
  { from, to }: Span,
  triggerKind: number,
  signal: AbortSignal,
): Promise<OfferedAction[]> {
  const params = (client: LanguageClient, only: readonly string[] = []) => ({
    textDocument: client.textDocument(doc),
    range: client.range(doc, from, to),
    context: {
      triggerKind,
      diagnostics: diagnosticsFor(servers, client, doc, from, to),
      ...(only.length > 0 ? { only } : {}),
    },
  });
  const method = ACTION_METHOD;
  const asked = askServers(clients, { doc, method, params: (client) => params(client) }, signal);
  // What can be done to the whole file, some servers tell only when they are asked for it.
  const whole =
    triggerKind === INVOKED ? clients.filter((each) => sourceKinds(each, doc).length > 0) : [];
  const more = whole.map((client) =>
    askServers(
      [client],
      { doc, method, params: () => params(client, sourceKinds(client, doc)) },
      signal,
    ).catch(none),
  );
  const answers = [...(await asked), ...(await Promise.all(more)).flat()];
  const actions = answers.flatMap(({ client, value, revisions }) =>
    (Array.isArray(value) ? value : []).flatMap((raw) => actionOf(client, raw, revisions)),
  );
  const seen = new Set<string>();
  return actions
    .filter(({ client, title, kind }) => {
      const key = `${client.name}\0${kind}\0${title}`;
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, MOST_ACTIONS)
    .map((action, i) => ({ action, i }))
    .sort((a, b) => rank(a.action) - rank(b.action) || a.i - b.i)
    .map(({ action }) => action);
}

function sourceKinds(client: LanguageClient, doc: Document): string[] {
  const kinds = client.options(ACTION_METHOD, doc)?.codeActionKinds;
  return (Array.isArray(kinds) ? kinds : [])
    .map(String)
    .filter((kind) => kind === "source" || kind.startsWith("source."))
    .slice(0, 50);
}

/** Nothing more, where a server refuses. */
function none(error: unknown): [] {
  if (error instanceof UserError || error instanceof Cancelled) return [];
  throw error;
}

/** The protocol's diagnostics of a server in a part of a document, where they are now. */
function diagnosticsFor(
  { editor }: LanguageServers,
  client: LanguageClient,
  doc: Document,
  from: number,
  to: number,
): object[] {
  const line = doc.text.lineAt(from);
  // With the cursor anywhere in a line, what is wrong in the line is meant.
  const [start, end] = from === to ? [line.from, line.to] : [from, to];
  return diagnosticsOf(editor)
    .between(doc, start, end)
    .flatMap((each) => {
      const { source, item } = each;
      if (!sourcesOf(client).includes(source)) return [];
      const { data } = item;
      return isTable(data) ? [{ ...data, range: client.range(doc, each.from, each.to) }] : [];
    });
}

function actionOf(
  client: LanguageClient,
  raw: unknown,
  revisions: ReadonlyMap<Document, number>,
): OfferedAction[] {
  if (!isTable(raw) || typeof raw.title !== "string") return [];
  const reason = isTable(raw.disabled) ? wordOf(raw.disabled.reason) || "not now" : "";
  return [
    {
      client,
      title: wordOf(raw.title),
      kind: typeof raw.kind === "string" ? raw.kind : "",
      isPreferred: raw.isPreferred === true,
      disabled: reason,
      raw,
      revisions,
    },
  ];
}

const ORDER = ["quickfix", "", "refactor", "source", "notebook"];

function rank({ kind, isPreferred, disabled }: OfferedAction): number {
  const at = ORDER.indexOf(kind.split(".", 1)[0]!);
  const group = at < 0 ? ORDER.length : at;
  return (disabled === "" ? 0 : 1000) + group * 2 + (isPreferred ? 0 : 1);
}

function actionSource(servers: LanguageServers, actions: readonly OfferedAction[]): PickSource {
  return {
    name: "code-actions",
    title: "Code actions",
    doc: "What the servers can do at the cursor",
    start(_query, sink) {
      sink.push(actions.map((action) => itemOf(action)));
      sink.done();
    },
    preview: () => null,
    // The text stays in sight.
    peek() {},
    accept: (item) => runAction(servers, item.data as OfferedAction),
  };
}

function itemOf(action: OfferedAction): PickItem {
  const { title, kind, isPreferred, disabled, client } = action;
  const words = disabled === "" ? [kind, client.name] : [`disabled: ${disabled}`];
  const mark = disabled !== "" ? "-" : isPreferred ? "*" : " ";
  return {
    text: title,
    detail: words.filter((word) => word !== "").join("  "),
    mark: { text: mark, group: "sign.hint" },
    data: action,
  };
}

/** Does what was chosen: resolved when it has to be, its edit first, then its command. */
export function* runAction(servers: LanguageServers, action: OfferedAction): Fiber {
  const { client, title, disabled } = action;
  if (disabled !== "") throw new UserError(`${title}: ${disabled}`);
  const { raw, revisions } = yield* resolved(action);
  if (isTable(raw.edit)) {
    const edit = raw.edit as WorkspaceEdit;
    const request = { client, edit, origin: "lsp.code-action", revisions };
    const result = yield* applyWorkspaceEdit(servers.editor, request);
    servers.editor.showMessage(`${title}: ${summary(edit, result)}`);
  }
  const command = typeof raw.command === "string" ? raw : raw.command;
  if (isTable(command)) yield* execute(servers, client, command);
}

function* resolved(action: OfferedAction): Fiber<Pick<OfferedAction, "raw" | "revisions">> {
  const { client, raw } = action;
  // A bare command has a string there.
  const isWhole = raw.edit !== undefined || typeof raw.command === "string";
  if (isWhole || !client.supports("codeAction/resolve")) return action;
  const { value, revisions } = yield* waitFor(client.name, (signal) =>
    client.request("codeAction/resolve", raw, { signal, timeoutMs: TIMEOUT_MS }),
  );
  return isTable(value) ? { raw: value, revisions } : action;
}

/** What the command changes comes as edits of the server while it is waited for. */
function* execute(
  servers: LanguageServers,
  client: LanguageClient,
  { command, arguments: args }: Readonly<Record<string, unknown>>,
): Fiber {
  if (typeof command !== "string") throw new UserError("A code action that is none");
  const own = client.capabilities.executeCommandProvider?.commands;
  const known = Array.isArray(own) && own.includes(command);
  if (!known && !registered(client, command)) {
    throw new UserError(`${client.name}: the command ${command} is for another editor`);
  }
  yield* waitFor(client.name, (signal) =>
    client.request(
      "workspace/executeCommand",
      { command, ...(Array.isArray(args) ? { arguments: args } : {}) },
      { signal, timeoutMs: TIMEOUT_MS },
    ),
  );
  servers.host.redraw();
}

function registered(client: LanguageClient, command: string): boolean {
  return client.registrations.of("workspace/executeCommand").some(({ registerOptions }) => {
    const commands = isTable(registerOptions) ? registerOptions.commands : null;
    return Array.isArray(commands) && commands.includes(command);
  });
}
