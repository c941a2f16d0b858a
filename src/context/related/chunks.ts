/** Excerpts of other files, masked, made once for a text. */
import type { ExcerptKind, SceneExcerpt } from "../../models/scene.ts";
import { lineText, rowEnd, rowOf, rowStart, slice, type Text } from "../../text/text.ts";
import { declarationAt, outlineRows } from "../excerpt/declarations.ts";
import { type LineSet, linesOf } from "../excerpt/similar.ts";
import { MARGIN, type Masks, maskedText } from "../redact/mask.ts";
import { isSettings } from "../redact/settings.ts";

export interface Chunk {
  /** Knows it from one scene to the next: file and what of it. */
  readonly key: string;
  readonly excerpt: SceneExcerpt;
  readonly lines: LineSet;
  /** The more, the more it matters; those of one kind lie within a hundred. */
  readonly weight: number;
}

export interface ChunkRequest {
  /** Absolute. */
  readonly path: string;
  /** As models see it. */
  readonly name: string;
  readonly kind: ExcerptKind;
  readonly text: Text;
  readonly weight: number;
  /** All of it if it is small; else an outline, or the rows around one. */
  readonly at: { readonly row: number } | { readonly declaration: number } | "outline" | RowList;
}

/** Just these rows. */
export interface RowList {
  readonly rows: readonly number[];
}

/** A file as short as this is told as a whole, UTF-16 units. */
const SMALL = 2000;
const MOST_CHUNK = 2400;
const ABOVE = 12;
const BELOW = 24;
const MOST_DECLARATION = 24;
const MOST_KNOWN = 120;

interface Known {
  readonly text: Text;
  readonly raw: string;
  readonly firstRow: number;
  readonly chunk: Chunk | null;
}

export class Chunks {
  private readonly masks: Masks;
  private readonly known = new Map<string, Known>();

  constructor(masks: Masks) {
    this.masks = masks;
  }

  /** Null: there is nothing in it. */
  chunk(request: ChunkRequest): Chunk | null {
    const { path, kind, text, at, weight } = request;
    const key = `${kind}:${path}:${typeof at === "string" ? at : JSON.stringify(at)}`;
    const known = this.known.get(key);
    if (known !== undefined && known.text === text) return weighted(known.chunk, weight);
    const part = partOf(text, at);
    // A letter somewhere else in the file makes it no other one.
    const chunk =
      known !== undefined && known.raw === part.raw && known.firstRow === part.firstRow
        ? weighted(known.chunk, weight)
        : this.make(request, key, part);
    this.known.delete(key);
    this.known.set(key, { text, raw: part.raw, firstRow: part.firstRow, chunk });
    if (this.known.size > MOST_KNOWN) this.known.delete(this.known.keys().next().value!);
    return chunk;
  }

  private make({ path, name, kind, weight }: ChunkRequest, key: string, part: Part): Chunk | null {
    const { raw, skip, count, firstRow } = part;
    const lines = maskedText(raw, this.masks.spans(raw, isSettings(path)))
      .split("\n")
      .slice(skip, skip + count);
    let size = 0;
    const kept = lines.filter((line) => {
      size += line.length + 1;
      return size <= MOST_CHUNK;
    });
    const joined = kept.join("\n");
    if (joined.trim() === "") return null;
    const whole = part.whole && kept.length === lines.length;
    const excerpt = { path: name, kind, text: joined, firstRow, whole };
    return { key, excerpt, lines: linesOf(joined), weight };
  }
}

function weighted(chunk: Chunk | null, weight: number): Chunk | null {
  return chunk === null || chunk.weight === weight ? chunk : { ...chunk, weight };
}

/** Lines of a text, with those around them that say what they are. */
interface Part {
  readonly raw: string;
  /** The first line of `raw` that is told, and how many are. */
  readonly skip: number;
  readonly count: number;
  readonly firstRow: number;
  readonly whole: boolean;
}

function partOf(text: Text, at: ChunkRequest["at"]): Part {
  const isList = at === "outline" ? text.length > SMALL : "rows" in at;
  if (isList) {
    // What stands between the rows is not told: they are a text of their own.
    const rows = at === "outline" ? outlineRows(text) : (at as RowList).rows;
    const raw = rows.map((row) => lineText(text, row)).join("\n");
    return { raw, skip: 0, count: rows.length, firstRow: rows[0] ?? 0, whole: false };
  }
  const all = { first: 0, last: text.lines - 1 };
  const { first, last } = at === "outline" || "rows" in at ? all : rowsAt(text, at);
  const top = Math.max(0, first - MARGIN);
  const bottom = Math.min(all.last, last + MARGIN);
  return {
    raw: slice(text, rowStart(text, top), rowEnd(text, bottom)),
    skip: first - top,
    count: last - first + 1,
    firstRow: first,
    whole: first === 0 && last === all.last,
  };
}

function rowsAt(text: Text, at: { readonly row: number } | { readonly declaration: number }) {
  if ("declaration" in at) return declarationAt(text, at.declaration, MOST_DECLARATION);
  if (text.length <= SMALL) return { first: 0, last: text.lines - 1 };
  const row = Math.min(at.row, text.lines - 1);
  let first = Math.max(0, row - ABOVE);
  let last = Math.min(text.lines - 1, row + BELOW);
  for (let near = first; near > Math.max(0, first - ABOVE); near--) {
    if (lineText(text, near - 1).trim() === "") {
      first = near;
      break;
    }
  }
  for (let near = last; near > row; near--) {
    if (lineText(text, near).trim() === "") {
      last = near - 1;
      break;
    }
  }
  // Rows above are worth less than the row itself.
  while (first < row && rowEnd(text, row) - rowStart(text, first) > MOST_CHUNK) first++;
  return { first, last: Math.max(first, last) };
}

/** The row of an offset that may be behind the text. */
export function rowNear(text: Text, pos: number): number {
  return rowOf(text, Math.min(pos, text.length));
}
