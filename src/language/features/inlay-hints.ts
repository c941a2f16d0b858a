/**
 * Inlay hints ('inlayhints'): what servers add to the text that is seen, names of parameters and types.
 * They are asked for in a pause, for the rows that windows show.
 */
import { UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import { Inlay } from "../../text/slots.ts";
import type { Span } from "../../text/text.ts";
import { isTable } from "../lsp/server-table.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { askServers, type ServerAnswer } from "./ask.ts";
import { Pause, Retries } from "./pause.ts";
import { wordOf } from "./places.ts";
import { seenDocuments, seenPart } from "./seen-rows.ts";

const METHOD = "textDocument/inlayHint";
const NAMESPACE = "inlay-hint";
const PAUSE_MS = 250;
const MOST = 2000;
/** Longer hints are cut, UTF-16 units. */
const MOST_TEXT = 60;

interface Asked extends Span {
  readonly revision: number;
}

export class InlayHints {
  private readonly servers: LanguageServers;
  private readonly pause: Pause;
  private readonly again = new Retries(() => this.pause.want());
  private readonly asked = new WeakMap<Document, Asked>();
  private readonly controllers = new Map<Document, AbortController>();
  private on = false;

  constructor(servers: LanguageServers) {
    this.servers = servers;
    this.pause = new Pause(servers.host, PAUSE_MS, () => this.refresh());
    const { editor } = servers;
    this.on = editor.options.get("inlayhints");
    const want = (): void => {
      if (this.on) this.pause.want();
    };
    editor.events.on("command-done", want);
    editor.events.on("change", want);
    editor.events.on("window-enter", want);
    servers.events.on("attach", want);
    servers.events.on("capabilities", want);
    servers.events.on("refresh", ({ what }) => {
      if (what !== "inlayHint") return;
      for (const doc of editor.docs) this.asked.delete(doc);
      want();
    });
    servers.events.on("detach", ({ doc }) => {
      this.forget(doc);
      want();
    });
    editor.events.on("option", ({ name }) => {
      if (name !== "inlayhints") return;
      this.on = editor.options.get("inlayhints");
      if (this.on) want();
      else for (const doc of editor.docs) this.forget(doc);
    });
  }

  close(): void {
    this.pause.close();
    for (const controller of this.controllers.values()) controller.abort();
  }

  private forget(doc: Document): void {
    this.asked.delete(doc);
    this.controllers.get(doc)?.abort();
    doc.slots.clear("inlays", NAMESPACE);
  }

  private refresh(): void {
    const { editor } = this.servers;
    if (!this.on) return;
    for (const doc of seenDocuments(editor)) {
      const part = seenPart(editor, doc);
      if (part === null || this.servers.clients(doc, METHOD).length === 0) continue;
      const known = this.asked.get(doc);
      const same = known?.revision === doc.revision;
      if (same && known.from <= part.from && known.to >= part.to) continue;
      this.asked.set(doc, { ...part, revision: doc.revision });
      void this.ask(doc, part);
    }
  }

  private async ask(doc: Document, part: Span): Promise<void> {
    const { servers } = this;
    this.controllers.get(doc)?.abort();
    const controller = new AbortController();
    this.controllers.set(doc, controller);
    try {
      const clients = servers.clients(doc, METHOD);
      const answers = await askServers(
        clients,
        {
          doc,
          method: METHOD,
          params: (client) => ({
            textDocument: client.textDocument(doc),
            range: client.range(doc, part.from, Math.min(part.to, doc.text.length)),
          }),
        },
        controller.signal,
      );
      if (controller.signal.aborted || !this.on) return;
      this.again.succeeded(doc);
      const ranges = answers.flatMap((answer) => hintsOf(doc, answer));
      doc.slots.publish("inlays", NAMESPACE, ranges.slice(0, MOST));
      servers.host.redraw();
    } catch (error) {
      // Called off: what was asked in its place stays noted.
      if (controller.signal.aborted) return;
      this.asked.delete(doc);
      // Nobody asked: what a server refuses is in its log.
      if (error instanceof UserError) return this.again.failed(doc);
      servers.editor.reportBug("inlay hints", error);
    } finally {
      if (this.controllers.get(doc) === controller) this.controllers.delete(doc);
    }
  }
}

function hintsOf(doc: Document, { client, revision, value }: ServerAnswer) {
  return (Array.isArray(value) ? value : []).slice(0, MOST).flatMap((raw) => {
    if (!isTable(raw) || !isTable(raw.position)) return [];
    // The name of a parameter belongs to what follows, a type to what is before.
    const side = raw.kind === 2 ? -1 : 1;
    const pos = client.pos(doc, revision, raw.position as never, side);
    const label = labelOf(raw.label);
    if (pos === null || label === "") return [];
    const text = `${raw.paddingLeft === true ? " " : ""}${label}${raw.paddingRight === true ? " " : ""}`;
    return [new Inlay([{ text, group: "ui.inlay" }], "inline", side).range(pos)];
  });
}

function labelOf(label: unknown): string {
  const parts = Array.isArray(label) ? label : [label];
  const text = parts.map((part) => wordOf(isTable(part) ? part.value : part)).join("");
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text;
}
