/** When a server that ended is started again: after 1, 2, 4… s, and not for ever. */
const MOST_ENDS = 5;
const WITHIN_MS = 180_000;
const FIRST_WAIT_MS = 1000;

interface Ends {
  /** When it ended, ms, oldest first. */
  times: number[];
  waiting: NodeJS.Timeout | null;
  gaveUp: boolean;
}

export class RestartPlan {
  private readonly servers = new Map<string, Ends>();
  private readonly again: () => void;
  private readonly say: (text: string) => void;
  private readonly now: () => number;
  private readonly until: string;

  /**
   * `again` is called when a server may be started; `say` tells the user, once for each trouble; `until`
   * is the command that starts one that ended too often.
   */
  constructor(
    again: () => void,
    say: (text: string) => void,
    now: () => number = () => performance.now(),
    until = ":LspRestart",
  ) {
    this.again = again;
    this.say = say;
    this.now = now;
    this.until = until;
  }

  /** Whether a server may be started now. */
  mayStart(key: string): boolean {
    const ends = this.servers.get(key);
    return ends === undefined || (ends.waiting === null && !ends.gaveUp);
  }

  /** A server ended although nobody wanted it. */
  ended(key: string, name: string, why: string): void {
    const ends = this.servers.get(key) ?? { times: [], waiting: null, gaveUp: false };
    this.servers.set(key, ends);
    const now = this.now();
    ends.times = ends.times.filter((time) => now - time < WITHIN_MS);
    ends.times.push(now);
    const count = ends.times.length;
    if (count > MOST_ENDS) {
      ends.gaveUp = true;
      this.say(`${name} ended ${count} times (${why}): it stays off until ${this.until}`);
      return;
    }
    if (count === 1) this.say(`${name} ended (${why}) and is started again`);
    ends.waiting = setTimeout(
      () => {
        ends.waiting = null;
        this.again();
      },
      FIRST_WAIT_MS * 2 ** (count - 1),
    );
    ends.waiting.unref();
  }

  giveUp(key: string): void {
    const ends = this.servers.get(key) ?? { times: [], waiting: null, gaveUp: false };
    if (ends.waiting !== null) clearTimeout(ends.waiting);
    this.servers.set(key, { ...ends, waiting: null, gaveUp: true });
  }

  /** Every server may be started at once. */
  forget(): void {
    for (const { waiting } of this.servers.values()) {
      if (waiting !== null) clearTimeout(waiting);
    }
    this.servers.clear();
  }
}
