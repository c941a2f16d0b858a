/** Words inside of names, and one name carried over to another: `getUser` is to `getPost` as ... */

const PARTS = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}]+|\p{Lu}|\p{N}+/gu;

/** The words of a name, as they are written: `getUserID2` is `get`, `User`, `ID`, `2`. */
export function partsOf(name: string): string[] {
  return name.match(PARTS) ?? [];
}

/** What tells two names apart: the words of one between the words that both share at their ends. */
export interface NameSwap {
  /** In lower case. */
  readonly old: readonly string[];
  readonly next: readonly string[];
}

/** The swap that leads from one name to the other; null when they share nothing. */
export function swapOf(from: string, to: string): NameSwap | null {
  const a = partsOf(from).map((part) => part.toLowerCase());
  const b = partsOf(to).map((part) => part.toLowerCase());
  if (a.length === 0 || b.length === 0) return null;
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  ) {
    tail++;
  }
  const old = a.slice(head, a.length - tail);
  const next = b.slice(head, b.length - tail);
  if (old.length === 0 || next.length === 0) return null;
  return { old, next };
}

function capital(word: string): string {
  return word === "" ? "" : word[0]!.toUpperCase() + word.slice(1);
}

/** `next` written as `like` is: its case, and what stands between its words. */
function written(next: readonly string[], like: string, between: string): string {
  const letters = like.replace(/[^\p{L}]/gu, "");
  const upper =
    letters !== "" &&
    letters === letters.toUpperCase() &&
    (letters.length > 1 || between !== "") &&
    letters !== letters.toLowerCase();
  if (upper) return next.map((word) => word.toUpperCase()).join(between);
  const first = /^\p{Lu}/u.test(letters);
  if (between !== "") {
    const each = /[^\p{L}]\p{Lu}/u.test(like) && first;
    return next.map((word, i) => ((i === 0 ? first : each) ? capital(word) : word)).join(between);
  }
  return next.map((word, i) => (i === 0 && !first ? word : capital(word))).join("");
}

/** The name with the swap made in it, in the name's own case; null when it does not hold the words. */
export function swapped(name: string, swap: NameSwap): string | null {
  // Most names do not hold the words at all.
  if (!name.toLowerCase().includes(swap.old[0]!)) return null;
  const parts: { text: string; from: number }[] = [];
  for (const match of name.matchAll(PARTS)) parts.push({ text: match[0], from: match.index });
  const { old } = swap;
  for (let i = 0; i + old.length <= parts.length; i++) {
    if (!old.every((word, k) => parts[i + k]!.text.toLowerCase() === word)) continue;
    const from = parts[i]!.from;
    const last = parts[i + old.length - 1]!;
    const to = last.from + last.text.length;
    const like = name.slice(from, to);
    const separators = name.match(/[_-]/);
    const between = separators ? separators[0] : "";
    const inner = between !== "" && swap.next.length > 1 ? between : "";
    return name.slice(0, from) + written(swap.next, like, inner) + name.slice(to);
  }
  return null;
}
