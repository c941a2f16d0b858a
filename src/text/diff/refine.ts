import { isLow } from "../../base/surrogates.ts";
import { diffSequences, type Hunk } from "./sequence.ts";

/** Hunks with more text than this (UTF-16 units on both sides) are replaced as a whole. */
const MAX_SIZE = 20_000;

/**
 * The edits (UTF-16 offsets) that make `now` of `old`: by words, and inside a replaced word by what
 * is equal at its ends. Never splits a surrogate pair.
 */
export function refine(old: string, now: string): Hunk[] {
  if (old.length + now.length > MAX_SIZE) return [whole(old, now)];
  const a = words(old);
  const b = words(now);
  const ids = new Map<string, number>();
  const numbered = (list: readonly string[]) =>
    Int32Array.from(list, (word) => {
      const id = ids.get(word) ?? ids.size;
      ids.set(word, id);
      return id;
    });
  const found = diffSequences({ a: numbered(a), b: numbered(b) });
  const startsA = starts(a);
  const startsB = starts(b);
  return found.map((hunk) =>
    narrowed(old, now, {
      fromA: startsA[hunk.fromA]!,
      toA: startsA[hunk.toA]!,
      fromB: startsB[hunk.fromB]!,
      toB: startsB[hunk.toB]!,
    }),
  );
}

function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|\n|[ \t]+|./gsu) ?? [];
}

function starts(list: readonly string[]): Int32Array {
  const result = new Int32Array(list.length + 1);
  for (let i = 0; i < list.length; i++) result[i + 1] = result[i]! + list[i]!.length;
  return result;
}

function whole(old: string, now: string): Hunk {
  return narrowed(old, now, { fromA: 0, toA: old.length, fromB: 0, toB: now.length });
}

function narrowed(old: string, now: string, { fromA, toA, fromB, toB }: Hunk): Hunk {
  const low = (text: string, at: number) => isLow(text.charCodeAt(at));
  while (fromA < toA && fromB < toB && old[fromA] === now[fromB]) {
    fromA++;
    fromB++;
  }
  if (low(old, fromA) || low(now, fromB)) {
    fromA--;
    fromB--;
  }
  while (fromA < toA && fromB < toB && old[toA - 1] === now[toB - 1]) {
    toA--;
    toB--;
  }
  if (low(old, toA) || low(now, toB)) {
    toA++;
    toB++;
  }
  return { fromA, toA, fromB, toB };
}
