/**
 * A row of an emulated terminal as a value: it is made in another process and drawn by the view. Nothing
 * in it is a command to a terminal.
 */
import type { Style } from "./style.ts";

export interface CellRow {
  /** The clusters of the row one after the other; blank cells at its end are left out. */
  readonly text: string;
  /**
   * The UTF-16 length and the cells (1 or 2) of each cluster, in turn; null: every UTF-16 unit of `text`
   * is one cell.
   */
  readonly clusters: Uint8Array | null;
  /** Styles in turn: the column (cell) where each ends, not included, and its number in the styles. */
  readonly runs: Uint32Array;
  /** The row goes on from the one above it: together they are one line. */
  readonly wrapped: boolean;
}

/** Styles by number, in the order in which they were first used; 0 is the plain one. */
export type CellStyles = readonly Style[];
