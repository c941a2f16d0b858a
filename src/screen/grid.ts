/**
 * The screen as a value: rows × cols cells of a glyph and a style, in typed arrays.
 *
 * A glyph is an integer. Bits 0-20 are a code point; with CLUSTER set they are the number of a
 * cluster in the grid's pool. WIDE says that the glyph takes the next cell too, which then holds
 * CONTINUATION. DISPUTED and AMBIGUOUS say that a terminal may think otherwise about the width, so
 * that the encoder addresses the next cell absolutely.
 *
 * Nothing can enter a cell that a terminal would take as a command: `put` writes control
 * characters, bidi controls and bytes that are not UTF-8 in their visible forms. Rows and columns
 * are 0-based cells; what lies outside the grid is not drawn.
 */
import {
  type AmbiWidth,
  isAmbiguous,
  isDisputed,
  isSpecial,
  type Measure,
  measureCluster,
  visibleForm,
} from "../base/width.ts";
import type { ClusterPool } from "./cluster-pool.ts";
import type { StyleId, StyleTable } from "./style.ts";

export type Glyph = number;

export const CONTINUATION: Glyph = 0;
export const BLANK: Glyph = 32;
export const CODE_MASK = 0x1fffff;
export const CLUSTER = 0x200000;
export const WIDE = 0x400000;
export const DISPUTED = 0x800000;
export const AMBIGUOUS = 0x1000000;

export class Grid {
  readonly rows: number;
  readonly cols: number;
  readonly pool: ClusterPool;
  readonly ambiwidth: AmbiWidth;
  /** Row-major, `rows * cols` long. Drawing goes through the methods; readers may index. */
  readonly glyphs: Int32Array;
  readonly styles: Int32Array;
  /**
   * 1 for each row that was drawn into since the reader of the flags took them back: comparing a
   * whole screen for one letter costs more than drawing it.
   */
  readonly touched: Uint8Array;

  /** Grids that are compared share a pool. Throws when a dimension is not a positive integer. */
  constructor(rows: number, cols: number, pool: ClusterPool, ambiwidth: AmbiWidth = "single") {
    if (!(Number.isInteger(rows) && Number.isInteger(cols) && rows > 0 && cols > 0)) {
      throw new Error(`Invalid grid size ${rows}x${cols}`);
    }
    this.rows = rows;
    this.cols = cols;
    this.pool = pool;
    this.ambiwidth = ambiwidth;
    this.glyphs = new Int32Array(rows * cols).fill(BLANK);
    this.styles = new Int32Array(rows * cols);
    this.touched = new Uint8Array(rows).fill(1);
  }

  /** Makes every cell blank in a style. */
  clear(style: StyleId = 0): void {
    this.glyphs.fill(BLANK);
    this.styles.fill(style);
    this.touched.fill(1);
  }

  /**
   * Writes text from a cell on, up to the column `limit` (exclusive), and returns the column after
   * it. A cluster that does not fit any more is left out, its cells become blank. A column below 0
   * cuts the text at the left in the same way.
   */
  put(row: number, col: number, text: string, style: StyleId, limit = this.cols): number {
    if (row < 0 || row >= this.rows) return col;
    this.touched[row] = 1;
    const end = Math.min(limit, this.cols);
    const base = row * this.cols;
    let at = col;
    for (let i = 0; i < text.length && at < end; ) {
      const code = text.charCodeAt(i);
      if (code >= 0x20 && code < 0x7f) {
        const next = i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
        if (next < 0x300) {
          if (at >= 0) this.#set(base + at, code, style);
          at++;
          i++;
          continue;
        }
      }
      const measure = measureCluster(text, i, this.ambiwidth);
      at = this.putCluster(row, at, text, i, measure, style, end);
      i += measure >>> 8;
    }
    return at;
  }

