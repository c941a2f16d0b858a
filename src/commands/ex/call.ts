/** What an Ex command is and what it is called with. */
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import type { Modifiers } from "../../modal/ex/modifiers.ts";
import type { CommandShape } from "../../modal/ex/parse.ts";

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
  /** What its argument is completed with. */
  readonly complete?: CompletionKind;
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

/** `true` when everything is quiet: no report of changed lines. */
export function isQuiet(editor: Editor): boolean {
  return editor.exState.globalBusy || editor.exState.silent > 0;
}

/** Vim's msgmore(): tells of lines that came or went. */
export function reportMore(editor: Editor, difference: number): void {
  if (isQuiet(editor)) return;
  const count = Math.abs(difference);
  if (count <= editor.options.get("report")) return;
  if (difference > 0) editor.showMessage(`${count} more line${count === 1 ? "" : "s"}`);
  else editor.showMessage(count === 1 ? "1 line less" : `${count} fewer lines`);
}
