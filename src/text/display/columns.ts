/**
 * Columns as Vim counts them for goal columns, blocks and virtual editing: UTF-16 columns of a line
 * to cells and back, without wrapping or inlays (Vim's getvcol and coladvance).
 */
import { type FlowOptions, type Track, trackOf } from "./track.ts";

/** The cells of one character, both ends included. A Tab's cursor is at `end` but in insert mode. */
export interface CellSpan {
  readonly start: number;
  readonly end: number;
}

export interface TabStops {
  readonly tabstop: number;
  readonly vartabstop?: readonly number[] | undefined;
  readonly ambiwidth?: "single" | "double" | undefined;
}

const plain = new Map<string, FlowOptions>();

function trackFor(line: string, tabs: number | TabStops): Track {
  const stops = typeof tabs === "number" ? null : tabs;
  const tabstop = typeof tabs === "number" ? tabs : tabs.tabstop;
  const key = stops
    ? `columns ${tabstop} ${stops.vartabstop?.join() ?? ""} ${stops.ambiwidth ?? ""}`
    : `columns ${tabstop}`;
  let options = plain.get(key);
  if (!options) {
    options = {
      tabstop,
      vartabstop: stops?.vartabstop,
      ambiwidth: stops?.ambiwidth,
      wrapAt: 0,
      linebreak: false,
      prefix: 0,
    };
    plain.set(key, options);
  }
  return trackOf(line, options, key, []);
}

/**
 * The cells of the character at a UTF-16 column (of the cluster that holds it). At the line's end
 * both are the cell after the last one.
 */
export function cellsOf(line: string, col: number, tabs: number | TabStops): CellSpan {
  const track = trackFor(line, tabs);
  track.seekCol(Math.min(col, line.length));
  while (track.step()) {
    if (track.to > col) return { start: track.cell, end: track.end - 1 };
  }
  return { start: track.cell, end: track.cell };
}

/** The cells of a whole line. */
export function lineCells(line: string, tabs: number | TabStops): number {
  return trackFor(line, tabs).totalCells();
}

/**
 * The UTF-16 column of the character at a cell, and how many cells into it the cell is. After the
 * end it is the line's length, and `offset` counts the cells after the end (virtual editing).
 */
export function colOfCell(
  line: string,
  cell: number,
  tabs: number | TabStops,
): { col: number; offset: number } {
  if (cell === Number.POSITIVE_INFINITY) return { col: line.length, offset: 0 };
  const track = trackFor(line, tabs);
  track.seekCell(Math.max(0, cell));
  while (track.step()) {
    if (track.end > cell) return { col: track.from, offset: Math.max(0, cell - track.cell) };
  }
  return { col: line.length, offset: Math.max(0, cell - track.cell) };
}
