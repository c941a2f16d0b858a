/** How the words of one place are called in another: `user` is `post` there, so `getUser` is `getPost`. */
import type { Alignment } from "./align.ts";
import { type NameSwap, swapOf, swapped } from "./names.ts";
import { eachToken, isNumberToken, isWordToken } from "./token-line.ts";

export class NameMap {
  /** Words that would have two names. */
  conflicts = 0;
  private readonly names = new Map<string, string>();
  /** Found when they are asked for. */
  private swaps: NameSwap[] | null = null;

  get size(): number {
    return this.names.size;
  }

  add(from: string, to: string): void {
    if (from === to || !isWordToken(from) || !isWordToken(to)) return;
    const known = this.names.get(from);
    if (known !== undefined) {
      if (known !== to) this.conflicts++;
      return;
    }
    this.names.set(from, to);
    this.swaps = null;
  }

  /** The words that are paired with other words. */
  addPairs(a: readonly string[], b: readonly string[], alignment: Alignment): void {
    alignment.to.forEach((partner, i) => {
      if (partner >= 0) this.add(a[i]!, b[partner]!);
    });
  }

  /** What a word is called there; itself when nothing is known. */
  of(word: string): string {
    const known = this.names.get(word);
    if (known !== undefined) return known;
    if (isNumberToken(word)) return word;
    this.swaps ??= this.foundSwaps();
    for (const swap of this.swaps) {
      const next = swapped(word, swap);
      if (next !== null) return next;
    }
    return word;
  }

  private foundSwaps(): NameSwap[] {
    const swaps = new Map<string, NameSwap>();
    for (const [from, to] of this.names) {
      const swap = isNumberToken(from) ? null : swapOf(from, to);
      if (swap) swaps.set(swap.old.join(" "), swap);
    }
    return [...swaps.values()];
  }

  /** A text with every word as it is called there, and how many words that changed. */
  apply(text: string): { readonly text: string; readonly bound: number } {
    if (this.names.size === 0) return { text, bound: 0 };
    let made = "";
    let bound = 0;
    let at = 0;
    eachToken(text, (from, to) => {
      const word = text.slice(from, to);
      if (!isWordToken(word)) return;
      const next = this.of(word);
      if (next === word) return;
      bound++;
      made += text.slice(at, from) + next;
      at = to;
    });
    return { text: made + text.slice(at), bound };
  }
}
