/**
 * Logical lines of the emulator: counted from 0 at the terminal's start, however they wrap, and stable
 * when rows are trimmed from the top or wrap in another way. The emulator only has rows.
 */
import type { KeptPlace, LinePlace } from "../integration/port.ts";
import { joinedCells, usedCells } from "./rows.ts";
import type { XtermBuffer, XtermCore, XtermLine, XtermLines } from "./xterm.ts";

interface Anchor {
  /** A row, counted from the first that there ever was. */
  readonly row: number;
  readonly line: number;
}

export class LineCount {
  readonly #core: XtermCore;
  #lines!: XtermLines;
  /** Rows that are gone. */
  #trimmed = 0;
  /** The line of the first row that is kept. */
  #first = 0;
  /** Where counting may start: the row of the screen's top when it was last asked for, and a read one. */
  #top: Anchor = { row: 0, line: 0 };
  #read: Anchor = { row: 0, line: 0 };
  readonly #kept = new Set<KeptRow>();
  #resizing = false;

  constructor(core: XtermCore) {
    this.#core = core;
    this.#follow();
  }

  get #buffer(): XtermBuffer {
    return this.#core.buffers.normal;
  }

  /** The first line that is kept (perhaps not all of it). */
  get first(): number {
    return this.#first;
  }

  /** The line of the screen's first row. */
  get screen(): number {
    const { ybase } = this.#buffer;
    if (ybase === 0) return this.lineOf(0);
    // The screen's own rows may yet become others.
    const before = this.lineOf(ybase - 1);
    this.#top = { row: this.#trimmed + ybase - 1, line: before };
    return this.#lines.get(ybase)!.isWrapped ? before : before + 1;
  }

  /** The line behind the last one that holds something, or the cursor. */
  get end(): number {
    return this.lineOf(this.#lastRow()) + 1;
  }

  #lastRow(): number {
    const { ybase, y, lines } = this.#buffer;
    let row = lines.length - 1;
    while (row > ybase + y && usedCells(lines.get(row)!) === 0) row--;
    return row;
  }

  /** The line that a row of the emulator (0 is the first that is kept) belongs to. */
  lineOf(row: number): number {
    const wanted = this.#trimmed + row;
    let from: Anchor = { row: this.#trimmed, line: this.#first };
    for (const anchor of [this.#top, this.#read]) {
      if (anchor.row > from.row && anchor.row <= wanted) from = anchor;
    }
    let line = from.line;
    for (let at = from.row - this.#trimmed + 1; at <= row; at++) {
      if (!this.#lines.get(at)!.isWrapped) line++;
    }
    return line;
  }

  /** The first row of a line, or null where it is not kept. */
  rowOf(line: number): number | null {
    const count = this.#lines.length;
    if (line < this.#first) return null;
    if (line === this.#first) return 0;
    let from: Anchor = { row: this.#trimmed, line: this.#first };
    for (const anchor of [this.#top, this.#read]) {
      if (anchor.row > from.row && anchor.line < line) from = anchor;
    }
    let at = from.line;
    for (let row = from.row - this.#trimmed + 1; row < count; row++) {
      if (this.#lines.get(row)!.isWrapped) continue;
      if (++at === line) {
        if (row < this.#buffer.ybase) this.#read = { row: this.#trimmed + row, line };
        return row;
      }
    }
    return null;
  }

  /** The rows of a line from its first one, or none. */
  rowsOf(line: number): XtermLine[] {
    const row = this.rowOf(line);
    return row === null ? [] : this.#rowsAt(row);
  }

  #rowsAt(first: number): XtermLine[] {
    const rows = [this.#lines.get(first)!];
    for (let row = first + 1; row < this.#lines.length; row++) {
      const next = this.#lines.get(row)!;
      if (!next.isWrapped) break;
      rows.push(next);
    }
    return rows;
  }

  /** The place of a cell of the screen of the shell (0-based row and column). */
  placeAt(screenRow: number, col: number): LinePlace {
    const { ybase } = this.#buffer;
    const row = ybase + screenRow;
    let first = row;
    while (first > 0 && this.#lines.get(first)!.isWrapped) first--;
    let cell = col;
    for (let at = first; at < row; at++) {
      cell += joinedCells(this.#lines.get(at)!, this.#lines.get(at + 1)!);
    }
    return { line: this.lineOf(row), cell };
  }

  get cursor(): LinePlace {
    return this.placeAt(this.#buffer.y, this.#buffer.x);
  }

  /** The cursor's place, which follows its row. */
  keep(): KeptPlace {
    const { cell } = this.cursor;
    let row = this.#buffer.ybase + this.#buffer.y;
    while (row > 0 && this.#lines.get(row)!.isWrapped) row--;
    const kept = new KeptRow(this, this.#trimmed + row, cell, (one) => this.#kept.delete(one));
    this.#kept.add(kept);
    return kept;
  }

  /** The line that a row is on which is counted from the first that there ever was; -1: none. */
  lineOfAll(row: number): number {
    const at = row - this.#trimmed;
    return at < 0 || at >= this.#lines.length ? -1 : this.lineOf(at);
  }

  /**
   * Does what changes how rows wrap. What the library tells of rows that come and go is wrong where it
   * loses rows meanwhile; but rows stay the same objects, and the first row of a line stays the first.
   */
  resize(change: () => void): void {
    const { ybase, y } = this.#buffer;
    let first = ybase + y;
    while (first > 0 && this.#lines.get(first)!.isWrapped) first--;
    const line = this.lineOf(first);
    const firstRow = this.#lines.get(first)!;
    const rows = new Map<XtermLine, KeptRow[]>();
    for (const kept of this.#kept) {
      const row = kept.row < 0 ? undefined : this.#lines.get(kept.row - this.#trimmed);
      if (row === undefined || kept.row < this.#trimmed) continue;
      const others = rows.get(row);
      if (others === undefined) rows.set(row, [kept]);
      else others.push(kept);
    }
    this.#resizing = true;
    const lines = this.#lines;
    // Rows that wrap anew while the buffer is full are written in front of its first one by the library,
    // which is where its last ones are.
    const set = lines.set.bind(lines);
    lines.set = (index, row) => {
      if (index >= 0) set(index, row);
    };
    try {
      change();
    } finally {
      this.#resizing = false;
      lines.set = set;
      this.#top = this.#read = { row: 0, line: 0 };
      let at = this.#buffer.ybase + this.#buffer.y;
      for (const kept of this.#kept) kept.row = -1;
      for (let row = 0; row < this.#lines.length; row++) {
        const object = this.#lines.get(row)!;
        if (object === firstRow) at = row;
        for (const kept of rows.get(object) ?? []) kept.row = this.#trimmed + row;
      }
      let before = 0;
      for (; at > 0; at--) if (!this.#lines.get(at)!.isWrapped) before++;
      this.#first = Math.max(this.#first, line - before);
    }
  }

  /** Does what takes all rows away, or all but the cursor's: what stays is the line of the cursor. */
  clear(change: () => void, keepsCursor: boolean): void {
    const { ybase, y } = this.#buffer;
    const line = keepsCursor ? this.lineOf(ybase + y) : this.end;
    this.#trimmed += keepsCursor ? ybase + y : this.#lines.length;
    change();
    this.#first = line;
    if (this.#buffer.lines !== this.#lines) this.#follow();
  }

  #follow(): void {
    const lines = this.#buffer.lines;
    this.#lines = lines;
    const trimStart = lines.trimStart.bind(lines);
    let many = false;
    lines.trimStart = (count) => {
      const gone = Math.min(count, lines.length);
      if (!this.#resizing) {
        for (let row = 1; row < gone; row++) if (!lines.get(row)!.isWrapped) this.#first++;
      }
      many = true;
      trimStart(count);
      many = false;
    };
    const follows = () => lines === this.#lines && !this.#resizing;
    lines.onTrimEmitter.event((count) => {
      if (!follows()) return;
      this.#trimmed += count;
      if (count > 1 && !many) throw new Error(`${count} rows were lost at once`);
      // The row that is the first now starts a line, or goes on with the one that lost its start.
      if (lines.length > 0 && !lines.get(0)!.isWrapped) this.#first++;
    });
    lines.onInsertEmitter.event(({ index, amount }) => {
      if (!follows()) return;
      this.#forgetAnchors(index);
      for (const kept of this.#kept) kept.inserted(this.#trimmed + index, amount);
    });
    lines.onDeleteEmitter.event(({ index, amount }) => {
      if (!follows()) return;
      this.#forgetAnchors(index);
      for (const kept of this.#kept) kept.deleted(this.#trimmed + index, amount);
    });
  }

  #forgetAnchors(index: number): void {
    const row = this.#trimmed + index;
    if (this.#top.row >= row) this.#top = { row: 0, line: 0 };
    if (this.#read.row >= row) this.#read = { row: 0, line: 0 };
  }
}

/** A place by its row, counted from the first row that there ever was: trimming does not change it. */
class KeptRow implements KeptPlace {
  row: number;
  readonly cell: number;
  readonly #count: LineCount;
  readonly #forget: (kept: KeptRow) => void;

  constructor(count: LineCount, row: number, cell: number, forget: (kept: KeptRow) => void) {
    this.#count = count;
    this.row = row;
    this.cell = cell;
    this.#forget = forget;
  }

  get line(): number {
    return this.row < 0 ? -1 : this.#count.lineOfAll(this.row);
  }

  forget(): void {
    this.#forget(this);
  }

  inserted(row: number, amount: number): void {
    if (this.row >= row) this.row += amount;
  }

  deleted(row: number, amount: number): void {
    if (this.row < row) return;
    this.row = this.row < row + amount ? -1 : this.row - amount;
  }
}
