/** Symbols: of a document, by a server or else by the syntax tree; of the workspace. */
import type { Document } from "../../editor/document.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { type Point, pointOf } from "../../text/text.ts";
import type { LanguageClient } from "../lsp/client.ts";
import { isTable } from "../lsp/server-table.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { pathOfUri } from "../lsp/uri.ts";
import { askServers, clientsFor, namesOf, type ServerAnswer, waitFor } from "./ask.ts";
import { type FoundPlace, placeIn, Texts, wordOf } from "./places.ts";

/** `SymbolKind` of the protocol, from 1. */
const KINDS =
  "file module namespace package class method property field constructor enum interface function variable constant string number boolean array object key null enum-member struct event operator type-parameter".split(
    " ",
  );

const MOST_SYMBOLS = 20_000;
const MOST_DEPTH = 50;

export interface DocumentSymbol {
  readonly name: string;
  /** As in `function`, `class`. */
  readonly kind: string;
  /** 0 for those at the top. */
  readonly depth: number;
  readonly point: Point;
}

export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: string;
  readonly container: string;
  /** Absolute. */
  readonly path: string;
  /** As the server counts columns, when the file is not open: see `placeOfSymbol`. */
  readonly point: Point;
  readonly answer: ServerAnswer;
  readonly range: unknown;
}

function kindName(kind: unknown): string {
  return KINDS[Number(kind) - 1] ?? "symbol";
}

/** One of the methods that `documentSymbols` asks. */
export const SYMBOLS_METHOD = "textDocument/documentSymbol";

/** The symbols of a document as the first server that has some says, in the order of the text. */
export function* documentSymbols(servers: LanguageServers, doc: Document): Fiber<DocumentSymbol[]> {
  const clients = clientsFor(servers, doc, SYMBOLS_METHOD);
  return yield* waitFor(namesOf(clients), (signal) => askSymbols(clients, doc, signal));
}

export async function askSymbols(
  clients: readonly LanguageClient[],
  doc: Document,
  signal: AbortSignal,
): Promise<DocumentSymbol[]> {
  const params = (client: LanguageClient) => ({ textDocument: client.textDocument(doc) });
  const answers = await askServers(clients, { doc, method: SYMBOLS_METHOD, params }, signal);
  for (const answer of answers) {
    const symbols = symbolsOf(answer, doc);
    if (symbols.length > 0) return symbols;
  }
  return [];
}

function symbolsOf(answer: ServerAnswer, doc: Document): DocumentSymbol[] {
  const symbols: { readonly symbol: DocumentSymbol; readonly at: number }[] = [];
  const { client, revision, value } = answer;
  const visit = (list: unknown, depth: number): void => {
    if (!Array.isArray(list) || depth > MOST_DEPTH) return;
    for (const raw of list) {
      if (symbols.length >= MOST_SYMBOLS) return;
      if (!isTable(raw)) continue;
      const location = isTable(raw.location) ? raw.location.range : undefined;
      const range = raw.selectionRange ?? raw.range ?? location;
      const span = isTable(range) ? client.span(doc, revision, range as never, true) : null;
      if (span !== null) {
        const symbol = {
          name: wordOf(raw.name),
          kind: kindName(raw.kind),
          depth,
          point: pointOf(doc.text, span.from),
        };
        symbols.push({ symbol, at: span.from });
      }
      visit(raw.children, depth + 1);
    }
  };
  visit(value, 0);
  // A flat list of some servers is sorted by name.
  if (symbols.every(({ symbol }) => symbol.depth === 0)) symbols.sort((a, b) => a.at - b.at);
  return symbols.map(({ symbol }) => symbol);
}

/** The symbols of all projects whose servers run, for a query. */
export async function workspaceSymbols(
  servers: LanguageServers,
  query: string,
  signal: AbortSignal,
): Promise<WorkspaceSymbol[]> {
  const clients = servers.ready().filter((client) => client.supports("workspace/symbol"));
  const results = await Promise.allSettled(
    clients.map(async (client) => ({
      ...(await client.request("workspace/symbol", { query }, { signal })),
      client,
    })),
  );
  const symbols: WorkspaceSymbol[] = [];
  const seen = new Set<string>();
  for (const result of results) {
    if (result.status === "rejected") continue;
    const { value } = result.value;
    for (const raw of Array.isArray(value) ? value : []) {
      if (symbols.length >= MOST_SYMBOLS || signal.aborted) break;
      const symbol = workspaceSymbol(result.value, raw);
      if (symbol === null) continue;
      const { path, point } = symbol;
      const key = `${symbol.name}\0${path}\0${point.row}\0${point.col}`;
      if (seen.has(key)) continue;
      seen.add(key);
      symbols.push(symbol);
    }
  }
  const failed = results.find((each) => each.status === "rejected");
  if (symbols.length === 0 && failed?.status === "rejected") throw failed.reason;
  return symbols;
}

function workspaceSymbol(answer: ServerAnswer, raw: unknown): WorkspaceSymbol | null {
  if (!isTable(raw) || !isTable(raw.location)) return null;
  const path = pathOfUri(raw.location.uri);
  if (path === null) return null;
  const { range } = raw.location;
  const start = isTable(range) && isTable(range.start) ? range.start : {};
  return {
    name: wordOf(raw.name),
    kind: kindName(raw.kind),
    container: wordOf(raw.containerName),
    path,
    point: { row: wholeOf(start.line), col: wholeOf(start.character) },
    answer,
    range,
  };
}

function wholeOf(value: unknown): number {
  return typeof value === "number" && value > 0 ? Math.floor(value) : 0;
}

/** Where a symbol is, in the text of its file; null when there is no such file any more. */
export function placeOfSymbol(
  servers: LanguageServers,
  symbol: WorkspaceSymbol,
): FoundPlace | null {
  return placeIn(new Texts(servers), symbol.answer, symbol.path, symbol.range);
}
