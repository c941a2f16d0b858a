/** A document: a text, where it belongs on disk, and what is remembered about it. */
import { compileIsKeyword } from "../text/keyword.ts";
import { Slots } from "../text/slots.ts";
import type { Point, Text } from "../text/text.ts";
import { UndoTree } from "../text/undo-tree.ts";
import type { Fiber } from "./fiber.ts";
import { FileState } from "./file-state.ts";
import type { RowRange } from "./fold-levels.ts";
import type { OptionStore } from "./options.ts";

/** What a buffer is for; only a `file` is written, journalled and asked about. `terminal`: terminal-face.ts. */
export type DocumentKind = "file" | "scratch" | "help" | "cmdwin" | "prompt" | "terminal";

export class Document {
  readonly id: number;
  kind: DocumentKind = "file";
  /** Absolute path, or null for a buffer without a name. */
  path: string | null;
  /** Lines joined by `\n`, without the final line break of the file. */
  text: Text;
  /** Counts dispatches. */
  revision = 0;
  /** Shown as its name where there is no path: what a feature made the document for. */
  title: string | null = null;
  /**
   * What `:w` does instead of writing a file (an editable list of matches, a commit message, a version
   * in git's index). It throws UserError to refuse; then the document stays modified.
   */
  writer: (() => Fiber) | null = null;
  /**
   * A program waits until it is left: it is not hidden with unsaved changes, but `abandoned` with a `!`.
   * Null: nobody does.
   */
  awaited: { abandoned: boolean } | null = null;
  listed = true;
  loaded = true;
  readonly options: OptionStore;
  readonly file = new FileState();
  undo: UndoTree;
  readonly marks = new Map<string, Point>();
  /** Where changes were made, oldest first (`g;`). */
  changes: Point[] = [];
  /** How many undo steps there were when the change list got its newest entry. */
  notedStep = 0;
  /** The line changed last as it was before, for `U`. */
  savedLine: { readonly row: number; readonly text: string; readonly col: number } | null = null;
  /** The revision in which the last row was deleted, or an empty text was loaded. */
  emptied = 0;
  readonly slots = new Slots();
  /**
   * What `foldmethod=syntax` folds, of some text of the document: rows, sorted by their start, the outer
   * ones first. Null where a feature has not said it yet.
   */
  foldRanges: { readonly text: Text; readonly ranges: readonly RowRange[] } | null = null;
  /** What a closed fold shows; null, or a null answer: what Vim shows. */
  foldText: ((fold: RowRange) => string | null) | null = null;
  private keyword: { option: string; test: (codePoint: number) => boolean } | null = null;

  constructor(id: number, text: Text, path: string | null, options: OptionStore, now: number) {
    this.id = id;
    this.text = text;
    this.path = path;
    this.options = options;
    this.undo = new UndoTree(now);
  }

  get modified(): boolean {
    if (this.kind !== "file" && this.writer === null) return false;
    return this.undo.isChanged;
  }

  /** Not even an empty row is left to delete: Vim's ML_EMPTY. */
  get hasNoRows(): boolean {
    return this.text.length === 0 && this.emptied === this.revision;
  }

  /** The `iskeyword` test of this document. */
  get isKeyword(): (codePoint: number) => boolean {
    const option = this.options.get("iskeyword");
    if (this.keyword?.option !== option) this.keyword = { option, test: compileIsKeyword(option) };
    return this.keyword.test;
  }
}
