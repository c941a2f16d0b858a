/**
 * The language servers of an editor: which documents have which, their start, their end and what they
 * ask. Features ask `clients(doc, method)` and talk to those.
 */
import type { ClientCapabilities } from "vscode-languageserver-protocol";
import { Emitter } from "../../base/emitter.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import type { ChangeSet, Text } from "../../text/text.ts";
import { diagnosticsOf } from "../diagnostics.ts";
import { CORE_CAPABILITIES } from "./capabilities.ts";
import { ChangeHistory } from "./change-history.ts";
import { LanguageClient } from "./client.ts";
import { notice } from "./notice.ts";
import { Progress } from "./progress.ts";
import { RestartPlan } from "./restart-plan.ts";
import { ServerDiagnostics } from "./server-diagnostics.ts";
import { programOf, rootOf } from "./server-place.ts";
import { answerRequest, takeNotification } from "./server-requests.ts";
import { merge, type ServerSpec, type Settings } from "./server-table.ts";
import { WatchedFiles } from "./watches.ts";

export interface LanguageServerEvents {
  /** A server is ready for a document and has been told of it. */
  attach: { readonly client: LanguageClient; readonly doc: Document };
  /** A document has lost a server, whoever ended it. */
  detach: { readonly client: LanguageClient; readonly doc: Document };
  /** A server wants something asked anew; `what` as in `workspace/{what}/refresh`. */
  refresh: { readonly client: LanguageClient; readonly what: string };
  /** What servers report of their work has changed: `progress.text()`. */
  progress: Record<never, never>;
  /** What a server can do has changed (`client/registerCapability`). */
  capabilities: { readonly client: LanguageClient };
}

/** A longer text is not given to servers, UTF-16 units. */
const MOST_TEXT = 8_000_000;

/** Where a document's servers come from: it is looked for anew when one of these is another. */
interface Attachment {
  readonly path: string;
  readonly filetype: string;
  readonly clients: readonly LanguageClient[];
}

export class LanguageServers {
  readonly editor: Editor;
  readonly host: FeatureHost;
  readonly events: Emitter<LanguageServerEvents>;
  readonly progress = new Progress();
  readonly diagnostics: ServerDiagnostics;
  readonly watched = new WatchedFiles();
  /** Every server that was started and has not been forgotten, ended ones too. */
  readonly all = new Map<string, LanguageClient>();
  /** Why a document has no server, for `:LspInfo`. */
  readonly reasons = new WeakMap<Document, readonly string[]>();
  private readonly specs: readonly ServerSpec[];
  private readonly version: string;
  private readonly attached = new Map<Document, Attachment>();
  /** Documents whose servers have to be looked for anew. */
  private readonly stale = new Set<Document>();
  private readonly histories = new WeakMap<Document, ChangeHistory>();
  /** Paths that a server led to: it is for them, too. */
  private readonly followed = new Map<string, LanguageClient>();
  private readonly restarts: RestartPlan;
  private readonly handlers = new Map<
    string,
    (client: LanguageClient, params: unknown) => unknown
  >();
  /**
   * So long, ms, a server may change a document that is to be written; then it is written without.
   * Less than keys behind it wait: they would end the writing.
   */
  patienceOnSaving = 900;
  private capabilities: ClientCapabilities = CORE_CAPABILITIES;
  private settling = false;
  private flushing = false;
  private closed = false;
  private traffic = false;
  /** The user ended all servers (`:LspStop`). */
  private stopped = false;

  constructor(editor: Editor, host: FeatureHost, specs: readonly ServerSpec[], version: string) {
    this.editor = editor;
    this.host = host;
    this.specs = specs;
    this.version = version;
    this.events = new Emitter((name, error) => editor.reportBug(`listener of ${name}`, error));
    this.restarts = new RestartPlan(
      () => this.anew(),
      (text) => {
        notice(editor, text);
        host.redraw();
      },
    );
    this.diagnostics = new ServerDiagnostics({
      store: diagnosticsOf(editor),
      findDocument: (path) => this.documentOf(path),
      afterFrame: (callback) => host.afterFrame(callback),
      redraw: () => host.redraw(),
      shown: () => editor.windows.map((win) => win.doc),
    });
    const { events } = editor;
    events.on("change", ({ doc, revision, before, change }) => {
      this.note(doc, revision, before, change);
    });
    events.on("document-open", () => this.settleSoon());
    events.on("window-enter", () => this.settleSoon());
    events.on("document-close", (doc) => this.detach(doc));
    events.on("document-saved", (doc) => this.saved(doc));
    events.on("option", ({ name }) => {
      if (name === "filetype") this.settleSoon();
    });
    host.trust.onDecision(() => this.anew());
    this.settleSoon();
  }