  /**
   * Writes the cluster at the offset `from` of `line`, whose measure the caller has, and returns
   * the column after it; like `put` where it does not fit.
   */
  putCluster(
    row: number,
    col: number,
    line: string,
    from: number,
    measure: Measure,
    style: StyleId,
    limit = this.cols,
  ): number {
    const cells = measure & 15;
    const end = Math.min(limit, this.cols);
    if (row < 0 || row >= this.rows || col >= end || col + cells <= 0) return col + cells;
    this.touched[row] = 1;
    if (isSpecial(measure)) {
      const form = visibleForm(line, from);
      for (let k = 0; k < form.length; k++) {
        this.setCode(row, col + k, form.charCodeAt(k), style, end);
      }
      return Math.min(end, col + cells);
    }
    const base = row * this.cols;
    if (col + cells > end || col < 0) {
      for (let c = Math.max(0, col); c < Math.min(end, col + cells); c++) {
        this.#set(base + c, BLANK, style);
      }
      return Math.min(end, col + cells);
    }
    const glyph = this.#glyphOf(line, from, measure);
    if (cells === 1) this.#set(base + col, glyph, style);
    else this.#setWide(base + col, glyph | WIDE, style);
    return col + cells;
  }

  /** Sets one cell to a printable character of one cell (`│`, `~`), given as its code point. */
  setCode(row: number, col: number, code: number, style: StyleId, limit = this.cols): void {
    if (row < 0 || row >= this.rows || col < 0 || col >= Math.min(limit, this.cols)) return;
    if (code >= 0x20 && code < 0x7f) {
      this.touched[row] = 1;
      this.#set(row * this.cols + col, code, style);
    } else this.put(row, col, String.fromCodePoint(code), style, limit);
  }

  /** Fills a rectangle with blanks or with one ASCII character. */
  fill(
    row: number,
    col: number,
    rows: number,
    cols: number,
    style: StyleId,
    code: number = BLANK,
  ): void {
    if (code < 0x20 || code > 0x7e) throw new Error(`Cannot fill with the code ${code}`);
    const left = Math.max(0, col);
    const right = Math.min(this.cols, col + cols);
    if (left >= right) return;
    const last = Math.min(this.rows, row + rows);
    for (let r = Math.max(0, row); r < last; r++) {
      const base = r * this.cols;
      this.touched[r] = 1;
      this.#split(base + left, base + left);
      this.#split(base + right - 1, base + right);
      this.glyphs.fill(code, base + left, base + right);
      this.styles.fill(style, base + left, base + right);
    }
  }

  /** Lays a style over `cols` cells of a row: what it leaves out stays as it is. */
  overlay(row: number, col: number, cols: number, style: StyleId, table: StyleTable): void {
    if (row < 0 || row >= this.rows) return;
    this.touched[row] = 1;
    const base = row * this.cols;
    const end = Math.min(this.cols, col + cols);
    for (let c = Math.max(0, col); c < end; c++) {
      this.styles[base + c] = table.over(this.styles[base + c]!, style);
    }
  }

  /** Sets the style of `cols` cells of a row. */
  restyle(row: number, col: number, cols: number, style: StyleId): void {
    if (row < 0 || row >= this.rows) return;
    this.touched[row] = 1;
    const base = row * this.cols;
    const from = base + Math.max(0, col);
    const to = base + Math.min(this.cols, col + cols);
    if (from < to) this.styles.fill(style, from, to);
  }

  /** Copies `count` whole rows inside the grid; the ranges may overlap. */
  copyRows(from: number, to: number, count: number): void {
    if (Math.min(from, to) < 0 || Math.max(from, to) + count > this.rows || count < 0) {
      throw new Error(`Cannot copy ${count} rows from ${from} to ${to} in ${this.rows}`);
    }
    const start = from * this.cols;
    const end = (from + count) * this.cols;
    this.touched.fill(1, to, to + count);
    this.glyphs.copyWithin(to * this.cols, start, end);
    this.styles.copyWithin(to * this.cols, start, end);
  }

