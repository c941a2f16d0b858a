/** Work in slices, so that keys are read between any two. */

/** A slice may take so long, milliseconds. */
const SLICE_MS = 0.5;

/** Counts the time since the event loop had its turn. */
export class Turn {
  private begun = performance.now();
  /** Milliseconds of this thread that were used, of the whole work and of its longest slice. */
  used = 0;
  longest = 0;

  /** Lets others have a turn if this one has been long enough. */
  async pause(): Promise<void> {
    if (performance.now() - this.begun < SLICE_MS) return;
    await this.wait(new Promise<void>((resolve) => setImmediate(resolve)));
  }

  /** Waits for something that others do. */
  async wait<T>(work: Promise<T>): Promise<T> {
    this.count();
    const result = await work;
    this.begun = performance.now();
    return result;
  }

  /** The work is done. */
  end(): void {
    this.count();
  }

  private count(): void {
    const slice = performance.now() - this.begun;
    this.used += slice;
    this.longest = Math.max(this.longest, slice);
    this.begun = performance.now();
  }
}
