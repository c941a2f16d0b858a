/**
 * Diagnostics of servers, pushed and pulled, on their way to the store. What is pushed waits until the
 * editor has time: of a flood only the last list of each file is read.
 */
import { Cancelled, messageOf, UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import type { Diagnostics } from "../diagnostics.ts";
import type { LanguageClient } from "./client.ts";
import { type OpenPlace, readDiagnostics } from "./from-protocol.ts";
import { isTable } from "./server-table.ts";
import { pathOfUri, uriOf } from "./uri.ts";

export interface DiagnosticsHost {
  readonly store: Diagnostics;
  findDocument(path: string): Document | null;
  /** Calls back when the keys are worked off. */
  afterFrame(callback: () => void): void;
  redraw(): void;
  /** The documents that are shown in windows. */
  shown(): readonly Document[];
}

/** So long after a change a pull waits for the next one, ms. */
const PULL_DELAY_MS = 100;
/** What other files say about this one's change is asked for later. */
const OTHERS_DELAY_MS = 1000;
const PULL_TIMEOUT_MS = 60_000;
/** Files read in one turn. */
const SLICE = 20;

/** Files whose lists wait to be read; of a server that says more at once, the rest is lost. */
const MOST_PUSHED = 20_000;

interface Pushed {
  readonly client: LanguageClient;
  readonly path: string;
  readonly list: unknown;
  /** The revision of the open document that it is for. */
  readonly revision: number;
}

interface Pull {
  resultId: string | null;
  revision: number;
  running: AbortController | null;
  timer: NodeJS.Timeout | null;
}

export class ServerDiagnostics {
  private readonly host: DiagnosticsHost;
  private pushed = new Map<string, Pushed>();
  private scheduled = false;
  private readonly pulls = new WeakMap<LanguageClient, Map<Document, Pull>>();
  private readonly others = new WeakMap<LanguageClient, NodeJS.Timeout>();

  constructor(host: DiagnosticsHost) {
    this.host = host;
  }

  // Pushed

  /** `textDocument/publishDiagnostics`. */
  push(client: LanguageClient, params: unknown): void {
    if (!isTable(params)) return;
    const path = pathOfUri(params.uri);
    if (path === null) return;
    const doc = this.host.findDocument(path);
    const sent = doc && client.sentRevision(doc);
    const version = typeof params.version === "number" ? params.version : sent;
    const revision = version ?? sent ?? doc?.revision ?? 0;
    const key = `${client.name}\0${client.root}\0${path}`;
    if (!this.pushed.delete(key) && this.pushed.size >= MOST_PUSHED) return;
    this.pushed.set(key, { client, path, list: params.diagnostics, revision });
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.host.afterFrame(() => {
      this.scheduled = false;
      this.work();
    });
  }

  private work(): void {
    let left = SLICE;
    for (const [key, { client, path, list, revision }] of this.pushed) {
      if (left-- === 0) break;
      this.pushed.delete(key);
      if (client.state !== "ended") this.take(client, sourcesOf(client)[0], path, list, revision);
    }
    this.host.redraw();
    if (this.pushed.size > 0) this.schedule();
  }

  private take(
    client: LanguageClient,
    source: string,
    path: string,
    list: unknown,
    revision: number,
  ): void {
    const doc = this.host.findDocument(path);
    const open = doc && openPlace(client, doc, revision);
    // For a text that nobody remembers: a newer list will come.
    if (doc !== null && open === null) return;
    const items = readDiagnostics(list, client.encoding, open);
    this.host.store.set(source, path, items, revision);
  }

  // Pulled

  /** The server knows a new text: what is wrong in it is asked for soon. */
  sent(client: LanguageClient, doc: Document): void {
    if (!client.supports("textDocument/diagnostic", doc)) return;
    this.pullSoon(client, doc, PULL_DELAY_MS);
    const between = client.options("textDocument/diagnostic", doc)?.interFileDependencies === true;
    if (!between || client.documents.size < 2) return;
    const timer = this.others.get(client);
    if (timer !== undefined) clearTimeout(timer);
    this.others.set(
      client,
      unref(setTimeout(() => this.refreshShown(client, doc), OTHERS_DELAY_MS)),
    );
  }

  /** Asks for all open documents anew (`workspace/diagnostic/refresh`). */
  refresh(client: LanguageClient): void {
    for (const doc of client.documents.keys()) {
      if (client.supports("textDocument/diagnostic", doc)) this.pullSoon(client, doc, 0, true);
    }
  }

  /** Asks anew for the documents that are seen (after a save). */
  refreshShown(client: LanguageClient, except: Document | null = null): void {
    const shown = this.host.shown();
    for (const doc of client.documents.keys()) {
      if (doc === except || !shown.includes(doc)) continue;
      if (client.supports("textDocument/diagnostic", doc)) this.pullSoon(client, doc, 0, true);
    }
  }

  private pullOf(client: LanguageClient, doc: Document): Pull {
    let pulls = this.pulls.get(client);
    if (pulls === undefined) this.pulls.set(client, (pulls = new Map()));
    let pull = pulls.get(doc);
    if (pull === undefined) {
      pull = { resultId: null, revision: -1, running: null, timer: null };
      pulls.set(doc, pull);
    }
    return pull;
  }

  private pullSoon(client: LanguageClient, doc: Document, delay: number, again = false): void {
    const pull = this.pullOf(client, doc);
    if (again) pull.revision = -1;
    if (pull.timer !== null) clearTimeout(pull.timer);
    pull.timer = unref(
      setTimeout(() => {
        pull.timer = null;
        void this.pull(client, doc, pull);
      }, delay),
    );
  }

  private async pull(client: LanguageClient, doc: Document, pull: Pull): Promise<void> {
    if (client.state !== "ready" || !client.documents.has(doc)) return;
    if (pull.running !== null) {
      if (pull.revision === doc.revision) return;
      pull.running.abort();
    }
    const running = new AbortController();
    pull.running = running;
    pull.revision = doc.revision;
    const options = client.options("textDocument/diagnostic", doc);
    try {
      const answer = await client.request(
        "textDocument/diagnostic",
        () => ({
          textDocument: client.textDocument(doc),
          ...(typeof options?.identifier === "string" ? { identifier: options.identifier } : {}),
          ...(pull.resultId === null ? {} : { previousResultId: pull.resultId }),
        }),
        { doc, signal: running.signal, timeoutMs: PULL_TIMEOUT_MS },
      );
      this.report(client, doc, pull, answer.value, answer.revision);
    } catch (error) {
      // Called off, refused or too late: the log has it, and the next change asks again.
      const refused = error instanceof Cancelled || error instanceof UserError;
      if (!refused) client.log.error(`diagnostics: ${messageOf(error)}`);
    } finally {
      if (pull.running === running) pull.running = null;
    }
  }

  private report(
    client: LanguageClient,
    doc: Document,
    pull: Pull,
    report: unknown,
    revision: number,
  ): void {
    const path = client.documents.get(doc)?.path;
    if (!isTable(report) || path === undefined) return;
    pull.resultId = typeof report.resultId === "string" ? report.resultId : null;
    const source = sourcesOf(client)[1];
    if (report.kind === "full") this.take(client, source, path, report.items, revision);
    else this.host.store.confirm(source, path, revision);
    if (isTable(report.relatedDocuments)) {
      for (const [uri, related] of Object.entries(report.relatedDocuments)) {
        const path = pathOfUri(uri);
        if (path === null || !isTable(related) || related.kind !== "full") continue;
        const other = this.host.findDocument(path);
        const at = (other && client.sentRevision(other)) ?? other?.revision ?? 0;
        this.take(client, source, path, related.items, at);
      }
    }
    this.host.redraw();
  }

  // Ends

  /** The document is no longer the server's: what was pulled for it is not kept up any more. */
  closed(client: LanguageClient, doc: Document): void {
    const pulls = this.pulls.get(client);
    const pull = pulls?.get(doc);
    if (pull === undefined) return;
    pulls?.delete(doc);
    if (pull.timer !== null) clearTimeout(pull.timer);
    pull.running?.abort();
    // Its name may be another one by now.
    const { path } = client.documents.get(doc) ?? doc;
    if (path !== null) this.host.store.clear(sourcesOf(client)[1], path);
  }

  /** The server ended: nothing that it said counts any more. */
  ended(client: LanguageClient): void {
    for (const [key, each] of this.pushed) {
      if (each.client === client) this.pushed.delete(key);
    }
    for (const { timer } of this.pulls.get(client)?.values() ?? []) {
      if (timer !== null) clearTimeout(timer);
    }
    this.pulls.delete(client);
    const timer = this.others.get(client);
    if (timer !== undefined) clearTimeout(timer);
    for (const source of sourcesOf(client)) this.host.store.clear(source);
    this.host.redraw();
  }
}

/** The names under which a server's diagnostics are kept: the pushed ones, the pulled ones. */
export function sourcesOf(client: LanguageClient): readonly [pushed: string, pulled: string] {
  const name = client.root === null ? client.name : `${client.name} ${uriOf(client.root)}`;
  return [name, `${name} pull`];
}

function openPlace(client: LanguageClient, doc: Document, revision: number): OpenPlace | null {
  const way = client.rebase(doc, Math.min(revision, doc.revision));
  return way && { text: doc.text, way };
}

function unref(timer: NodeJS.Timeout): NodeJS.Timeout {
  timer.unref();
  return timer;
}
