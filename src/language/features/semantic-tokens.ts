/**
 * Semantic tokens ('semantictokens'): what servers know about names, over the colours of the syntax.
 * They are asked for in a pause, whole or as the difference to the last time, or for the rows that are
 * seen where a text is long; edits carry them along until then. Only those near the windows are made
 * highlights: tens of thousands would be felt with every key.
 */
import { UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import type { Window } from "../../editor/window.ts";
import { Highlight } from "../../text/slots.ts";
import type { Span, Text } from "../../text/text.ts";
import type { Answer, LanguageClient } from "../lsp/client.ts";
import { columnOf } from "../lsp/position.ts";
import { isTable } from "../lsp/server-table.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { PausedAsking } from "./paused-asking.ts";
import { type SeenRows, seenDocuments, seenPart, seenRows } from "./seen-rows.ts";
import { TokenLegend } from "./token-groups.ts";

const FULL = "textDocument/semanticTokens/full";
const DELTA = "textDocument/semanticTokens/full/delta";
const RANGE = "textDocument/semanticTokens/range";
const NAMESPACE = "semantic";
/** Above syntax (100), below what marks places. */
const PRIORITY = 110;
const PAUSE_MS = 200;
/** Texts with more rows are asked about by what is seen, where a server can. */
const LONG_TEXT = 3000;
/** Rows around the windows that are coloured ahead. */
const AROUND = 150;
/** More are not shown at a time. */
const MOST_TOKENS = 10_000;
const MOST_DATA = 2_000_000;

/** What a server answered last for a document. */
interface Known {
  readonly resultId: string | null;
  readonly data: readonly number[];
}

/** The tokens that a document's highlights come from, and the rows that have them. */
interface Shown {
  readonly client: LanguageClient;
  readonly revision: number;
  readonly data: readonly number[];
  readonly rows: SeenRows;
}

interface Asked {
  readonly revision: number;
  /** Null: the whole text. */
  readonly part: Span | null;
}

export class SemanticTokens {
  private readonly servers: LanguageServers;
  private readonly asking: PausedAsking;
  private readonly asked = new WeakMap<Document, Asked>();
  private readonly known = new WeakMap<Document, Map<LanguageClient, Known>>();
  private readonly shown = new WeakMap<Document, Shown>();
  private readonly legends = new WeakMap<object, TokenLegend>();
  private scrolling = false;

  constructor(servers: LanguageServers) {
    this.servers = servers;
    this.asking = new PausedAsking(servers, {
      option: "semantictokens",
      pauseMs: PAUSE_MS,
      refresh: "semanticTokens",
      ask: () => this.refresh(),
      stale: (doc) => void this.asked.delete(doc),
      forget: (doc) => this.forget(doc),
    });
    servers.editor.events.on("command-done", () => {
      if (this.asking.on) this.followScroll();
    });
  }

  close(): void {
    this.asking.close();
  }

  private forget(doc: Document): void {
    this.asked.delete(doc);
    this.known.delete(doc);
    this.shown.delete(doc);
    doc.slots.clear("highlights", NAMESPACE);
  }

  /** In the key's own turn: rows without highlights have come into sight, seldom. */
  private followScroll(): void {
    const { editor, host } = this.servers;
    const shown = this.shown.get(editor.doc);
    if (shown === undefined || this.scrolling || isIn(editor.win, shown.rows)) return;
    this.scrolling = true;
    host.afterFrame(() => {
      this.scrolling = false;
      const { doc } = editor;
      const now = this.shown.get(doc);
      // After a change newer ones are on their way.
      if (now === undefined || now.revision !== doc.revision) return;
      this.publish(now.client, doc, now.revision, now.data);
      host.redraw();
    });
  }

  private refresh(): void {
    const { editor } = this.servers;
    for (const doc of seenDocuments(editor)) {
      const client = this.clientOf(doc);
      if (client === null) continue;
      const seen = seenPart(editor, doc);
      const can = (method: string) => client.supports(method, doc);
      const byPart = can(RANGE) && (doc.text.lines > LONG_TEXT || !can(FULL));
      const part = byPart ? seen : null;
      const last = this.asked.get(doc);
      if (last?.revision === doc.revision && covers(last.part, part)) continue;
      this.asked.set(doc, { revision: doc.revision, part });
      void this.asking.with(doc, (signal) => this.ask(client, doc, part, signal));
    }
  }

  private clientOf(doc: Document): LanguageClient | null {
    const { servers } = this;
    return servers.clients(doc, FULL)[0] ?? servers.clients(doc, RANGE)[0] ?? null;
  }

  private async ask(
    client: LanguageClient,
    doc: Document,
    part: Span | null,
    signal: AbortSignal,
  ): Promise<void> {
    const { servers } = this;
    try {
      const answer = await this.request(client, doc, part, signal);
      if (signal.aborted || !this.asking.on || answer.data === null) return;
      this.asking.again.succeeded(doc);
      this.publish(client, doc, answer.revision, answer.data);
      servers.host.redraw();
    } catch (error) {
      // Called off: what was asked in its place stays noted.
      if (signal.aborted) return;
      this.asked.delete(doc);
      this.known.delete(doc);
      // Nobody asked: what a server refuses is in its log.
      if (error instanceof UserError) return this.asking.again.failed(doc);
      servers.editor.reportBug("semantic tokens", error);
    }
  }

  private async request(
    client: LanguageClient,
    doc: Document,
    part: Span | null,
    signal: AbortSignal,
  ): Promise<{ readonly revision: number; readonly data: readonly number[] | null }> {
    const textDocument = client.textDocument(doc);
    const options = { doc, signal };
    if (part !== null) {
      const range = client.range(doc, part.from, Math.min(part.to, doc.text.length));
      const answer = await client.request(RANGE, () => ({ textDocument, range }), options);
      return { revision: answer.revision, data: dataOf(answer.value) };
    }
    const known = this.known.get(doc)?.get(client);
    if (known?.resultId && client.supports(DELTA, doc)) {
      const params = { textDocument, previousResultId: known.resultId };
      const answer = await client.request(DELTA, () => params, options);
      const next = withDelta(known.data, answer.value);
      if (next !== null) return this.note(client, doc, answer, next);
    }
    const answer = await client.request(FULL, () => ({ textDocument }), options);
    return this.note(client, doc, answer, dataOf(answer.value));
  }

  private note(
    client: LanguageClient,
    doc: Document,
    { revision, value }: Answer<unknown>,
    data: readonly number[] | null,
  ): { readonly revision: number; readonly data: readonly number[] | null } {
    if (data !== null) {
      const id = isTable(value) ? value.resultId : null;
      const byClient = this.known.get(doc) ?? new Map<LanguageClient, Known>();
      byClient.set(client, { resultId: typeof id === "string" ? id : null, data });
      this.known.set(doc, byClient);
    }
    return { revision, data };
  }

  private publish(
    client: LanguageClient,
    doc: Document,
    revision: number,
    data: readonly number[],
  ): void {
    const way = client.rebase(doc, revision);
    const rows = seenRows(this.servers.editor, doc, AROUND);
    if (way === null || rows === null) return;
    this.shown.set(doc, { client, revision, data, rows });
    const ranges = [];
    const legend = this.legendOf(client, doc);
    for (const { from, to, group } of tokensOf(way.text, data, client, legend, rows)) {
      const span = way.changed ? way.span(from, to) : { from, to };
      if (span === null || span.from >= span.to) continue;
      ranges.push(new Highlight(group, PRIORITY).range(span.from, span.to));
      if (!group.includes(".deprecated")) continue;
      ranges.push(new Highlight("diagnostic.deprecated", PRIORITY + 1).range(span.from, span.to));
    }
    doc.slots.publish("highlights", NAMESPACE, ranges);
  }

  private legendOf(client: LanguageClient, doc: Document): TokenLegend {
    const options = client.options(FULL, doc) ?? client.options(RANGE, doc) ?? {};
    const key = isTable(options.legend) ? options.legend : options;
    let legend = this.legends.get(key);
    if (legend === undefined) this.legends.set(key, (legend = new TokenLegend(options.legend)));
    return legend;
  }
}

/** Whether what was asked for holds what is wanted. */
function covers(last: Span | null, wanted: Span | null): boolean {
  if (last === null || wanted === null) return last === wanted;
  return last.from <= wanted.from && last.to >= wanted.to;
}

interface Token extends Span {
  readonly group: string;
}

/** Whether the rows that a window shows, as far as there are any, are among `rows`. */
function isIn({ top, height, doc }: Window, { first, last }: SeenRows): boolean {
  return top >= first && Math.min(top + height, doc.text.lines) - 1 <= last;
}

/** The tokens of data (five numbers each) in rows of the text that they were made for. */
export function* tokensOf(
  text: Text,
  data: readonly number[],
  { encoding }: Pick<LanguageClient, "encoding">,
  legend: TokenLegend,
  { first, last }: SeenRows = { first: 0, last: text.lines - 1 },
): Generator<Token> {
  let row = 0;
  let character = 0;
  let line = text.line(1);
  let lineRow = 0;
  let count = 0;
  const end = Math.min(last, text.lines - 1);
  for (let i = 0; i + 4 < data.length && count < MOST_TOKENS; i += 5) {
    const down = data[i]!;
    character = down === 0 ? character + data[i + 1]! : data[i + 1]!;
    row += down;
    if (row > end) return;
    if (row < first) continue;
    if (row !== lineRow) {
      line = text.line(row + 1);
      lineRow = row;
    }
    const group = legend.group(data[i + 3]!, data[i + 4]!);
    if (group === null) continue;
    const from = columnOf(line.text, character, encoding);
    const to = columnOf(line.text, character + data[i + 2]!, encoding);
    if (from >= to || saysNothing(group, line.text, from, to)) continue;
    count++;
    yield { from: line.from + from, to: line.from + to, group };
  }
}

/** A plain variable, or a constant by its spelling: the syntax tells more. */
function saysNothing(group: string, line: string, from: number, to: number): boolean {
  if (group === "variable") return true;
  return group.startsWith("variable.readonly") && /^[A-Z][A-Z\d_]*$/.test(line.slice(from, to));
}

function dataOf(value: unknown): readonly number[] | null {
  const data = isTable(value) ? value.data : null;
  return isData(data) ? data : null;
}

function isData(data: unknown): data is number[] {
  if (!Array.isArray(data) || data.length > MOST_DATA) return false;
  return data.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** The data after a delta (or a whole answer in its place); null when it does not fit. */
export function withDelta(before: readonly number[], value: unknown): readonly number[] | null {
  if (!isTable(value)) return null;
  if (!Array.isArray(value.edits)) return dataOf(value);
  const edits: { start: number; remove: number; data: readonly number[] }[] = [];
  for (const raw of value.edits) {
    if (!isTable(raw)) return null;
    const { start, deleteCount, data = [] } = raw;
    if (!isData([start, deleteCount]) || !isData(data)) return null;
    edits.push({ start: Number(start), remove: Number(deleteCount), data });
  }
  edits.sort((a, b) => a.start - b.start);
  const out: number[] = [];
  let at = 0;
  for (const { start, remove, data } of edits) {
    if (start < at || start + remove > before.length) return null;
    for (; at < start; at++) out.push(before[at]!);
    for (const n of data) out.push(n);
    at += remove;
  }
  for (; at < before.length; at++) out.push(before[at]!);
  return out.length <= MOST_DATA ? out : null;
}
