/** What the modal engine remembers between commands. */
import type { Key } from "../base/key.ts";
import type { ChangeDesc, Span, Text } from "../text/text.ts";
import type { Document } from "./document.ts";

/** The size of a visual selection, so that `.` can make one like it at the cursor. */
export interface VisualShape {
  readonly kind: "v" | "V" | "<C-v>";
  /** Rows it spans. */
  readonly rows: number;
  /**
   * `v` on one row: characters less one; `v` on more: the cell of its end on the last row; `<C-v>`:
   * cells less one. Infinity: to the end of the line.
   */
  readonly cells: number;
}

/** What `.` does again: keys in the form in which they were needed, without count and register. */
export interface Redo {
  register: string;
  count: number;
  keys: Key[];
  visual: VisualShape | null;
}

/** The insertion that is going on, for what puts text in other than by its keys. */
export interface Insertion {
  /**
   * `text` was put in at the cursor: it is a part of what `.` and the `.` register repeat. `taken` is
   * the text right before it, and the number of characters behind it, that went for it.
   */
  put(text: string, taken?: { readonly before: string; readonly after: number }): void;
  /** The cursor was moved, or text changed elsewhere: what is typed next is a new insertion. */
  moved(): void;
  /** Text changed elsewhere, and the insertion goes on. `before`: the text that the change is of. */
  carried(change: ChangeDesc, before: Text): void;
  /** A point in what was typed so far, for `rewrite`. */
  mark(): InsertionMark;
  /** What was typed since a mark counts as `text`; false when a cursor key came between. */
  rewrite(mark: InsertionMark, text: string): boolean;
  /** Called before what was typed is complete: at its end, or when a cursor key breaks it. */
  beforeEnd: (() => void) | null;
}

export interface InsertionMark {
  /** The list of keys that the mark is in; another one was begun after a cursor key. */
  readonly keys: readonly Key[];
  readonly at: number;
  /** UTF-16 offset in the text typed so far. */
  readonly typed: number;
}

/** Text that the next typed character replaces: the placeholder of a snippet. */
export interface PlaceholderText extends Span {
  readonly doc: Document;
}

/** What `gv` selects again; its ends are the marks `<` and `>`. */
export interface LastVisual {
  readonly kind: "v" | "V" | "<C-v>";
  /** The cursor was at the first of the two ends. */
  readonly headFirst: boolean;
  /** Cells that the first and the last end are right of their characters' starts. */
  readonly adds?: readonly [number, number];
  readonly want: number | null;
}

export class ModalState {
  redo: Redo | null = null;
  /** True while `.` runs: nothing is recorded for the next `.`. */
  redoing = false;
  /** The shape of the last selection that an operator worked on (`3v`). */
  lastShape: VisualShape | null = null;
  /** Counts insertions. */
  insertions = 0;
  /** Text typed in the last insertion: the `.` register. */
  lastInsert = "";
  /** The keys of the last insertion, for CTRL-A and `.`. */
  lastInsertKeys: readonly Key[] = [];
  /** Set while insert mode reads keys. */
  insertion: Insertion | null = null;
  /** What typing replaces; null nearly always. */
  placeholder: PlaceholderText | null = null;
  readonly lastVisual = new WeakMap<Document, LastVisual>();
  /** The register of the last `@x`. */
  lastMacro = "";
  /** The register that `q` ended recording into last (`Q`). */
  lastRecorded = "";
  /** The mode that one command in normal mode was started from with CTRL-O; null outside of it. */
  insertNormal: "insert" | "replace" | "vreplace" | null = null;
}
