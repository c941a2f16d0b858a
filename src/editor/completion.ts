/** The popup menus of insert mode: Vim's, and the one that opens by itself. */
import type { FloatLine } from "./float.ts";

/** Vim's: the item that is selected stands in the text. */
export interface CompletionItem {
  readonly text: string;
  /** A short word on what it is, shown beside it. */
  readonly kind?: string;
}

export interface Completion {
  /** Offset where the completed text starts. */
  readonly from: number;
  /** What was typed there. */
  readonly typed: string;
  readonly items: readonly CompletionItem[];
  /** The item that stands in the text; -1: what was typed. */
  selected: number;
}

/** A row of the menu that opens by itself. */
export interface CompletionRow {
  readonly label: string;
  /** UTF-16 offsets in the label of the letters that match, ascending. */
  readonly positions: readonly number[];
  /** Shown right behind the label: a signature, the module that it is imported from. */
  readonly labelDetail: string;
  readonly kind: string;
  /** Where it comes from, in a short word. */
  readonly source: string;
  readonly deprecated: boolean;
}

/** The completion menu that opens by itself, as it is drawn. */
export interface CompletionPicture {
  /** Offset where the completed text starts. */
  readonly from: number;
  readonly rows: readonly CompletionRow[];
  /** -1: none. */
  readonly selected: number;
  /** Of the selected row; none: empty. */
  readonly documentation: readonly FloatLine[];
}
