/**
 * What is suggested at the moment, as a picture that does not know the screen: who predicts puts it
 * here, who draws (the view) asks for it with each frame. Nothing of it moves text that is there.
 * Rows are 0-based rows of the document, offsets UTF-16.
 */
import type { Document } from "./document.ts";
import type { Editor } from "./editor.ts";
import type { FloatSpan } from "./float.ts";
import type { Window } from "./window.ts";

/** UTF-16, `[from, to)`. */
export interface SuggestionSpan {
  readonly from: number;
  readonly to: number;
}

export interface SuggestionLine {
  /** May hold any character but a line break: it is made printable when drawn. */
  readonly text: string;
  /** Colours of its syntax, ascending, not overlapping. Empty as long as they are not known. */
  readonly colours: readonly FloatSpan[];
  /** What is new in it (or what goes, in a line of the old text), ascending. */
  readonly marked: readonly SuggestionSpan[];
}

/**
 * A change of rows that lie together. `insert`: nothing goes; the first of `lines` belongs at `pos`,
 * the others below it. `line`: one row becomes another one. `lines`: rows become others. `delete`:
 * whole rows go.
 */
export interface SuggestionBlock {
  readonly kind: "insert" | "line" | "lines" | "delete";
  /** Rows of the old text, inclusive. */
  readonly first: number;
  readonly last: number;
  /** The offset in the old text where the change begins. */
  readonly pos: number;
  /** The rows are put in above `first`; only of an `insert` before the first row of the text. */
  readonly above: boolean;
  /** What goes, ascending offsets of the old text. */
  readonly deleted: readonly SuggestionSpan[];
  /** Of an `insert` what is put in, else the rows as they will be. */
  readonly lines: readonly SuggestionLine[];
  /** The rows as they are. */
  readonly old: readonly SuggestionLine[];
  /** `line`: what takes the place of what goes, where that alone says it. */
  readonly short: SuggestionLine | null;
  /** An `insert` of one line: the row as it will be. */
  readonly whole: SuggestionLine | null;
}

/** A place where the next change belongs, whose text nobody knows. */
export interface SuggestionPlace {
  readonly row: number;
  readonly pos: number;
  readonly line: SuggestionLine;
}

export interface SuggestionPicture {
  /** Null: the file is not open. */
  readonly doc: Document | null;
  /** The picture is right for this revision only. */
  readonly revision: number;
  /** What the file is called, for who looks at another one. */
  readonly file: string;
  /** In the order of the text. */
  readonly blocks: readonly SuggestionBlock[];
  /** Null where there are `blocks`. */
  readonly place: SuggestionPlace | null;
  /** "1 of 14", or empty. */
  readonly count: string;
  /** How much of it is drawn: all, one row, or only that there is one. */
  readonly level: "full" | "line" | "hint";
}

/** What may be done next that is no change of a text: said at the edge of a window. */
export interface SuggestedAction {
  readonly win: Window;
  readonly text: string;
}

export class Suggestions {
  current: SuggestionPicture | null = null;
  /** Drawn only where there is no picture. */
  offer: SuggestedAction | null = null;
}

const REGISTRIES = new WeakMap<Editor, Suggestions>();

/** The suggestion of an editor; made by the first call. */
export function suggestionsOf(editor: Editor): Suggestions {
  let suggestions = REGISTRIES.get(editor);
  if (!suggestions) {
    suggestions = new Suggestions();
    REGISTRIES.set(editor, suggestions);
  }
  return suggestions;
}
