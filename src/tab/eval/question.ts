/**
 * The questions and answers of the replay protocol: JSON objects, one a line. Lines and columns count
 * from 0, columns in UTF-16 units; texts are whole files.
 */
export interface Spot {
  readonly line: number;
  readonly col: number;
}

export interface FileEdit extends Spot {
  readonly file: string;
  readonly removed: string;
  readonly inserted: string;
}

export interface Question {
  readonly id?: string;
  readonly pass?: string;
  /** A new episode begins: nothing of the last one is known. */
  readonly reset?: boolean;
  readonly lang?: string;
  readonly paths?: readonly string[];
  /** The files whose text changed since the last question. */
  readonly files: Readonly<Record<string, string>>;
  /** All edits of the episode; each one's place is in the text as it stood when it was made. */
  readonly edits: readonly FileEdit[];
  readonly cursor: Spot & { readonly file: string };
}

export interface Suggestion {
  readonly file: string;
  readonly range: { readonly start: Spot; readonly end: Spot };
  readonly newText: string;
}

export interface Answer {
  /** The best first, three at most. */
  readonly suggestions: readonly Suggestion[];
  /** A place without a text. */
  readonly jump?: { readonly file: string; readonly line: number; readonly col: number };
}
