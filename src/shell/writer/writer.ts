/** Commands from descriptions: what a writer is asked, and what it answers. */
import type { ShellKind } from "../block.ts";

/** Where and what for a command is wanted. */
export interface WriterQuestion {
  /** What was typed: a sentence, or some words. */
  readonly words: string;
  readonly shell: ShellKind;
  /** Absolute; null: not known. */
  readonly cwd: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export type CandidateSource = "intent" | "project" | "history" | "spec" | "manual" | "model";

export interface CommandCandidate {
  /** With holes for what the words do not say: `tar xf {archive}`. */
  readonly command: string;
  /** One line. */
  readonly explanation: string;
  readonly source: CandidateSource;
  /** How well it fits, 0 to 1; those of several writers are compared by it. */
  readonly score: number;
}

/**
 * One who writes commands: the search by words, a model. What it answers is shown, with its risk as
 * hunch rates it, and put at the prompt when the user chooses it; it is never run.
 */
export interface CommandWriter {
  readonly name: string;
  /** Further candidates as they come, each better or worse than those before. Ends when aborted. */
  write(question: WriterQuestion, signal: AbortSignal): AsyncIterable<readonly CommandCandidate[]>;
}
