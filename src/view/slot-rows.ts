/**
 * The rows of a window that inlays or virtual lines are in. Most rows have none, and to ask for each
 * takes longer than to draw it.
 */
import type { Window } from "../editor/window.ts";

export class SlotRows {
  readonly inlays = new Set<number>();
  readonly lines = new Set<number>();

  /** Looks through what the window may show. */
  find(win: Window): void {
    const { inlays, lines } = this;
    inlays.clear();
    lines.clear();
    const { slots, text } = win.doc;
    const from = text.line(Math.min(win.top, text.lines - 1) + 1).from;
    // Folds bring later rows up.
    const visible = win.folds.folds.length > 0 ? text.lines : win.top + win.height;
    const to = text.line(Math.max(1, Math.min(text.lines, visible))).to;
    const rowAt = (pos: number) => text.lineAt(pos).number - 1;
    slots.between("inlays", from, to, (at) => void inlays.add(rowAt(at)), win.id);
    slots.between("lines", from, to, (at) => void lines.add(rowAt(at)), win.id);
  }
}
