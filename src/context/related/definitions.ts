/** Where the names near the cursor are defined, as servers say: asked in pauses, remembered by name. */
import { Cancelled, UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import { isTable } from "../../language/lsp/server-table.ts";
import type { LanguageServers } from "../../language/lsp/servers.ts";
import { pathOfUri } from "../../language/lsp/uri.ts";
import type { NearName } from "./identifiers.ts";

export interface DefinitionPlace {
  /** Absolute. */
  readonly path: string;
  readonly row: number;
}

/** A server, as far as definitions go. */
export interface DefinitionFinder {
  /** Where the name at a place of the present text is defined; null: nobody can say. */
  find(doc: Document, pos: number, signal: AbortSignal): Promise<readonly DefinitionPlace[] | null>;
}

const METHOD = "textDocument/definition";
const TIMEOUT_MS = 3000;
/** Nobody has asked for a scene for so long, milliseconds: then servers are asked. */
const PAUSE_MS = 120;
/** What was found holds so long, while the text changes. */
const FRESH_MS = 20_000;
const MOST_NAMES = 400;
const MOST_PLACES = 2;

export function serverDefinitions(servers: LanguageServers): DefinitionFinder {
  return {
    async find(doc, pos, signal) {
      const [client] = servers.clients(doc, METHOD);
      if (client === undefined) return null;
      const { value } = await client.request(METHOD, () => client.at(doc, pos), {
        doc,
        signal,
        timeoutMs: TIMEOUT_MS,
      });
      const list = Array.isArray(value) ? value : value === null ? [] : [value];
      return list.slice(0, MOST_PLACES).flatMap((raw) => placeOf(raw) ?? []);
    },
  };
}

function placeOf(raw: unknown): DefinitionPlace | null {
  if (!isTable(raw)) return null;
  const path = pathOfUri(raw.uri ?? raw.targetUri);
  const range = raw.range ?? raw.targetSelectionRange;
  const start = isTable(range) ? range.start : null;
  const row = isTable(start) ? start.line : null;
  return path === null || typeof row !== "number" ? null : { path, row };
}

interface Known {
  readonly revision: number;
  readonly at: number;
  readonly places: readonly DefinitionPlace[];
}

interface Wanted {
  readonly doc: Document;
  readonly revision: number;
  readonly names: readonly NearName[];
}

export interface DefinitionsPorts {
  /** Milliseconds. */
  now(): number;
  /** Something was found in a file: its text will be wanted. Never rejects. */
  found(path: string): Promise<void>;
  /** A server was asked in vain because of a bug. */
  report(error: unknown): void;
}

export class Definitions {
  private readonly finder: DefinitionFinder | null;
  private readonly ports: DefinitionsPorts;
  private readonly known = new WeakMap<Document, Map<string, Known>>();
  private readonly abort = new AbortController();
  private wanted: Wanted | null = null;
  private timer: NodeJS.Timeout | null = null;
  /** Resolves when nothing is asked any more. */
  settled: Promise<void> = Promise.resolve();

  constructor(finder: DefinitionFinder | null, ports: DefinitionsPorts) {
    this.finder = finder;
    this.ports = ports;
  }

  /** What is known of a name; none: not yet, or nothing was found. */
  of(doc: Document, name: string): readonly DefinitionPlace[] {
    return this.known.get(doc)?.get(name)?.places ?? [];
  }

  /** The names will be asked about when there is a pause, if the text is still the same then. */
  want(doc: Document, revision: number, names: readonly NearName[]): void {
    if (this.finder === null || this.abort.signal.aborted) return;
    this.wanted = { doc, revision, names };
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.settled = this.settled.then(() => this.ask());
    }, PAUSE_MS);
    this.timer.unref();
  }

  /** Asks at once, for tests and for who has the time. */
  flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.settled = this.settled.then(() => this.ask());
    return this.settled;
  }

  close(): void {
    this.abort.abort();
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private async ask(): Promise<void> {
    const { wanted } = this;
    this.wanted = null;
    if (wanted === null) return;
    const { doc, revision, names } = wanted;
    let known = this.known.get(doc);
    if (known === undefined) this.known.set(doc, (known = new Map()));
    for (const { name, pos } of names) {
      if (doc.revision !== revision || this.wanted !== null || this.abort.signal.aborted) return;
      const old = known.get(name);
      if (old && (old.revision === revision || this.ports.now() - old.at < FRESH_MS)) continue;
      const places = await this.find(doc, pos);
      if (places === null) return;
      known.delete(name);
      known.set(name, { revision, at: this.ports.now(), places });
      if (known.size > MOST_NAMES) known.delete(known.keys().next().value!);
      for (const { path } of places) await this.ports.found(path);
    }
  }

  private async find(doc: Document, pos: number): Promise<readonly DefinitionPlace[] | null> {
    try {
      return await this.finder!.find(doc, pos, this.abort.signal);
    } catch (error) {
      // Nobody asked for it: what a server refuses is in its log.
      if (error instanceof Cancelled) return null;
      if (error instanceof UserError) return [];
      this.ports.report(error);
      return null;
    }
  }
}
