/** So many at once, and then one each so many milliseconds. */
export class RateLimit {
  readonly #most: number;
  readonly #each: number;
  #left: number;
  #at = 0;

  constructor(most: number, each: number) {
    this.#most = most;
    this.#each = each;
    this.#left = most;
  }

  /** Whether there may be one now. */
  take(now: number = performance.now()): boolean {
    this.#left = Math.min(this.#most, this.#left + (now - this.#at) / this.#each);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
