/**
 * Every place that is like the cursor's votes for what stands behind it, with this place's own names
 * where they differ. How much a vote is worth is looked up (weights.ts); what is left over is the
 * chance that none of them is right.
 */

import { Alignment, derive } from "./alignment.ts";
import { TokenKind } from "./code-token.ts";
import { keyFour, keyTwo, mix, startKey } from "./context-key.ts";
import { BY_FOUR, BY_ONE, BY_SHAPE, BY_TWO, type Corpus } from "./corpus.ts";
import { ageOf, bucket, distanceOf, isNear, partialBucket } from "./nearness.ts";
import { type Choice, Poll } from "./poll.ts";
import type { Situation } from "./situation.ts";
import { END } from "./vocabulary.ts";
import { TABLE, VoteKind, type Weights } from "./weights.ts";
import { WordVotes } from "./word-votes.ts";

/** Places of a chain that may vote, and those of other documents among them. */
const MOST = [8, 16, 32, 10] as const;
const MOST_ELSEWHERE = [6, 10, 20, 6] as const;
/** Places of a chain that are looked at. */
const LOOKED_AT = 200;

/** Tokens that are alike: one by one up to 8, then in larger steps up to 12. */
function steps(count: number): number {
  return count <= 8 ? count : count <= 11 ? 9 : count <= 15 ? 10 : count <= 23 ? 11 : 12;
}

function classOfMatch(m: number): number {
  return m <= 1 ? 0 : m <= 3 ? 1 : 2;
}

export class Votes {
  readonly corpus: Corpus;
  readonly poll = new Poll();
  /** Tokens in which the best place agrees, directly before it and with others between. */
  bestMatch = 0;
  private bestAlignment = 0;
  private readonly weights: Weights;
  private readonly words: WordVotes;
  private readonly alignment = new Alignment();
  private readonly seen = new Set<number>();
  private situation!: Situation;
  private partialBucket = 0;
  // Of the places found: where, and how alike.
  private readonly places: number[] = [];
  private readonly matches: number[] = [];
  private readonly chains: number[] = [];
  private readonly inClass = [0, 0, 0];
  private readonly voted = [0, 0, 0];

  constructor(corpus: Corpus, weights: Weights) {
    this.corpus = corpus;
    this.weights = weights;
    this.words = new WordVotes(corpus, this.poll);
  }

  /** What may come next, in no order. */
  take(situation: Situation, offered: readonly string[] = []): readonly Choice[] {
    this.situation = situation;
    this.poll.clear();
    this.bestMatch = 0;
    this.bestAlignment = 0;
    this.partialBucket = partialBucket(situation);
    this.find();
    this.inClass.fill(0);
    this.voted.fill(0);
    for (const match of this.matches) this.inClass[classOfMatch(match)]!++;
    for (let i = 0; i < this.places.length; i++) this.vote(this.places[i]!, this.chains[i]!);
    this.words.add(situation, offered);
    this.addNone();
    this.poll.settle(this.weights);
    return this.poll.choices;
  }

  private find(): void {
    const { situation, places, matches, seen } = this;
    places.length = 0;
    matches.length = 0;
    this.chains.length = 0;
    seen.clear();
    const { context, count, line, above } = situation;
    const n = context.length;
    const t1 = context[n - 1] ?? END;
    const t2 = context[n - 2] ?? 0;
    if (count > 0) {
      // Tokens of two lines at most: so far is a line known when it is put into the chains.
      let lines = 0;
      const near = [0, 0, 0, 0];
      for (let i = 0; i < 4 && n - 1 - i >= 0; i++) {
        const token = context[n - 1 - i]!;
        if (token === END && ++lines > 1) break;
        near[i] = token;
      }
      if (n - 1 - count < 0) near[count] = END;
      this.follow(BY_FOUR, keyFour(near[0]!, near[1]!, near[2]!, near[3]!));
      this.follow(BY_SHAPE, mix(17, line.shape));
      this.follow(BY_TWO, keyTwo(t1, t2 === 0 && count === 1 ? END : t2));
      this.follow(BY_ONE, t1);
    } else {
      const near = [0, 0, 0];
      for (let i = 0; i < 3 && n - 2 - i >= 0; i++) {
        const token = context[n - 2 - i]!;
        if (token === END) break;
        near[i] = token;
      }
      this.follow(BY_FOUR, keyFour(END, near[0]!, near[1]!, near[2]!));
      this.follow(BY_SHAPE, mix(13, above.exact));
      this.follow(BY_TWO, mix(11, above.shape));
      this.follow(BY_ONE, startKey(above));
    }
  }

