/**
 * A layer of the screen: windows, a popup, a prompt, a panel. The compositor (in `view`) keeps a
 * stack of them, offers an event to the top one first, and draws them from the bottom up.
 */
import type { InputEvent } from "../base/key.ts";
import type { Grid } from "./grid.ts";

/** A rectangle of cells: 0-based row and column of its corner. */
export interface Rect {
  readonly row: number;
  readonly col: number;
  readonly rows: number;
  readonly cols: number;
}

export interface Size {
  readonly rows: number;
  readonly cols: number;
}

export type CursorShape = "block" | "bar" | "underline";

/** Where the terminal's own cursor stands (0-based cells of the whole screen) and how it looks. */
export interface Cursor {
  readonly row: number;
  readonly col: number;
  readonly shape: CursorShape;
  readonly blink?: boolean;
}

export interface Layer {
  /** A name for messages and tests, such as "windows" or "picker". */
  readonly id: string;
  /** Whether the event was for this layer; "ignored" passes it to the one below. */
  handle(event: InputEvent): "ignored" | "consumed";
  /** Draws itself into `area` of `grid`, and nowhere else. */
  render(grid: Grid, area: Rect): void;
  /** Where the cursor goes when this layer is the top one that has one; null leaves it to others. */
  cursor(area: Rect): Cursor | null;
  /** The area that it wants of a screen; the compositor cuts it to fit. */
  size(screen: Size): Rect;
}
