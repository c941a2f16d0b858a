/**
 * The other places of a name, asked for while the cursor rests on it: a server that is asked behind
 * the edit does not know any more what belonged together. They are kept as the server gave them, for
 * the text of then, and carried through the changes when somebody wants to know.
 */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Rebase } from "../../language/lsp/change-history.ts";
import type { LanguageClient } from "../../language/lsp/client.ts";
import { fromRange, type Range } from "../../language/lsp/position.ts";
import { isTable } from "../../language/lsp/server-table.ts";
import type { LanguageServers } from "../../language/lsp/servers.ts";
import { pathOfUri } from "../../language/lsp/uri.ts";
import type { Span } from "../../text/text.ts";
import type { Asking } from "./asking.ts";
import type { LiveText } from "./live.ts";
import { nameAt } from "./token-change.ts";

const REFERENCES = "textDocument/references";
const HIGHLIGHT = "textDocument/documentHighlight";
const PREPARE = "textDocument/prepareRename";
const TIMEOUT_MS = 10_000;
const MOST_PLACES = 1000;
/** Names that are remembered. */
const MOST_NAMES = 16;
const NOTHING = Promise.resolve();

export interface Place {
  readonly path: string;
  readonly range: Range;
}

/** All places of a name, as they were at some revisions. */
export interface Gathered {
  readonly name: string;
  /** The document in which it was asked, its revision then, and where the cursor's name started. */
  readonly doc: Document;
  readonly revision: number;
  readonly at: number;
  readonly client: LanguageClient;
  readonly revisions: ReadonlyMap<Document, number>;
  /** The ranges by file, as the server gave them, and how many there are. */
  readonly files: ReadonlyMap<string, readonly Range[]>;
  readonly count: number;
  readonly opened: OpenedAt;
}

/** The revision at which a server was told of a document: until then it was as its file. */
export type OpenedAt = Pick<WeakMap<Document, number>, "get">;

/** Takes note of it from now on. */
export function openedAt(servers: LanguageServers): OpenedAt {
  const revisions = new WeakMap<Document, number>();
  servers.events.on("attach", ({ doc }) => {
    if (!revisions.has(doc)) revisions.set(doc, doc.revision);
  });
  return revisions;
}

export class ReferenceGatherer {
  private readonly servers: LanguageServers;
  private readonly editor: Editor;
  private readonly asking: Asking;
  private readonly opened: OpenedAt;
  private readonly allowed: (doc: Document) => boolean;
  private known: Gathered[] = [];
  private controller: AbortController | null = null;
  /** What is asked now. */
  private current = "";

  /** `allowed`: whether predictions are made in a document at all. */
  constructor(
    servers: LanguageServers,
    asking: Asking,
    opened: OpenedAt,
    allowed: (doc: Document) => boolean,
  ) {
    this.allowed = allowed;
    this.servers = servers;
    this.editor = servers.editor;
    this.asking = asking;
    this.opened = opened;
    this.editor.events.on("document-close", (doc) => {
      this.known = this.known.filter((each) => each.doc !== doc);
    });
  }

  /**
   * What is asked now; null: nothing. It goes on when the text changes: it is about the text before.
   */
  pending: Promise<void> | null = null;

  /** The cursor rests: resolves when the places of the name under it are known, or can't be. */
  async rest(): Promise<void> {
    const { editor } = this;
    if (editor.mode === "normal" && editor.loop?.idle === true) await this.look();
  }

  /** The name under the cursor is about to be changed. */
  look(): Promise<void> {
    const { doc, win } = this.editor;
    if (!this.allowed(doc)) return NOTHING;
    const word = nameAt(doc.text, win.cursor.pos, (code) => doc.isKeyword(code));
    if (word === null) return NOTHING;
    const client =
      this.servers.clients(doc, REFERENCES)[0] ?? this.servers.clients(doc, HIGHLIGHT)[0];
    if (client === undefined || this.has(doc, word.name, word.from)) return NOTHING;
    const key = `${doc.id}:${doc.revision}:${word.from}`;
    if (this.current === key) return this.pending ?? NOTHING;
    // The cursor went on; but what an edit came upon is wanted.
    if (this.current.startsWith(`${doc.id}:${doc.revision}:`)) this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    this.current = key;
    const pending = this.ask(client, doc, word, controller).then(() => {
      if (this.controller !== controller) return;
      this.controller = null;
      this.current = "";
      this.pending = null;
    });
    this.pending = pending;
    return pending;
  }

  private async ask(
    client: LanguageClient,
    doc: Document,
    word: { readonly from: number; readonly name: string },
    { signal }: AbortController,
  ): Promise<void> {
    const { revision } = doc;
    const found = await this.asking.ask(
      "references",
      signal,
      async (inner) =>
        doc.revision === revision ? gather(client, doc, word, this.opened, inner) : null,
      true,
    );
    if (found === null) return;
    this.known = [found, ...this.known.filter((each) => !isSame(each, found))];
    this.known.length = Math.min(this.known.length, MOST_NAMES);
  }

