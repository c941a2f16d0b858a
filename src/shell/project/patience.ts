/**
 * Questions to file systems that may not answer (a network that is away). Each that waits holds one of
 * the few threads that the process has for all of its files, so little is asked while others wait.
 */

/** So many places may owe an answer. */
const MOST_LATE = 2;

export class Patience {
  /** Milliseconds. */
  private readonly time: number;
  /** Paths that did not answer in time, and still have not. */
  private readonly late = new Set<string>();

  constructor(time: number) {
    this.time = time;
  }

  /** What `ask` says of a path; null: it takes too long, or is not asked. Rejects as `ask` does. */
  async wait<T>(path: string, ask: () => Promise<T>): Promise<T | null> {
    if (this.late.has(path) || this.late.size >= MOST_LATE) return null;
    const answer = ask();
    let timer: NodeJS.Timeout | undefined;
    const end = new Promise<typeof LATE>((resolve) => {
      timer = setTimeout(() => resolve(LATE), this.time);
    });
    try {
      const first = await Promise.race([answer, end]);
      if (first !== LATE) return first;
    } finally {
      clearTimeout(timer);
    }
    this.late.add(path);
    const settle = (): void => void this.late.delete(path);
    answer.then(settle, settle);
    return null;
  }
}

const LATE = Symbol("late");

/** That of all looks around prompts, in 1.5 s: the threads are the process's. */
export const patience = new Patience(1_500);
