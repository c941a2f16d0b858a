/** Ranks texts by the words of a description: rare words count more, and all of them should be there. */

import { STOP_WORDS } from "./word-data.ts";
import { canonOf, likeness, stem } from "./words.ts";

interface Word {
  readonly stem: string;
  /** What stands for it and its synonyms. */
  readonly canon: string;
}

export interface SearchText {
  /** Words of it count fully, and it is better when few of them were not asked for. */
  readonly title: string;
  readonly also: string;
  readonly command: string;
}

export interface Ranked<T> {
  readonly item: T;
  /** About 1 where all words are there. */
  readonly score: number;
}

const STOPPED: ReadonlySet<string> = new Set(STOP_WORDS);
/** A synonym, a word of `also`, a word of the command: less than the word itself. */
const SYNONYM = 0.88;
const ALSO = 0.82;
const COMMAND = 0.9;
const HINT = 0.25;
/** Below this too little of what was asked is there. */
const LEAST = 0.35;

/** Words that matter, each once; where nothing else is there, all of them. */
export function searchWords(text: string): Word[] {
  const all = [...text.toLowerCase().matchAll(/[\p{L}\p{N}]+(?:'[a-z]+)?/gu)].map(([word]) => word);
  const kept = all.filter((word) => !STOPPED.has(word) && word.length <= 40);
  const found = new Map<string, Word>();
  for (const word of kept.length > 0 ? kept : all) {
    const known = wordOf(word);
    if (!found.has(known.stem)) found.set(known.stem, known);
  }
  return [...found.values()];
}

/** A word with the places where it stands: the number of an item, and how much it counts there. */
interface Entry extends Word {
  readonly items: number[];
  readonly worths: number[];
}

const WORDS = new Map<string, Word>();
const MOST_WORDS = 20_000;

function wordOf(text: string): Word {
  let word = WORDS.get(text);
  if (word === undefined) {
    if (WORDS.size >= MOST_WORDS) WORDS.clear();
    word = { stem: stem(text), canon: canonOf(text) };
    WORDS.set(text, word);
  }
  return word;
}

export class WordIndex<T> {
  private readonly textOf: (item: T) => SearchText;
  private readonly items: T[] = [];
  /** By item, how many words its title has. */
  private readonly lengths: number[] = [];
  private readonly entries = new Map<string, Entry>();
  private readonly counts = new Map<string, number>();

  constructor(items: Iterable<T>, textOf: (item: T) => SearchText) {
    this.textOf = textOf;
    for (const item of items) this.add(item);
  }

  add(item: T): void {
    const { title, also, command } = this.textOf(item);
    const worths = new Map<Word, number>();
    const note = (text: string, worth: number): number => {
      const words = searchWords(text);
      for (const word of words) worths.set(word, Math.max(worth, worths.get(word) ?? 0));
      return words.length;
    };
    this.lengths.push(note(title, 1));
    note(also, ALSO);
    note(command.replace(/\{[^}]*\}/g, " "), COMMAND);
    const seen = new Set<string>();
    for (const [word, worth] of worths) {
      let entry = this.entries.get(word.stem);
      if (entry === undefined) {
        entry = { ...word, items: [], worths: [] };
        this.entries.set(word.stem, entry);
      }
      entry.items.push(this.items.length);
      entry.worths.push(worth);
      seen.add(word.stem).add(word.canon);
    }
    for (const word of seen) this.counts.set(word, (this.counts.get(word) ?? 0) + 1);
    this.items.push(item);
  }

  /**
   * The best first; none where too little fits. Words of `hints` help where they are found and are not
   * missed. `bonus` is added to the score of an item.
   */
  rank(
    description: string,
    most: number,
    hints = "",
    bonus: (item: T) => number = () => 0,
  ): Ranked<T>[] {
    const asked = searchWords(description);
    const known = new Set(asked.map((word) => word.canon));
    const hinted = hints === "" ? [] : searchWords(hints).filter((word) => !known.has(word.canon));
    const words = asked.length === 0 ? hinted : asked;
    const scores = new Float64Array(this.items.length);
    const hits = new Uint8Array(this.items.length);
    let total = 0;
    for (const word of words) total += this.find(word, 1, scores, hits);
    if (asked.length > 0) for (const word of hinted) this.find(word, HINT, scores, hits);
    const ranked: Ranked<T>[] = [];
    for (const [index, item] of this.items.entries()) {
      // Of two that fit as well, the one that says less beyond what was asked.
      const missed = Math.min(8, Math.max(0, this.lengths[index]! - hits[index]!));
      const fit = (scores[index]! / total) * (1 - 0.035 * missed);
      if (fit >= LEAST) ranked.push({ item, score: fit + bonus(item) });
    }
    return ranked.sort((a, b) => b.score - a.score).slice(0, most);
  }

  /** Adds what a word is worth to the items where it, or one like it, stands; the most it can be. */
  private find(word: Word, part: number, scores: Float64Array, hits: Uint8Array): number {
    const weight = part * this.rarity(word);
    const best = new Map<number, number>();
    for (const entry of this.entries.values()) {
      const alike = word.canon === entry.canon ? SYNONYM : 0;
      const fit = Math.max(likeness(word.stem, entry.stem), alike);
      if (fit === 0) continue;
      for (const [at, item] of entry.items.entries()) {
        const worth = fit * entry.worths[at]!;
        if (worth > (best.get(item) ?? 0)) best.set(item, worth);
        // A title's words are worth all.
        if (fit > 0.5 && entry.worths[at] === 1 && hits[item]! < 255) hits[item]!++;
      }
    }
    for (const [item, worth] of best) scores[item]! += worth * weight;
    return weight;
  }

  private rarity({ stem: root, canon }: Word): number {
    const count = Math.max(this.counts.get(canon) ?? 0, this.counts.get(root) ?? 0);
    return Math.log(1 + (this.items.length + 1) / (count + 1));
  }
}