  private follow(chain: number, key: number): void {
    const { corpus, situation, places, matches, seen, alignment } = this;
    const { tokens } = corpus;
    const links = corpus.chains[chain]!;
    const here = situation.document;
    const atStart = situation.count === 0;
    let looked = 0;
    let taken = 0;
    let elsewhere = 0;
    let newer = 0;
    for (
      let place = corpus.head(chain, key);
      place > 0 && looked < LOOKED_AT && taken < MOST[chain]!;
      place = links[place]!
    ) {
      if (tokens[place]! <= 0) {
        // Taken out: nobody has to step over it again.
        if (newer > 0) links[newer] = links[place]!;
        continue;
      }
      newer = place;
      looked++;
      if (seen.has(place) || tokens[place - 1]! < 0 !== atStart) continue;
      const line = corpus.lineOf(place);
      const own = corpus.document[line] === here;
      if (!own && elsewhere >= MOST_ELSEWHERE[chain]!) continue;
      if (own && this.isAhead(line, place)) continue;
      alignment.align(corpus, situation.context, place, line);
      if (chain === BY_ONE && !atStart && alignment.match < 1) continue;
      seen.add(place);
      places.push(place);
      matches.push(alignment.match);
      this.chains.push(chain);
      taken++;
      if (!own) elsewhere++;
    }
  }

  /** The cursor's own line from the cursor on: what stands there is no evidence for itself. */
  private isAhead(line: number, place: number): boolean {
    const { corpus, situation } = this;
    if (corpus.row[line] !== situation.row || !situation.begun) return false;
    return place - corpus.start[line]! >= situation.count;
  }

  private vote(place: number, chain: number): void {
    const { corpus, situation, alignment } = this;
    const line = corpus.lineOf(place);
    alignment.align(corpus, situation.context, place, line);
    const { match } = alignment;
    if (match > this.bestMatch) this.bestMatch = match;
    const aligned = alignment.equal;
    if (aligned > this.bestAlignment) this.bestAlignment = aligned;
    const token = corpus.tokens[place]!;
    const kind = corpus.vocabulary.kinds[token]!;
    const klass = classOfMatch(match);
    const rank = this.voted[klass]!++;
    const base = { match, klass, rank, line, chain };
    if (token === END) {
      if (situation.partial === "") this.emit("", END, VoteKind.literal, base, 0);
      return;
    }
    const start = this.startOf(line, place);
    if (start === null) return;
    const text = corpus.vocabulary.words[token]!;
    let free = true;
    if (kind <= TokenKind.keyword && alignment.substitutions > 0) {
      const mapped = alignment.mapped(token);
      if (mapped > 0 && mapped !== token) {
        this.emit(
          start.before + corpus.vocabulary.words[mapped]!,
          mapped,
          VoteKind.mapped,
          base,
          start.like,
        );
        free = false;
      } else if (mapped === 0 && kind !== TokenKind.keyword) {
        const derived = derive(corpus, alignment, text);
        if (derived !== null) {
          const { text: made, counted } = derived;
          const how = counted ? VoteKind.counted : VoteKind.derived;
          const piece = 1 + bucket(derived.piece - 1, 3) + (derived.piece === text.length ? 4 : 0);
          this.emit(
            start.before + made,
            corpus.vocabulary.tokenId(made),
            how,
            { ...base, piece },
            start.like,
          );
          free = false;
        }
      }
    }
    if (free && kind === TokenKind.number && text.length < 6) {
      const apart = Math.abs(corpus.row[line]! - situation.row);
      if (corpus.document[line] === situation.document && apart < 4 && /^\d+$/.test(text)) {
        const counted = String(Number(text) + 1);
        this.emit(
          start.before + counted,
          corpus.vocabulary.tokenId(counted),
          VoteKind.counted,
          base,
          start.like,
        );
      }
    }
    this.emit(
      start.before + text,
      token,
      free ? VoteKind.literal : VoteKind.unmapped,
      base,
      start.like,
    );
  }

