/**
 * The words of the open buffers. A text is a tree whose parts are shared between its versions, so that
 * the words of each part are looked for once: behind a key only what it changed is read again.
 */
import type { Document } from "../../editor/document.ts";
import type { Text } from "../../text/text.ts";
import { slice } from "../../text/text.ts";

/** UTF-16 units that are looked at, of the current document and of another one. */
const MOST_OWN = 1_000_000;
const MOST_OTHER = 300_000;
/** Texts of more units are read less of: what is kept of them makes the collector look at all of it. */
const LARGE = 4_000_000;
const MOST_OF_LARGE = 50_000;
const MOST_DOCUMENTS = 30;
/** Longer words are none. */
const MOST_WORD = 80;
const LEAST_WORD = 3;
/** Units read before somebody else gets a turn. */
const SLICE = 40_000;

/** By part, for one `iskeyword`. */
const CACHES = new Map<string, WeakMap<Text, readonly string[]>>();

export type Yield = () => Promise<void>;

/** Words of at least three letters that fit, the nearest documents first; `nextTurn` waits. */
export async function collectWords(
  current: Document,
  docs: readonly Document[],
  fits: (word: string) => boolean,
  most: number,
  nextTurn: Yield,
): Promise<string[]> {
  const found = new Set<string>();
  const others = docs.filter((doc) => doc !== current && doc.loaded && doc.kind === "file");
  let read = 0;
  for (const doc of [current, ...others.slice(-MOST_DOCUMENTS)]) {
    let left = doc === current ? MOST_OWN : MOST_OTHER;
    if (doc.text.length > LARGE) left = MOST_OF_LARGE;
    const cache = cacheOf(doc);
    for (const part of partsOf(doc.text)) {
      if (found.size >= most || (left -= part.length) < 0) break;
      let words = cache.get(part);
      if (words === undefined) {
        words = wordsOf(slice(part, 0, part.length), doc.isKeyword);
        cache.set(part, words);
        read += part.length;
      }
      for (const word of words) if (found.size < most && fits(word)) found.add(word);
      if (read > SLICE) {
        read = 0;
        await nextTurn();
      }
    }
  }
  return [...found];
}

function cacheOf(doc: Document): WeakMap<Text, readonly string[]> {
  const option = doc.options.get("iskeyword");
  let cache = CACHES.get(option);
  if (cache === undefined) CACHES.set(option, (cache = new WeakMap()));
  return cache;
}

function* partsOf(text: Text): Generator<Text> {
  if (text.children === null) yield text;
  else for (const child of text.children) yield* partsOf(child);
}

export function wordsOf(text: string, isKeyword: (codePoint: number) => boolean): string[] {
  const words = new Set<string>();
  let from = -1;
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 32;
    const letter = (code | 32) >= 97 && (code | 32) <= 122;
    if (letter || (code > 32 && isKeyword(code))) {
      if (from < 0) from = i;
      continue;
    }
    if (from >= 0) {
      const length = i - from;
      const first = text.charCodeAt(from);
      if (length >= LEAST_WORD && length <= MOST_WORD && (first < 48 || first > 57)) {
        words.add(text.slice(from, i));
      }
    }
    from = -1;
  }
  return [...words];
}
