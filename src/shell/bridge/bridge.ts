/** What the completions of real shells say may come next, as suggestions can use it. */
import type { CommandSuggestion } from "../command.ts";

export interface Completion {
  /** The whole last word, as it would be typed. */
  readonly text: string;
  /** One line; or empty. */
  readonly description: string;
}

export interface Bridge {
  /**
   * Lines that begin with `prefix` as far as shells have already said so; where they have not, they are
   * asked behind the frame, and whoever listens is told. Takes no time and never waits.
   */
  offers(prefix: string, cwd: string | null): readonly CommandSuggestion[];
  /**
   * What may stand in the place of the last word of `prefix` (a command line up to the cursor). Empty
   * where nothing is known, nothing may be started, or it took too long. Never rejects; `signal` ends it.
   */
  completionsOf(prefix: string, cwd: string, signal: AbortSignal): Promise<readonly Completion[]>;
  close(): void;
}
