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
