/**
 * The documents that Copilot's server has: each is looked at before it is opened there, and before any
 * change of it is sent.
 */
import { messageOf } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { ChangeHistory } from "../../language/lsp/change-history.ts";
import type { LanguageClient } from "../../language/lsp/client.ts";
import type { ServerLog } from "../../language/lsp/server-log.ts";
import { type AdmissionPorts, bringsSecret, refusalOf, SECRET } from "./admission.ts";

export interface DocumentPorts extends AdmissionPorts {
  readonly log: ServerLog;
  client(): LanguageClient | null;
  /** Starts the server, where that may be done now. */
  start(): void;
}

export class CopilotDocuments {
  /** Why documents are not given to it, by path. */
  readonly refused = new Map<string, string>();
  private readonly editor: Editor;
  private readonly host: FeatureHost;
  private readonly ports: DocumentPorts;
  private histories = new WeakMap<Document, ChangeHistory>();
  /** Documents that it may have, with the paths that this was decided for. */
  private readonly admitted = new Map<Document, string>();
  private readonly deciding = new Map<Document, string>();
  /** The revisions that were looked through as a whole. */
  private readonly checked = new WeakMap<Document, number>();
  /** What the server was told last; undefined: nothing yet. */
  private focused: Document | null | undefined;
  private settling = false;
  private flushing = false;
  private closed = false;
  private readonly stops: readonly (() => void)[];

  constructor(editor: Editor, host: FeatureHost, ports: DocumentPorts) {
    this.editor = editor;
    this.host = host;
    this.ports = ports;
    const { events } = editor;
    this.stops = [
      events.on("change", ({ doc, revision, before, change }) => {
        if (!this.admitted.has(doc) && !this.deciding.has(doc)) return;
        this.history(doc).note(revision, before, change);
        this.flushSoon();
      }),
      events.on("document-open", () => this.settleSoon()),
      events.on("window-enter", () => this.settleSoon()),
      events.on("document-close", (doc) => this.leave(doc)),
      events.on("document-saved", (doc) => {
        // It has another name now, or no key any more, or is ignored.
        if (doc.path === null || this.admitted.get(doc) !== doc.path) this.leave(doc);
        else void this.decide(doc, doc.path);
        this.settleSoon();
      }),
      events.on("option", ({ name }) => {
        if (name === "predict" || name === "model" || name === "filetype") this.settleSoon();
      }),
    ];
  }

  /** Whether documents may be given to the server at all. */
  get enabled(): boolean {
    const { options } = this.editor;
    return !this.closed && options.get("predict") && options.get("model");
  }

  private get client(): LanguageClient | null {
    return this.ports.client();
  }

  /** The server is there: it gets what it may have. */
  openAll(): void {
    for (const doc of [...this.admitted.keys()]) this.open(doc);
    this.focus();
  }

  /** Another server knows nothing yet. */
  unfocus(): void {
    this.focused = undefined;
  }

  close(): void {
    this.closed = true;
    for (const stop of this.stops) stop();
  }

  history(doc: Document): ChangeHistory {
    let history = this.histories.get(doc);
    if (history === undefined) this.histories.set(doc, (history = new ChangeHistory(doc.revision)));
    return history;
  }

  // Documents

  settleSoon(): void {
    if (this.settling || this.closed) return;
    this.settling = true;
    this.host.afterFrame(() => {
      this.settling = false;
      if (!this.closed) this.settle();
    });
  }

  private settle(): void {
    if (!this.enabled) return;
    for (const doc of this.editor.docs) {
      const path = doc.kind === "file" && doc.loaded ? doc.path : null;
      const known = this.admitted.get(doc);
      if (known !== undefined && known !== path) this.leave(doc);
      if (path === null || this.deciding.get(doc) === path) continue;
      if (this.admitted.has(doc)) this.open(doc);
      else if (!this.refused.has(path)) void this.decide(doc, path);
    }
    this.focus();
  }

  private async decide(doc: Document, path: string): Promise<void> {
    this.deciding.set(doc, path);
    // What is changed while it is looked through is looked at again when it is opened.
    if (!this.admitted.has(doc)) this.histories.delete(doc);
    this.history(doc);
    const { revision } = doc;
    let why: string | null;
    try {
      why = await refusalOf(doc, this.ports);
    } catch (error) {
      // Where it is not known whether it may be sent, it is not.
      this.ports.log.error(`${path}: ${messageOf(error)}`);
      why = "it is not known whether it may be sent";
    }
    if (this.deciding.get(doc) === path) this.deciding.delete(doc);
    if (!this.enabled || doc.path !== path || !this.editor.docs.includes(doc)) return;
    if (why !== null) {
      this.refuse(doc, path, why);
      return;
    }
    this.refused.delete(path);
    this.admitted.set(doc, path);
    this.checked.set(doc, revision);
    this.open(doc);
    this.focus();
  }

  private refuse(doc: Document, path: string, why: string): void {
    this.leave(doc);
    this.refused.set(path, why);
    this.ports.log.note(`not sent: ${path}: ${why}`);
    this.focus();
  }

  private open(doc: Document): void {
    if (this.client === null || this.client.state === "ended") this.ports.start();
    if (this.client?.state !== "ready" || this.client.documents.has(doc)) return;
    // What was written since the decision has not been looked at.
    const past = this.history(doc).since(this.checked.get(doc) ?? -1, doc.revision);
    if (bringsSecret(past, doc.text)) {
      this.refuse(doc, this.admitted.get(doc)!, SECRET);
      return;
    }
    this.client.open(doc);
  }

  private leave(doc: Document): void {
    const path = this.admitted.get(doc);
    this.admitted.delete(doc);
    this.deciding.delete(doc);
    if (doc.path !== null) this.refused.delete(doc.path);
    if (path !== undefined) this.refused.delete(path);
    this.client?.close(doc);
    this.histories.delete(doc);
    if (this.focused === doc) this.focused = undefined;
  }

  /** Before anything is sent: documents into which a key was written are not sent any more. */
  scan(): void {
    const { client } = this;
    if (client === null) return;
    for (const [doc, { sent, path }] of client.documents) {
      if (sent === doc.revision) continue;
      if (bringsSecret(this.history(doc).since(sent, doc.revision), doc.text)) {
        this.refuse(doc, path, SECRET);
      }
    }
  }

  private flushSoon(): void {
    if (this.flushing || this.client?.state !== "ready") return;
    this.flushing = true;
    this.host.afterFrame(() => {
      this.flushing = false;
      this.scan();
      if (this.client?.state === "ready") this.client.flushSoon();
    });
  }

  /** Tells which document the user is in. */
  focus(): void {
    const { client, editor } = this;
    if (client?.state !== "ready" || editor.tabs.length === 0) return;
    const doc = client.documents.has(editor.doc) ? editor.doc : null;
    if (doc === this.focused) return;
    this.focused = doc;
    this.scan();
    const params = doc === null ? {} : { textDocument: client.textDocument(doc) };
    client.notify("textDocument/didFocus", params);
  }
}
