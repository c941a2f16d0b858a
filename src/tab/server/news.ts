/** Waiting for what comes later: no clock, only events, and it ends when it is called off. */

export class News {
  private count = 0;
  private readonly waiting = new Set<() => void>();

  /** How often something was told. */
  get told(): number {
    return this.count;
  }

  tell(): void {
    this.count++;
    for (const wake of [...this.waiting]) wake();
  }

  /** Resolves when something was told since `told` had this value, or when `signal` is aborted. */
  async after(told: number, signal: AbortSignal): Promise<void> {
    if (this.count !== told || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.waiting.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener("abort", wake);
    });
  }
}

/**
 * The lists of `find`, which runs now and after each piece of news. An empty one takes back what was
 * said before; the first one does not, as what was said may still come again.
 */
export async function* withNews<T>(
  news: News,
  signal: AbortSignal,
  find: (signal: AbortSignal) => Promise<readonly T[]>,
): AsyncGenerator<readonly T[]> {
  for (let first = true; !signal.aborted; first = false) {
    const { told } = news;
    const found = await find(signal);
    if (signal.aborted) return;
    if (found.length > 0 || !first) yield found;
    await news.after(told, signal);
  }
}
