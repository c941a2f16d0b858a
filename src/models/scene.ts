/**
 * What a model may see of the user's work: values that can be sent as JSON, made by `context/`, which
 * has left out what must not leave this machine. Offsets are UTF-16; rows count from 0; paths are
 * relative to the project, with `/`. The same state gives the same scene, character for character:
 * there are no times in it, so that prompts keep their beginnings from one keystroke to the next.
 */

/** The UTF-16 range `[from, to)`. */
export interface SceneSpan {
  readonly from: number;
  readonly to: number;
}

export interface Scene {
  /** The name of the project's folder, without its path. */
  readonly project: string;
  /** The file that is edited. */
  readonly path: string;
  /** The filetype (`typescript`); "" where none is known. */
  readonly language: string;
  /** Whole lines around the cursor, joined by "\n"; all of the file if it is not too large. */
  readonly text: string;
  /** The row of the file that `text` starts at. */
  readonly firstRow: number;
  /** Rows of the whole file. */
  readonly rows: number;
  /** An offset in `text`. */
  readonly cursor: number;
  readonly mode: "insert" | "normal";
  /**
   * Ranges of `text`, sorted, where characters stand for a secret of the same length. A change that
   * touches one of them must not be made.
   */
  readonly masked: readonly SceneSpan[];
  /** What the user changed, oldest first; the last one may be in the middle of being typed. */
  readonly edits: readonly SceneEdit[];
  /** Other text that matters, the most important first. */
  readonly related: readonly SceneExcerpt[];
  /** Of the lines of `text`, the nearest to the cursor first. */
  readonly diagnostics: readonly SceneDiagnostic[];
  /** The last command of the terminal with its trimmed output; null: none that matters. */
  readonly terminal: string | null;
}

/** One edit of the history, with the lines around it. */
export interface SceneEdit {
  readonly path: string;
  /** Hunks of a unified diff (`@@ -1,3 +1,4 @@` and lines), without the names of the files. */
  readonly diff: string;
  /** Row of the file, before the edit, that `original` and `updated` start at. */
  readonly row: number;
  /** Whole lines around the change before and after it. */
  readonly original: string;
  readonly updated: string;
  /** It was a prediction that the user took. */
  readonly accepted: boolean;
  /** The user is typing it now. */
  readonly open: boolean;
}

/** `definition`: of a name near the cursor; `recent`: the user was there; `related`: changes with this file. */
export type ExcerptKind = "definition" | "recent" | "related" | "outline";

export interface SceneExcerpt {
  readonly path: string;
  readonly kind: ExcerptKind;
  /** Whole lines. */
  readonly text: string;
  /** The row of its file that `text` starts at. */
  readonly firstRow: number;
  /** It is all of its file. */
  readonly whole: boolean;
}

export interface SceneDiagnostic {
  /** The row of the file. */
  readonly row: number;
  readonly severity: "error" | "warning" | "information" | "hint";
  readonly message: string;
  /** Who says so, and its code (`ts`, `2304`); "" where not known. */
  readonly source: string;
  readonly code: string;
}
