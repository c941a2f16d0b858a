/**
 * What stands in a text, by what comes before it: pieces of whole lines, cut where the content says
 * so, each with its words and its places by the two tokens before them. A piece is read once; an
 * edit makes only the piece that it falls into new.
 */
import { type IsWord, tokenEnd } from "./token.ts";

/** Characters of a piece, about: least and most. */
const LEAST = 1024;
const MOST = 4096;
/** Lines longer than this are data, not text that a person would type again. */
const LONG_LINE = 1000;
/** Places kept per key and piece. */
const MOST_PLACES = 64;

export interface Chunk {
  readonly text: string;
  /** How often each word stands in it. */
  readonly words: ReadonlyMap<string, number>;
  /** Where a token ends that follows another, by `contextKey`; offsets in `text`. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

/** The key of the two tokens before a place; an empty one stands for the start of the line. */
export function contextKey(before: string, last: string): string {
  return `${before}\n${last}`;
}

/** Cuts a text of whole lines into pieces at lines that only their own content chooses. */
export function cutText(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf("\n", at);
    const next = end < 0 ? text.length : end + 1;
    const size = next - start;
    if (size >= MOST || (size >= LEAST && cutsHere(text, at, next))) {
      pieces.push(text.slice(start, next));
      start = next;
    }
    at = next;
  }
  if (start < text.length) pieces.push(text.slice(start));
  return pieces;
}

function cutsHere(text: string, from: number, to: number): boolean {
  let hash = 0;
  for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return ((hash ^ (hash >>> 11)) & 7) === 0;
}

export function readChunk(text: string, isWord: IsWord): Chunk {
  const words = new Map<string, number>();
  const places = new Map<string, number[]>();
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf("\n", from);
    const to = end < 0 ? text.length : end;
    if (to - from <= LONG_LINE) readLine(text, from, to, isWord, words, places);
    from = to + 1;
  }
  return { text, words, places };
}

function readLine(
  text: string,
  from: number,
  to: number,
  isWord: IsWord,
  words: Map<string, number>,
  places: Map<string, number[]>,
): void {
  let before = "";
  let last = "";
  const note = (at: number) => {
    const key = contextKey(before, last);
    const known = places.get(key);
    if (!known) places.set(key, [at]);
    else if (known.length < MOST_PLACES) known.push(at);
  };
  for (let at = from; at < to; ) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9) {
      at++;
      continue;
    }
    if (last === "") note(at);
    const end = Math.min(to, tokenEnd(text, at, isWord));
    const token = text.slice(at, end);
    if (end - at > 1 && isWord(text.codePointAt(at)!))
      words.set(token, (words.get(token) ?? 0) + 1);
    before = last;
    last = token;
    note(end);
    at = end;
  }
}

/** A piece at its place in a document. */
export interface PlacedChunk {
  readonly chunk: Chunk;
  /** Offset of its first character in the document. */
  readonly from: number;
  /** 0: the document that is being typed in; more: farther away in time. */
  readonly rank: number;
}

/** Pieces kept from earlier questions. */
const KEPT_CHUNKS = 2048;

/** Pieces by their text, so that each is read only once. */
export class ChunkCache {
  private readonly chunks = new Map<string, Chunk>();

  get(text: string): Chunk | null {
    const chunk = this.chunks.get(text);
    if (!chunk) return null;
    // Most recently used last.
    this.chunks.delete(text);
    this.chunks.set(text, chunk);
    return chunk;
  }

  read(text: string, isWord: IsWord): Chunk {
    const chunk = readChunk(text, isWord);
    this.chunks.set(text, chunk);
    if (this.chunks.size > KEPT_CHUNKS) {
      const oldest = this.chunks.keys().next();
      if (!oldest.done) this.chunks.delete(oldest.value);
    }
    return chunk;
  }
}
