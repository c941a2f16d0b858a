/** Choices that a seed decides: the same seed gives the same cases. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** 0 ≤ n < 1. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** 0 … limit - 1. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(part: number): boolean {
    return this.next() < part;
  }

  pick<T>(items: readonly T[]): T {
    const found = items[this.below(items.length)];
    if (found === undefined) throw new Error("Nothing to pick from");
    return found;
  }

  /** One of the words of a line, split at blanks. */
  word(line: string): string {
    return this.pick(line.trim().split(/\s+/));
  }

  /** `least` to `most` results of `make`, joined. */
  some(least: number, most: number, make: () => string): string {
    const count = least + this.below(most - least + 1);
    return Array.from({ length: count }, make).join("");
  }
}
