/**
 * What is looked for while the cursor rests ('updatetime'): the other places of the word under it, and
 * whether there is something to be done about it (a mark like a light bulb). The next key calls it off.
 */
import { Cancelled, UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import { Highlight, Sign } from "../../text/slots.ts";
import type { Span } from "../../text/text.ts";
import type { LanguageClient } from "../lsp/client.ts";
import { isTable } from "../lsp/server-table.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { askServers } from "./ask.ts";
import { ACTION_METHOD, AUTOMATIC, askActions } from "./code-actions.ts";

const HIGHLIGHT_METHOD = "textDocument/documentHighlight";
const NAMESPACE = "reference";
const BULB = "bulb";
/** Below every other sign. */
const BULB_PRIORITY = 1;
const PRIORITY = 120;
const MOST = 2000;
/** `DocumentHighlightKind` */
const GROUPS = ["", "ui.reference", "ui.reference.read", "ui.reference.write"];

export class AtRest {
  private readonly servers: LanguageServers;
  private controller: AbortController | null = null;
  /** Where highlights are, and the one that the cursor is in. */
  private shown: { readonly doc: Document; readonly at: Span; readonly revision: number } | null =
    null;
  private bulb: { readonly doc: Document; readonly row: number } | null = null;

  constructor(servers: LanguageServers) {
    this.servers = servers;
    const { editor } = servers;
    editor.events.on("command-done", () => this.moved());
    editor.events.on("window-leave", () => this.clear());
    editor.events.on("mode", ({ to }) => {
      if (to !== "normal") this.clear();
    });
  }

  /** In the key's own turn: nothing is on its way and nothing shown, nearly always. */
  private moved(): void {
    if (this.controller !== null) {
      this.controller.abort();
      this.controller = null;
    }
    const { shown, bulb } = this;
    if (shown === null && bulb === null) return;
    const { doc, win } = this.servers.editor;
    const { pos } = win.cursor;
    if (shown !== null) {
      const { at, revision } = shown;
      const same = shown.doc === doc && doc.revision === revision;
      if (!same || pos < at.from || pos >= at.to) this.clearHighlights();
    }
    if (bulb !== null && (bulb.doc !== doc || doc.text.lineAt(pos).number - 1 !== bulb.row)) {
      this.clearBulb();
    }
  }

  private clear(): void {
    this.controller?.abort();
    this.controller = null;
    this.clearHighlights();
    this.clearBulb();
  }

  private clearHighlights(): void {
    this.shown?.doc.slots.clear("highlights", NAMESPACE);
    this.shown = null;
  }

  private clearBulb(): void {
    this.bulb?.doc.slots.clear("signs", BULB);
    this.bulb = null;
  }

  /** `updatetime` has passed without a key. */
  idle(): void {
    const { servers } = this;
    const { editor } = servers;
    if (editor.mode !== "normal" || editor.loop?.idle !== true) return;
    const { doc, win } = editor;
    if (servers.clients(doc).length === 0) return;
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    const { pos } = win.cursor;
    if (editor.options.get("documenthighlight")) {
      void this.guard(this.highlight(doc, pos, controller.signal));
    }
    if (editor.options.get("lightbulb")) void this.guard(this.look(doc, pos, controller.signal));
  }

  private async guard(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      // Nobody asked: what a server refuses is in its log.
      if (error instanceof Cancelled || error instanceof UserError) return;
      this.servers.editor.reportBug("what is shown at rest", error);
    }
  }

  private async highlight(doc: Document, pos: number, signal: AbortSignal): Promise<void> {
    const { servers } = this;
    const clients = servers.clients(doc, HIGHLIGHT_METHOD).slice(0, 1);
    if (clients.length === 0) return;
    const params = (client: LanguageClient) => client.at(doc, pos);
    const [answer] = await askServers(clients, { doc, method: HIGHLIGHT_METHOD, params }, signal);
    if (signal.aborted || answer === undefined || answer.revision !== doc.revision) return;
    const places = (Array.isArray(answer.value) ? answer.value : [])
      .slice(0, MOST)
      .flatMap((raw) => {
        if (!isTable(raw) || !isTable(raw.range)) return [];
        const span = answer.client.span(doc, answer.revision, raw.range as never);
        if (span === null || span.from >= span.to) return [];
        return [{ ...span, group: GROUPS[Number(raw.kind ?? 1)] ?? GROUPS[1]! }];
      });
    this.clearHighlights();
    const at = places.find(({ from, to }) => from <= pos && pos < to);
    if (at === undefined) return;
    doc.slots.publish(
      "highlights",
      NAMESPACE,
      places.map(({ from, to, group }) => new Highlight(group, PRIORITY).range(from, to)),
    );
    this.shown = { doc, at, revision: doc.revision };
    servers.host.redraw();
  }

  private async look(doc: Document, pos: number, signal: AbortSignal): Promise<void> {
    const { servers } = this;
    const clients = servers.clients(doc, ACTION_METHOD);
    if (clients.length === 0) return;
    const span = { from: pos, to: pos };
    const actions = await askActions(servers, clients, doc, span, AUTOMATIC, signal);
    if (signal.aborted) return;
    this.clearBulb();
    // What can be done to any line is no news.
    const worth = actions.some(({ kind, disabled, isPreferred }) => {
      return disabled === "" && (kind.startsWith("quickfix") || isPreferred);
    });
    if (worth) {
      const line = doc.text.lineAt(Math.min(pos, doc.text.length));
      doc.slots.publish("signs", BULB, [
        new Sign("*", "sign.hint", BULB_PRIORITY).range(line.from),
      ]);
      this.bulb = { doc, row: line.number - 1 };
    }
    servers.host.redraw();
  }
}
