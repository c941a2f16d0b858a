/** What an Ex command is and what it is called with. Features add theirs to `editor.exCommands`. */
import type { Modifiers } from "../modal/ex/modifiers.ts";
import type { CommandShape } from "../modal/ex/parse.ts";
import type { Editor } from "./editor.ts";
import type { Fiber } from "./fiber.ts";

export interface ExCommand extends CommandShape {
  /** Letters of the shortest abbreviation. */
  readonly min: number;
  /** One sentence for `:help` and completion. */
  readonly doc: string;
  /** `lines`: rows of the text; `count`: any number (windows, tab pages, buffers). */
  readonly range?: "lines" | "count";
  /** Without a range all lines are meant. */
  readonly whole?: boolean;
  /** Line 0 is allowed. */
  readonly zero?: boolean;
  /** Refused where the text can't be changed. */
  readonly modify?: boolean;
  /** The lines of closed folds are taken as a whole. */
  readonly folds?: boolean;
  /** What its argument is completed with: a kind, or the words that may stand there. */
  readonly complete?: CompletionKind | ((editor: Editor) => readonly string[]);
  run(call: ExCall): Fiber | void;
}

export type CompletionKind =
  | "command"
  | "file"
  | "dir"
  | "buffer"
  | "option"
  | "help"
  | "event"
  | "map"
  | "mark"
  | "register"
  | "highlight"
  | "theme"
  | "usercommand"
  | "augroup"
  | "shell"
  | "none";

export interface ExecuteOptions {
  /** A person typed the line: it goes to the `:` register, questions may be asked. */
  readonly typed?: boolean;
}

export interface ExCall {
  readonly editor: Editor;
  readonly command: ExCommand;
  /** The name as typed. */
  readonly word: string;
  /** 1-based, both included. */
  readonly line1: number;
  readonly line2: number;
  /** Addresses given, counting a count. */
  readonly addressCount: number;
  readonly bang: boolean;
  readonly register: string;
  readonly count: number | null;
  readonly flags: string;
  readonly args: string;
  readonly repeat: number;
  readonly modifiers: Modifiers;
  readonly typed: boolean;
  /** The rest of the line for commands that look for `|` themselves: set it to what follows. */
  next: string | null;
  /** Runs another line inside this one. */
  execute(line: string): Fiber;
}
