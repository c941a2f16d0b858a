/** What may be done next that is no change of a text. */
import type { Document } from "../../editor/document.ts";
import type { Window } from "../../editor/window.ts";

/** A command line and the folder (absolute) it is run in. */
export interface RunnableCommand {
  readonly command: string;
  readonly cwd: string;
  /** What it does, where that is known (the text of a script); or empty. */
  readonly detail: string;
}

/** What is learned about, each by itself: how often the user does it. */
export type Habit =
  | "rerun"
  | "install"
  | "test.edited"
  | "test.fixed"
  | "test.again"
  | "save"
  | "open.test"
  | "open.source"
  | "close";

interface Common {
  /** What made it due: the same occasion is offered once. */
  readonly occasion: string;
  readonly habit: Habit;
  /** The project, for what is learned; empty: none. */
  readonly project: string;
  /** One line: why. */
  readonly reason: string;
}

export type NextAction = Common &
  (
    | {
        readonly kind: "command";
        readonly command: RunnableCommand;
        readonly write: readonly Document[];
      }
    | { readonly kind: "save"; readonly write: readonly Document[] }
    | { readonly kind: "open"; readonly path: string }
    | { readonly kind: "close"; readonly win: Window }
  );

export interface Likely {
  readonly action: NextAction;
  /** 0 to 1. */
  readonly chance: number;
}
