/**
 * Finds the one region of rows whose content moved up or down between two frames, by comparing row
 * hashes. It is proposed only when scrolling leaves clearly less to draw.
 */
import { BLANK, type Grid } from "./grid.ts";

export interface ScrollRegion {
  /** First and last row of the region, 0-based, inclusive. */
  readonly top: number;
  readonly bottom: number;
  /** How many rows the content moves up; negative moves down. */
  readonly lines: number;
  /** The style of the blank rows that come free. */
  readonly fill: number;
}

/** What a scroll costs in bytes: setting and resetting the region, and losing the place. */
const SCROLL_COST = 24;
const MOVE_COST = 6;
const STYLE_COST = 8;
/** Number and sign columns: a relative number changes in every row while the text only moves. */
const GUTTER = 8;
const MAX_CANDIDATES = 4;
const MANY_ROWS = 8;

/**
 * The best region to scroll, given the rows that differ, or null when drawing is cheaper. `fillOf`
 * says what style a row that comes free is best filled with.
 */
export function findScroll(
  prev: Grid,
  next: Grid,
  changed: readonly number[],
  fillOf: (row: number) => number,
): ScrollRegion | null {
  const first = changed[0]!;
  const last = changed[changed.length - 1]!;
  if (last - first < 2 || prev.cols <= GUTTER || !mayMove(prev, next, changed)) return null;
  const hashes = rowHashes(prev, first, last);
  const nextHashes = rowHashes(next, first, last);
  const rowsOf = new Map<number, number[]>();
  for (let row = first; row <= last; row++) {
    const rows = rowsOf.get(hashes[row - first]!);
    if (rows === undefined) rowsOf.set(hashes[row - first]!, [row]);
    else if (rows.length < MAX_CANDIDATES) rows.push(row);
  }
  const votes = new Map<number, number>();
  for (const row of changed) {
    if (nextHashes[row - first] === 0) continue;
    for (const from of rowsOf.get(nextHashes[row - first]!) ?? []) {
      if (from !== row) votes.set(from - row, (votes.get(from - row) ?? 0) + 1);
    }
  }
  const candidates = [...votes].sort((a, b) => b[1] - a[1]).slice(0, MAX_CANDIDATES);
  let best: ScrollRegion | null = null;
  let bestSaving = SCROLL_COST;
  for (const [lines, count] of candidates) {
    if (count * 3 < candidates[0]![1]) break;
    const place = regionOf(lines, first, last, hashes, nextHashes);
    if (place === null) continue;
    const region = { ...place, fill: fillOf(lines > 0 ? place.bottom : place.top) };
    const saving = savingOf(prev, next, region);
    if (saving > bestSaving) {
      best = region;
      bestSaving = saving;
    }
  }
  return best;
}

/** The rows between the first and the last one that `lines` explains. */
function regionOf(
  lines: number,
  first: number,
  last: number,
  hashes: Int32Array,
  nextHashes: Int32Array,
): Omit<ScrollRegion, "fill"> | null {
  let low = -1;
  let high = -1;
  for (let row = first; row <= last; row++) {
    const from = row + lines;
    if (from < first || from > last || nextHashes[row - first] === 0) continue;
    if (nextHashes[row - first] !== hashes[from - first]) continue;
    if (low < 0) low = row;
    high = row;
  }
  if (low < 0) return null;
  return lines > 0
    ? { top: low, bottom: high + lines, lines }
    : { top: low + lines, bottom: high, lines };
}

/** How much less there is to draw after the scroll than before it. */
function savingOf(prev: Grid, next: Grid, region: ScrollRegion): number {
  let saving = 0;
  for (let row = region.top; row <= region.bottom; row++) {
    const from = row + region.lines;
    const inside = from >= region.top && from <= region.bottom;
    saving += costOf(prev, row, next, row, 0);
    saving -= costOf(prev, inside ? from : -1, next, row, region.fill);
  }
  return saving;
}

/** What drawing a row costs in bytes, roughly; `prevRow` is -1 where the screen is blank, in `fill`. */
function costOf(prev: Grid, prevRow: number, next: Grid, row: number, fill: number): number {
  const { cols, glyphs, styles } = next;
  const base = row * cols;
  const oldBase = prevRow * cols;
  let cost = 0;
  let last = -GUTTER;
  let lastStyle = -1;
  for (let c = 0; c < cols; c++) {
    const glyph = glyphs[base + c]!;
    const style = styles[base + c]!;
    if (prevRow < 0) {
      if (glyph === BLANK && style === fill) continue;
    } else if (glyph === prev.glyphs[oldBase + c] && style === prev.styles[oldBase + c]) continue;
    const gap = c - last - 1;
    cost += gap > 6 ? MOVE_COST : gap;
    if (style !== lastStyle) cost += STYLE_COST;
    // A run of blanks is erased.
    else if (glyph === BLANK && gap === 0 && glyphs[base + c - 1] === BLANK) cost--;
    cost++;
    last = c;
    lastStyle = style;
  }
  return cost;
}

/** Whether a row that changed looks as another one looked: what else there is would cost to read. */
function mayMove(prev: Grid, next: Grid, changed: readonly number[]): boolean {
  // Where many rows changed, they most likely moved.
  if (changed.length > MANY_ROWS) return true;
  const hashes = changed.map((row) => rowHash(prev, row));
  return changed.some((row) => {
    const hash = rowHash(next, row);
    return hash !== 0 && hashes.includes(hash);
  });
}

/** A hash of the glyphs right of the gutter for each row. */
function rowHashes(grid: Grid, first: number, last: number): Int32Array {
  const hashes = new Int32Array(last - first + 1);
  for (let row = first; row <= last; row++) hashes[row - first] = rowHash(grid, row);
  return hashes;
}

/** 0 for a row that is blank right of the gutter. */
function rowHash(grid: Grid, row: number): number {
  const { cols, glyphs } = grid;
  const base = row * cols;
  let end = cols;
  while (end > GUTTER && glyphs[base + end - 1] === BLANK) end--;
  if (end === GUTTER) return 0;
  let hash = 0x811c9dc5 | 0;
  for (let c = GUTTER; c < end; c++) hash = Math.imul(hash ^ glyphs[base + c]!, 0x01000193);
  return hash === 0 ? 1 : hash;
}
