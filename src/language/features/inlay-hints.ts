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
import { PausedAsking } from "./paused-asking.ts";
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
  private readonly asked = new WeakMap<Document, Asked>();
  private readonly asking: PausedAsking;

  constructor(servers: LanguageServers) {
    this.servers = servers;
    this.asking = new PausedAsking(servers, {
      option: "inlayhints",
      pauseMs: PAUSE_MS,
      refresh: "inlayHint",
      ask: () => this.refresh(),
      stale: (doc) => void this.asked.delete(doc),
      forget: (doc) => {
        this.asked.delete(doc);
        doc.slots.clear("inlays", NAMESPACE);
      },
    });
  }

  close(): void {
    this.asking.close();
  }

  private refresh(): void {
    const { editor } = this.servers;
    for (const doc of seenDocuments(editor)) {
      const part = seenPart(editor, doc);
      if (part === null || this.servers.clients(doc, METHOD).length === 0) continue;
      const known = this.asked.get(doc);
      const same = known?.revision === doc.revision;
      if (same && known.from <= part.from && known.to >= part.to) continue;
      this.asked.set(doc, { ...part, revision: doc.revision });
      void this.asking.with(doc, (signal) => this.ask(doc, part, signal));
    }
  }

  private async ask(doc: Document, part: Span, signal: AbortSignal): Promise<void> {
    const { servers } = this;
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
        signal,
      );
      if (signal.aborted || !this.asking.on) return;
      this.asking.again.succeeded(doc);
      const ranges = answers.flatMap((answer) => hintsOf(doc, answer));
      doc.slots.publish("inlays", NAMESPACE, ranges.slice(0, MOST));
      servers.host.redraw();
    } catch (error) {
      // Called off: what was asked in its place stays noted.
      if (signal.aborted) return;
      this.asked.delete(doc);
      // Nobody asked: what a server refuses is in its log.
      if (error instanceof UserError) return this.asking.again.failed(doc);
      servers.editor.reportBug("inlay hints", error);
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
