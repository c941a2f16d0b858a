/** How much of what commits put in is completed instead of typed: `hunch eval complete`. */
import { CUT, type CutRule, complete, typedLength } from "../../patterns/ngram/complete.ts";
import { Votes } from "../../patterns/ngram/vote.ts";
import type { Weights } from "../../patterns/ngram/weights.ts";
import { EAGERNESS } from "../ranking/thresholds.ts";
import { type Typist, typeEpisode } from "./complete-typing.ts";
import type { Episode } from "./episode.ts";

/** What a completer shows at a place: a text, or nothing. */
export type Completer = (typist: Typist) => string | null;

export interface Tally {
  /** Characters that were put in, indents aside. */
  characters: number;
  /** Characters that came by accepting. */
  accepted: number;
  accepts: number;
  ghosts: number;
  wrong: number;
  /** Characters of all ghosts. */
  shown: number;
}

export const noTally = (): Tally => ({
  characters: 0,
  accepted: 0,
  accepts: 0,
  ghosts: 0,
  wrong: 0,
  shown: 0,
});

export function addTally(into: Tally, other: Tally): void {
  for (const key of Object.keys(into) as (keyof Tally)[]) into[key] += other[key];
}

/** Characters saved, each accept and each wrong ghost counted as one, by characters put in. */
export function saved(tally: Tally): number {
  return (tally.accepted - tally.accepts - tally.wrong) / Math.max(1, tally.characters);
}

export function precision(tally: Tally): number {
  return tally.accepted / Math.max(1, tally.shown);
}

/**
 * Types an insertion. A ghost that is all right is accepted at once; one that is not is typed along
 * until it differs, then it is wrong and the next one is asked for. With `words`, what is right of
 * it is taken word by word (CTRL-L), each for a key.
 */
export function typeWith(typist: Typist, completer: Completer, words: boolean): Tally {
  const tally = noTally();
  tally.characters = typedLength(typist.insertion.text) - indentOf(typist.insertion.text);
  while (typist.remaining !== "") {
    const ghost = completer(typist);
    if (ghost === null || ghost === "") {
      typist.type(1);
      continue;
    }
    const length = typedLength(ghost);
    tally.ghosts++;
    tally.shown += length;
    if (typist.remaining.startsWith(ghost)) {
      tally.accepts++;
      tally.accepted += length;
      typist.type(ghost.length);
      continue;
    }
    tally.wrong++;
    if (words) takeWords(typist, ghost, tally);
    else typeAlong(typist, ghost);
  }
  return tally;
}

function indentOf(text: string): number {
  return /^[ \t]*/.exec(text)![0].length;
}

/** Types what is right of a ghost, and the character that is not. */
function typeAlong(typist: Typist, ghost: string): void {
  let left = ghost;
  while (typist.remaining !== "") {
    const before = typist.remaining;
    const right = left !== "" && before[0] === left[0];
    typist.type(1);
    if (!right) return;
    left = left.slice(before.length - typist.remaining.length);
  }
}

function takeWords(typist: Typist, ghost: string, tally: Tally): void {
  let left = ghost;
  for (;;) {
    const word = /^\s*(?:[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]+)/u.exec(left)?.[0] ?? "";
    const length = typedLength(word);
    if (word === "" || length < 2 || !typist.remaining.startsWith(word)) break;
    tally.accepts++;
    tally.accepted += length;
    typist.type(word.length);
    left = left.slice(word.length);
  }
  typeAlong(typist, left);
}

export interface NgramOptions {
  readonly weights: Weights;
  readonly rule?: CutRule;
  /** Told how many milliseconds an answer with alternatives takes, of some of the questions. */
  onAnswer?(ms: number): void;
}

/** One question of so many is timed. */
const TIMED = 16;

/** What the editor shows as it comes. */
const SHOWN: CutRule = { ...CUT, least: EAGERNESS.normal.edit };

/** The completer of the editor; what is not worth a key is not shown. */
export function ngramCompleter({ weights, rule = SHOWN, onAnswer }: NgramOptions): Completer {
  let votes: Votes | null = null;
  let asked = 0;
  return ({ corpus, cursor }) => {
    if (votes?.corpus !== corpus) votes = new Votes(corpus, weights);
    if (onAnswer && asked++ % TIMED === 0) {
      const started = performance.now();
      complete(corpus, votes, cursor, rule);
      onAnswer(performance.now() - started);
    }
    const [best] = complete(corpus, votes, cursor, rule, [], 1);
    return best && best.worth > 0 ? best.text : null;
  };
}

export interface Measured {
  readonly all: Tally;
  readonly byLanguage: Map<string, Tally>;
}

export function measure(
  episodes: Iterable<{
    readonly episode: Episode;
    readonly others: readonly { path: string; before: string }[];
  }>,
  completer: Completer,
  words = false,
): Measured {
  const all = noTally();
  const byLanguage = new Map<string, Tally>();
  for (const { episode, others } of episodes) {
    for (const typist of typeEpisode(episode, others)) {
      const tally = typeWith(typist, completer, words);
      addTally(all, tally);
      const { lang } = typist.insertion;
      const own = byLanguage.get(lang) ?? noTally();
      byLanguage.set(lang, own);
      addTally(own, tally);
    }
  }
  return { all, byLanguage };
}
