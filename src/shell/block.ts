/**
 * What a shell told of its commands (or what was guessed): a block is a command line with its output.
 * Lines are logical lines of a terminal (however often they wrap), counted from 0 at its start; those
 * that the scrollback has lost keep their numbers.
 */

export type ShellKind = "bash" | "zsh" | "fish" | "other";

export interface Block {
  /** Unique in its terminal, rising. */
  readonly id: number;
  /** As it was typed, without the prompt; may have several lines. Empty: not known. */
  readonly command: string;
  /** The folder in which it ran, absolute; null: not known (another machine, another user). */
  readonly cwd: string | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Null while it runs. */
  readonly endedAt: number | null;
  /** The exit status; null while it runs, or not known. 128 + n: ended by signal n. */
  readonly status: number | null;
  /** The first line of its prompt. */
  readonly promptLine: number;
  /** The first line of its output; it ends before `endLine`. */
  readonly outputLine: number;
  /** The line behind the output; the last line so far while it runs. */
  readonly endLine: number;
  /** The shell said it with the secret of this terminal; false: guessed from what prompts look like. */
  readonly sure: boolean;
}

/** What stands at the prompt, as far as the screen shows it. */
export interface PromptState {
  /** Rises with each new prompt. */
  readonly id: number;
  readonly shell: ShellKind;
  /** From the prompt's end to the cursor. */
  readonly before: string;
  /** From the cursor to the end of the input; not what the shell draws by itself (a right prompt). */
  readonly after: string;
  readonly cwd: string | null;
  /** The shell draws suggestions of its own (fish, zsh-autosuggestions). */
  readonly ownGhost: boolean;
  /** The shell said where the prompt ends; false: guessed (ssh, su, containers). */
  readonly sure: boolean;
  /** How many inputs the terminal had been sent (`Terminal.sent`) when the screen was read. */
  readonly seen: number;
}

/** Whether both say the same of the same prompt. */
export function samePrompt(a: PromptState | null, b: PromptState | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.id === b.id &&
    a.before === b.before &&
    a.after === b.after &&
    a.cwd === b.cwd &&
    a.ownGhost === b.ownGhost &&
    a.sure === b.sure &&
    a.seen === b.seen
  );
}
