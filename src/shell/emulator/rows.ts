/** Rows of the emulator as values: what a screen draws of them, and lines of text with colours. */

import { isSpecial, measureCluster } from "../../base/width.ts";
import type { CellRow } from "../../screen/cell-row.ts";
import type { StyledLine } from "./protocol.ts";
import type { StyleBook } from "./style-book.ts";
import { BACKGROUND, CONTENT, FOREGROUND, type XtermLine } from "./xterm.ts";

const NO_RUNS = new Uint32Array(0);
const MOST_UNITS = 64;

/** The cells of a row, of the first `cols`, behind which all are blank in the plain style. */
export function usedCells(line: XtermLine, cols = line.length): number {
  const data = line._data;
  let end = Math.min(cols, line.length);
  for (; end > 0; end--) {
    const at = (end - 1) * 3;
    const content = data[at]! & CONTENT.any;
    const empty = content === 0 || content === 32;
    // The second half of a wide character has no width.
    if (!empty || data[at]! >>> CONTENT.widthShift === 0) break;
    if (data[at + 1] !== 0 && (data[at + 1]! & FOREGROUND_SEEN) !== 0) break;
    if ((data[at + 2]! & 0x3ffffff) !== 0) break;
  }
  return end;
}

/** What is seen of a blank cell beside its background. */
const FOREGROUND_SEEN = FOREGROUND.inverse | FOREGROUND.underline | FOREGROUND.strikethrough;

/** Collects the cells of rows; where styles end is kept by cells and by UTF-16 units. */
class Collector {
  text = "";
  readonly clusters: number[] = [];
  simple = true;
  readonly cellRuns: number[] = [];
  readonly unitRuns: number[] = [];
  cells = 0;
  #style = 0;

  add(line: XtermLine, end: number, book: StyleBook): void {
    const data = line._data;
    let lastFg = 0;
    let lastBg = 0;
    let style = 0;
    let plain = true;
    for (let cell = 0; cell < end; ) {
      const at = cell * 3;
      const content = data[at]!;
      const fg = data[at + 1]!;
      const bg = data[at + 2]!;
      if ((bg & BACKGROUND.extended) !== 0) {
        style = book.number(fg, bg, line._extendedAttrs[cell]);
        plain = false;
      } else if (!plain || fg !== lastFg || bg !== lastBg) {
        style = book.number(fg, bg, undefined);
        plain = true;
      }
      lastFg = fg;
      lastBg = bg;
      if (style !== this.#style) this.#run(style);
      if (plain && (fg & FOREGROUND.invisible) === 0) {
        // Most of a text is runs of letters that look the same.
        let to = cell;
        while (
          to < end &&
          isAscii(data[to * 3]!) &&
          data[to * 3 + 1] === fg &&
          data[to * 3 + 2] === bg
        ) {
          to++;
        }
        if (to > cell) {
          this.#letters(data, cell, to);
          cell = to;
          continue;
        }
      }
      const wide = content >>> CONTENT.widthShift === 2;
      const width = wide && cell + 1 < end ? 2 : 1;
      // A wide character without room for its second half, as a narrower window may leave it.
      const chars = wide && width === 1 ? " " : charsOf(line, cell, content, fg);
      if (chars === " ") for (let i = 0; i < width; i++) this.#put(chars, 1);
      else this.#put(chars, width);
      cell += width;
    }
  }

  finish(): void {
    if (this.#style !== 0 || this.cellRuns.length > 0) this.#run(-1);
  }

  #put(chars: string, width: number): void {
    if (this.simple && (chars.length !== 1 || width !== 1)) {
      this.simple = false;
      for (let i = 0; i < this.cells; i++) this.clusters.push(1, 1);
    }
    this.text += chars;
    if (!this.simple) this.clusters.push(chars.length, width);
    this.cells += width;
  }

  /** Cells of ASCII, up to `to` (exclusive). */
  #letters(data: Uint32Array, from: number, to: number): void {
    codes.length = to - from;
    for (let cell = from; cell < to; cell++) codes[cell - from] = data[cell * 3]! & 0x7f;
    this.text += String.fromCharCode(...codes);
    this.cells += to - from;
    if (!this.simple) for (let cell = from; cell < to; cell++) this.clusters.push(1, 1);
  }

  #run(next: number): void {
    if (this.cells > 0) {
      this.cellRuns.push(this.cells, this.#style);
      this.unitRuns.push(this.text.length, this.#style);
    }
    this.#style = next;
  }
}

const codes: number[] = [];

/** A printable character of ASCII, in one cell. */
function isAscii(content: number): boolean {
  const code = content - (1 << CONTENT.widthShift);
  return code >= 0x20 && code < 0x7f;
}

/** What is drawn of a cell, without characters that have no look of their own. */
function charsOf(line: XtermLine, cell: number, content: number, fg: number): string {
  if ((content & CONTENT.any) === 0 || (fg & FOREGROUND.invisible) !== 0) return " ";
  if ((content & CONTENT.combined) === 0) {
    const code = content & CONTENT.codePoint;
    if (code < 0x7f) return code < 0x20 ? " " : ASCII[code]!;
    return seen(String.fromCodePoint(code));
  }
  return seen(line._combined[cell] ?? " ");
}

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

function seen(text: string): string {
  const measure = measureCluster(text, 0);
  if (!isSpecial(measure) && measure >>> 8 === text.length) return text;
  let out = "";
  for (const char of text) {
    if (isSpecial(measureCluster(char, 0))) continue;
    if (out.length + char.length > MOST_UNITS) break;
    out += char;
  }
  return out === "" ? " " : out;
}

/** A row of the screen. The rows of the alternate screen may be longer than it is wide. */
export function cellRow(line: XtermLine, book: StyleBook, cols: number): CellRow {
  const collector = new Collector();
  collector.add(line, usedCells(line, cols), book);
  collector.finish();
  const { text, simple, clusters, cellRuns } = collector;
  return {
    text,
    clusters: simple ? null : Uint8Array.from(clusters),
    runs: cellRuns.length === 0 ? NO_RUNS : Uint32Array.from(cellRuns),
    wrapped: line.isWrapped,
  };
}

/** The rows of one line, the first to the last. */
export function styledLine(rows: readonly XtermLine[], book: StyleBook): StyledLine {
  const collector = new Collector();
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    collector.add(row, next === undefined ? usedCells(row) : joinedCells(row, next), book);
  }
  collector.finish();
  const { text, unitRuns } = collector;
  const end = blankEnd(text, unitRuns);
  return {
    text: text.slice(0, end),
    runs: unitRuns.length === 0 ? NO_RUNS : Uint32Array.from(unitRuns),
  };
}

/** Blanks at the end are no text, whatever their colour. */
function blankEnd(text: string, runs: number[]): number {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 32) end--;
  while (runs.length > 0) {
    const last = runs.length - 2;
    const start = last === 0 ? 0 : runs[last - 2]!;
    if (start < end) {
      runs[last] = Math.min(runs[last]!, end);
      break;
    }
    runs.length = last;
  }
  return end;
}

/** The cells of a row that goes on in the next one: a wide character may have left its last one free. */
export function joinedCells(row: XtermLine, next: XtermLine): number {
  const last = row._data[(row.length - 1) * 3]!;
  const free = (last & CONTENT.any) === 0 && last >>> CONTENT.widthShift === 1;
  return free && next._data[0]! >>> CONTENT.widthShift === 2 ? row.length - 1 : row.length;
}
