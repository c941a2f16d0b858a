/**
 * One language server of one root: what it can do, the documents it has, and the door to ask it.
 * Before anything is asked it has been told of every change, so that an answer belongs to the revision
 * that it is tagged with.
 */
import type {
  InitializeResult,
  Position,
  Range,
  SaveOptions,
  ServerCapabilities,
  TextDocumentIdentifier,
  TextDocumentPositionParams,
} from "vscode-languageserver-protocol";
import { Cancelled, messageOf, UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import type { Span } from "../../text/text.ts";
import type { Rebase } from "./change-history.ts";
import type { ClientHost } from "./client-host.ts";
import { sentText, syncChanges } from "./document-sync.ts";
import { initializeParams } from "./initialize.ts";
import { languageId } from "./language-id.ts";
import { fromPosition, fromRange, type PositionEncoding, toPosition, toRange } from "./position.ts";
import { Registrations, type Subject } from "./registrations.ts";
import { ServerLog } from "./server-log.ts";
import { ServerProcess } from "./server-process.ts";
import type { ServerSpec } from "./server-table.ts";
import { uriOf } from "./uri.ts";

export interface RequestOptions {
  /** The document that the request is about; its revision is noted. */
  readonly doc?: Document;
  /** Aborting it tells the server, and rejects with Cancelled. */
  readonly signal?: AbortSignal;
  /** Default: 10 s. Then the server is told to stop, and it rejects with UserError. */
  readonly timeoutMs?: number;
}

/** An answer and what it was given for. */
export interface Answer<T> {
  readonly value: T;
  /** The revision of `doc`; -1 without one. */
  readonly revision: number;
  /** The revisions of all documents that the server has. */
  readonly revisions: ReadonlyMap<Document, number>;
}

/** The server ended while it was asked; the user is told of that in any case. */
export class ServerEnded extends UserError {}

export type ClientState = "starting" | "ready" | "ended";

interface OpenDocument {
  readonly uri: string;
  readonly path: string;
  readonly languageId: string;
  /** The revision that the server knows; also the protocol's version number. */
  sent: number;
  /** Whether the text was sent with a last line break. */
  readonly finalBreak: boolean;
}

const TIMEOUT_MS = 10_000;
const START_TIMEOUT_MS = 60_000;
/** Tries of a request whose answer the server took back because the text changed. */
const MOST_TRIES = 3;

/** A text that is too long to be sent whole after each key, UTF-16 units, and how often it is then. */
const LONG_TEXT = 100_000;
const LAZY_MS = 500;

/** Error codes of the protocol. */
const CANCELLED = -32800;
const CONTENT_MODIFIED = -32801;
const SERVER_CANCELLED = -32802;

export class LanguageClient {
  readonly name: string;
  readonly spec: ServerSpec;
  /** The folder it works in; null: for single files. */
  readonly root: string | null;
  readonly program: string;
  readonly log: ServerLog;
  readonly registrations = new Registrations();
  /** The documents it has been told of. */
  readonly documents = new Map<Document, OpenDocument>();
  state: ClientState = "starting";
  encoding: PositionEncoding = "utf-16";
  /** As the server calls itself. */
  serverInfo = "";
  /** Ms from the start of the program to its first answer. */
  startMs = 0;
  private readonly host: ClientHost;
  private launch: Promise<ServerProcess> | null = null;
  private process: ServerProcess | null = null;
  private lazyFlush: NodeJS.Timeout | null = null;
  private stopping = false;

  constructor(
    spec: ServerSpec,
    root: string | null,
    program: string,
    host: ClientHost,
    log = new ServerLog(),
  ) {
    this.name = spec.name;
    this.spec = spec;
    this.root = root;
    this.program = program;
    this.host = host;
    this.log = log;
  }

  get pid(): number | null {
    return this.process?.pid ?? null;
  }

  get capabilities(): ServerCapabilities {
    return this.registrations.capabilities;
  }

  /** Starts the server. Never rejects: that it could not be is told by `onEnd`. */
  async start(): Promise<void> {
    const started = performance.now();
    const { host, spec, root, log } = this;
    log.note(`starts ${this.program} ${spec.args.join(" ")} in ${root ?? "no root"}`);
    try {
      this.launch = ServerProcess.start({
        program: this.program,
        args: spec.args,
        cwd: root ?? host.env.HOME ?? "/",
        env: { ...host.env, ...spec.env },
        log,
        onRequest: (method, params) => host.onRequest(this, method, params),
        onNotification: (method, params) => {
          try {
            host.onNotification(this, method, params);
          } catch (error) {
            log.error(`${method}: ${messageOf(error)}`);
          }
        },
        onEnd: (why) => this.ended(why),
      });
      const process = await this.launch;
      if (this.stopping) return process.kill("stopped");
      this.process = process;
      const result = await this.ask(
        "initialize",
        initializeParams(spec, root, host),
        START_TIMEOUT_MS,
      );
      this.startMs = performance.now() - started;
      this.initialized(result as InitializeResult | null);
    } catch (error) {
      if (this.hasEnded) return;
      log.error(messageOf(error));
      if (this.process === null) this.ended(messageOf(error));
      else this.process.kill(messageOf(error));
    }
  }

  /** Ends the server: asked first, killed after a second. */
  async stop(): Promise<void> {
    this.stopping = true;
    // One that is only being started ends by itself then.
    if (this.process === null) await Promise.allSettled([this.launch]);
    await this.process?.close();
  }

  /** Ends it at once. */
  kill(why: string): void {
    this.stopping = true;
    this.process?.kill(why);
  }

  private get hasEnded(): boolean {
    return this.state === "ended";
  }

  /** Whether the end was wanted. */
  get wasStopped(): boolean {
    return this.stopping;
  }

  /** Whether a method may be asked, for a document where it is about one. */
  supports(method: string, doc?: Document): boolean {
    return this.options(method, doc) !== null;
  }

  /** What the server says about a method (`{}`: nothing more), or null when it can't do it. */
  options(method: string, doc?: Document): Readonly<Record<string, unknown>> | null {
    if (this.state !== "ready") return null;
    return this.registrations.options(method, doc && this.subject(doc));
  }

  /**
   * Asks the server. `params` may be a function, so that they are made anew when the server takes an
   * answer back because the text has changed. Rejects with Cancelled when the asker called it off, and
   * with UserError when the server did not answer: with an error, in time, or because it ended.
   */
  async request<T = unknown>(
    method: string,
    params: object | (() => object),
    options: RequestOptions = {},
  ): Promise<Answer<T>> {
    const { doc, signal, timeoutMs = TIMEOUT_MS } = options;
    for (let tries = 1; ; tries++) {
      if (this.state !== "ready") throw new UserError(`${this.name} is not running`);
      this.flush();
      const revision = doc?.revision ?? -1;
      const revisions = this.revisions();
      try {
        const sent = typeof params === "function" ? params() : params;
        const value = (await this.ask(method, sent, timeoutMs, signal)) as T;
        return { value, revision, revisions };
      } catch (error) {
        const code = (error as { code?: unknown } | null)?.code;
        if (error instanceof Cancelled || error instanceof UserError) throw error;
        const modified = code === CONTENT_MODIFIED || code === SERVER_CANCELLED;
        if (modified && typeof params === "function" && tries < MOST_TRIES) continue;
        if (modified || code === CANCELLED) {
          throw new UserError(`${this.name} took its answer back (${method})`);
        }
        this.log.error(`${method}: ${messageOf(error)}`);
        throw new UserError(`${this.name}: ${messageOf(error).split("\n", 1)[0]}`);
      }
    }
  }

  /** Tells the server something, behind every change. */
  notify(method: string, params: object): void {
    this.flush();
    this.process?.notify(method, params);
  }

  // Places

  textDocument(doc: Document): TextDocumentIdentifier {
    return { uri: this.documents.get(doc)?.uri ?? uriOf(doc.path ?? "/") };
  }

  /** A place (UTF-16 offset) in the present text of a document, as parameters of a request. */
  at(doc: Document, pos: number): TextDocumentPositionParams {
    return { textDocument: this.textDocument(doc), position: this.position(doc, pos) };
  }

  position(doc: Document, pos: number): Position {
    return toPosition(doc.text, pos, this.encoding);
  }

  range(doc: Document, from: number, to: number): Range {
    return toRange(doc.text, from, to, this.encoding);
  }

  /** The way from the text of a revision to the present one; null when it is too old. */
  rebase(doc: Document, revision: number): Rebase | null {
    return this.host.history(doc).rebase(revision, doc.revision, doc.text);
  }

  /**
   * Where a range that was answered for a revision is now. Null when it is too old or was changed
   * since; with `loose` only when it is gone.
   */
  span(doc: Document, revision: number, range: Range, loose = false): Span | null {
    const way = this.rebase(doc, revision);
    if (way === null) return null;
    const { from, to } = fromRange(way.text, range, this.encoding);
    return loose ? way.loose(from, to) : way.span(from, to);
  }

  /** Where a position that was answered for a revision is now; null when it is too old. */
  pos(doc: Document, revision: number, position: Position, assoc: -1 | 1 = 1): number | null {
    const way = this.rebase(doc, revision);
    return way?.map(fromPosition(way.text, position, this.encoding), assoc) ?? null;
  }

  // Documents

  /** Tells the server of a document that it is for. Nothing happens when it has it already. */
  open(doc: Document): void {
    if (this.state !== "ready" || this.documents.has(doc) || doc.path === null) return;
    const open: OpenDocument = {
      uri: uriOf(doc.path),
      path: doc.path,
      languageId: languageId(doc.options.get("filetype"), doc.path),
      sent: doc.revision,
      finalBreak: doc.file.format.endofline,
    };
    this.documents.set(doc, open);
    if (this.registrations.syncOptions().openClose) {
      this.process?.notify("textDocument/didOpen", {
        textDocument: {
          uri: open.uri,
          languageId: open.languageId,
          version: open.sent,
          text: sentText(doc.text, open.finalBreak),
        },
      });
    }
    this.host.onSent(this, doc);
  }

  close(doc: Document): void {
    const open = this.documents.get(doc);
    if (open === undefined) return;
    this.documents.delete(doc);
    if (this.state !== "ready" || !this.registrations.syncOptions().openClose) return;
    this.process?.notify("textDocument/didClose", { textDocument: { uri: open.uri } });
  }

  /** Sends the changes that the server has not been told of. */
  flush(): void {
    for (const doc of this.documents.keys()) this.flushDocument(doc);
  }

  /** As `flush`, but a long text that has to be sent as a whole waits for a pause. */
  flushSoon(): void {
    const long = (doc: Document) =>
      doc.text.length > LONG_TEXT && this.registrations.syncOptions().change === 1;
    for (const doc of this.documents.keys()) {
      if (!long(doc)) this.flushDocument(doc);
      else {
        this.lazyFlush ??= setTimeout(() => {
          this.lazyFlush = null;
          this.flush();
        }, LAZY_MS);
        this.lazyFlush.unref();
      }
    }
  }

  private flushDocument(doc: Document): void {
    const open = this.documents.get(doc)!;
    if (open.sent === doc.revision || this.state !== "ready") return;
    const { change } = this.registrations.syncOptions();
    const past = change === 2 ? this.host.history(doc).since(open.sent, doc.revision) : null;
    open.sent = doc.revision;
    if (change !== 1 && change !== 2) return;
    this.process?.notify("textDocument/didChange", {
      textDocument: { uri: open.uri, version: open.sent },
      contentChanges: syncChanges(past, doc.text, open.finalBreak, this.encoding),
    });
    this.host.onSent(this, doc);
  }

  /** The revision that the server knows of a document; null when it does not have it. */
  sentRevision(doc: Document): number | null {
    return this.documents.get(doc)?.sent ?? null;
  }

  /** The revisions that the server knows. */
  revisions(): Map<Document, number> {
    const revisions = new Map<Document, number>();
    for (const [doc, { sent }] of this.documents) revisions.set(doc, sent);
    return revisions;
  }

  /** The document is about to be written. */
  willSave(doc: Document): void {
    const open = this.documents.get(doc);
    if (open === undefined || this.registrations.syncOptions().willSave !== true) return;
    this.notify("textDocument/willSave", { textDocument: { uri: open.uri }, reason: 1 });
  }

  /** Whether the server wants to change a document before it is written. */
  wantsWillSaveWaitUntil(doc: Document): boolean {
    if (!this.documents.has(doc) || this.state !== "ready") return false;
    return (
      this.registrations.syncOptions().willSaveWaitUntil === true ||
      this.supports("textDocument/willSaveWaitUntil", doc)
    );
  }

  didSave(doc: Document): void {
    const open = this.documents.get(doc);
    if (open === undefined || this.state !== "ready") return;
    const own = this.registrations.syncOptions().save;
    const registered = this.options("textDocument/didSave", doc) as SaveOptions | null;
    if (!own && registered === null) return;
    const wantsText = (typeof own === "object" ? own : registered)?.includeText === true;
    this.notify("textDocument/didSave", {
      textDocument: { uri: open.uri },
      ...(wantsText ? { text: sentText(doc.text, open.finalBreak) } : {}),
    });
  }

  private subject(doc: Document): Subject {
    const open = this.documents.get(doc);
    if (open !== undefined) return open;
    const path = doc.path ?? "";
    return { path, languageId: languageId(doc.options.get("filetype"), path) };
  }

  // Start and end

  private initialized(result: InitializeResult | null): void {
    const { log } = this;
    if (typeof result !== "object" || result === null) throw new Error("initialize: no answer");
    const capabilities = result.capabilities;
    this.registrations.capabilities =
      typeof capabilities === "object" && capabilities !== null ? capabilities : {};
    const encoding = this.capabilities.positionEncoding ?? "utf-16";
    if (encoding !== "utf-8" && encoding !== "utf-16" && encoding !== "utf-32") {
      throw new Error(`unknown position encoding ${String(encoding)}`);
    }
    this.encoding = encoding;
    const { name, version } = result.serverInfo ?? {};
    this.serverInfo = [name, version].filter(Boolean).join(" ");
    this.state = "ready";
    this.process?.notify("initialized", {});
    if (Object.keys(this.spec.settings).length > 0) {
      this.process?.notify("workspace/didChangeConfiguration", { settings: this.spec.settings });
    }
    log.note(`ready after ${Math.round(this.startMs)} ms, ${encoding}`);
  }

  private async ask(
    method: string,
    params: object,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<unknown> {
    if (this.process === null) throw new Cancelled();
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), timeoutMs);
    const either = signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]);
    try {
      return await this.process.request(method, params, either);
    } catch (error) {
      if (signal?.aborted) throw new Cancelled();
      if (this.hasEnded) throw new ServerEnded(`${this.name} has ended`);
      if (!late.signal.aborted) throw error;
      const seconds = Math.round(timeoutMs / 1000);
      this.log.error(`${method}: no answer within ${seconds} s`);
      throw new UserError(`${this.name} has not answered within ${seconds} s`);
    } finally {
      clearTimeout(timer);
    }
  }

  private ended(why: string): void {
    if (this.state === "ended") return;
    this.state = "ended";
    this.log.note(`ended: ${why}`);
    this.documents.clear();
    if (this.lazyFlush !== null) clearTimeout(this.lazyFlush);
    this.host.onEnd(this, why);
  }
}
