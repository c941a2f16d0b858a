/** A window: a view of a document with its own cursor, selection, scroll, options and jump list. */
import type { Document } from "./document.ts";
import { FoldSet } from "./folds.ts";
import { JumpList } from "./jump-list.ts";
import type { OptionStore } from "./options.ts";

export interface Cursor {
  /** UTF-16 offset in the document. */
  readonly pos: number;
  /** Cells beyond the character at `pos`, with `virtualedit`. */
  readonly coladd: number;
  /** The cell that vertical motions aim at; null: where the cursor is; Infinity: the line's end. */
  readonly want: number | null;
}

export interface VisualState {
  readonly kind: "v" | "V" | "<C-v>";
  /** The fixed end. */
  readonly anchor: number;
  readonly anchorAdd: number;
  /** A block of this many cells less one, wherever the cursor is (`.` over short lines). */
  readonly cells?: number;
}

/** A working folder of its own (`:lcd`, `:tcd`), and the one before it; absolute paths. */
export interface Folders {
  own: string | null;
  last: string | null;
}

export class Window {
  readonly id: number;
  doc: Document;
  cursor: Cursor = { pos: 0, coladd: 0, want: null };
  visual: VisualState | null = null;
  /** The 0-based row at the top. */
  top = 0;
  /** Screen rows of the top line that are scrolled out (only when one line fills the window). */
  skip = 0;
  /** Cells scrolled out at the left, without `wrap`. */
  left = 0;
  readonly options: OptionStore;
  jumps = new JumpList();
  /** Where `g;` and `g,` are in the change list; null: after its end. */
  changeIndex: number | null = null;
  private foldSet = new FoldSet();
  /** The document that CTRL-^ goes to. */
  alternate: Document | null = null;
  readonly folders: Folders = { own: null, last: null };
  /** Rows and columns on the screen, without the status line; set by the layout. */
  height = 24;
  width = 80;
  /** Top left cell on the screen. */
  row = 0;
  col = 0;
  /** The last cursor place in each document this window showed. */
  readonly places = new WeakMap<Document, { cursor: Cursor; top: number }>();

  constructor(id: number, doc: Document, options: OptionStore) {
    this.id = id;
    this.doc = doc;
    this.options = options;
    this.foldSet.owner = this;
  }

  get folds(): FoldSet {
    return this.foldSet;
  }

  set folds(folds: FoldSet) {
    folds.owner = this;
    this.foldSet = folds;
  }
}
