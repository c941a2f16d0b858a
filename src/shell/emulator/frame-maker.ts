/** The screen as a difference to what was sent before. */
import type { CellRow } from "../../screen/cell-row.ts";
import { cellRow } from "./rows.ts";
import type { StyleBook } from "./style-book.ts";
import { BACKGROUND, CONTENT, type XtermCore, type XtermLine } from "./xterm.ts";

type ChangedRow = readonly [row: number, content: CellRow];

export class FrameMaker {
  readonly #core: XtermCore;
  readonly #book: StyleBook;
  #rows = 0;
  #cols = 0;
  /** The cells of each row as they were sent, three numbers each. */
  #cells = new Uint32Array(0);
  #sent: (CellRow | null)[] = [];
  /** Rows with clusters or attributes that are not in those numbers. */
  #complex: boolean[] = [];

  constructor(core: XtermCore, book: StyleBook) {
    this.#core = core;
    this.#book = book;
  }

  /** Nothing that was sent counts any more. */
  forget(): void {
    this.#rows = 0;
  }

  /** The rows that differ from those of the last call. */
  take(rows: number, cols: number): ChangedRow[] {
    if (rows !== this.#rows || cols !== this.#cols) {
      this.#rows = rows;
      this.#cols = cols;
      this.#cells = new Uint32Array(rows * cols * 3);
      this.#sent = Array.from({ length: rows }, () => null);
      this.#complex = Array.from({ length: rows }, () => false);
    }
    const { lines, ybase } = this.#core.buffers.active;
    const changed: ChangedRow[] = [];
    for (let row = 0; row < rows; row++) {
      const line = lines.get(ybase + row);
      if (line === undefined) continue;
      const before = this.#sent[row]!;
      const same = before !== null && this.#isSame(row, line) && before.wrapped === line.isWrapped;
      if (same && !this.#complex[row]) continue;
      const content = cellRow(line, this.#book, cols);
      if (same && equalRows(before, content)) continue;
      this.#cells.set(line._data.subarray(0, cols * 3), row * cols * 3);
      this.#complex[row] = isComplex(line, cols);
      this.#sent[row] = content;
      changed.push([row, content]);
    }
    return changed;
  }

  #isSame(row: number, line: XtermLine): boolean {
    const data = line._data;
    const cells = this.#cells;
    const start = row * this.#cols * 3;
    const count = Math.min(data.length, this.#cols * 3);
    for (let i = 0; i < count; i++) if (cells[start + i] !== data[i]) return false;
    return true;
  }
}

function isComplex(line: XtermLine, cols: number): boolean {
  const data = line._data;
  for (let at = 0; at < Math.min(data.length, cols * 3); at += 3) {
    if ((data[at]! & CONTENT.combined) !== 0 || (data[at + 2]! & BACKGROUND.extended) !== 0) {
      return true;
    }
  }
  return false;
}

function equalRows(a: CellRow, b: CellRow): boolean {
  return a.text === b.text && equalNumbers(a.runs, b.runs) && equalNumbers(a.clusters, b.clusters);
}

function equalNumbers(
  a: Uint8Array | Uint32Array | null,
  b: Uint8Array | Uint32Array | null,
): boolean {
  if (a === null || b === null || a.length !== b.length) return a === b;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
