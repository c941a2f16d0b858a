/**
 * The words that the last edits leave a trail of: what they took away, put in, and stood beside. A
 * place that shares them, the rarer the better, is where the next edit is likely to be.
 */

import { indexOf, rowAt } from "../edits/text-index.ts";
import { isWordToken, tokenLine } from "../edits/token-line.ts";
import { type WordChange, wordChanges } from "./edit-words.ts";
import { enclosing } from "./enclosing.ts";
import { isLanguageWord } from "./language-words.ts";
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
const MOST_WORDS = 160;
const AROUND = 2;

/** What one run says, by sort. */
type Said = ReadonlyMap<string, number>;

const SAID = new WeakMap<EditRun["changes"], Said>();

export function trailOf(runs: readonly EditRun[]): ReadonlyMap<string, TrailWord> {
  const trail = new Map<string, { weight: Float64Array; last: Float64Array }>();
  runs.slice(0, RUNS).forEach((run, age) => {
    const weight = FADE ** age;
    for (const [word, bits] of said(run)) {
      let entry = trail.get(word);
      if (!entry) {
        if (trail.size >= MOST_WORDS) continue;
        entry = { weight: new Float64Array(SORTS.length), last: new Float64Array(SORTS.length) };
        trail.set(word, entry);
      }
      for (let sort = 0; sort < SORTS.length; sort++) {
        if ((bits & (1 << sort)) === 0) continue;
        entry.weight[sort] = Math.max(entry.weight[sort]!, weight);
        if (age === 0) entry.last[sort] = 1;
      }
    }
  });
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
  SAID.set(run.changes, words);
  return words;
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

/** How alike two lines are made, 0 to 1: the share of tokens they have in common. */
export function lineLikeness(a: string, b: string): number {
  const [x, y] = [tokenLine(a).tokens, tokenLine(b).tokens];
  if (x.length === 0 || y.length === 0) return 0;
  const counts = new Map<string, number>();
  for (const token of x) counts.set(token, (counts.get(token) ?? 0) + 1);
  let same = 0;
  for (const token of y) {
    const left = counts.get(token) ?? 0;
    if (left === 0) continue;
    same++;
    counts.set(token, left - 1);
  }
  return (2 * same) / (x.length + y.length);
}