  // Asking

  /** The ready servers of a document, those that can do `method` where it is given. */
  clients(doc: Document, method?: string): LanguageClient[] {
    const clients = this.attached.get(doc)?.clients ?? [];
    return clients.filter((client) => {
      return client.documents.has(doc) && (method === undefined || client.supports(method, doc));
    });
  }

  /** Every ready server. */
  ready(): LanguageClient[] {
    return [...this.all.values()].filter((client) => client.state === "ready");
  }

  /** Whether a server of the document is being started. */
  isStarting(doc: Document): boolean {
    const clients = this.attached.get(doc)?.clients ?? [];
    return clients.some((client) => client.state === "starting");
  }

  /** The documents that have servers, ready or not. */
  documents(): Document[] {
    return [...this.attached.keys()];
  }

  /** What hunch can do, for servers that are started from now on. */
  declare(capabilities: ClientCapabilities): void {
    this.capabilities = merge(
      this.capabilities as Settings,
      capabilities as Settings,
    ) as ClientCapabilities;
  }

  /** Answers a method that servers ask for or tell of; what it throws is answered as an error. */
  handle(method: string, handler: (client: LanguageClient, params: unknown) => unknown): void {
    this.handlers.set(method, handler);
  }

  handler(method: string): ((client: LanguageClient, params: unknown) => unknown) | null {
    return this.handlers.get(method) ?? null;
  }

  /** The server is for the file (absolute), too, wherever that lies: call it before going there. */
  follow(client: LanguageClient, path: string): void {
    this.followed.set(path, client);
  }

  /** The open document of a path, for servers. */
  documentOf(path: string): Document | null {
    return this.editor.docs.find((doc) => doc.path === path && doc.kind === "file") ?? null;
  }

  history(doc: Document): ChangeHistory {
    let history = this.histories.get(doc);
    if (history === undefined) this.histories.set(doc, (history = new ChangeHistory(doc.revision)));
    return history;
  }

  /** Tells the servers of all changes. */
  flush(): void {
    for (const client of this.ready()) client.flush();
  }

  /** Whether messages are noted in the logs, of the servers that run and of those to come. */
  setTraffic(on: boolean): void {
    this.traffic = on;
    for (const client of this.all.values()) client.log.traffic = on;
  }

  // Changes

  /** In the key's own turn: only a note. */
  private note(doc: Document, revision: number, before: Text, change: ChangeSet): void {
    if (!this.attached.has(doc)) return;
    this.history(doc).note(revision, before, change);
    if (this.flushing) return;
    this.flushing = true;
    this.host.afterFrame(() => {
      this.flushing = false;
      for (const client of this.ready()) client.flushSoon();
    });
  }

  private saved(doc: Document): void {
    // It may have been given its first name, or another.
    this.settleSoon();
    for (const client of this.clients(doc)) {
      client.didSave(doc);
      this.diagnostics.refreshShown(client);
    }
  }

  // Attaching

  /** Looks at all documents once the keys are worked off. */
  settleSoon(): void {
    if (this.settling || this.closed) return;
    this.settling = true;
    this.host.afterFrame(() => {
      this.settling = false;
      if (!this.closed) this.settle();
    });
  }

  /** At once, for somebody who asks. */
  settle(): void {
    for (const doc of this.editor.docs) {
      const path = doc.kind === "file" && doc.loaded ? doc.path : null;
      const filetype = doc.options.get("filetype");
      const old = this.attached.get(doc);
      const same = old?.path === path && old?.filetype === filetype;
      if (same && !this.stale.has(doc)) continue;
      if (!same) this.detach(doc);
      if (path !== null) this.attach(doc, path, filetype);
    }
    this.stale.clear();
  }

  private attach(doc: Document, path: string, filetype: string): void {
    const reasons: string[] = [];
    const clients: LanguageClient[] = [];
    const followed = this.followed.get(path);
    if (doc.text.length > MOST_TEXT) reasons.push("the text is too long for servers");
    else if (this.stopped) reasons.push("stopped by :LspStop");
    else {
      if (followed !== undefined && followed.state !== "ended") clients.push(followed);
      const groups = new Set(clients.map((client) => client.spec.group));
      for (const spec of this.specs) {
        if (!spec.filetypes.includes(filetype) || clients.some((c) => c.spec === spec)) continue;
        if (spec.group !== null && groups.has(spec.group)) continue;
        const client = this.clientFor(spec, path);
        if (typeof client === "string") reasons.push(`${spec.name}: ${client}`);
        else {
          clients.push(client);
          groups.add(spec.group);
        }
      }
    }
    this.reasons.set(doc, reasons);
    for (const client of this.attached.get(doc)?.clients ?? []) {
      if (!clients.includes(client)) this.leave(client, doc);
    }
    this.attached.set(doc, { path, filetype, clients });
    this.history(doc);
    for (const client of clients) this.open(client, doc);
  }

