/** Indenting by the syntax of a text: given to the editor by the feature that has the trees. */
import type { Document } from "./document.ts";

export interface SyntaxIndent {
  /**
   * The rows from `first` to `last` (0-based, both included) as `=` makes them; null: the syntax is not
   * known. `poll` is called every few rows and may throw.
   */
  rows(doc: Document, first: number, last: number, poll: () => void): string[] | null;
  /**
   * The cells of indent of a row that is made at `pos` (UTF-16 offset); `rest` is what of its row goes
   * to the new one. Null: nothing is known.
   */
  newRow(doc: Document, pos: number, rest: string): number | null;
  /**
   * The cells that a row's indent should have after `typed` came to stand before column `col`; null: it
   * stays.
   */
  typed(doc: Document, row: number, col: number, typed: string): number | null;
}