  /** Copies a rectangle of another grid with the same pool to a place here, clipped to fit. */
  blit(
    source: Grid,
    from: { row: number; col: number; rows: number; cols: number },
    row: number,
    col: number,
  ): void {
    for (let r = 0; r < from.rows; r++) {
      const sourceRow = from.row + r;
      const targetRow = row + r;
      if (sourceRow < 0 || sourceRow >= source.rows) continue;
      if (targetRow < 0 || targetRow >= this.rows) continue;
      const skip = Math.max(0, -col, -from.col);
      const count = Math.min(from.cols, this.cols - col, source.cols - from.col) - skip;
      if (count <= 0) continue;
      this.touched[targetRow] = 1;
      const start = sourceRow * source.cols + from.col + skip;
      const target = targetRow * this.cols + col + skip;
      this.#split(target, target);
      this.#split(target + count - 1, target + count);
      this.glyphs.set(source.glyphs.subarray(start, start + count), target);
      this.styles.set(source.styles.subarray(start, start + count), target);
      // Half of a wide glyph at either edge cannot be shown.
      if (this.glyphs[target] === CONTINUATION) this.glyphs[target] = BLANK;
      if ((this.glyphs[target + count - 1]! & WIDE) !== 0) this.glyphs[target + count - 1] = BLANK;
    }
  }

  /** Makes this grid equal to another of the same size and pool. */
  copyFrom(source: Grid): void {
    this.glyphs.set(source.glyphs);
    this.styles.set(source.styles);
    this.touched.fill(1);
  }

  /** Takes the rows over that `rows` has a 1 for; it leaves `touched` alone. */
  copyRowsFrom(source: Grid, rows: Uint8Array): void {
    const { cols } = this;
    for (let row = 0; row < this.rows; row++) {
      if (rows[row] === 0) continue;
      const from = row * cols;
      this.glyphs.set(source.glyphs.subarray(from, from + cols), from);
      this.styles.set(source.styles.subarray(from, from + cols), from);
    }
  }

  /** The text of a cell: "" for the second half of a wide one. */
  textAt(row: number, col: number): string {
    return glyphText(this.glyphs[row * this.cols + col]!, this.pool);
  }

  /** The style id of a cell. */
  styleAt(row: number, col: number): StyleId {
    return this.styles[row * this.cols + col]!;
  }

  /** The text of a row with trailing blanks removed, for tests and messages. */
  rowText(row: number): string {
    let text = "";
    for (let col = 0; col < this.cols; col++) text += this.textAt(row, col);
    return text.trimEnd();
  }

  /** The rows as lines of text, for tests. */
  toString(): string {
    return Array.from({ length: this.rows }, (_, row) => this.rowText(row)).join("\n");
  }

  #glyphOf(line: string, from: number, measure: Measure): Glyph {
    const code = line.codePointAt(from)!;
    const units = measure >>> 8;
    let glyph = code;
    // A mark with nothing to stand on gets a blank.
    const loneMark = (measure & 15) === 1 && isDisputed(measure) && /\p{M}/u.test(line[from]!);
    if (loneMark || units > (code > 0xffff ? 2 : 1)) {
      const text = line.slice(from, from + units);
      const id = this.pool.intern(loneMark ? ` ${text}` : text);
      glyph = id < 0 ? (loneMark ? BLANK : code) : id | CLUSTER;
    }
    if (isDisputed(measure)) glyph |= DISPUTED;
    if (isAmbiguous(measure)) glyph |= AMBIGUOUS;
    return glyph;
  }

  #set(at: number, glyph: Glyph, style: StyleId): void {
    const old = this.glyphs[at]!;
    if (old === CONTINUATION || old >= WIDE) this.#split(at, at + 1);
    this.glyphs[at] = glyph;
    this.styles[at] = style;
  }

  #setWide(at: number, glyph: Glyph, style: StyleId): void {
    this.#split(at, at);
    this.#split(at + 1, at + 2);
    this.glyphs[at] = glyph;
    this.glyphs[at + 1] = CONTINUATION;
    this.styles[at] = style;
    this.styles[at + 1] = style;
  }

  /** Blanks the half of a wide glyph that would be left over when `first` .. `after - 1` change. */
  #split(first: number, after: number): void {
    const glyphs = this.glyphs;
    if (glyphs[first] === CONTINUATION && first % this.cols !== 0) glyphs[first - 1] = BLANK;
    if (after % this.cols !== 0 && glyphs[after] === CONTINUATION && after > first) {
      glyphs[after] = BLANK;
    }
  }
}

/** The text of a glyph: "" for CONTINUATION. */
export function glyphText(glyph: Glyph, pool: ClusterPool): string {
  if (glyph === CONTINUATION) return "";
  const code = glyph & CODE_MASK;
  return (glyph & CLUSTER) !== 0 ? pool.text(code) : String.fromCodePoint(code);
}
