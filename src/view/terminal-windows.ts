/** The windows that show a live terminal, each with its painter. */
import { liveFace } from "../editor/terminal-face.ts";
import type { Window } from "../editor/window.ts";
import type { Grid } from "../screen/grid.ts";
import type { Cursor } from "../screen/layer.ts";
import type { Palette } from "./palette.ts";
import { TerminalPainter } from "./terminal-painter.ts";

export class LiveWindows {
  private readonly painters = new Map<Window, TerminalPainter>();

  /** Draws a live terminal; "left": the window shows text from now on; "text": as before. */
  paint(grid: Grid, win: Window, palette: Palette): "drawn" | "left" | "text" {
    const face = liveFace(win);
    if (face === null) return this.painters.delete(win) ? "left" : "text";
    let painter = this.painters.get(win);
    if (painter === undefined) this.painters.set(win, (painter = new TerminalPainter(win)));
    painter.paint(grid, face, palette);
    return "drawn";
  }

  /** Of the program of a live window; null: it hides it. */
  cursor(win: Window): Cursor | null {
    const face = liveFace(win);
    return face === null ? null : (this.painters.get(win)?.cursor(face) ?? null);
  }

  isLive(win: Window): boolean {
    return win.doc.kind === "terminal" && liveFace(win) !== null;
  }

  invalidate(): void {
    for (const painter of this.painters.values()) painter.invalidate();
  }

  forget(win: Window): void {
    this.painters.delete(win);
  }
}
