/**
 * What a vote is worth: sums of entries of small tables, which are learned from the histories of
 * other projects (scripts/train-complete.ts). Everything here is about how a place is like the
 * cursor's; no word of any language or project has an entry.
 */
import { LEARNED } from "./learned.ts";

/** How a vote comes by its text. */
export const VoteKind = {
  literal: 0,
  /** As it stands there, though that place has other names for what stands here. */
  unmapped: 1,
  /** With the name that stands here. */
  mapped: 2,
  /** With the name that stands here as a part of it. */
  derived: 3,
  /** The next number. */
  counted: 4,
  /** A word that stands somewhere. */
  word: 5,
  /** The word ends where the cursor is. */
  typed: 6,
  /** From a language server. */
  offered: 7,
  /** A new name that ends with a part of known ones. */
  composed: 8,
} as const;

const sizes = {
  match: 9 * 13,
  alignment: 2 * 13 * 4 * 2,
  distance: 14 * 3,
  time: 4 * 3,
  rank: 6 * 3,
  count: 7 * 3,
  token: 9 * 3,
  start: 5 * 3,
  partial: 9 * 6,
  side: 2 * 3,
  near: 2 * 9,
  lines: 9 * 4,
  piece: 9,
  chain: 4 * 3,
  // Of what is none of the votes.
  noneMatch: 13 * 6,
  noneVotes: 7 * 6,
  noneAfter: 3 * 9,
  noneAlignment: 7 * 2,
} as const;

type Table = keyof typeof sizes;

function offsets(): Readonly<Record<Table, number>> & { readonly all: number } {
  let all = 0;
  const made: Record<string, number> = {};
  for (const [name, size] of Object.entries(sizes)) {
    made[name] = all;
    all += size;
  }
  return { ...(made as Record<Table, number>), all };
}

export const TABLE = offsets();
/** Entries that make up a vote, and what is none of them. */
export const VOTE_FEATURES = 14;
export const NONE_FEATURES = 4;

export type Weights = Float32Array;

let learned: Weights | null = null;

/** What was learned from the histories of other projects. */
export function learnedWeights(): Weights {
  learned ??= withOffered(readWeights(LEARNED));
  return learned;
}

/**
 * Histories have no language servers: a name that one offers counts as a word that stands near, the
 * later it comes in the list the less.
 */
function withOffered(weights: Weights): Weights {
  const { match, partial, lines } = TABLE;
  const near = weights[match + VoteKind.word * 13 + 2]!;
  for (let order = 0; order < 13; order++) {
    weights[match + VoteKind.offered * 13 + order] = near - 0.3 * order;
  }
  for (let typed = 0; typed < 6; typed++) {
    weights[partial + VoteKind.offered * 6 + typed] = weights[partial + VoteKind.word * 6 + typed]!;
  }
  weights[lines + VoteKind.offered * 4] = weights[lines + VoteKind.word * 4]!;
  return weights;
}

/** By hand, for when nothing has been learned: the longer the agreement, the more. */
export function plainWeights(): Weights {
  const weights = new Float32Array(TABLE.all);
  for (let kind = 0; kind < 9; kind++) {
    for (let m = 0; m < 13; m++)
      weights[TABLE.match + kind * 13 + m] = 0.6 * m - (kind > 1 ? 1 : 0);
  }
  weights.fill(1, TABLE.noneMatch, TABLE.noneMatch + sizes.noneMatch);
  return weights;
}

/** Two characters an entry, base 90, hundredths around zero: as it is kept in the source. */
export function writeWeights(weights: Weights): string {
  let out = "";
  for (const weight of weights) {
    const value = Math.max(0, Math.min(8099, Math.round(weight * 200) + 4050));
    out += digit(Math.floor(value / 90)) + digit(value % 90);
  }
  return out;
}

export function readWeights(written: string): Weights {
  if (written.length !== TABLE.all * 2) return plainWeights();
  const weights = new Float32Array(TABLE.all);
  for (let i = 0; i < weights.length; i++) {
    const value = digitOf(written.charCodeAt(2 * i)) * 90 + digitOf(written.charCodeAt(2 * i + 1));
    weights[i] = (value - 4050) / 200;
  }
  return weights;
}

// Printable characters without quotes, backslash, dollar and blank.
const DIGITS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i))
  .filter((char) => !"\"'`\\".includes(char))
  .join("");

function digit(value: number): string {
  return DIGITS[value]!;
}

function digitOf(code: number): number {
  return DIGITS.indexOf(String.fromCharCode(code));
}
