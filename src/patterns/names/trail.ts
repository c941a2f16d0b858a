/**
 * The words that the last edits leave a trail of: what they took away, put in, and stood beside. A
 * place that shares them, the rarer the better, is where the next edit is likely to be.
 */

import { indexOf, rowAt } from "../edits/text-index.ts";
import { isWordToken, type TokenLine } from "../edits/token-line.ts";
import { type WordChange, wordChanges } from "./edit-words.ts";
import { enclosing } from "./enclosing.ts";
import { isLanguageWord } from "./language-words.ts";
import { formatName, nameOf } from "./name.ts";
import type { EditRun } from "./rename-rule.ts";

/** `gone`, `come`: removed, inserted; `beside`: next to it; `line`: on its rows; `around`: near them;
 * `symbol`: what the edit lies in. */
export const SORTS = ["gone", "come", "beside", "line", "around", "symbol"] as const;
export type Sort = (typeof SORTS)[number];

export interface TrailWord {
  /** Newest use first: 1 for the last run, less the older. Indexed as `SORTS`. */
  readonly weight: Float64Array;
  /** The same for the last run alone. */
  readonly last: Float64Array;
}

/** Runs that leave a trail, and how fast it fades. */
const RUNS = 12;
const FADE = 0.75;
const MOST_WORDS = 140;
const AROUND = 2;
/** Marks a word that was not said itself, only the same name in another style. */
const KIN = 1 << 8;

/** What one run says, by sort. */
type Said = ReadonlyMap<string, number>;

const SAID = new WeakMap<EditRun["changes"], Said>();

/** It yields where it may be interrupted: between the runs. */
export function* trailOf(
  runs: readonly EditRun[],
): Generator<void, ReadonlyMap<string, TrailWord>> {
  const trail = new Map<string, { weight: Float64Array; last: Float64Array }>();
  for (const [age, run] of runs.slice(0, RUNS).entries()) {
    const words = said(run);
    yield;
    for (const [word, bits] of words) {
      const weight = FADE ** age * ((bits & KIN) === 0 ? 1 : 0.6);
      let entry = trail.get(word);
      if (!entry) {
        if (trail.size >= MOST_WORDS) continue;
        entry = { weight: new Float64Array(SORTS.length), last: new Float64Array(SORTS.length) };
        trail.set(word, entry);
      }
      for (let sort = 0; sort < SORTS.length; sort++) {
        if ((bits & (1 << sort)) === 0) continue;
        entry.weight[sort] = Math.max(entry.weight[sort]!, weight);
        if (age === 0) entry.last[sort] = Math.max(entry.last[sort]!, weight);
      }
    }
  }
  return trail;
}

/** The words of a run with the sorts they are of, a bit each. */
function said(run: EditRun): Said {
  const known = SAID.get(run.changes);
  if (known) return known;
  const words = new Map<string, number>();
  const add = (list: Iterable<string>, sort: Sort) => {
    const bit = 1 << SORTS.indexOf(sort);
    for (const word of list) {
      if (word.length < 2 || !isWordToken(word) || isLanguageWord(word)) continue;
      words.set(word, (words.get(word) ?? 0) | bit);
    }
  };
  for (const change of wordChanges(run)) readChange(run, change, add);
  const strong = (1 << 0) | (1 << 1) | (1 << 5);
  for (const [word, bits] of [...words]) {
    if ((bits & strong) === 0) continue;
    for (const kin of variants(word)) {
      if (!words.has(kin)) words.set(kin, (bits & strong) | KIN);
    }
  }
  SAID.set(run.changes, words);
  return words;
}

/** The same name in other case styles, and what its tests are called. */
function variants(word: string): string[] {
  const { spelled, style } = nameOf(word);
  if (spelled.length === 0 || word.length < 4) return [];
  const names = [
    `Test${formatName(spelled, "pascal", true)}`,
    `test_${formatName(spelled, "snake")}`,
  ];
  if (spelled.length === 1 && style === "flat") names.push(formatName(spelled, "pascal"));
  else if (spelled.length === 1) names.push(word.toLowerCase());
  else {
    for (const other of ["camel", "pascal", "snake", "screaming"] as const) {
      names.push(formatName(spelled, other, true));
    }
  }
  return names.filter((name) => name !== word && name.length > 3);
}

function readChange(
  run: EditRun,
  change: WordChange,
  add: (list: Iterable<string>, sort: Sort) => void,
): void {
  add(change.gone, "gone");
  add(change.come, "come");
  const index = indexOf(run.after);
  const first = rowAt(index, change.at);
  const end = change.at + change.insert.length;
  const last = rowAt(index, end);
  const line = index.lines[first]!;
  const col = change.at - index.starts[first]!;
  const left = line.tokens.filter((token, i) => line.starts[i]! < col && isWordToken(token));
  const tail = index.lines[last]!;
  const endCol = end - index.starts[last]!;
  const right = tail.tokens.filter((token, i) => tail.starts[i]! >= endCol && isWordToken(token));
  add([...left.slice(-1), ...right.slice(0, 1)], "beside");
  add(left, "line");
  add(right, "line");
  for (let row = first - AROUND; row <= last + AROUND; row++) {
    if (row < 0 || row >= index.lines.length || (row >= first && row <= last)) continue;
    add(index.lines[row]!.tokens, "around");
  }
  for (const { name } of enclosing(run.after, first)) add([name], "symbol");
}

const DISTINCT = new WeakMap<TokenLine, readonly string[]>();

function distinct(line: TokenLine): readonly string[] {
  let tokens = DISTINCT.get(line);
  if (!tokens) {
    tokens = [...new Set(line.tokens)];
    DISTINCT.set(line, tokens);
  }
  return tokens;
}

/** Tells how alike a line is to each of some lines. */
export class Likeness {
  private readonly places = new Map<string, number[]>();
  private readonly sizes: readonly number[];

  constructor(lines: readonly TokenLine[]) {
    this.sizes = lines.map((line, at) => {
      const tokens = distinct(line);
      for (const token of tokens) {
        const places = this.places.get(token);
        if (places) places.push(at);
        else this.places.set(token, [at]);
      }
      return tokens.length;
    });
  }

  /** For each of the lines the share of tokens that it and this one have in common, 0 to 1. */
  to(line: TokenLine): Float64Array {
    const same = new Float64Array(this.sizes.length);
    const tokens = distinct(line);
    for (const token of tokens) {
      const places = this.places.get(token);
      if (places) for (const at of places) same[at]!++;
    }
    for (let at = 0; at < same.length; at++) {
      const size = this.sizes[at]! + tokens.length;
      same[at] = size === 0 ? 0 : (2 * same[at]!) / size;
    }
    return same;
  }
}
