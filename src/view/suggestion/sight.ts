/** Where the rows and columns of a window are on the screen, as its painter has drawn them. */
import type { Editor } from "../../editor/editor.ts";
import { gutterParts } from "../../editor/gutter.ts";
import type { Window } from "../../editor/window.ts";
import { BLANK, type Grid } from "../../screen/grid.ts";
import type { Rect } from "../../screen/layer.ts";
import type { WindowPainter } from "../window-painter.ts";

/** A cell of the screen. */
export interface Cell {
  readonly y: number;
  readonly x: number;
}

export class Sight {
  readonly win: Window;
  readonly grid: Grid;
  /** The cells of the window's text: columns `[left, right)`, rows `[top, bottom)` of the screen. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly tabstop: number;
  /** Where the cursor stands. */
  readonly cursorRow: number;
  readonly cursorPos: number;
  readonly cursorY: number;
  readonly cursorX: number;
  private readonly painter: WindowPainter;
  private readonly folds: boolean;
  /** Cells that something of the suggestion stands in. */
  readonly covered: Rect[] = [];
  /** Rows of the text that the suggestion changes. */
  readonly changing = new Set<number>();

  constructor(editor: Editor, painter: WindowPainter, grid: Grid, cursor: Cell) {
    const { win } = painter;
    this.win = win;
    this.painter = painter;
    this.grid = grid;
    this.left = win.col + painter.gutterCells;
    this.right = Math.min(win.col + win.width, grid.cols);
    this.top = win.row;
    this.bottom = Math.min(win.row + win.height, grid.rows);
    this.tabstop = win.doc.options.get("tabstop");
    const { text } = win.doc;
    this.cursorPos = Math.min(win.cursor.pos, text.length);
    this.cursorRow = text.lineAt(this.cursorPos).number - 1;
    this.cursorY = cursor.y;
    this.cursorX = cursor.x;
    this.folds = editor.win.options.get("foldenable") && win.folds.folds.length > 0;
  }

  get width(): number {
    return this.right - this.left;
  }

  /** The screen row where a row of the text starts; -1: it is not seen. A fold hides its rows. */
  rowStart(row: number): number {
    if (row < this.win.top || this.isFolded(row)) return -1;
    const first = row === this.win.top ? this.win.skip : 0;
    const y = this.painter.screenRow(row, first);
    return y < 0 ? -1 : this.top + y;
  }

  /** The last screen row of a row of the text; -1: it is not seen. */
  rowEnd(row: number): number {
    let y = this.rowStart(row);
    if (y < 0) return -1;
    while (y + 1 < this.bottom && this.rowAt(y + 1) === row && this.partAt(y + 1) > 0) y++;
    return y;
  }

  /** The screen row of the closed fold that hides a row; -1: none does, or it is not seen. */
  foldStart(row: number): number {
    const fold = this.folds ? this.win.folds.closedAt(row) : null;
    if (fold === null) return -1;
    const y = this.painter.screenRow(fold.start, 0);
    return y < 0 ? -1 : this.top + y;
  }

  private isFolded(row: number): boolean {
    return this.folds && this.win.folds.closedAt(row) !== null;
  }

  /** The row of the text on a screen row; -1 below its end. */
  rowAt(y: number): number {
    return this.painter.bufferRow(y - this.top).row;
  }

  private partAt(y: number): number {
    return this.painter.bufferRow(y - this.top).part;
  }

  /** Where a column (UTF-16) of a row is; null: it is not seen. It may be the cell after the last one. */
  cellOf(row: number, col: number): Cell | null {
    if (this.rowStart(row) < 0) return null;
    const place = this.painter.displayLine(row).screenOf(col);
    const y = this.painter.screenRow(row, place.row);
    if (y < 0 || place.cell < 0) return null;
    const x = this.left + place.cell;
    return x > this.right ? null : { y: this.top + y, x };
  }

