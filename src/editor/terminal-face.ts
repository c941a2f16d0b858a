/**
 * What drawing and the modes know of a terminal: its picture as rows of cells, and where keys and the
 * mouse go. A window on a terminal is live (it shows the picture, and its keys go to the program) or
 * in normal mode (it shows the document's text, as any window does).
 */
import type { Key, MouseEvent } from "../base/key.ts";
import type { CellRow, CellStyles } from "../screen/cell-row.ts";
import type { CursorShape } from "../screen/layer.ts";
import type { Document } from "./document.ts";
import type { Window } from "./window.ts";

/** 0-based row and cell of the picture. */
export interface FaceCursor {
  readonly row: number;
  readonly col: number;
  readonly visible: boolean;
  readonly shape: CursorShape;
  readonly blink: boolean;
}

/** At most two cells beside a row. */
export interface FaceMark {
  readonly text: string;
  readonly group: string;
}

export interface FacePicture {
  /** From top to bottom; the row that a number stands for may be replaced, never changed. */
  readonly rows: readonly CellRow[];
  readonly cols: number;
  /** It only grows. */
  readonly styles: CellStyles;
  readonly cursor: FaceCursor;
  /** What is drawn and is not there: behind the cursor, then from the first cell of the rows below. */
  readonly ghost: readonly string[];
  /** Said below the last row: that the program has ended; or empty. */
  readonly note: string;
  /** By rows. */
  readonly marks: ReadonlyMap<number, FaceMark>;
}

export interface TerminalFace {
  readonly picture: FacePicture;
  /** Shown as the name of its windows. */
  readonly label: string;
  /** Where its shell is, absolute; null: not known. */
  readonly cwd: string | null;
  /** The program runs and closing would lose what it does: its name for a question; null: it may go. */
  readonly busy: string | null;
  isLive(win: Window): boolean;
  /** Cells at the left of a window's picture that are not the program's. */
  margin(win: Window): number;
  /**
   * A live window was drawn with so many cells for the picture, whose row `top` is the window's first.
   */
  drawn(win: Window, rows: number, cols: number, top: number): void;
  /** A key of terminal mode that no mapping wanted. */
  key(key: Key): void;
  paste(text: string): void;
  /** The mouse at a 0-based row and cell of a window; true: that was all. */
  mouse(win: Window, event: MouseEvent, row: number, col: number): boolean;
}

const FACES = new WeakMap<Document, TerminalFace>();

export function setFace(doc: Document, face: TerminalFace): void {
  FACES.set(doc, face);
}

/** The face of a document; null where it is no terminal. */
export function faceOf(doc: Document): TerminalFace | null {
  return doc.kind === "terminal" ? (FACES.get(doc) ?? null) : null;
}

/** The face that a window shows now; null: it shows text. */
export function liveFace(win: Window): TerminalFace | null {
  const face = faceOf(win.doc);
  return face?.isLive(win) ? face : null;
}
