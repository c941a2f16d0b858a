/** The editing options that the transforms read, named as in Vim. All widths are cells. */

export interface IndentOptions {
  readonly tabstop: number;
  /** Widths of the first tabs, the last one repeats; empty or absent means `tabstop`. */
  readonly vartabstop?: readonly number[];
  /** 0 means the value of `tabstop`. */
  readonly shiftwidth: number;
  /** 0 is off, a negative number means `shiftwidth`. */
  readonly softtabstop: number;
  readonly expandtab: boolean;
  readonly shiftround: boolean;
  readonly smarttab: boolean;
}

export interface FormatOptions extends IndentOptions {
  /** 0 is off: `gq` then uses 79, typing does not wrap. */
  readonly textwidth: number;
  readonly formatoptions: string;
  /** As Vim's option: `s1:/*,mb:*,ex:* /,://,...` */
  readonly comments: string;
  readonly joinspaces: boolean;
  readonly autoindent: boolean;
  /** A JavaScript pattern for the start of a numbered list item. */
  readonly formatlistpat?: RegExp;
}

export const DEFAULT_COMMENTS = "s1:/*,mb:*,ex:*/,://,b:#,:%,:XCOMM,n:>,fb:-";
export const DEFAULT_LIST_PATTERN = /^\s*\d+[\]:.)}\t ]\s*/;

/** An edit of one line: replace columns `[from, to)` by `insert`; the cursor goes to `cursorCol`. */
export interface LineEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly cursorCol: number;
}