  /** The cells of the columns `[from, to)` of a row, screen row by screen row. */
  cellsOf(row: number, from: number, to: number): { y: number; x: number; cells: number }[] {
    if (from >= to || this.rowEnd(row) < 0) return [];
    const line = this.painter.displayLine(row);
    const { wrap, width, left = 0 } = this.painter.displayOptions;
    const start = line.cellOf(from);
    const end = Math.max(line.cellOf(to), start + 1);
    const out: { y: number; x: number; cells: number }[] = [];
    const first = wrap ? Math.floor(start / width) : 0;
    const last = wrap ? Math.floor((end - 1) / width) : 0;
    for (let part = first; part <= last; part++) {
      const y = this.painter.screenRow(row, part);
      if (y < 0 || y >= this.bottom - this.top) continue;
      const base = wrap ? part * width : left;
      const a = Math.max(start - base, 0);
      const b = Math.min(end - base, width);
      if (b > a) out.push({ y: this.top + y, x: this.left + a, cells: b - a });
    }
    return out;
  }

  /** The display cell that a screen column stands for, for tab stops. */
  originOf(x: number): number {
    const { wrap, left = 0 } = this.painter.displayOptions;
    return x - this.left + (wrap ? 0 : left);
  }

  /** Cells scrolled out at the left. */
  get scrolled(): number {
    const { wrap, left = 0 } = this.painter.displayOptions;
    return wrap ? 0 : left;
  }

  /** The column of the screen behind the last thing that is drawn in a row. */
  lineEnd(y: number): number {
    const { glyphs, cols } = this.grid;
    let x = this.right;
    while (x > this.left && glyphs[y * cols + x - 1] === BLANK) x--;
    for (const { row, col, rows, cols: width } of this.covered) {
      if (y >= row && y < row + rows) x = Math.max(x, Math.min(this.right, col + width));
    }
    return x;
  }

  /** Where something may stand behind a row: not on blanks that the cursor has not come to. */
  freeFrom(y: number): number {
    const end = this.lineEnd(y);
    return y === this.cursorY ? Math.max(end, Math.min(this.right, this.cursorX + 1)) : end;
  }

  /** Screen rows right below a row of the screen that may be covered. */
  roomBelow(y: number): number {
    const own = this.rowAt(y);
    let end = y + 1;
    while (end < this.bottom && this.mayCover(end, own)) end++;
    return end - y - 1;
  }

  roomAbove(y: number): number {
    const own = this.rowAt(y);
    let start = y - 1;
    while (start >= this.top && this.mayCover(start, own)) start--;
    return y - 1 - start;
  }

  /** Not the cursor's row, nor one that says something itself; but the rest of `own`, when it is wrapped. */
  private mayCover(y: number, own: number): boolean {
    const row = this.rowAt(y);
    if (y === this.cursorY || (row !== own && this.changing.has(row))) return false;
    return !this.isUsed({ row: y, col: this.left, rows: 1, cols: this.width });
  }

  /** Whether nothing is drawn in a row; the mark of a row below the text is nothing. */
  isBlankRow(y: number): boolean {
    if (this.isBelowText(y)) return !this.isUsed({ row: y, col: this.left, rows: 1, cols: 1 });
    return this.lineEnd(y) === this.left && this.rowAt(y) >= 0;
  }

  isBelowText(y: number): boolean {
    return this.rowAt(y) < 0;
  }

  /** Cells that something of the suggestion stands in: nothing else is put there. */
  use(rect: Rect): void {
    this.covered.push(rect);
  }

  isUsed({ row, col, rows, cols }: Rect): boolean {
    return this.covered.some(
      (other) =>
        row < other.row + other.rows &&
        other.row < row + rows &&
        col < other.col + other.cols &&
        other.col < col + cols,
    );
  }

  /** The cell of the gutter where a sign goes, and how many there are; null: there is no gutter. */
  signCell(): { readonly x: number; readonly cells: number } | null {
    const { fold, sign, number } = gutterParts(this.win);
    if (sign > 0) return { x: this.win.col + fold, cells: 2 };
    if (number > 0) return { x: this.left - 1, cells: 1 };
    return null;
  }
}
