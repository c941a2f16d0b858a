import type { Window } from "../editor/window.ts";

/** What the current window was last scrolled for. */
export class Followed {
  win: Window | null = null;
  top = 0;
  skip = 0;
  height = 0;
  width = 0;
  versions = 0;
  folds = 0;
  slots = 0;
  lines = 0;
  row = 0;
  length = 0;
  /** Screen row of the cursor in the window. */
  y = Number.POSITIVE_INFINITY;
}

/** Whether a line is ASCII of one cell each up to a column and the one behind it. */
export function isPlainTo(line: string, col: number): boolean {
  if (col > 1000) return false;
  const end = Math.min(line.length, col + 1);
  for (let i = 0; i < end; i++) {
    const code = line.charCodeAt(i);
    if (code < 0x20 || code >= 0x7f) return false;
  }
  return col + 1 >= line.length || line.charCodeAt(col + 1) < 0x300;
}
