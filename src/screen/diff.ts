/**
 * What changed between two frames, as a short list of operations. Costs are counted in cells, as
 * the bytes are the encoder's business; the list, carried out in order on `prev`, gives `next`.
 */
import { AMBIGUOUS, BLANK, CONTINUATION, DISPUTED, type Glyph, type Grid } from "./grid.ts";
import { findScroll } from "./scroll.ts";

export type FrameOp =
  /**
   * Rows `top` .. `bottom` (inclusive) move up by `lines`, or down when it is negative; the rows
   * that come free are blank and plain.
   */
  | {
      readonly type: "scroll";
      readonly top: number;
      readonly bottom: number;
      readonly lines: number;
    }
  /** The cells `from` .. `to` (exclusive) of the new frame are written. */
  | { readonly type: "write"; readonly row: number; readonly from: number; readonly to: number }
  /** The row is blank from `from` to its end, in the style that the new frame has at `from`. */
  | { readonly type: "erase"; readonly row: number; readonly from: number };

export interface DiffOptions {
  /** Whether the terminal has scroll regions. */
  readonly scroll: boolean;
  /** Whether blanks of this style may be made by erasing; by default any style may. */
  readonly erasable?: (style: number) => boolean;
  /** Whether the terminal is known to agree with 'ambiwidth'. */
  readonly trustAmbiguous?: boolean;
}

/** Unchanged cells between two changes that are cheaper to write again than to jump over. */
const GAP = 6;
/** A blank tail of fewer cells is written, not erased. */
const MIN_ERASE = 4;

/** The operations that turn `prev` into `next`, grids of one size and pool (throws otherwise). */
export function diffGrids(prev: Grid, next: Grid, options: DiffOptions): FrameOp[] {
  if (prev.rows !== next.rows || prev.cols !== next.cols || prev.pool !== next.pool) {
    throw new Error(
      `Cannot compare a ${prev.rows}x${prev.cols} grid with a ${next.rows}x${next.cols} one`,
    );
  }
  const changed: number[] = [];
  for (let row = 0; row < next.rows; row++) {
    if (firstChange(prev, next, row * next.cols, row * next.cols) >= 0) changed.push(row);
  }
  const ops: FrameOp[] = [];
  if (changed.length === 0) return ops;
  const scroll = options.scroll && changed.length > 1 ? findScroll(prev, next, changed) : null;
  if (scroll === null) {
    for (const row of changed) diffRow(prev, row, next, row, options, ops);
    return ops;
  }
  ops.push({ type: "scroll", ...scroll });
  const { top, bottom, lines } = scroll;
  for (let row = 0; row < next.rows; row++) {
    if (row < top || row > bottom) diffRow(prev, row, next, row, options, ops);
    else {
      const from = row + lines;
      diffRow(prev, from < top || from > bottom ? -1 : from, next, row, options, ops);
    }
  }
  return ops;
}

/** The operations that draw `next` on a screen that was just cleared to the plain style. */
export function paintGrid(next: Grid, options: DiffOptions): FrameOp[] {
  const ops: FrameOp[] = [];
  for (let row = 0; row < next.rows; row++) diffRow(next, -1, next, row, options, ops);
  return ops;
}

/** The first column of the row at `nextBase` that differs from the one at `prevBase`, or -1. */
function firstChange(prev: Grid, next: Grid, prevBase: number, nextBase: number): number {
  const { glyphs, styles, cols } = next;
  const oldGlyphs = prev.glyphs;
  const oldStyles = prev.styles;
  for (let c = 0; c < cols; c++) {
    if (glyphs[nextBase + c] !== oldGlyphs[prevBase + c]) return c;
    if (styles[nextBase + c] !== oldStyles[prevBase + c]) return c;
  }
  return -1;
}

/** `prevRow` is -1 for a row that is known to be blank and plain. */
function diffRow(
  prev: Grid,
  prevRow: number,
  next: Grid,
  row: number,
  options: DiffOptions,
  ops: FrameOp[],
): void {
  const { cols, glyphs, styles } = next;
  const base = row * cols;
  const oldBase = prevRow * cols;
  const same = (col: number): boolean =>
    prevRow < 0
      ? glyphs[base + col] === BLANK && styles[base + col] === 0
      : glyphs[base + col] === prev.glyphs[oldBase + col] &&
        styles[base + col] === prev.styles[oldBase + col];
  const old = (col: number): Glyph => (prevRow < 0 ? BLANK : prev.glyphs[oldBase + col]!);

  const unsure = options.trustAmbiguous ? DISPUTED : DISPUTED | AMBIGUOUS;
  // Whether what stands before a column, or stood there, may reach into it.
  const spills = (col: number): boolean => {
    const half = glyphs[base + col - 1] === CONTINUATION ? 2 : 1;
    const oldHalf = old(col - 1) === CONTINUATION ? 2 : 1;
    return ((glyphs[base + col - half]! | old(col - oldHalf)) & unsure) !== 0;
  };
  let first = 0;
  while (first < cols && same(first)) first++;
  if (first === cols) return;
  let last = cols - 1;
  while (same(last)) last--;
  // The blank tail of the new row, in one style.
  const tailStyle = styles[base + cols - 1]!;
  let tail = cols;
  while (
    tail > first &&
    glyphs[base + tail - 1] === BLANK &&
    styles[base + tail - 1] === tailStyle
  ) {
    tail--;
  }
  const erasing =
    last + 1 - tail >= MIN_ERASE && (options.erasable === undefined || options.erasable(tailStyle));
  const end = erasing ? tail : last + 1;

  let col = first;
  while (col < end) {
    while (col < end && same(col)) col++;
    if (col >= end) break;
    let from = col;
    let to = col + 1;
    // Goes on over short unchanged stretches, and over what a wide or disputed glyph, old or new,
    // may have damaged in the next cell.
    for (let c = to; c < end && c - to <= GAP; c++) if (!same(c)) to = c + 1;
    while (from > 0 && glyphs[base + from] === CONTINUATION) from--;
    while (to < cols && (glyphs[base + to] === CONTINUATION || spills(to))) to++;
    ops.push({ type: "write", row, from, to });
    col = to;
  }
  if (erasing && col < cols) ops.push({ type: "erase", row, from: Math.max(tail, col) });
}
