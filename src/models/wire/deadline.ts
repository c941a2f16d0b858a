/** When a request is given up: nothing came for so long, or not all of it, or nobody wants it any more. */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly outer: AbortSignal;
  private first: NodeJS.Timeout | null;
  private readonly total: NodeJS.Timeout;
  private readonly firstMs: number;
  private readonly totalMs: number;
  /** Why time was up, as the end of a sentence; null: it is not. */
  expired: string | null = null;

  /** Milliseconds from now. */
  constructor(outer: AbortSignal, firstMs: number, totalMs: number) {
    this.outer = outer;
    this.firstMs = firstMs;
    this.totalMs = totalMs;
    this.first = setTimeout(() => {
      this.expire(`no answer within ${seconds(this.firstMs)}`);
    }, firstMs);
    this.total = setTimeout(() => {
      this.expire(`no end of the answer within ${seconds(this.totalMs)}`);
    }, totalMs);
    if (outer.aborted) this.abort();
    else outer.addEventListener("abort", this.abort, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The first byte of the answer is there. */
  began(): void {
    if (this.first !== null) clearTimeout(this.first);
    this.first = null;
  }

  over(): void {
    this.began();
    clearTimeout(this.total);
    this.outer.removeEventListener("abort", this.abort);
  }

  private readonly abort = (): void => this.controller.abort();

  private expire(why: string): void {
    this.expired = why;
    this.controller.abort();
  }
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1).replace(/\.0$/, "")} s`;
}
