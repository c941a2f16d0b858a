/**
 * How like a suggestion is to what was wanted, for those that are not exactly it. The measures are those
 * that Zed's evaluation names: chrF over what a change adds and takes away, the share of new text that
 * stays, and the share of a change that takes the user's own last edit back.
 */

/** `[from, to)` of a text becomes `text`. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const MOST_GRAM = 6;
/** Recall counts so many times as much as precision. */
const BETA = 2;
/** Changes that are further apart than this (UTF-16) are not like each other. */
const MOST_HULL = 4000;
const TOKEN = /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}[\p{L}\p{N}_.]*|[^\s]/gu;
const MOST_TOKENS = 400;

/** 0 to 1: how like what `made` does to a text is to the likest of `wanted`, each of them all its edits. */
export function deltaChrF(text: string, made: Span, wanted: readonly (readonly Span[])[]): number {
  let best = 0;
  for (const spans of wanted) best = Math.max(best, likeness(text, made, spans));
  return best;
}

function likeness(text: string, made: Span, wanted: readonly Span[]): number {
  const all = [made, ...wanted];
  // What lies further off than a gram is in both.
  const low = Math.max(0, Math.min(...all.map(({ from }) => from)) - MOST_GRAM + 1);
  const high = Math.min(text.length, Math.max(...all.map(({ to }) => to)) + MOST_GRAM - 1);
  if (high - low > MOST_HULL) return 0;
  const old = text.slice(low, high);
  const one = changed(text, [made], low, high);
  const other = changed(text, wanted, low, high);
  if (one === other) return 1;
  let precision = 0;
  let recall = 0;
  let counted = 0;
  for (let n = 1; n <= MOST_GRAM; n++) {
    const before = grams(old, n);
    const mine = delta(before, grams(one, n));
    const theirs = delta(before, grams(other, n));
    const [has, wants] = [sum(mine), sum(theirs)];
    if (has === 0 && wants === 0) continue;
    let both = 0;
    for (const [gram, count] of mine) {
      const there = theirs.get(gram) ?? 0;
      if (Math.sign(there) === Math.sign(count)) both += Math.min(Math.abs(count), Math.abs(there));
    }
    counted++;
    precision += has === 0 ? 0 : both / has;
    recall += wants === 0 ? 0 : both / wants;
  }
  if (counted === 0 || precision + recall === 0) return 0;
  const [p, r] = [precision / counted, recall / counted];
  return ((1 + BETA ** 2) * p * r) / (BETA ** 2 * p + r);
}

function changed(text: string, spans: readonly Span[], low: number, high: number): string {
  let result = "";
  let at = low;
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    result += text.slice(at, span.from) + span.text;
    at = span.to;
  }
  return result + text.slice(at, high);
}

function grams(text: string, n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= text.length; i++) {
    const gram = text.slice(i, i + n);
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/** What came (more than 0) and what went (less). */
function delta(before: Map<string, number>, after: Map<string, number>): Map<string, number> {
  const result = new Map(after);
  for (const [gram, count] of before) {
    const left = (result.get(gram) ?? 0) - count;
    if (left === 0) result.delete(gram);
    else result.set(gram, left);
  }
  return result;
}

function sum(counts: Map<string, number>): number {
  let all = 0;
  for (const count of counts.values()) all += Math.abs(count);
  return all;
}

/** Characters of the tokens that a change puts in, and of those of them that are in a later text in the same order. */
export function keptCharacters(
  inserted: string,
  later: string,
): { readonly all: number; readonly kept: number } {
  const tokens = (inserted.match(TOKEN) ?? []).slice(0, MOST_TOKENS);
  const there = (later.match(TOKEN) ?? []).slice(0, 4 * MOST_TOKENS);
  const all = tokens.reduce((length, token) => length + token.length, 0);
  // The heaviest common subsequence, a row at a time.
  let row = new Array<number>(there.length + 1).fill(0);
  for (const token of tokens) {
    const next = [0];
    for (const [i, other] of there.entries()) {
      const with_ = token === other ? row[i]! + token.length : 0;
      next.push(Math.max(with_, row[i + 1]!, next[i]!));
    }
    row = next;
  }
  return { all, kept: row[there.length]! };
}

/** The user's last edit: `removed` stood where `[from, to)` is now. */
export interface LastEdit {
  readonly from: number;
  readonly to: number;
  readonly removed: string;
}

/** Characters that a change puts in and takes out, and how many of them take the last edit back. */
export function reversedCharacters(
  { from, to, text }: Span,
  last: LastEdit | null,
): { readonly all: number; readonly reversed: number } {
  const all = to - from + text.length;
  if (last === null || from > last.to || to < last.from) return { all, reversed: 0 };
  const takenOut = Math.max(0, Math.min(to, last.to) - Math.max(from, last.from));
  const putBack = last.removed === "" ? 0 : keptCharacters(last.removed, text).kept;
  return { all, reversed: takenOut + putBack };
}
