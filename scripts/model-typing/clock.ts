/** A clock that goes on only when it is told to, with what waits for it. */

interface Waiting {
  readonly at: number;
  readonly order: number;
  run(): void;
}

export class SimulatedClock {
  /** Milliseconds. */
  now = 0;
  private waiting: Waiting[] = [];
  private order = 0;

  after(ms: number, run: () => void): void {
    const one = { at: this.now + Math.max(0, ms), order: this.order++, run };
    let at = this.waiting.length;
    while (at > 0 && this.waiting[at - 1]!.at > one.at) at--;
    this.waiting.splice(at, 0, one);
  }

  /** Goes on until then; promises are worked off behind each event. */
  async goTo(time: number): Promise<void> {
    await settle();
    while (this.waiting.length > 0 && this.waiting[0]!.at <= time) {
      const next = this.waiting.shift()!;
      this.now = Math.max(this.now, next.at);
      next.run();
      await settle();
    }
    this.now = Math.max(this.now, time);
  }
}

/** Promises that wait for nothing outside are worked off. */
async function settle(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Numbers from 0 to 1 that are the same in each run. */
export function randomOf(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}
