/**
 * What changed between two frames, as a short list of operations. Costs are counted in cells, as
 * the bytes are the encoder's business; the list, carried out in order on `prev`, gives `next`.
 */
import { AMBIGUOUS, BLANK, CONTINUATION, DISPUTED, type Glyph, type Grid } from "./grid.ts";
import { findScroll } from "./scroll.ts";

export type FrameOp =
  /**
   * Rows `top` .. `bottom` (inclusive) move up by `lines`, or down when it is negative; the rows
   * that come free are blank in the style `fill`.
   */
  | {
      readonly type: "scroll";
      readonly top: number;
      readonly bottom: number;
      readonly lines: number;
      readonly fill: number;
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

/**
 * The operations that turn `prev` into `next`, grids of one size and pool (throws otherwise). Rows
 * that `touched` has a 0 for are known to be the same.
 */
export function diffGrids(
  prev: Grid,
  next: Grid,
  options: DiffOptions,
  touched: Uint8Array | null = null,
): FrameOp[] {
  if (prev.rows !== next.rows || prev.cols !== next.cols || prev.pool !== next.pool) {
    throw new Error(
      `Cannot compare a ${prev.rows}x${prev.cols} grid with a ${next.rows}x${next.cols} one`,
    );
  }
  const changed: number[] = [];
  for (let row = 0; row < next.rows; row++) {
    if (touched !== null && touched[row] === 0) continue;
    if (differs(prev, next, row * next.cols)) changed.push(row);
  }
  const ops: FrameOp[] = [];
  if (changed.length === 0) return ops;
  const scroll =
    options.scroll && changed.length > 1
      ? findScroll(prev, next, changed, (row) => fillOf(next, row, options))
      : null;
  if (scroll === null) {
    for (const row of changed) diffRow(prev, row, next, row, options, ops);
    return ops;
  }
  ops.push({ type: "scroll", ...scroll });
  const { top, bottom, lines, fill } = scroll;
  // What was moved is another row now, whether or not it was drawn into.
  for (const row of changed) if (row < top) diffRow(prev, row, next, row, options, ops);
  for (let row = top; row <= bottom; row++) {
    const from = row + lines;
    diffRow(prev, from < top || from > bottom ? -1 : from, next, row, options, ops, fill);
  }
  for (const row of changed) if (row > bottom) diffRow(prev, row, next, row, options, ops);
  return ops;
}

/** The operations that draw `next` on a screen that was just cleared to the plain style. */
export function paintGrid(next: Grid, options: DiffOptions): FrameOp[] {
  const ops: FrameOp[] = [];
  for (let row = 0; row < next.rows; row++) diffRow(next, -1, next, row, options, ops);
  return ops;
}

/** Whether the rows that start at `base` differ. */
function differs(prev: Grid, next: Grid, base: number): boolean {
  const { glyphs, styles } = next;
  const oldGlyphs = prev.glyphs;
  const oldStyles = prev.styles;
  const end = base + next.cols;
  for (let at = base; at < end; at++) {
    if (glyphs[at] !== oldGlyphs[at] || styles[at] !== oldStyles[at]) return true;
  }
  return false;
}

/** In what style a terminal best leaves the row that a scroll frees: most of it may be so. */
function fillOf(next: Grid, row: number, options: DiffOptions): number {
  const style = next.styles[row * next.cols + next.cols - 1]!;
  return options.erasable === undefined || options.erasable(style) ? style : 0;
}

/** A blank row in the style that was asked for last, at least as long as the last screen was wide. */
let blankGlyphs = new Int32Array(0);
let blankStyles = new Int32Array(0);
let blankStyle = 0;

function blankRow(cols: number, style: number): void {
  if (blankGlyphs.length < cols) {
    blankGlyphs = new Int32Array(cols).fill(BLANK);
    blankStyles = new Int32Array(cols).fill(style);
  } else if (blankStyle !== style) blankStyles.fill(style);
  blankStyle = style;
}

/** `prevRow` is -1 for a row that is known to be blank in the style `fill`. */
function diffRow(
  prev: Grid,
  prevRow: number,
  next: Grid,
  row: number,
  options: DiffOptions,
  ops: FrameOp[],
  fill = 0,
): void {
  const { cols, glyphs, styles } = next;
  const base = row * cols;
  if (prevRow < 0) blankRow(cols, fill);
  const oldGlyphs = prevRow < 0 ? blankGlyphs : prev.glyphs;
  const oldStyles = prevRow < 0 ? blankStyles : prev.styles;
  const old = prevRow < 0 ? 0 : prevRow * cols;
  const unsure = options.trustAmbiguous ? DISPUTED : DISPUTED | AMBIGUOUS;
  let first = 0;
  while (
    first < cols &&
    glyphs[base + first] === oldGlyphs[old + first] &&
    styles[base + first] === oldStyles[old + first]
  ) {
    first++;
  }
  if (first === cols) return;
  let last = cols - 1;
  while (
    glyphs[base + last] === oldGlyphs[old + last] &&
    styles[base + last] === oldStyles[old + last]
  ) {
    last--;
  }
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
    while (
      col < end &&
      glyphs[base + col] === oldGlyphs[old + col] &&
      styles[base + col] === oldStyles[old + col]
    ) {
      col++;
    }
    if (col >= end) break;
    let from = col;
    let to = col + 1;
    // Goes on over short unchanged stretches, and over what a wide or disputed glyph, old or new,
    // may have damaged in the next cell.
    for (let c = to; c < end && c - to <= GAP; c++) {
      const same =
        glyphs[base + c] === oldGlyphs[old + c] && styles[base + c] === oldStyles[old + c];
      if (!same) to = c + 1;
    }
    while (from > 0 && glyphs[base + from] === CONTINUATION) from--;
    while (
      to < cols &&
      (glyphs[base + to] === CONTINUATION ||
        ((before(glyphs, base + to) | before(oldGlyphs, old + to)) & unsure) !== 0)
    ) {
      to++;
    }
    ops.push({ type: "write", row, from, to });
    col = to;
  }
  if (erasing && col < cols) ops.push({ type: "erase", row, from: Math.max(tail, col) });
}

/** The glyph that stands before a cell and may reach into it. */
function before(glyphs: Int32Array, at: number): Glyph {
  const glyph = glyphs[at - 1]!;
  return glyph === CONTINUATION ? glyphs[at - 2]! : glyph;
}
