/**
 * Who uses a declaration: its references and implementations, asked of the server, and what is wrong
 * in those of their files that are not open. For that the server is told of each of them for a moment.
 */
import type { Document } from "../../editor/document.ts";
import type { LanguageClient } from "../../language/lsp/client.ts";
import { sentText } from "../../language/lsp/document-sync.ts";
import { languageId } from "../../language/lsp/language-id.ts";
import type { Range } from "../../language/lsp/position.ts";
import { isTable } from "../../language/lsp/server-table.ts";
import type { LanguageServers } from "../../language/lsp/servers.ts";
import { pathOfUri, uriOf } from "../../language/lsp/uri.ts";
import type { DocumentSnapshot } from "../../text/prediction.ts";
import type { Asking } from "./asking.ts";
import type { ChangedDeclaration } from "./declaration.ts";
import { byFile, type Gathered, type OpenedAt, pathsOf } from "./references.ts";

const REFERENCES = "textDocument/references";
const IMPLEMENTATION = "textDocument/implementation";
const PULL = "textDocument/diagnostic";
const TIMEOUT_MS = 10_000;
const MOST_PLACES = 500;
/** Files that are looked at for one edit. */
const MOST_CHECKED = 12;

export interface FoundError {
  readonly row: number;
  readonly message: string;
}

export interface Uses {
  readonly declaration: ChangedDeclaration;
  readonly doc: Document;
  readonly path: string;
  readonly references: Gathered;
  readonly implementations: Gathered | null;
  /** Of files that are not open and were looked at. */
  readonly errors: ReadonlyMap<string, readonly FoundError[]>;
  readonly checked: boolean;
}

export interface UsesFinder {
  /** Null: nobody knows. */
  of(doc: Document, declaration: ChangedDeclaration, signal: AbortSignal): Promise<Uses | null>;
  /** The same with the errors of files that are not open, where the server can be asked for them. */
  check(uses: Uses, signal: AbortSignal): Promise<Uses>;
}

export class ServerUses implements UsesFinder {
  private readonly servers: LanguageServers;
  private readonly asking: Asking;
  private readonly opened: OpenedAt;
  private readonly closed: (path: string) => DocumentSnapshot | null;
  /** Files that a server has been told of for a moment. */
  private readonly told = new Map<string, () => void>();

  constructor(
    servers: LanguageServers,
    asking: Asking,
    opened: OpenedAt,
    closed: (path: string) => DocumentSnapshot | null,
  ) {
    this.servers = servers;
    this.asking = asking;
    this.opened = opened;
    this.closed = closed;
    // Before the server is told of the document itself.
    servers.editor.events.on("document-open", ({ path }) => {
      if (path !== null) this.told.get(path)?.();
    });
  }

  async of(
    doc: Document,
    declaration: ChangedDeclaration,
    signal: AbortSignal,
  ): Promise<Uses | null> {
    const [client] = this.servers.clients(doc, REFERENCES);
    const { path } = doc;
    if (client === undefined || path === null) return null;
    const references = await this.gather(client, doc, declaration, REFERENCES, signal);
    if (references === null) return null;
    const implementations = client.supports(IMPLEMENTATION, doc)
      ? await this.gather(client, doc, declaration, IMPLEMENTATION, signal)
      : null;
    const none = { errors: new Map<string, FoundError[]>(), checked: false };
    return { declaration, doc, path, references, implementations, ...none };
  }

  private gather(
    client: LanguageClient,
    doc: Document,
    { at, name }: ChangedDeclaration,
    method: string,
    signal: AbortSignal,
  ): Promise<Gathered | null> {
    const { revision } = doc;
    return this.asking.ask("references", signal, async (inner): Promise<Gathered | null> => {
      if (doc.revision !== revision) return null;
      const context = method === REFERENCES ? { context: { includeDeclaration: true } } : {};
      const answer = await client.request(
        method,
        () => ({ ...client.at(doc, at.from), ...context }),
        { doc, signal: inner, timeoutMs: TIMEOUT_MS },
      );
      if (answer.revision !== revision) return null;
      const list = Array.isArray(answer.value) ? answer.value : [];
      const places = list.slice(0, MOST_PLACES).flatMap((raw) => {
        const found = locationOf(raw);
        return found === null ? [] : [found];
      });
      if (places.length === 0) return null;
      const { revisions } = answer;
      const { opened } = this;
      return { name, doc, revision, at: at.from, client, revisions, opened, ...byFile(places) };
    });
  }

  async check(uses: Uses, signal: AbortSignal): Promise<Uses> {
    const { references } = uses;
    const { client } = references;
    const errors = new Map(uses.errors);
    const options = client.options(PULL);
    const files = pathsOf(references)
      .filter((path) => this.servers.documentOf(path) === null)
      .slice(0, MOST_CHECKED);
    if (options !== null) {
      for (const path of files) {
        const file = this.closed(path);
        if (file === null) continue;
        const found = await this.asking.ask("check", signal, (inner) =>
          this.look(client, file, path, inner),
        );
        if (signal.aborted) return uses;
        if (found !== null) errors.set(path, found);
      }
    }
    return { ...uses, errors, checked: true };
  }

  /** What the server says about a file that it is told of for as long as that takes. */
  private async look(
    client: LanguageClient,
    file: DocumentSnapshot,
    path: string,
    signal: AbortSignal,
  ): Promise<FoundError[]> {
    if (this.servers.documentOf(path) !== null || this.told.has(path)) return [];
    const uri = uriOf(path);
    const textDocument = { uri };
    client.notify("textDocument/didOpen", {
      textDocument: {
        uri,
        languageId: languageId(file.filetype, path),
        version: 0,
        text: sentText(file.text, true),
      },
    });
    const close = (): void => {
      if (!this.told.delete(path) || client.state !== "ready") return;
      client.notify("textDocument/didClose", { textDocument });
    };
    this.told.set(path, close);
    try {
      const { value } = await client.request(
        PULL,
        { textDocument },
        { signal, timeoutMs: TIMEOUT_MS },
      );
      const items = isTable(value) && Array.isArray(value.items) ? value.items : [];
      return items.slice(0, MOST_PLACES).flatMap((raw) => errorOf(raw) ?? []);
    } finally {
      close();
    }
  }
}

function locationOf(raw: unknown): { readonly path: string; readonly range: Range } | null {
  if (!isTable(raw)) return null;
  const path = pathOfUri(raw.uri ?? raw.targetUri);
  const range = raw.range ?? raw.targetSelectionRange;
  return path === null || !isTable(range) ? null : { path, range: range as unknown as Range };
}

function errorOf(raw: unknown): FoundError | null {
  if (!isTable(raw) || Number(raw.severity ?? 1) !== 1 || !isTable(raw.range)) return null;
  const { start } = raw.range;
  const row = isTable(start) && typeof start.line === "number" ? start.line : -1;
  if (row < 0 || typeof raw.message !== "string") return null;
  return { row, message: raw.message.replace(/\s+/g, " ").slice(0, 200) };
}
