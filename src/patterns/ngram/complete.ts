/**
 * What goes on at a cursor: from the likeliest next token to the one behind it and so on, as long as
 * all of it together is likely, cut where it saves most keys.
 */

import { Balance } from "./balance.ts";
import type { Corpus } from "./corpus.ts";
import type { Choice } from "./poll.ts";
import { type Cursor, copySituation, pushToken, type Situation, situationAt } from "./situation.ts";
import { END } from "./vocabulary.ts";
import type { Votes } from "./vote.ts";

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
/** Alternatives are likelier than this, and those that begin like the first one than this. */
const LEAST_ALTERNATIVE = 0.02;
const LEAST_BRANCH = 0.05;
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
  const worth = saved + rule.caution * (right - rule.precision * length);
  return saved <= 0 ? Math.min(saved, worth) : worth;
}

/** A text that may be put in, up to a token that decides it. */
interface Branch {
  readonly situation: Situation;
  readonly text: string;
  /** Tokens of `text`, as they are written. */
  readonly taken: readonly string[];
  readonly lines: number;
  readonly choice: Choice;
  /** Of all up to the choice, and of the choice with it. */
  readonly before: number;
  readonly probability: number;
}

/** The ways a text may go on at the cursor, the one to be shown first; no two are the same. */
export function complete(
  corpus: Corpus,
  votes: Votes,
  cursor: Cursor,
  rule: CutRule = CUT,
  offered: readonly string[] = [],
  most: number = MOST_ALTERNATIVES,
): Completion[] {
  if (!mayFill(cursor)) return [];
  return new Search(corpus, votes, cursor, rule).run(offered, most);
}

/** Nothing is put in before a word's rest, nor before text when the line is still empty. */
export function mayFill({ before, after }: Cursor): boolean {
  if (after === "") return true;
  if (/^[\p{L}\p{N}_$]/u.test(after)) return false;
  return before.trim() !== "" || after.trim() === "";
}

class Search {
  private readonly corpus: Corpus;
  private readonly votes: Votes;
  private readonly cursor: Cursor;
  private readonly rule: CutRule;
  private readonly rest: string;
  private match = 0;
  /** What may be followed yet, the likeliest last. */
  private readonly branches: Branch[] = [];

  constructor(corpus: Corpus, votes: Votes, cursor: Cursor, rule: CutRule) {
    this.corpus = corpus;
    this.votes = votes;
    this.cursor = cursor;
    this.rule = rule;
    this.rest = cursor.after.trimStart();
  }

  run(offered: readonly string[], most: number): Completion[] {
    const situation = situationAt(this.corpus, this.cursor);
    const choices = this.votes.take(situation, offered);
    this.match = this.votes.bestMatch;
    const start = { situation, text: "", taken: [], lines: 0, before: 1 };
    for (const choice of choices) {
      if (choice.probability < LEAST_ALTERNATIVE) continue;
      this.branches.push({ ...start, choice, probability: choice.probability });
    }
    const found: Completion[] = [];
    for (let tries = 0; tries < 2 * most && found.length < most; tries++) {
      this.branches.sort((a, b) => a.probability - b.probability);
      const branch = this.branches.pop();
      if (!branch) break;
      const made = this.follow(branch, tries === 0, most > 1);
      if (made && !found.some((other) => other.text === made.text)) found.push(made);
    }
    return found.sort((a, b) => b.worth - a.worth);
  }

  private follow(branch: Branch, main: boolean, branching: boolean): Completion | null {
    const { corpus, votes, rule, rest } = this;
    const balance = new Balance(this.cursor.before, rest);
    for (const token of branch.taken) balance.take(token);
    const situation = copySituation(branch.situation);
    const taken = [...branch.taken];
    const least = main ? rule.least : Math.min(rule.least, branch.probability / 2);
    const most = main ? MOST_TOKENS : ALTERNATIVE_TOKENS;
    const { line } = branch.choice;
    const from = line < 0 ? null : { document: corpus.document[line]!, row: corpus.row[line]! };
    let { text, lines, before: probability } = branch;
    let choice: Choice | null = branch.choice;
    let best: Completion | null = null;
    for (let step = 0; step < most && choice; step++) {
      probability *= choice.probability;
      if (probability < least && step > 0) break;
      if (choice.token === END && choice.text === "") {
        if (rest !== "" || ++lines >= MOST_LINES) break;
        pushToken(corpus, situation, END);
      } else {
        const token = choice.text.trimStart();
        if (!balance.take(token)) break;
        text += choice.text.slice(situation.partial.length);
        if (text.length > LONGEST) break;
        taken.push(token);
        pushToken(corpus, situation, corpus.vocabulary.tokenId(token));
        if (text.trim() !== "" && balance.even) {
          const worth = worthOf(probability, typedLength(text), rule);
          if (!best || worth >= best.worth) {
            const { probability: first, votes: places } = branch.choice;
            const tokens = taken.length;
            best = {
              text,
              probability,
              tokens,
              match: this.match,
              first,
              votes: places,
              from,
              worth,
            };
          }
        }
      }
      if (probability < least) break;
      const choices = votes.take(situation);
      choice = likeliest(choices);
      if (main && branching && step < ALTERNATIVE_TOKENS) {
        this.branchOff(choices, choice, { situation, text, taken, lines, before: probability });
      }
    }
    return best && !clashes(best.text, rest) ? best : null;
  }

  /** Keeps the other ways to go on from here. */
  private branchOff(
    choices: readonly Choice[],
    chosen: Choice | null,
    so: Omit<Branch, "choice" | "probability">,
  ): void {
    let copy: typeof so | null = null;
    for (const choice of choices) {
      const probability = so.before * choice.probability;
      if (choice === chosen || choice.text === "" || probability < LEAST_BRANCH) continue;
      copy ??= { ...so, situation: copySituation(so.situation), taken: [...so.taken] };
      this.branches.push({ ...copy, choice, probability });
    }
  }
}

/** It says what stands there already. */
function clashes(text: string, rest: string): boolean {
  return rest !== "" && rest.startsWith(text.trim());
}

function likeliest(choices: readonly Choice[]): Choice | null {
  let best: Choice | null = null;
  for (const choice of choices) if (!best || choice.probability > best.probability) best = choice;
  return best;
}
