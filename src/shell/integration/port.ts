/**
 * What following the commands of a shell needs of the emulator. Lines are logical ones, counted from 0
 * at the terminal's start (`block.ts`); a cell is an offset within such a line, over all its rows.
 */
import type { Block, PromptState } from "../block.ts";

export interface LinePlace {
  readonly line: number;
  readonly cell: number;
}

/** A place that stays with its text when rows are lost, come, or wrap in another way. */
export interface KeptPlace extends LinePlace {
  /** -1 once the scrollback has lost it. */
  readonly line: number;
  /** Nobody asks for it any more. */
  forget(): void;
}

export interface TrackerPort {
  /** The width of the screen, in cells. */
  readonly cols: number;
  /** Where the cursor is. */
  cursor(): LinePlace;
  /** The cursor's place, kept. */
  keep(): KeptPlace;
  /** The line behind the last one that holds something. */
  end(): number;
  /** The text between two places, rows that wrap joined, lines by "\n"; at most 64 K UTF-16. */
  text(from: LinePlace, to: LinePlace): string;
  /** Text that is drawn dim or in a colour of its own from a place to the end of its line: a ghost. */
  faintFrom(from: LinePlace): boolean;
  /** A full-screen program has the terminal. */
  readonly alternate: boolean;
  /** The name of the program in the foreground (`bash`, `ssh`); null: not known. */
  foreground(): string | null;
  /** How many inputs were written to the program so far. */
  readonly sent: number;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Fed by the emulator; one for each terminal. */
export interface Tracker {
  /** An operating system command that was parsed, its number and what follows; true: it was ours. */
  osc(number: number, data: string): boolean;
  /** Output was parsed: what stands at the prompt may have changed. Called before a frame is made. */
  wrote(): void;
  /** The program has ended. */
  ended(): void;
  readonly prompt: PromptState | null;
  /** The folder of the shell itself, absolute; null: not known. */
  readonly cwd: string | null;
  /**
   * Those whose values have changed since the last call. A block whose text is gone from the screen
   * (`clear`), or that is one too many, comes once more with -1 for each of its lines.
   */
  takeChanged(): readonly Block[];
  /** All that are kept, with the lines of now. */
  readonly blocks: readonly Block[];
}
