/**
 * The rest of a word or a line, as it stands elsewhere: every place with the same tokens before it
 * votes for its own continuation, the more the longer it agrees and the nearer it is. Token by
 * token the continuation goes on while the votes do.
 */
import { contextKey, type PlacedChunk } from "./text-chunk.ts";
import { codeBefore, type IsWord, tokenEnd, tokensOf, wordEnd, wordStart } from "./token.ts";

export interface TypingPlace {
  /** The line up to the cursor and from the cursor on. */
  readonly before: string;
  readonly after: string;
  /** Offset of the line in its document, which has rank 0. */
  readonly lineFrom: number;
}

export interface Continuation {
  readonly text: string;
  /** The share of the votes that it has. */
  readonly probability: number;
  /** Places that agree with all of it. */
  readonly places: number;
}

/** Share of the votes below which a continuation ends. */
const LEAST_SHARE = 0.55;
/** Tokens of context that one single place must agree in, for a continuation of several tokens. */
const ALONE = 3;
const MOST_VOTES = 200;
const LONGEST = 200;
/** Characters of a word that must have been typed when nothing else speaks for its rest. */
const LEAST_WORD = 3;

interface Vote {
  /** The rest of the line at a place like this one. */
  readonly rest: string;
  readonly weight: number;
  /** Tokens before the place that are the same. */
  readonly context: number;
}

/** Continuations at a cursor, the best first; none when there is too little to go by. */
export function continuationsAt(
  place: TypingPlace,
  chunks: readonly PlacedChunk[],
  isWord: IsWord,
): Continuation[] {
  if (!fillable(place, isWord)) return [];
  const found: Continuation[] = [];
  const add = (continuation: Continuation | null) => {
    if (!continuation) return;
    const text = trimToSuffix(continuation.text, place.after);
    if (text.trim() === "" || place.after.startsWith(text)) return;
    if (!found.some((other) => other.text === text)) found.push({ ...continuation, text });
  };
  const votes = votesAt(place, chunks, isWord);
  const partialLength = place.before.length - wordStart(place.before, place.before.length, isWord);
  add(longest(votes, partialLength, isWord));
  const partial = place.before.slice(wordStart(place.before, place.before.length, isWord));
  if (partial.length >= LEAST_WORD) add(restOfWord(partial, chunks));
  return found;
}

/** Text can go in here: at a line's end, or where only closing marks follow. */
function fillable(place: TypingPlace, isWord: IsWord): boolean {
  const { before, after } = place;
  if (before.trim() === "" && after.trim() !== "") return false;
  if (after !== "" && isWord(after.codePointAt(0)!)) return false;
  return /^[\s)\]}>"'`;:,.]*$/.test(after);
}

function votesAt(place: TypingPlace, chunks: readonly PlacedChunk[], isWord: IsWord): Vote[] {
  const { before } = place;
  const partialFrom = wordStart(before, before.length, isWord);
  const partial = before.slice(partialFrom);
  const context = tokensOf(before.slice(0, partialFrom), isWord).filter((t) => t.kind !== "blank");
  const texts = context.map((token) => token.text).reverse();
  // A word that may be whole: what follows it, too, not only how it goes on.
  const votes: Vote[] = [];
  const blank = /[ \t]*$/.exec(before.slice(0, partialFrom))![0];
  const seen = new Set<string>();
  if (partial !== "") collect(place, chunks, isWord, [partial, ...texts], "", seen, votes);
  collect(place, chunks, isWord, texts, blank + partial, seen, votes);
  return votes;
}

/** Adds the votes of places behind `texts` (nearest token first) that go on with `typed`. */
function collect(
  place: TypingPlace,
  chunks: readonly PlacedChunk[],
  isWord: IsWord,
  texts: readonly string[],
  typed: string,
  seen: Set<string>,
  votes: Vote[],
): void {
  const key = contextKey(texts[1] ?? "", texts[0] ?? "");
  const atStart = texts.length === 0;
  const wanted = atStart ? typed.trimStart() : typed;
  if (atStart && wanted.length < 2) return;
  for (const { chunk, from, rank } of chunks) {
    for (const at of chunk.places.get(key) ?? []) {
      if (votes.length >= MOST_VOTES) return;
      if (!chunk.text.startsWith(wanted, at)) continue;
      const absolute = from + at;
      const lineEnd = chunk.text.indexOf("\n", at);
      const rest = chunk.text.slice(at + wanted.length, lineEnd < 0 ? chunk.text.length : lineEnd);
      const inLine = rank === 0 && absolute >= place.lineFrom;
      const lineLength = place.before.length + place.after.length;
      if (inLine && absolute <= place.lineFrom + lineLength) continue;
      const id = `${rank}:${absolute + wanted.length}`;
      if (seen.has(id)) continue;
      seen.add(id);
      const same = agreeing(chunk.text, at, texts, isWord);
      const near = rank === 0 ? Math.abs(absolute - place.lineFrom) : 40_000 * rank;
      votes.push({ rest, context: same, weight: (1 + same) ** 2 / (1 + near / 20_000) });
    }
  }
}

