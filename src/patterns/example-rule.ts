/**
 * Edits by example: from one change, the rule that would make it, in terms of what was there before
 * and what stands around it. Two examples of a rule leave out what they disagree about.
 */
import { type Span, slice, type Text } from "../text/text.ts";
import { type IsWord, tokensOf, wordEnd, wordStart } from "./token.ts";

/** What must stand beside a place: tokens from it outwards, without blanks; or the line's edge. */
export interface Context {
  readonly tokens: readonly string[];
  /** After the tokens comes the start (or end) of the line. */
  readonly edge: boolean;
}

export interface ExampleRule {
  /** What is replaced; empty for an insertion. */
  readonly old: string;
  readonly insert: string;
  /** `old` is whole words at these ends: no word goes on beyond them. */
  readonly wordLeft: boolean;
  readonly wordRight: boolean;
  /** What must stand left and right of the place. */
  readonly left: Context;
  readonly right: Context;
  /** Where the change was made that the rule was learned from, in the text after it. */
  readonly at: Span;
  /** How many changes of the history agree. */
  readonly examples: number;
}

/** Longest text, in characters, that a rule replaces or puts in. */
const MAX_LENGTH = 400;
/** Most characters looked at on either side. */
const REACH = 200;
const ANY: Context = { tokens: [], edge: false };

export interface ExampleChange {
  readonly before: Text;
  readonly after: Text;
  /** The replaced range of `before`. */
  readonly from: number;
  readonly to: number;
  /** Where the new text starts in `after`. */
  readonly start: number;
  readonly insert: string;
}

/**
 * The rule of one change, or null when there is nothing in it that could be repeated elsewhere:
 * blanks only, too much text, lines that are only put in.
 */
export function ruleOf(change: ExampleChange, isWord: IsWord): ExampleRule | null {
  if (change.to - change.from > MAX_LENGTH || change.insert.length > MAX_LENGTH) return null;
  const { before } = change;
  const old = slice(before, change.from, change.to);
  const trimmed = trim(old, change.insert);
  let from = change.from + trimmed.head;
  let to = change.to - trimmed.tail;
  let insert = change.insert.slice(trimmed.head, change.insert.length - trimmed.tail);
  if (from === to && insert === "") return null;
  const firstLine = before.lineAt(from);
  const lastLine = before.lineAt(to);
  const leftText = slice(before, Math.max(firstLine.from, from - REACH), from);
  const rightText = slice(before, to, Math.min(lastLine.to, to + REACH));
  // A change inside a word replaces the word.
  const head = wordStart(leftText, leftText.length, isWord);
  const tail = wordEnd(rightText, 0, isWord);
  const leftWord = leftText.slice(head);
  const rightWord = rightText.slice(0, tail);
  const oldNow = slice(before, from, to);
  const cutsLeft =
    leftWord !== "" && (startsWord(oldNow, isWord) || startsWord(insert + rightWord, isWord));
  const cutsRight =
    rightWord !== "" && (endsWord(oldNow, isWord) || endsWord(leftWord + insert, isWord));
  const joins = leftWord !== "" && rightWord !== "" && oldNow === "";
  if (cutsLeft || joins) {
    from -= leftWord.length;
    insert = leftWord + insert;
  }
  if (cutsRight || joins) {
    to += rightWord.length;
    insert += rightWord;
  }
  const replaced = slice(before, from, to);
  if (replaced.trim() === "" && insert.trim() === "") return null;
  if (replaced === "" && insert.includes("\n")) return null;
  const start = change.start + trimmed.head - (change.from + trimmed.head - from);
  const left = slice(before, Math.max(firstLine.from, from - REACH), from);
  const right = slice(before, to, Math.min(lastLine.to, to + REACH));
  const rule = {
    old: replaced,
    insert,
    wordLeft: startsWord(replaced, isWord),
    wordRight: endsWord(replaced, isWord),
    at: { from: start, to: start + insert.length },
    examples: 1,
  };
  const wanted = contextsNeeded(replaced, insert, isWord);
  return {
    ...rule,
    left: contextOf(tokensOf(left, isWord).reverse(), wanted.left, from - REACH <= firstLine.from),
    right: contextOf(tokensOf(right, isWord), wanted.right, to + REACH >= lastLine.to),
  };
}

/** The rule that both are examples of, or null when they do different things. */
export function generalise(rule: ExampleRule, other: ExampleRule): ExampleRule | null {
  if (rule.old !== other.old || rule.insert !== other.insert) return null;
  const left = common(rule.left, other.left);
  const right = common(rule.right, other.right);
  const examples = rule.examples + other.examples;
  // An insertion must keep a place to hold on to.
  if (rule.old === "" && isAny(left) && isAny(right)) return { ...rule, examples };
  return { ...rule, left, right, examples };
}

function isAny(context: Context): boolean {
  return context.tokens.length === 0 && !context.edge;
}

/** How much the surroundings must agree: a long old text speaks for itself. */
function contextsNeeded(
  old: string,
  insert: string,
  isWord: IsWord,
): { left: number; right: number } {
  if (old === "") {
    // What is put in before a word belongs to the word, and what comes after a word to that.
    return endsWord(insert.trimEnd(), isWord) || /\s$/.test(insert)
      ? { left: 1, right: 2 }
      : { left: 2, right: 1 };
  }
  const letters = Array.from(old).filter((c) => isWord(c.codePointAt(0)!)).length;
  if (letters >= 2) return { left: 0, right: 0 };
  return { left: 1, right: 1 };
}

function contextOf(
  outwards: readonly { kind: string; text: string }[],
  wanted: number,
  reachesEdge: boolean,
): Context {
  if (wanted === 0) return ANY;
  const tokens = outwards.filter((token) => token.kind !== "blank").map((token) => token.text);
  return {
    tokens: tokens.slice(0, wanted),
    edge: reachesEdge && tokens.length < wanted,
  };
}

function common(a: Context, b: Context): Context {
  let shared = 0;
  while (shared < a.tokens.length && a.tokens[shared] === b.tokens[shared]) shared++;
  const whole = shared === a.tokens.length && shared === b.tokens.length;
  return { tokens: a.tokens.slice(0, shared), edge: whole && a.edge && b.edge };
}

/** The lengths of what both texts start and end with. */
function trim(old: string, insert: string): { head: number; tail: number } {
  const most = Math.min(old.length, insert.length);
  let head = 0;
  while (head < most && old.charCodeAt(head) === insert.charCodeAt(head)) head++;
  if (splitsPair(old, head)) head--;
  let tail = 0;
  while (
    tail < most - head &&
    old.charCodeAt(old.length - 1 - tail) === insert.charCodeAt(insert.length - 1 - tail)
  )
    tail++;
  if (splitsPair(old, old.length - tail)) tail--;
  return { head, tail };
}

function splitsPair(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  return at > 0 && code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
}

function startsWord(text: string, isWord: IsWord): boolean {
  return text !== "" && isWord(text.codePointAt(0)!);
}

function endsWord(text: string, isWord: IsWord): boolean {
  const last = Array.from(text.slice(-2)).pop();
  return last !== undefined && isWord(last.codePointAt(0)!);
}
