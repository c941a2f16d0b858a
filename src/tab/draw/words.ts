/** Which words of a text are new and which go, for a reader: whole words, never half of one. */
import { commonEnds } from "../../text/common-ends.ts";
import { refine } from "../../text/diff/refine.ts";

/** Offsets (UTF-16): `[fromA, toA)` of the old text becomes `[fromB, toB)` of the new one. */
export interface WordHunk {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** Longer texts (UTF-16, both together) are compared by their ends only. */
const MOST = 4000;

export function wordHunks(old: string, now: string): WordHunk[] {
  const found = old.length + now.length > MOST ? [ends(old, now)] : refine(old, now);
  const hunks: WordHunk[] = [];
  for (const hunk of found) {
    const wide = widened(old, now, hunk);
    const last = hunks[hunks.length - 1];
    if (last && isGlued(old, last, wide)) {
      hunks[hunks.length - 1] = { ...wide, fromA: last.fromA, fromB: last.fromB };
    } else hunks.push(wide);
  }
  return hunks;
}

/** Only blanks are between them: they are read as one. */
function isGlued(old: string, a: WordHunk, b: WordHunk): boolean {
  if (b.fromA <= a.toA || b.fromB <= a.toB) return true;
  return /^ +$/.test(old.slice(a.toA, b.fromA));
}

function ends(old: string, now: string): WordHunk {
  const { head, tail } = commonEnds(old, now);
  return { fromA: head, toA: old.length - tail, fromB: head, toB: now.length - tail };
}

const isWord = (text: string, at: number): boolean =>
  at >= 0 && at < text.length && /[\p{L}\p{N}_$\p{M}\ud800-\udfff]/u.test(text[at]!);

/** Grown to whole words on both sides. */
function widened(old: string, now: string, hunk: WordHunk): WordHunk {
  let { fromA, toA, fromB, toB } = hunk;
  const inside = () => isWord(old, fromA) || isWord(now, fromB);
  if ((toA > fromA && isWord(old, fromA)) || (toB > fromB && isWord(now, fromB))) {
    while (inside() && isWord(old, fromA - 1) && old[fromA - 1] === now[fromB - 1]) {
      fromA--;
      fromB--;
    }
  }
  if ((toA > fromA && isWord(old, toA - 1)) || (toB > fromB && isWord(now, toB - 1))) {
    while (isWord(old, toA) && old[toA] === now[toB]) {
      toA++;
      toB++;
    }
  }
  return { fromA, toA, fromB, toB };
}