/** How many tokens before `at` are the wanted ones, outwards; the line's start counts as one. */
function agreeing(text: string, at: number, texts: readonly string[], isWord: IsWord): number {
  let pos = at;
  let same = 0;
  for (const wanted of texts) {
    while (pos > 0 && (text[pos - 1] === " " || text[pos - 1] === "\t")) pos--;
    if (!text.slice(0, pos).endsWith(wanted)) return same;
    const start = pos - wanted.length;
    const code = codeBefore(text, start);
    if (code >= 0 && isWord(code) && isWord(wanted.codePointAt(0)!)) return same;
    pos = start;
    if (++same === 8) return same;
  }
  while (pos > 0 && (text[pos - 1] === " " || text[pos - 1] === "\t")) pos--;
  return pos === 0 || text[pos - 1] === "\n" ? same + 1 : same;
}

/** Goes along the votes while most of them agree. */
function longest(all: readonly Vote[], typed: number, isWord: IsWord): Continuation | null {
  let votes = all;
  let text = "";
  let probability = 1;
  let places = 0;
  while (text.length < LONGEST && votes.length > 0) {
    const groups = new Map<string, { weight: number; votes: Vote[] }>();
    let total = 0;
    for (const vote of votes) {
      const token = nextToken(vote.rest, text.length, isWord);
      const group = groups.get(token) ?? { weight: 0, votes: [] };
      group.weight += vote.weight;
      group.votes.push(vote);
      groups.set(token, group);
      total += vote.weight;
    }
    const [token, best] = [...groups].reduce((a, b) => (b[1].weight > a[1].weight ? b : a));
    const share = best.weight / total;
    if (probability * share < LEAST_SHARE || token === "") {
      if (text === "" && token === "") return null;
      break;
    }
    const context = Math.max(...best.votes.map((vote) => vote.context));
    const wordOnly = text === "" && best.votes.length === 1 && context < ALONE;
    if (best.votes.length === 1 && context < ALONE && !wordOnly) break;
    probability *= share;
    places = best.votes.length;
    text += token;
    votes = best.votes;
    if (wordOnly) break;
  }
  if (text.trim() === "") return null;
  const strongest = Math.max(...votes.map((vote) => vote.context));
  // One place alone is little to go by, and so is a short context; typed letters add to it.
  const evidence = (places - 1) * 0.7 + Math.min(4, strongest) * 0.6 + Math.min(4, typed) * 0.2;
  const trust = 1 - 0.5 ** evidence;
  return { text: text.trimEnd(), probability: probability * trust, places };
}

/** The token at `at` with the blanks before it; empty at the end. */
function nextToken(rest: string, at: number, isWord: IsWord): string {
  let from = at;
  while (rest[from] === " " || rest[from] === "\t") from++;
  if (from >= rest.length) return "";
  return rest.slice(at, tokenEnd(rest, from, isWord));
}

/** The rest of the most frequent word that starts with what is typed. */
function restOfWord(partial: string, chunks: readonly PlacedChunk[]): Continuation | null {
  const counts = new Map<string, number>();
  let total = 0;
  for (const { chunk, rank } of chunks) {
    for (const [word, count] of chunk.words) {
      if (word.length <= partial.length + 1 || !word.startsWith(partial)) continue;
      const weight = count / (1 + rank);
      counts.set(word, (counts.get(word) ?? 0) + weight);
      total += weight;
    }
  }
  if (total === 0) return null;
  const [word, weight] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
  const share = weight / total;
  if (share < LEAST_SHARE) return null;
  const trust = 1 - 0.5 ** (Math.min(4, weight) + (partial.length - LEAST_WORD) * 0.5);
  return {
    text: word.slice(partial.length),
    probability: share * trust,
    places: Math.ceil(weight),
  };
}

const OPENERS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** Leaves out what stands right of the cursor already: the closing marks that follow it. */
function trimToSuffix(text: string, after: string): string {
  const suffix = after.trim();
  if (suffix === "") return text;
  if (text.endsWith(suffix)) return text.slice(0, text.length - suffix.length).trimEnd();
  const closer = suffix[0]!;
  const opener = OPENERS[closer];
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === opener) depth++;
    else if (text[i] === closer && depth-- === 0) return text.slice(0, i).trimEnd();
  }
  return text;
}

/** The first word of a text with the blanks before it, or its first mark; for accepting a part. */
export function firstWord(text: string, isWord: IsWord): string {
  let at = 0;
  while (at < text.length && /\s/.test(text[at]!)) at++;
  if (at >= text.length) return text;
  const end = wordEnd(text, at, isWord);
  return text.slice(0, end > at ? end : tokenEnd(text, at, isWord));
}
