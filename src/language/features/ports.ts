/** What the features of servers need of the rest of the program, and this room may not import. */
import type { Fiber } from "../../editor/fiber.ts";

export interface LanguagePorts {
  /**
   * Reads a line below the windows; null: it was left with Esc. `onChange` is told of the text after
   * each key.
   */
  readLine(prompt: string, initial: string, onChange: (text: string) => void): Fiber<string | null>;
  /** Ends visual mode, where it is on; `gv` brings the selection back. */
  leaveVisual(): void;
}
