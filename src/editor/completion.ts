/** The popup menu of insert mode. */
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
