import { commonEndsOfLists } from "../common-ends.ts";
import { diffSequences, type Hunk, myers } from "./sequence.ts";

export type { Hunk };

const FEW_EDITS = 60;

/** The rows of two lists of lines that differ. */
export function diffRows(a: readonly string[], b: readonly string[]): Hunk[] {
  // Most of two versions of a file is equal at both ends: only what is between gets numbers.
  const { head: from, tail: end } = commonEndsOfLists(a, b);
  const toA = a.length - end;
  const toB = b.length - end;
  if (from === toA && from === toB) return [];
  if (from === toA || from === toB) return [{ fromA: from, toA, fromB: from, toB }];
  // A few edits are found faster without looking every line up.
  const few = myers({ a, b }, { fromA: from, toA, fromB: from, toB }, FEW_EDITS);
  if (few) return few;
  const numbers = new Map<string, number>();
  const number = (lines: readonly string[], to: number) => {
    const result = new Int32Array(to - from);
    for (let i = from; i < to; i++) {
      const line = lines[i]!;
      let id = numbers.get(line);
      if (id === undefined) {
        id = numbers.size;
        numbers.set(line, id);
      }
      result[i - from] = id;
    }
    return result;
  };
  const pair = { a: number(a, toA), b: number(b, toB) };
  return diffSequences(pair).map((hunk) => ({
    fromA: hunk.fromA + from,
    toA: hunk.toA + from,
    fromB: hunk.fromB + from,
    toB: hunk.toB + from,
  }));
}
