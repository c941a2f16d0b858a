/** What commands on blocks need of the windows and texts of terminals. */
import type { Fiber } from "../../editor/fiber.ts";
import type { Window } from "../../editor/window.ts";
import type { Terminal, Terminals } from "../terminals.ts";

export interface BlockWindows {
  readonly terminals: Terminals;
  /** The line of the terminal that the first row of its text is; null: it has none. */
  firstLine(terminal: Terminal): number | null;
  /** Shows the text, brought up to date. */
  goNormal(win: Window): Fiber;
  goLive(win: Window): void;
}
