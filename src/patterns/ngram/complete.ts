/**
 * What goes on at a cursor: from the likeliest next token to the one behind it and so on, as long as
 * all of it together is likely, cut where it saves most keys.
 */

import { Balance } from "./balance.ts";
import { mayGrow } from "./code-token.ts";
import { type Corpus, END } from "./corpus.ts";
import {
  afterKind,
  type Cursor,
  copySituation,
  pushToken,
  type Situation,
  situationAt,
} from "./situation.ts";
import type { Choice, Votes } from "./vote.ts";

export interface Completion {
  /** To be put in at the cursor. */
  readonly text: string;
  /** That all of it is what comes, 0 to 1. */
  readonly probability: number;
  /** Tokens of it. */
  readonly tokens: number;
  /** Tokens before the cursor in which the best place agrees. */
  readonly match: number;
  /** Probability of its first token, and how many places vote for it. */
  readonly first: number;
  readonly votes: number;
  /** Where it stands like this (0-based row); null: it is only a name. */
  readonly from: { readonly document: number; readonly row: number } | null;
  /** Keys that it is expected to save; below 0: it is not worth being shown. */
  readonly worth: number;
}

export interface CutRule {
  /** Keys that an unwanted character costs: what makes long guesses careful. */
  readonly caution: number;
  /** Share of the shown characters that has to be right. */
  readonly precision: number;
  /** Less likely ones are not followed. */
  readonly least: number;
}

export const CUT: CutRule = { caution: 1, precision: 0.65, least: 0.45 };

const MOST_TOKENS = 48;
const MOST_LINES = 5;
const LONGEST = 240;
const MOST_ALTERNATIVES = 8;
/** Alternatives are followed no further than this many tokens. */
const ALTERNATIVE_TOKENS = 8;

/** Characters that an accept saves: the editor indents new lines by itself. */
export function typedLength(text: string): number {
  let count = 0;
  let indent = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10) indent = true;
    else if (indent && (code === 32 || code === 9)) continue;
    else indent = false;
    count++;
  }
  return count;
}

/**
 * Keys that showing a text saves, if it is right with a probability: taking it is a key, and so is
 * noticing that it is wrong. Where that is none, what it does for the precision does not count.
 */
export function worthOf(probability: number, length: number, rule: CutRule): number {
  const right = probability * length;
  const saved = right - 1;
  return saved <= 0 ? saved : saved + rule.caution * (right - rule.precision * length);
}

/** The ways a text may go on at the cursor, the one to be shown first; each begins another way. */
export function complete(
  corpus: Corpus,
  votes: Votes,
  cursor: Cursor,
  rule: CutRule = CUT,
  offered: readonly string[] = [],
  most: number = MOST_ALTERNATIVES,
): Completion[] {
  if (!mayFill(cursor)) return [];
  const situation = situationAt(corpus, cursor);
  const first = [...votes.take(situation, offered)].sort(byProbability);
  const match = votes.bestMatch;
  const found: Completion[] = [];
  for (const choice of first) {
    if (found.length >= most || choice.probability < 0.02) break;
    if (!continues(choice, situation)) continue;
    const alone = found.length > 0;
    const made = follow(corpus, votes, situation, choice, cursor, rule, match, alone);
    if (made && !found.some((other) => other.text === made.text)) found.push(made);
  }
  found.sort((a, b) => b.worth - a.worth);
  return found;
}

function byProbability(a: Choice, b: Choice): number {
  return b.probability - a.probability;
}

/** Nothing is put in before a word's rest, nor before text when the line is still empty. */
export function mayFill({ before, after }: Cursor): boolean {
  if (after === "") return true;
  if (/^[\p{L}\p{N}_$]/u.test(after)) return false;
  return before.trim() !== "" || after.trim() === "";
}

function continues(choice: Choice, situation: Situation): boolean {
  return choice.text.startsWith(situation.partial);
}

function follow(
  corpus: Corpus,
  votes: Votes,
  start: Situation,
  first: Choice,
  cursor: Cursor,
  rule: CutRule,
  match: number,
  alternative: boolean,
): Completion | null {
  const situation = copySituation(start);
  const rest = cursor.after.trimStart();
  const balance = new Balance(cursor.before, rest);
  let text = "";
  let probability = 1;
  let choice: Choice | undefined = first;
  let best: Completion | null = null;
  let tokens = 0;
  let lines = 0;
  const firstProbability = first.probability;
  const from =
    first.line < 0
      ? null
      : { document: corpus.document[first.line]!, row: corpus.row[first.line]! };
  const least = alternative ? Math.min(rule.least, firstProbability * 0.5) : rule.least;
  const mostTokens = alternative ? ALTERNATIVE_TOKENS : MOST_TOKENS;
  for (let step = 0; step < mostTokens && choice; step++) {
    probability *= choice.probability;
    if (probability < least && step > 0) break;
    if (choice.token === END && choice.text === "") {
      if (rest !== "") break;
      if (++lines >= MOST_LINES) break;
      pushToken(corpus, situation, END);
    } else {
      const token = choice.text.trimStart();
      if (!balance.take(token)) break;
      text += choice.text.slice(situation.partial.length);
      if (text.length > LONGEST) break;
      if (choice.text.length > situation.partial.length) tokens++;
      pushToken(corpus, situation, corpus.tokenId(token));
      if (text.trim() !== "" && balance.even) {
        const worth = worthOf(probability, typedLength(text), rule);
        const shown = {
          text,
          probability,
          tokens,
          match,
          first: firstProbability,
          votes: first.votes,
          from,
          worth,
        };
        if (!best || worth >= best.worth) best = shown;
      }
    }
    choice = best && probability < 0.1 ? undefined : likeliest(votes.take(situation));
  }
  return best && !clashes(best.text, rest) ? best : null;
}

/** It says what stands there already. */
function clashes(text: string, rest: string): boolean {
  return rest !== "" && rest.startsWith(text.trim());
}

function likeliest(choices: readonly Choice[]): Choice | undefined {
  let best: Choice | undefined;
  for (const choice of choices) {
    if (!best || choice.probability > best.probability) best = choice;
  }
  return best;
}

/** Whether the token before the cursor is a whole one: nothing can make it longer. */
export function isWhole(token: string): boolean {
  return !mayGrow(token);
}

export { afterKind };
