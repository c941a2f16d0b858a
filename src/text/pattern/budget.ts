/** How much work a match may do, counted in steps so that tests never depend on a clock. */
import { UserError } from "../../base/errors.ts";

/** A pattern used up its steps. Shown to the user like any refusal. */
export class PatternTooSlow extends UserError {
  constructor(message = "Pattern takes too long") {
    super(message);
  }
}

/** Steps between two calls of `poll`: a few tenths of a millisecond. */
const POLL_EVERY = 4096;

export interface BudgetOptions {
  /** Steps in all; without it there is no limit. A step takes 20 to 50 ns. */
  readonly steps?: number;
  /** Called every few thousand steps; may throw `Cancelled`. */
  readonly poll?: () => void;
}

/** Shared by all matches of one command or one key. */
export class Budget {
  private left: number;
  private untilPoll = POLL_EVERY;
  private readonly poll: (() => void) | undefined;
  /** Steps spent so far. */
  spent = 0;

  constructor(options: BudgetOptions = {}) {
    this.left = options.steps ?? Number.POSITIVE_INFINITY;
    this.poll = options.poll;
  }

  /** Takes `steps` off. Throws `PatternTooSlow` when none are left, and whatever `poll` throws. */
  spend(steps: number): void {
    this.spent += steps;
    this.left -= steps;
    if (this.left < 0) throw new PatternTooSlow();
    this.untilPoll -= steps;
    if (this.untilPoll < 0) {
      this.untilPoll = POLL_EVERY;
      this.poll?.();
    }
  }
}