  /** The server for a file, started when it is not; or why there is none. */
  private clientFor(spec: ServerSpec, path: string): LanguageClient | string {
    const { trust, env } = this.host;
    const root = rootOf(path, spec.roots);
    if (root === null && !spec.single) return "no root";
    // A folder in a trusted project may be untrusted by itself.
    if (!trust.allows(path) || (root !== null && !trust.allows(root)))
      return "not trusted (:trust)";
    const key = `${spec.name}\0${root}`;
    const known = this.all.get(key);
    if (known !== undefined && known.state !== "ended") return known;
    const program = programOf(spec, root, trust, env);
    if (program === null) return `${spec.command} is not installed`;
    if (!this.restarts.mayStart(key)) return "it ended too often (:LspRestart)";
    const client = new LanguageClient(
      spec,
      root,
      program.path,
      {
        env,
        version: this.version,
        capabilities: () => this.capabilities,
        history: (doc) => this.history(doc),
        onRequest: (self, method, params) => answerRequest(this, self, method, params),
        onNotification: (self, method, params) => takeNotification(this, self, method, params),
        onSent: (self, doc) => this.diagnostics.sent(self, doc),
        onEnd: (self, why) => this.ended(key, self, why),
      },
      known?.log,
    );
    client.log.traffic = this.traffic;
    this.all.set(key, client);
    void client.start().then(() => {
      if (client.state === "ready") this.started(client);
    });
    return client;
  }

  private started(client: LanguageClient): void {
    for (const [doc, { clients }] of this.attached) {
      if (clients.includes(client)) this.open(client, doc);
    }
    this.host.redraw();
  }

  private open(client: LanguageClient, doc: Document): void {
    if (client.state !== "ready" || client.documents.has(doc)) return;
    client.open(doc);
    this.events.emit("attach", { client, doc });
  }

  private detach(doc: Document): void {
    const attachment = this.attached.get(doc);
    if (attachment === undefined) return;
    this.attached.delete(doc);
    for (const client of attachment.clients) this.leave(client, doc);
    // Changes are not noted any more.
    this.histories.delete(doc);
  }

  private leave(client: LanguageClient, doc: Document): void {
    if (!client.documents.has(doc)) return;
    this.diagnostics.closed(client, doc);
    client.close(doc);
    this.events.emit("detach", { client, doc });
  }

  // Ends

  private ended(key: string, client: LanguageClient, why: string): void {
    this.diagnostics.ended(client);
    this.progress.end(client);
    this.watched.forget(client);
    for (const [path, followed] of this.followed) {
      if (followed === client) this.followed.delete(path);
    }
    for (const [doc, { clients }] of this.attached) {
      if (clients.includes(client)) this.events.emit("detach", { client, doc });
    }
    this.host.redraw();
    if (!client.wasStopped && !this.closed) this.restarts.ended(key, client.name, why);
  }

  /** Looks anew at every document; ends what is not trusted any more. */
  private anew(): void {
    const { trust } = this.host;
    for (const client of this.all.values()) {
      const paths = [...client.documents.values()].map(({ path }) => path);
      const places = client.root === null ? paths : [client.root];
      if (places.some((place) => !trust.allows(place))) void client.stop();
    }
    for (const doc of this.attached.keys()) this.stale.add(doc);
    this.settleSoon();
  }

  /** Ends the servers of a name, or all, and starts them again where documents want them. */
  async restart(name: string | null): Promise<void> {
    this.stopped = false;
    this.restarts.forget();
    const clients = [...this.all.values()].filter((c) => name === null || c.name === name);
    await Promise.all(clients.map((client) => client.stop()));
    for (const [key, client] of this.all) {
      if (clients.includes(client) && client.state === "ended") this.all.delete(key);
    }
    this.anew();
  }

  /** Ends the servers of a name, or all; none is started until `restart`. */
  async stop(name: string | null): Promise<void> {
    if (name === null) this.stopped = true;
    const clients = [...this.all.values()].filter((c) => name === null || c.name === name);
    for (const client of clients) this.restarts.giveUp(`${client.name}\0${client.root}`);
    await Promise.all(clients.map((client) => client.stop()));
  }

  /** The editor ends. Done within a second or so. */
  async close(): Promise<void> {
    this.closed = true;
    this.restarts.forget();
    this.watched.close();
    await Promise.all([...this.all.values()].map((client) => client.stop()));
  }
}