  /** What stands before a place's token: blanks, or line breaks and an indent as it would be here. */
  private startOf(line: number, place: number): { before: string; like: number } | null {
    const { corpus, situation } = this;
    if (situation.count > 0)
      return { before: corpus.vocabulary.gaps[corpus.gapOf[place]!]!, like: 0 };
    const above = corpus.previous[line]!;
    const there = corpus.vocabulary.indents[corpus.indent[line]!]!;
    const aboveThere = above < 0 ? "" : corpus.vocabulary.indents[corpus.indent[above]!]!;
    const indent = carried(aboveThere, there, situation.aboveIndent);
    if (!situation.begun) {
      return { before: "\n".repeat(1 + Math.min(2, corpus.blanks[line]!)) + indent, like: 0 };
    }
    const { length } = situation.indent;
    const like = length === indent.length ? 1 : length > indent.length ? 2 : 3;
    const blanks = corpus.blanks[line]! > 0 === situation.blanks > 0;
    return { before: "", like: like === 1 && !blanks ? 4 : like };
  }

  private emit(
    text: string,
    token: number,
    kind: number,
    place: {
      match: number;
      klass: number;
      rank: number;
      line: number;
      chain: number;
      piece?: number;
    },
    like: number,
  ): void {
    const { corpus, situation, alignment } = this;
    const { partial } = situation;
    if (partial !== "" && !text.startsWith(partial)) return;
    const { match, klass, line } = place;
    const at = this.poll.add(text, token, line);
    const { features } = this.poll;
    const literal = kind === VoteKind.literal ? 0 : 1;
    const subs = Math.min(3, alignment.substitutions);
    const own = corpus.document[line] === situation.document;
    const type = token === END ? 8 : (corpus.vocabulary.kinds[token] ?? 0);
    features[at] = TABLE.match + kind * 13 + Math.min(12, match);
    features[at + 1] =
      TABLE.alignment +
      ((literal * 13 + steps(alignment.equal)) * 4 + subs) * 2 +
      (alignment.lines > 0 ? 1 : 0);
    features[at + 2] = TABLE.distance + distanceOf(corpus, situation, line) * 3 + klass;
    features[at + 3] = TABLE.time + ageOf(corpus, line) * 3 + klass;
    features[at + 4] = TABLE.rank + bucket(place.rank, 5) * 3 + klass;
    features[at + 5] = TABLE.count + bucket(this.inClass[klass]!, 6) * 3 + klass;
    features[at + 6] = TABLE.token + type * 3 + klass;
    features[at + 7] = TABLE.start + like * 3 + klass;
    features[at + 8] = TABLE.partial + kind * 6 + this.partialBucket;
    features[at + 9] = TABLE.side + (own && corpus.row[line]! > situation.row ? 1 : 0) * 3 + klass;
    features[at + 10] = TABLE.near + (isNear(situation, token) ? 9 : 0) + type;
    features[at + 11] = TABLE.lines + kind * 4 + Math.min(3, alignment.lines);
    features[at + 12] = TABLE.piece + (place.piece ?? 0);
    features[at + 13] = TABLE.chain + place.chain * 3 + klass;
  }

  /** What is none of the votes. */
  private addNone(): void {
    const { poll, situation, partialBucket: partial } = this;
    const last = situation.context[situation.context.length - 1] ?? END;
    const lastType = last === END ? 8 : (this.corpus.vocabulary.kinds[last] ?? 0);
    const { none } = poll;
    none[0] = TABLE.noneMatch + Math.min(12, this.bestMatch) * 6 + partial;
    none[1] = TABLE.noneVotes + bucket(poll.choices.length, 6) * 6 + partial;
    none[2] = TABLE.noneAfter + situation.after * 9 + lastType;
    none[3] = TABLE.noneAlignment + bucket(this.bestAlignment, 6) * 2 + (partial > 0 ? 1 : 0);
  }
}

/** The indent of a line below one with `here`, as `there` lies below `above`. */
export function carried(above: string, there: string, here: string): string {
  if (there.startsWith(above)) return here + there.slice(above.length);
  const less = above.length - there.length;
  if (above.startsWith(there) && here.length >= less) return here.slice(0, here.length - less);
  return there;
}
