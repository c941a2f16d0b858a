/** Where something is typed: the tokens before it, as far as they matter. */

import { mayGrow, readLine } from "./code-token.ts";
import { addToken, type LineSums } from "./context-key.ts";
import type { Corpus } from "./corpus.ts";
import { END } from "./vocabulary.ts";

/** Tokens of context that are looked at. */
export const REACH = 40;

export interface Situation {
  readonly document: number;
  readonly row: number;
  /** Tokens before the place, oldest first; lines end with END. */
  readonly context: number[];
  /** Tokens of the line before the place, 0: its start. */
  count: number;
  /** The line so far, the one above. */
  line: LineSums;
  above: LineSums;
  /** Blanks at the start of the line, and of the one above. */
  indent: string;
  aboveIndent: string;
  /** Blank lines between the two. */
  blanks: number;
  /** What of the next token stands there already, with the blanks before it. */
  partial: string;
  /** The line has begun in the text; else its line break is a part of what comes. */
  begun: boolean;
  /** 0: nothing follows in the line, 1: closing marks, 2: other text. */
  after: number;
}

const noSums = (): LineSums => ({ first: 0, last: 0, shape: 0, exact: 0, quote: 0 });

/** A cursor in a document: `before` and `after` are its line on both sides. */
export interface Cursor {
  readonly document: number;
  /** 0-based. */
  readonly row: number;
  readonly before: string;
  readonly after: string;
}

function afterKind(after: string): number {
  const rest = after.trim();
  if (rest === "") return 0;
  return /^[)\]}>"'`;:,]+$/.test(rest) ? 1 : 2;
}

/**
 * The situations of a cursor: behind a word it may go on (`partial` is the word), or be whole (its
 * end is one of the votes of the first).
 */
export function situationAt(corpus: Corpus, cursor: Cursor, whole = false): Situation {
  const { document, row, before, after } = cursor;
  const read = readLine(before);
  const { texts, gaps, ends } = read;
  let count = texts.length;
  let partial = before.slice(ends[count - 1] ?? read.indent.length);
  if (!whole && count > 0 && partial === "" && mayGrow(texts[count - 1]!)) {
    count--;
    partial = gaps[count]! + texts[count]!;
  }
  const context: number[] = [];
  const rows = corpus.documents.get(document)?.rows ?? [];
  let up = row - 1;
  while (up >= 0 && (rows[up] ?? -1) < 0) up--;
  const above = up >= 0 ? rows[up]! : -1;
  for (let line = above; line >= 0 && context.length < REACH; line = corpus.previous[line]!) {
    for (let at = corpus.end[line]!; corpus.tokens[at]! > 0 && context.length < REACH; at--) {
      context.push(corpus.tokens[at]!);
    }
  }
  context.reverse();
  const situation: Situation = {
    document,
    row,
    context,
    count: 0,
    line: noSums(),
    above: corpus.sums(above, noSums()),
    indent: read.indent,
    aboveIndent: above >= 0 ? corpus.vocabulary.indents[corpus.indent[above]!]! : "",
    blanks: Math.min(255, row - 1 - up),
    partial: "",
    begun: true,
    after: afterKind(after),
  };
  for (let i = 0; i < count; i++)
    pushToken(corpus, situation, corpus.vocabulary.tokenId(texts[i]!));
  situation.partial = partial;
  return situation;
}

/** Goes on by a token; a number of 0 is a token that was never read. */
export function pushToken(corpus: Corpus, situation: Situation, token: number): void {
  const { line, context } = situation;
  context.push(token);
  situation.partial = "";
  if (token === END) {
    situation.above = line;
    situation.aboveIndent = situation.indent;
    situation.line = noSums();
    situation.count = 0;
    situation.begun = false;
    return;
  }
  if (situation.count === 0) line.first = token;
  situation.count++;
  addToken(corpus.vocabulary, line, token);
}

export function copySituation(situation: Situation): Situation {
  return {
    ...situation,
    context: situation.context.slice(-REACH),
    line: { ...situation.line },
    above: { ...situation.above },
  };
}
