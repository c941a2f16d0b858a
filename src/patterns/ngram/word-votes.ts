/**
 * Words that go on as the one at the cursor has begun, wherever they stand: votes of the vocabulary, for
 * which no place speaks that is like the cursor's.
 */
import { BY_ONE, type Corpus } from "./corpus.ts";
import {
  ageOf,
  bucket,
  distanceOf,
  isNear,
  OTHER_LANGUAGE,
  partialBucket,
  SAME_FOLDER,
} from "./nearness.ts";
import type { Poll } from "./poll.ts";
import type { Situation } from "./situation.ts";
import { partsOf } from "./vocabulary.ts";
import { TABLE, VoteKind } from "./weights.ts";

/** Words that begin alike: so many are looked at, the newest first, and so many may be meant. */
const MOST_START = 600;
const MOST_WORDS = 40;
/** Names with a part that begins alike, and parts that may be meant. */
const MOST_NAMES = 48;
const MOST_PARTS = 6;
/** The part of a name that is being typed. */
const LAST_PART = /(?:\p{Lu}?\p{Ll}+|\p{Lu}+)$/u;

export class WordVotes {
  private readonly corpus: Corpus;
  private readonly poll: Poll;
  private situation!: Situation;
  private partialBucket = 0;

  constructor(corpus: Corpus, poll: Poll) {
    this.corpus = corpus;
    this.poll = poll;
  }

  /** `offered`: names that are known to fit, the likeliest first. */
  add(situation: Situation, offered: readonly string[]): void {
    this.situation = situation;
    this.partialBucket = partialBucket(situation);
    const { partial } = situation;
    const word = partial.trimStart();
    const gap = partial.slice(0, partial.length - word.length);
    if (word !== "") {
      this.addKnown(word, gap);
      this.addComposed(word, gap);
    }
    this.addOffered(offered, word, gap);
  }

  /** Words that begin as the one at the cursor does, wherever they stand. */
  private addKnown(word: string, gap: string): void {
    const { corpus } = this;
    const list = corpus.vocabulary.byStart.get(word.slice(0, 3)) ?? [];
    this.emitWord(
      gap + word,
      corpus.vocabulary.tokenId(word),
      VoteKind.typed,
      corpus.vocabulary.tokenId(word) > 0 ? 1 : 0,
      -1,
    );
    const found: { id: number; count: number; line: number; worth: number }[] = [];
    for (let i = list.length - 1; i >= 0 && list.length - i < MOST_START; i--) {
      const id = list[i]!;
      const text = corpus.vocabulary.words[id]!;
      if (text.length <= word.length || !text.startsWith(word)) continue;
      const { count, line, worth } = this.standing(id);
      if (count > 0) found.push({ id, count, line, worth });
    }
    found.sort((a, b) => b.worth - a.worth);
    for (const { id, count, line } of found.slice(0, MOST_WORDS)) {
      this.emitWord(gap + corpus.vocabulary.words[id]!, id, VoteKind.word, bucket(count, 6), line);
    }
  }

  /** New names: the last part of the typed one, as it goes on in others. */
  private addComposed(word: string, gap: string): void {
    const { vocabulary } = this.corpus;
    const typed = LAST_PART.exec(word)?.[0] ?? "";
    if (typed.length < 3) return;
    const small = typed.toLowerCase();
    const list = vocabulary.byPart.get(small.slice(0, 3)) ?? [];
    const found = new Map<string, number>();
    for (const id of list.slice(-MOST_NAMES)) {
      for (const part of partsOf(vocabulary.words[id]!)) {
        if (part.length <= small.length || !part.startsWith(small)) continue;
        if (this.standing(id).count > 0) found.set(part, (found.get(part) ?? 0) + 1);
      }
    }
    const capitals = typed === typed.toUpperCase();
    const likely = [...found].sort((a, b) => b[1] - a[1]).slice(0, MOST_PARTS);
    for (const [part, count] of likely) {
      const rest = part.slice(typed.length);
      const text = word + (capitals ? rest.toUpperCase() : rest);
      // A name that is known, or was until a moment ago, is a candidate as such.
      if (vocabulary.tokenId(text) > 0) continue;
      this.emitWord(gap + text, 0, VoteKind.composed, bucket(count, 6), -1);
    }
  }

  /** How often a word stands in what was read (up to a few times), and the nearest line. */
  private standing(id: number): { count: number; line: number; worth: number } {
    const { corpus, situation } = this;
    const links = corpus.chains[BY_ONE]!;
    let count = 0;
    let best = -1;
    let nearest = 99;
    let looked = 0;
    for (
      let place = corpus.head(BY_ONE, id);
      place > 0 && looked < 60 && count < 24;
      place = links[place]!, looked++
    ) {
      if (corpus.tokens[place]! <= 0 || corpus.tokens[place - 1] !== id) continue;
      const line = corpus.lineOf(place);
      if (
        corpus.document[line] === situation.document &&
        corpus.row[line] === situation.row &&
        place - corpus.start[line]! > situation.count
      )
        continue;
      count++;
      const distance = distanceOf(corpus, situation, line);
      if (distance < nearest) {
        nearest = distance;
        best = line;
      }
    }
    return { count, line: best, worth: count - 3 * nearest };
  }

  private addOffered(offered: readonly string[], word: string, gap: string): void {
    const { corpus } = this;
    for (const [order, label] of offered.entries()) {
      if (!label.startsWith(word) || label === word) continue;
      this.emitWord(
        gap + label,
        corpus.vocabulary.tokenId(label),
        VoteKind.offered,
        bucket(order, 6),
        -1,
      );
    }
  }

  private emitWord(text: string, token: number, kind: number, count: number, line: number): void {
    const at = this.poll.add(text, token, line);
    const { corpus, situation } = this;
    const { features } = this.poll;
    const type = corpus.vocabulary.kinds[token] ?? 0;
    features[at] = TABLE.match + kind * 13 + Math.min(12, count);
    features[at + 1] = TABLE.alignment + 103;
    const elsewhere = kind === VoteKind.offered ? SAME_FOLDER : OTHER_LANGUAGE;
    features[at + 2] =
      TABLE.distance + (line < 0 ? elsewhere : distanceOf(corpus, situation, line)) * 3;
    features[at + 3] = TABLE.time + (line < 0 ? 0 : ageOf(corpus, line)) * 3;
    features[at + 4] = TABLE.rank;
    features[at + 5] = TABLE.count;
    features[at + 6] = TABLE.token + type * 3;
    features[at + 7] = TABLE.start;
    features[at + 8] = TABLE.partial + kind * 6 + this.partialBucket;
    features[at + 9] = TABLE.side;
    features[at + 10] = TABLE.near + (isNear(situation, token) ? 9 : 0) + type;
    features[at + 11] = TABLE.lines + kind * 4;
    features[at + 12] = TABLE.piece;
    features[at + 13] = TABLE.chain;
  }
}
