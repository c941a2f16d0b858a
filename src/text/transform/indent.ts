import { cellsOf, forEachCluster } from "../../base/width.ts";
import type { IndentOptions } from "./options.ts";

/** Indent is measured in cells from the start of the line; a column is a UTF-16 offset. */

type TabOptions = Pick<IndentOptions, "tabstop" | "vartabstop">;

/** The first tab stop after `cell`. */
export function nextTabStop(cell: number, opts: TabOptions): number {
  const stops = opts.vartabstop;
  if (!stops || stops.length === 0) return cell + opts.tabstop - (cell % opts.tabstop);
  let stop = 0;
  for (const width of stops) {
    stop += width;
    if (stop > cell) return stop;
  }
  const last = stops[stops.length - 1]!;
  return stop + last * (Math.floor((cell - stop) / last) + 1);
}

/** `shiftwidth`, where 0 stands for the (first) tab stop. */
export function shiftWidth(opts: Pick<IndentOptions, "shiftwidth"> & TabOptions): number {
  return opts.shiftwidth > 0 ? opts.shiftwidth : (opts.vartabstop?.[0] ?? opts.tabstop);
}

/** `softtabstop`, where a negative number stands for `shiftwidth`. */
export function softTabStop(opts: IndentOptions): number {
  return opts.softtabstop < 0 ? shiftWidth(opts) : opts.softtabstop;
}

/** The column of the first character that is no space or tab (the line's length when there is none). */
export function indentEnd(line: string): number {
  let col = 0;
  while (line[col] === " " || line[col] === "\t") col++;
  return col;
}

/** The cell at which the character at `col` starts. */
export function cellAt(line: string, col: number, opts: TabOptions): number {
  let cell = 0;
  forEachCluster(line, 0, Math.min(col, line.length), "single", (from, _end, measure) => {
    cell = line[from] === "\t" ? nextTabStop(cell, opts) : cell + cellsOf(measure);
  });
  return cell;
}

export function indentWidth(line: string, opts: TabOptions): number {
  return cellAt(line, indentEnd(line), opts);
}

/** White space of `cells` cells that starts at cell `start`: spaces, or with noexpandtab tabs first. */
export function indentString(
  cells: number,
  opts: TabOptions & Pick<IndentOptions, "expandtab">,
  start = 0,
): string {
  const end = start + Math.max(0, cells);
  if (opts.expandtab) return " ".repeat(end - start);
  let result = "";
  let cell = start;
  for (let stop = nextTabStop(cell, opts); stop <= end; stop = nextTabStop(cell, opts)) {
    result += "\t";
    cell = stop;
  }
  return result + " ".repeat(end - cell);
}

export function setIndent(line: string, cells: number, opts: IndentOptions): string {
  return indentString(cells, opts) + line.slice(indentEnd(line));
}

/** The indent of a line of `cells` moved by `count` shift widths; `round` goes to multiples. */
export function shiftedIndent(
  cells: number,
  count: number,
  opts: IndentOptions,
  right: boolean,
  round: boolean,
): number {
  const width = shiftWidth(opts);
  if (!round) return Math.max(0, cells + (right ? count : -count) * width);
  const whole = Math.floor(cells / width);
  const partial = cells % width !== 0;
  const next = right ? whole + count : whole - count + (partial ? 1 : 0);
  return Math.max(0, next) * width;
}

/** `>` and `<`: moves the indent by `count` shift widths. An empty line stays empty. */
export function shiftLine(
  line: string,
  count: number,
  opts: IndentOptions,
  right: boolean,
): string {
  if (line === "") return line;
  const cells = shiftedIndent(indentWidth(line, opts), count, opts, right, opts.shiftround);
  return setIndent(line, cells, opts);
}
