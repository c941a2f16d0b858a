/** The targets of hyperlinks by number, for the cells that carry one; a bounded number of them. */

const MOST_LINKS = 20_000;
const LONGEST = 2048;
/** What opening a link may start: nothing that runs or reads by itself. */
const SCHEMES = /^(https?|ftp|file|mailto|ssh|git|news|irc):/i;

export class Links {
  readonly #targets = new Map<number, string>();
  readonly #numbers = new Map<string, number>();
  #last = 0;

  /** The number of a target; 0: it is none that is kept. */
  add(uri: string): number {
    const known = this.#numbers.get(uri);
    if (known !== undefined) return known;
    if (uri.length > LONGEST || !SCHEMES.test(uri) || !/^[\x21-\x7e]+$/.test(uri)) return 0;
    if (this.#targets.size >= MOST_LINKS) {
      const [oldest, target] = this.#targets.entries().next().value!;
      this.#targets.delete(oldest);
      this.#numbers.delete(target);
    }
    const number = ++this.#last;
    this.#targets.set(number, uri);
    this.#numbers.set(uri, number);
    return number;
  }

  target(number: number): string | undefined {
    return this.#targets.get(number);
  }
}
