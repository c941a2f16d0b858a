/** The lines of a buffer of matches: what they look like, and what they say. */
import { UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import { Highlight } from "../../text/slots.ts";
import type { GrepMatch } from "./grep.ts";

/** What the line of a file begins with. */
export const FILE_MARK = "./";
/** The namespace of what is published for the buffer. */
export const SPACE = "search";
const ROW = /^\s*(\d+):(?: (.*))?$/s;

export interface SearchedFile {
  /** Absolute. */
  readonly path: string;
  /** As its line says. */
  readonly shown: string;
  /** The text of each row (0-based) as it is in the file. */
  readonly rows: Map<number, string>;
  /** What matches in each row, as it was found. */
  readonly matches: Map<number, GrepMatch["ranges"]>;
}

/**
 * The look of a line's beginning, which also knows what the line is about: a `:%s` may change the name of
 * a file as well, and it is still meant; and a row that got another number is not taken for that one.
 */
class LineHead extends Highlight {
  readonly file: SearchedFile;
  /** 0-based row; -1: the line names the file. */
  readonly row: number;
  constructor(group: string, file: SearchedFile, row: number) {
    super(group, 90);
    this.file = file;
    this.row = row;
    // A line that is put before this one does not become it.
    this.startSide = 1;
  }
  override eq(other: Highlight): boolean {
    return other instanceof LineHead && other.file === this.file && other.row === this.row;
  }
}

export interface SearchBuffer {
  readonly files: ReadonlyMap<string, SearchedFile>;
}

const BUFFERS = new WeakMap<Document, SearchBuffer>();

/** The search that a document shows. Throws UserError for any other document. */
function searchOf(doc: Document): SearchBuffer {
  const buffer = BUFFERS.get(doc);
  if (!buffer) throw new UserError("This is no buffer of matches");
  return buffer;
}

export function setSearch(doc: Document, buffer: SearchBuffer): void {
  BUFFERS.set(doc, buffer);
}

/** The text of the lines of a search, below its first line. */
export function searchLines({ files }: SearchBuffer): string[] {
  const lines: string[] = [];
  for (const { shown, rows } of files.values()) {
    lines.push(shown);
    for (const [row, text] of [...rows].sort(([a], [b]) => a - b)) {
      lines.push(`${String(row + 1).padStart(6)}: ${text}`);
    }
  }
  return lines;
}

/** Publishes the look of a fresh buffer. */
export function publishLook(doc: Document): void {
  const { files } = searchOf(doc);
  const ranges: ReturnType<Highlight["range"]>[] = [];
  let file: SearchedFile | undefined;
  for (let at = 0; at < doc.text.lines; at++) {
    const line = doc.text.line(at + 1);
    if (at === 0) ranges.push(new Highlight("comment", 90).range(line.from, line.to));
    else if (line.text.startsWith(FILE_MARK)) {
      file = files.get(line.text)!;
      ranges.push(new LineHead("heading", file, -1).range(line.from, line.to));
    } else if (file !== undefined) {
      const head = line.text.indexOf(":") + 2;
      const row = Number(line.text.slice(0, head - 2)) - 1;
      const start = new LineHead("ui.linenr", file, row);
      ranges.push(start.range(line.from, line.from + head - 1));
      for (const { from, to } of file.matches.get(row) ?? []) {
        if (to <= from || head + to > line.length) continue;
        const match = new Highlight("ui.search", 100);
        ranges.push(match.range(line.from + head + from, line.from + head + to));
      }
    }
  }
  doc.slots.publish("highlights", SPACE, ranges);
}

interface SearchLine {
  /** The line names a file: the rows below are of it. */
  readonly file: SearchedFile | null;
  readonly row: number;
  readonly text: string;
}

/** What a line of the buffer says; null for one that says nothing. Throws UserError. */
function lineOf(doc: Document, at: number, { files }: SearchBuffer): SearchLine | null {
  const line = doc.text.line(at + 1);
  const { text } = line;
  if (text.trim() === "" || (at === 0 && text.startsWith("#"))) return null;
  let known: LineHead | null = null;
  doc.slots.between("highlights", line.from, line.from, (from, _to, value) => {
    if (value instanceof LineHead && from === line.from) known = value;
  });
  const head = known as LineHead | null;
  if (head?.row === -1 || (head === null && text.startsWith(FILE_MARK))) {
    const named = files.get(text);
    if (head && named && named !== head.file) {
      throw new UserError(`Line ${at + 1}: this was the line of ${head.file.shown}`);
    }
    const file = head?.file ?? named;
    if (!file) throw new UserError(`Line ${at + 1}: no such file in this search`);
    return { file, row: -1, text };
  }
  const parts = ROW.exec(text);
  if (!parts) {
    throw new UserError(`Line ${at + 1}: a match has to stay one line behind its number`);
  }
  const row = Number(parts[1]) - 1;
  if (head && head.row !== row) {
    throw new UserError(`Line ${at + 1}: this is row ${head.row + 1} of ${head.file.shown}`);
  }
  return { file: head?.file ?? null, row, text: parts[2] ?? "" };
}

/** What is to be done to a file. */
export interface Wanted {
  readonly file: SearchedFile;
  /** By row of the file: the text to be, and the row in the buffer. */
  readonly rows: Map<number, { readonly text: string; readonly at: number }>;
}

/** What the buffer asks for. Throws UserError where a line says nothing that can be done. */
export function wantedOf(doc: Document): Wanted[] {
  const buffer = searchOf(doc);
  const wanted = new Map<SearchedFile, Wanted>();
  let current: SearchedFile | null = null;
  for (let at = 0; at < doc.text.lines; at++) {
    const line = lineOf(doc, at, buffer);
    if (line === null) continue;
    const { row, text } = line;
    if (row < 0) {
      current = line.file;
      continue;
    }
    const file = line.file ?? current;
    if (current !== null && file !== current) {
      throw new UserError(`Line ${at + 1}: this is a row of ${file!.shown}, whose line is gone`);
    }
    const before = file?.rows.get(row);
    if (file === null || before === undefined) {
      throw new UserError(`Line ${at + 1}: row ${row + 1} is no match of this search`);
    }
    let entry = wanted.get(file);
    if (!entry) {
      entry = { file, rows: new Map() };
      wanted.set(file, entry);
    }
    const other = entry.rows.get(row);
    if (other && other.text !== text) {
      throw new UserError(`Line ${at + 1}: row ${row + 1} is here twice, with different texts`);
    }
    entry.rows.set(row, { text, at });
  }
  for (const { file: each, rows } of wanted.values()) {
    for (const [row, { text }] of rows) if (each.rows.get(row) === text) rows.delete(row);
  }
  return [...wanted.values()].filter(({ rows }) => rows.size > 0);
}

/** The file and the row (0-based) that a line of the buffer is about. */
export function placeAt(doc: Document, at: number): { file: SearchedFile; row: number } | null {
  const buffer = searchOf(doc);
  const line = lineOf(doc, at, buffer);
  if (line === null) return null;
  if (line.file !== null) return { file: line.file, row: Math.max(0, line.row) };
  for (let above = at - 1; above > 0; above--) {
    const head = lineOf(doc, above, buffer);
    if (head?.file && head.row < 0) return { file: head.file, row: line.row };
  }
  return null;
}

/** `./src/a.ts:12` of a line of the buffer. */
export function placeOf(doc: Document, at: number): string {
  const place = placeAt(doc, at);
  return place === null ? "?" : `${place.file.shown}:${place.row + 1}`;
}