  /** Whether the places are known for the text as it is. */
  private has(doc: Document, name: string, from: number): boolean {
    return this.known.some((each) => {
      if (each.doc !== doc || each.name !== name || each.revision !== doc.revision) return false;
      return this.here(each, doc).some((span) => span.from === from);
    });
  }

  /** Where the places of a gathering in one open document were, in the text of then. */
  private here(gathered: Gathered, doc: Document): Span[] {
    const { client, files } = gathered;
    const way = wayIn(gathered, doc);
    if (way === null) return [];
    const ranges = doc.path === null ? [] : (files.get(doc.path) ?? []);
    return ranges.map((range) => fromRange(way.text, range, client.encoding));
  }

  /**
   * What was gathered about `old`, when its place was where now, at an offset of the document, another
   * name starts; the newest. Null: nothing is known.
   */
  of(doc: Document, old: string, start: number): Gathered | null {
    for (const gathered of this.known) {
      if (gathered.name !== old) continue;
      const way = wayIn(gathered, doc);
      if (way === null) continue;
      const hit = this.here(gathered, doc).some(({ from }) => way.map(from, -1) === start);
      if (hit) return gathered;
    }
    return null;
  }

  close(): void {
    this.controller?.abort();
  }
}

/** The way of a document from the text that was gathered for to that of now; null: it is not known. */
export function wayIn({ client, revisions, opened }: Gathered, doc: Document): Rebase | null {
  const revision = revisions.get(doc) ?? opened.get(doc);
  return revision === undefined ? null : client.rebase(doc, revision);
}

/** The places of a gathering in a file that still have the name, in the text of now. */
export function placesIn(gathered: Gathered, file: LiveText, doc: Document | null): Span[] {
  const { client, files, name } = gathered;
  const way = doc === null ? null : wayIn(gathered, doc);
  return (files.get(file.path) ?? [])
    .flatMap((range) => {
      const { from, to } = fromRange(way?.text ?? file.text, range, client.encoding);
      return (way === null ? { from, to } : way.span(from, to)) ?? [];
    })
    .filter(({ from, to }) => file.text.sliceString(from, to, "\n") === name)
    .sort((a, b) => a.from - b.from);
}

/** The files of a gathering, the one that it was asked in first. */
export function pathsOf({ files, doc }: Gathered): string[] {
  const { path } = doc;
  const others = [...files.keys()].filter((each) => each !== path);
  return path !== null && files.has(path) ? [path, ...others] : others;
}

/** Places as `Gathered` has them. */
export function byFile(places: readonly Place[]): Pick<Gathered, "files" | "count"> {
  const files = new Map<string, Range[]>();
  for (const { path, range } of places) {
    const ranges = files.get(path);
    if (ranges) ranges.push(range);
    else files.set(path, [range]);
  }
  return { files, count: places.length };
}

function isSame(a: Gathered, b: Gathered): boolean {
  return a.doc === b.doc && a.name === b.name && (a.at === b.at || a.revision !== b.revision);
}

async function gather(
  client: LanguageClient,
  doc: Document,
  { from, name }: { readonly from: number; readonly name: string },
  opened: OpenedAt,
  signal: AbortSignal,
): Promise<Gathered | null> {
  const { revision } = doc;
  const options = { doc, signal, timeoutMs: TIMEOUT_MS };
  // Both are asked at once, and once: behind a change the place would be another one.
  const at = client.at(doc, from);
  const prepared = client.supports(PREPARE, doc) ? client.request(PREPARE, at, options) : null;
  const wide = client.supports(REFERENCES, doc);
  const asked = wide
    ? client.request(REFERENCES, { ...at, context: { includeDeclaration: true } }, options)
    : client.request(HIGHLIGHT, at, options);
  const [may, answer] = await Promise.all([prepared, asked]);
  // What can't be renamed is not worth looking for: a keyword, a name of a library.
  if (may !== null && !isTable(may.value)) return null;
  if (answer.revision !== revision) return null;
  const places = (Array.isArray(answer.value) ? answer.value : [])
    .slice(0, MOST_PLACES)
    .flatMap((raw): Place[] => {
      if (!isTable(raw) || !isTable(raw.range)) return [];
      const path = wide ? pathOfUri(raw.uri) : doc.path;
      return path === null ? [] : [{ path, range: raw.range as unknown as Range }];
    });
  if (places.length < 2) return null;
  const { revisions } = answer;
  return { name, doc, revision, at: from, client, revisions, opened, ...byFile(places) };
}
