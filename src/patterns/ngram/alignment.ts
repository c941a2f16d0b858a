/** How far a place is like another one: token by token backwards, with other names where they differ. */
import { TokenKind } from "./code-token.ts";
import type { Corpus } from "./corpus.ts";
import { END } from "./vocabulary.ts";

const LONGEST = 32;
const MOST_SUBSTITUTIONS = 6;
/** Strings and bracketed lists of other contents that are stepped over. */
const MOST_GROUPS = 3;

const OPENERS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

export class Alignment {
  /** Tokens directly before that are the same. */
  match = 0;
  /** Tokens that are the same, names in between aside. */
  equal = 0;
  substitutions = 0;
  /** Line starts that both have at the same time. */
  lines = 0;
  readonly from: number[] = [];
  readonly to: number[] = [];

  align(corpus: Corpus, context: readonly number[], place: number, placeLine: number): void {
    const { tokens } = corpus;
    const { kinds } = corpus.vocabulary;
    this.match = 0;
    this.equal = 0;
    this.substitutions = 0;
    this.lines = 0;
    let line = placeLine;
    let at = place - 1;
    let exact = true;
    // The last closing mark that both have in this line.
    let closerHere = -1;
    let closerThere = -1;
    let groups = 0;
    const stop = Math.max(0, context.length - LONGEST);
    for (let i = context.length - 1; i >= stop; i--) {
      const here = context[i]!;
      let there = tokens[at]!;
      if (there < 0) {
        if (here === END) this.lines++;
        closerHere = -1;
        line = corpus.previous[line]!;
        if (line < 0) break;
        at = corpus.end[line]!;
        there = tokens[at]!;
      }
      if (here === there) {
        if (exact) this.match++;
        this.equal++;
        const kind = kinds[here]!;
        if (kind === TokenKind.quote || kind === TokenKind.close) {
          closerHere = i;
          closerThere = at;
        }
      } else {
        exact = false;
        if (
          closerHere >= 0 &&
          groups < MOST_GROUPS &&
          !(isName(kinds, here) && isName(kinds, there))
        ) {
          const opens = openerIn(corpus, context, closerHere);
          const opensThere = openerIn(corpus, tokens, closerThere);
          closerHere = -1;
          if (opens >= 0 && opensThere >= 0 && opens <= i && opensThere <= at) {
            groups++;
            this.equal++;
            i = opens;
            at = opensThere - 1;
            continue;
          }
        }
        if (here === END || there === END || there <= 0) break;
        // A word that was never read is a word all the same.
        const kind = here === 0 ? TokenKind.word : kinds[here]!;
        if (kind > TokenKind.keyword || kinds[there]! > TokenKind.keyword) break;
        if (this.substitutions >= MOST_SUBSTITUTIONS) break;
        const known = this.mapped(there);
        if (known === 0 || known !== here) {
          this.from[this.substitutions] = there;
          this.to[this.substitutions] = here;
          this.substitutions++;
        }
        // Mostly other tokens: no likeness, only a shape.
        if (this.substitutions > this.equal + 2) break;
      }
      at--;
    }
  }

  /** What stands here for a token of the other place; 0: nothing else. The nearest counts. */
  mapped(token: number): number {
    for (let i = 0; i < this.substitutions; i++) if (this.from[i] === token) return this.to[i]!;
    return 0;
  }
}

function isName(kinds: readonly number[], token: number): boolean {
  return token === 0 || (token > END && kinds[token]! <= TokenKind.keyword);
}

/** Where what ends at a closing mark begins, in its line; -1: not there. */
function openerIn(corpus: Corpus, tokens: ArrayLike<number>, closer: number): number {
  const mark = tokens[closer]!;
  const opener = OPENERS[corpus.vocabulary.words[mark]!];
  let depth = 0;
  for (let at = closer - 1; at >= 0 && at > closer - LONGEST; at--) {
    const token = tokens[at]!;
    if (token < 0 || token === END) return -1;
    if (opener === undefined) {
      if (token === mark) return at;
    } else if (token === mark) depth++;
    else if (corpus.vocabulary.words[token] === opener && depth-- === 0) return at;
  }
  return -1;
}

export interface Derived {
  readonly text: string;
  /** It is a number that goes on counting. */
  readonly counted: boolean;
  /** Characters of the other place's name that were found. */
  readonly piece: number;
}

/** A name that contains one of the other place's, with this place's in its stead; null: none. */
export function derive(corpus: Corpus, alignment: Alignment, text: string): Derived | null {
  for (let i = 0; i < alignment.substitutions; i++) {
    const from = corpus.vocabulary.words[alignment.from[i]!]!;
    const to = corpus.vocabulary.words[alignment.to[i]!]!;
    if (to === "") continue;
    if (isNumber(text)) {
      if (isNumber(from) && isNumber(to) && to !== from) {
        const made = Number(text) + Number(to) - Number(from);
        if (made >= 0) return { text: String(made), counted: true, piece: from.length };
      }
      continue;
    }
    const made = renamed(text, from, to);
    if (made !== null) return { text: made.text, counted: false, piece: made.piece };
  }
  return null;
}

function isNumber(text: string): boolean {
  return text.length < 9 && /^\d+$/.test(text);
}

/** `text` with `from` in it replaced by `to`, in the way it is written there. */
export function renamed(
  text: string,
  from: string,
  to: string,
): { readonly text: string; readonly piece: number } | null {
  // What both names share stays: of `getUser` and `getTeam`, `User` became `Team`.
  const [old, now] = differing(from, to);
  if (old.length < 2 && text !== old.toLowerCase() && text !== old.toUpperCase()) return null;
  const at = text.toLowerCase().indexOf(old.toLowerCase());
  if (at < 0 || old === "") return null;
  const piece = text.slice(at, at + old.length);
  const made = text.slice(0, at) + styled(now, piece, old) + text.slice(at + old.length);
  return made === text ? null : { text: made, piece: old.length };
}

function differing(from: string, to: string): [string, string] {
  let head = 0;
  const most = Math.min(from.length, to.length);
  while (head < most && from[head] === to[head]) head++;
  while (head > 0 && !isBorder(from, head)) head--;
  let tail = 0;
  while (tail < most - head && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail++;
  while (tail > 0 && !isBorder(from, from.length - tail)) tail--;
  return [from.slice(head, from.length - tail), to.slice(head, to.length - tail)];
}

function isBorder(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true;
  const [left, right] = [text[at - 1]!, text[at]!];
  return left === "_" || right === "_" || (/[a-z0-9]/.test(left) && /[A-Z]/.test(right));
}

/** `text` in capitals, or with a capital or small first letter, as `piece` has it. */
function styled(text: string, piece: string, old: string): string {
  if (piece === old) return text;
  if (piece === piece.toUpperCase() && piece !== piece.toLowerCase() && piece.length > 1) {
    return text.toUpperCase();
  }
  if (piece === piece.toLowerCase() && old !== piece) {
    return old.slice(1) === piece.slice(1) || text.length < 2
      ? text.slice(0, 1).toLowerCase() + text.slice(1)
      : text.toLowerCase();
  }
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
