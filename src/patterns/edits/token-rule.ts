/**
 * Rules from examples: these tokens became those, here between such neighbours. Examples that did the
 * same are one rule; what they disagree about in their surroundings is left open.
 */

import { runsOf } from "./align.ts";
import type { LineChange } from "./line-change.ts";
import { eachToken, isWordToken, tokenLine } from "./token-line.ts";

interface TokenExample {
  readonly change: LineChange;
  /** Neighbours outwards on its line; "" is the end of the line. */
  readonly left: readonly string[];
  readonly right: readonly string[];
  /** The line before the change. */
  readonly line: string;
}

export interface TokenRule {
  readonly key: string;
  readonly old: string;
  readonly insert: string;
  readonly oldTokens: readonly string[];
  readonly newTokens: readonly string[];
  /** Blanks of `old` before its first token. */
  readonly lead: number;
  /** Blanks between the left neighbour and the place, and between the place and the right one. */
  readonly gapLeft: number;
  readonly gapRight: number;
  /** The newest last. */
  readonly examples: TokenExample[];
  /** No edit was just this: it is a part of what edits did. */
  part: boolean;
  /** Neighbours that all examples share. */
  commonLeft: readonly string[];
  commonRight: readonly string[];
}

export const REACH = 4;
const MOST_RULES = 36;
const MOST_TOKENS = 60;

/** The rules of changes, the newest first. */
export function tokenRules(changes: readonly LineChange[]): TokenRule[] {
  const rules = new Map<string, TokenRule>();
  for (let i = changes.length - 1; i >= 0; i--) {
    for (const found of rulesOf(changes[i]!)) {
      const known = rules.get(found.key);
      if (!known) {
        if (rules.size < MOST_RULES)
          rules.set(found.key, { ...found, examples: [...found.examples] });
        continue;
      }
      if (!found.part) known.part = false;
      known.examples.unshift(...found.examples);
      known.commonLeft = shared(known.commonLeft, found.commonLeft);
      known.commonRight = shared(known.commonRight, found.commonRight);
    }
  }
  return [...rules.values()];
}

function shared(a: readonly string[], b: readonly string[]): readonly string[] {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n++;
  return n === a.length ? a : a.slice(0, n);
}

const RULES = new WeakMap<object, readonly TokenRule[]>();

function rulesOf(change: LineChange): readonly TokenRule[] {
  // The drafts of a change are kept with its edit; its hunks stand for it.
  const known = RULES.get(change.hunks);
  if (known)
    return known.map((rule) => ({
      ...rule,
      examples: rule.examples.map((e) => ({ ...e, change })),
    }));
  const rules: TokenRule[] = [];
  if (!change.whole) {
    for (const hunk of change.hunks) {
      const whole = ruleOf(change, hunk.from, hunk.to, hunk.insert, false);
      if (whole) rules.push(whole);
      rules.push(
        ...partRules(change, change.old.slice(hunk.from, hunk.to), hunk.insert, hunk.from),
      );
    }
  } else if (change.rows > 0 && change.next !== "") {
    rules.push(...partRules(change, change.old, change.next, 0));
  }
  const seen = new Set<string>();
  const list = rules.filter((rule) => !seen.has(rule.key) && seen.add(rule.key));
  RULES.set(change.hunks, list);
  return list;
}

interface Cut {
  readonly tokens: string[];
  readonly starts: number[];
}

function cutOf(text: string): Cut {
  const tokens: string[] = [];
  const starts: number[] = [];
  eachToken(text, (from, to) => {
    tokens.push(text.slice(from, to));
    starts.push(from);
  });
  return { tokens, starts };
}

/** The parts of a larger replacement: single names that became others in it. */
function partRules(change: LineChange, old: string, next: string, base: number): TokenRule[] {
  const a = cutOf(old);
  const b = cutOf(next);
  if (a.tokens.length < 2 || b.tokens.length < 2) return [];
  if (a.tokens.length > MOST_TOKENS * 3 || b.tokens.length > MOST_TOKENS * 3) return [];
  const rules: TokenRule[] = [];
  const textOf = (text: string, cut: Cut, from: number, to: number) =>
    from === to
      ? ""
      : text.slice(cut.starts[from]!, cut.starts[to - 1]! + cut.tokens[to - 1]!.length);
  for (const run of runsOf(a.tokens, b.tokens)) {
    const gone = textOf(old, a, run.from, run.to);
    const come = textOf(next, b, run.start, run.end);
    if (gone === old && come === next) continue;
    if (gone.includes("\n") || come.includes("\n")) continue;
    if (!a.tokens.slice(run.from, run.to).some(isWordToken)) continue;
    if (!b.tokens.slice(run.start, run.end).some(isWordToken)) continue;
    const from = base + a.starts[run.from]!;
    const rule = ruleOf(change, from, from + gone.length, come, true);
    if (rule) rules.push(rule);
    // Names side by side that became as many others.
    const wordsA = a.tokens.slice(run.from, run.to);
    const wordsB = b.tokens.slice(run.start, run.end);
    if (wordsA.length < 2 || wordsA.length !== wordsB.length) continue;
    if (!wordsA.every((token, i) => isWordToken(token) === isWordToken(wordsB[i]!))) continue;
    wordsA.forEach((token, i) => {
      if (!isWordToken(token) || token === wordsB[i]) return;
      const at = base + a.starts[run.from + i]!;
      const one = ruleOf(change, at, at + token.length, wordsB[i]!, true);
      if (one) rules.push(one);
    });
  }
  return rules;
}

/** The rule of `[from, to)` of the old block having become `insert`; null: nothing to hold on to. */
function ruleOf(
  change: LineChange,
  from: number,
  to: number,
  insert: string,
  part: boolean,
): TokenRule | null {
  const { old: block } = change;
  const old = block.slice(from, to);
  if (old.includes("\n") || insert.length > 400 || old.length > 400) return null;
  if (old.trim() === "" && insert.trim() === "") return null;
  const lineFrom = block.lastIndexOf("\n", from - 1) + 1;
  const end = block.indexOf("\n", to);
  const line = block.slice(lineFrom, end < 0 ? block.length : end);
  const cut = tokenLine(line);
  const col = from - lineFrom;
  const colTo = to - lineFrom;
  const left: string[] = [];
  const right: string[] = [];
  let gapLeft = col;
  let gapRight = line.length - colTo;
  for (let i = cut.tokens.length - 1; i >= 0 && left.length < REACH; i--) {
    const tokenEnd = cut.starts[i]! + cut.tokens[i]!.length;
    if (tokenEnd > col) continue;
    if (left.length === 0) gapLeft = col - tokenEnd;
    left.push(cut.tokens[i]!);
  }
  if (left.length < REACH) left.push("");
  for (let i = 0; i < cut.tokens.length && right.length < REACH; i++) {
    if (cut.starts[i]! < colTo) continue;
    if (right.length === 0) gapRight = cut.starts[i]! - colTo;
    right.push(cut.tokens[i]!);
  }
  if (right.length < REACH) right.push("");
  const oldCut = cutOf(old);
  if (oldCut.tokens.length > MOST_TOKENS) return null;
  const newTokens = cutOf(insert).tokens;
  return {
    key: JSON.stringify([old, insert]),
    old,
    insert,
    oldTokens: oldCut.tokens,
    newTokens,
    lead: oldCut.starts[0] ?? old.length,
    gapLeft,
    gapRight,
    examples: [{ change, left, right, line }],
    part,
    commonLeft: left,
    commonRight: right,
  };
}
