/**
 * Places that servers lead to: Location and LocationLink, of several servers, as points of the texts
 * that they are in.
 */
import { UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import { identityOf } from "../../editor/files/identity.ts";
import { loadFile } from "../../editor/files/load.ts";
import { DISK } from "../../editor/files/port.ts";
import { type Point, pointOf, type Span, type Text } from "../../text/text.ts";
import type { LanguageClient } from "../lsp/client.ts";
import { fromRange } from "../lsp/position.ts";
import { isTable } from "../lsp/server-table.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { pathOfUri } from "../lsp/uri.ts";
import type { ServerAnswer } from "./ask.ts";

/** A place in a file (absolute path), open or not. */
export interface FoundPlace {
  readonly client: LanguageClient;
  readonly path: string;
  readonly start: Point;
  readonly end: Point;
  /** The line that it is in. */
  readonly line: string;
}

export interface FoundPlaces {
  readonly places: readonly FoundPlace[];
  /** Addresses that are no files of this machine. */
  readonly refused: readonly string[];
}

const MOST_PLACES = 10_000;
/** Files that are not open are read for their lines, up to so many bytes in all. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_LINE = 300;

/** The places of answers, each once, in the order of the servers. */
export function placesOf(servers: LanguageServers, answers: readonly ServerAnswer[]): FoundPlaces {
  const texts = new Texts(servers);
  const places: FoundPlace[] = [];
  const refused: string[] = [];
  const seen = new Set<string>();
  for (const answer of answers) {
    for (const raw of listOf(answer.value)) {
      if (places.length >= MOST_PLACES) break;
      const link = linkOf(raw);
      if (link === null) continue;
      const path = pathOfUri(link.uri);
      if (path === null) {
        refused.push(link.uri);
        continue;
      }
      const place = placeIn(texts, answer, path, link.range);
      if (place === null) continue;
      const key = `${path}\0${place.start.row}\0${place.start.col}`;
      if (seen.has(key)) continue;
      seen.add(key);
      places.push(place);
    }
  }
  return { places, refused };
}

/** Throws UserError that says where servers lead when that is nowhere. */
export function requirePlaces({ places, refused }: FoundPlaces, what: string): void {
  if (places.length > 0) return;
  if (refused.length === 0) throw new UserError(`No ${what} found`);
  throw new UserError(`It leads to ${wordOf(refused[0]).slice(0, 200)}, which is no file`);
}

/** A name of a server on one line, cut. */
export function wordOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 500).replace(/\s+/g, " ") : "";
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isTable(value) ? [value] : [];
}

/** A Location, a LocationLink, the location of a symbol. */
function linkOf(raw: unknown): { readonly uri: string; readonly range: unknown } | null {
  if (!isTable(raw)) return null;
  if (typeof raw.uri === "string") return { uri: raw.uri, range: raw.range };
  if (typeof raw.targetUri !== "string") return null;
  return { uri: raw.targetUri, range: raw.targetSelectionRange ?? raw.targetRange };
}

/** Null when the place is gone since the server looked, or there is no such file. */
export function placeIn(
  texts: Texts,
  { client, revisions }: ServerAnswer,
  path: string,
  range: unknown,
): FoundPlace | null {
  const found = texts.at(path);
  if (found === null) return null;
  const { doc, text } = found;
  const asked = isTable(range) ? range : ZERO;
  const revision = doc === null ? undefined : revisions.get(doc);
  const span: Span | null =
    doc !== null && revision !== undefined
      ? client.span(doc, revision, asked as never, true)
      : fromRange(text, asked as never, client.encoding);
  if (span === null) return null;
  const line = text.lineAt(span.from);
  return {
    client,
    path,
    start: pointOf(text, span.from),
    end: pointOf(text, span.to),
    line: line.text.slice(0, MOST_LINE),
  };
}

const ZERO = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The texts of files: of the open documents, else read once. */
export class Texts {
  private readonly servers: LanguageServers;
  private readonly read = new Map<string, Text | null>();
  private bytes = 0;

  constructor(servers: LanguageServers) {
    this.servers = servers;
  }

  /** Null when there is no such file, or it can't be read. */
  at(path: string): { readonly doc: Document | null; readonly text: Text } | null {
    const doc = this.servers.documentOf(path);
    if (doc?.loaded) return { doc, text: doc.text };
    let text = this.read.get(path);
    if (text === undefined) this.read.set(path, (text = this.load(path)));
    return text && { doc: null, text };
  }

  private load(path: string): Text | null {
    try {
      const stat = DISK.stat(path);
      if (stat === null || stat.kind !== "file") return null;
      this.bytes += identityOf(stat).size;
      if (this.bytes > MOST_BYTES) return null;
      return loadFile(path).text;
    } catch (error) {
      // What can't be read can't be gone to either.
      if (error instanceof UserError) return null;
      throw error;
    }
  }
}
