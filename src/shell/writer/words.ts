/** Words as they are compared: without endings, synonyms as one, slips forgiven. */
import { SYNONYMS } from "./word-data.ts";

const CANON: ReadonlyMap<string, string> = new Map(
  SYNONYMS.flatMap((group) => group.map((word) => [stem(word), stem(group[0]!)] as const)),
);

/** A word without its ending, and the first of its synonyms for it. */
export function canonOf(word: string): string {
  const stemmed = stem(word.replace(/'.*$/, ""));
  return CANON.get(stemmed) ?? stemmed;
}

/** Endings of English, lightly: files file, compressing compress, deleted delet(e). */
export function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  let root = word;
  if (/(?:ss|us|is)$/.test(root)) return root;
  if (/ies$/.test(root) && root.length > 4) root = `${root.slice(0, -3)}y`;
  else if (/(?:xes|ches|shes|sses|zes)$/.test(root)) root = root.slice(0, -2);
  else if (root.endsWith("s")) root = root.slice(0, -1);
  if (/(?:ing|ed)$/.test(root) && /[aeiouy].*(?:ing|ed)$/.test(root)) {
    const cut = root.replace(/(?:ing|ed)$/, "");
    if (cut.length >= 3) root = cut.replace(/([bdgmnprt])\1$/, "$1");
  }
  return root.length > 3 ? root.replace(/e$/, "") : root;
}

/** How alike two words are: 1 the same, less for a beginning or a slip of the finger, 0 for others. */
export function likeness(typed: string, word: string): number {
  if (typed === word) return 1;
  if (typed.length >= 3 && word.startsWith(typed)) return 0.6 + 0.3 * (typed.length / word.length);
  if (typed.length >= 5 && word.length >= 4 && typed.startsWith(word)) return 0.55;
  if (typed.length >= 4 && Math.abs(typed.length - word.length) <= 1 && isSlip(typed, word))
    return 0.6;
  return 0;
}

/** One letter more, less, other, or two swapped. */
function isSlip(a: string, b: string): boolean {
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  let last = 0;
  const most = Math.min(a.length, b.length) - from;
  while (last < most && a[a.length - 1 - last] === b[b.length - 1 - last]) last++;
  const left = a.slice(from, a.length - last);
  const right = b.slice(from, b.length - last);
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
