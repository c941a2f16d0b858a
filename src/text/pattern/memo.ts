/**
 * Which (instruction, position) pairs were entered before. In a pure program a second visit can only
 * fail again, so the matcher does not make it: patterns like `\v(a*)*b` take time in proportion to
 * the text. Bits live in pages that exist only where the match went.
 */

const PAGE_WORDS = 128;
const PAGE_MASK = PAGE_WORDS * 32 - 1;

export class Memo {
  private readonly pages: (Uint32Array | undefined)[] = [];
  private readonly spare: Uint32Array[] = [];
  private touched: number[] = [];
  private readonly width: number;
  /** Per star: the last stretch of positions where it was entered, inclusive; empty when from > to. */
  readonly starFrom: Float64Array;
  readonly starTo: Float64Array;

  constructor(memos: number, stars: number) {
    this.width = Math.max(1, memos);
    this.starFrom = new Float64Array(stars).fill(1);
    this.starTo = new Float64Array(stars);
  }

  /** Forgets the stretches of stars. */
  resetStars(): void {
    this.starFrom.fill(1);
    this.starTo.fill(0);
  }

  /** Forgets everything; costs what was remembered. */
  reset(): void {
    this.resetStars();
    for (const number of this.touched) {
      const page = this.pages[number]!;
      page.fill(0);
      this.pages[number] = undefined;
      if (this.spare.length < 64) this.spare.push(page);
    }
    this.touched = [];
    if (this.pages.length > 4096) this.pages.length = 0;
  }

  /** Marks the pair and tells whether it was marked already. `position` may be negative. */
  seen(memo: number, position: number): boolean {
    const key = position * this.width + memo;
    // Even numbers for pages at and after the origin, odd ones before it.
    const page = Math.floor(key / (PAGE_MASK + 1));
    const number = page >= 0 ? page * 2 : -page * 2 - 1;
    let words = this.pages[number];
    if (words === undefined) {
      words = this.spare.pop() ?? new Uint32Array(PAGE_WORDS);
      while (this.pages.length <= number) this.pages.push(undefined);
      this.pages[number] = words;
      this.touched.push(number);
    }
    const bit = key - page * (PAGE_MASK + 1);
    const word = bit >> 5;
    const mask = 1 << (bit & 31);
    if ((words[word]! & mask) !== 0) return true;
    words[word]! |= mask;
    return false;
  }
}
