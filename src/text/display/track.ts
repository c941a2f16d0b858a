/**
 * Walks a line cluster by cluster and says which cells each takes. All decoration that wrapping
 * adds (a wide character pushed to the next row, 'showbreak', the blanks of 'linebreak') counts as
 * cells of the cluster it belongs to, as in Vim. So a line is one run of cells, and the screen row
 * of a cell is `cell / width`.
 *
 * A track remembers where it was every 4 kB. Tracks of long lines are kept for the next key, and a
 * changed line takes over what lies before the change, and after it as far as cells only move.
 */
import { type AmbiWidth, measureCluster } from "../../base/width.ts";
import { overlapOf } from "./overlap.ts";
import { PIECE, plainUntil } from "./plain-scan.ts";

export interface CellOptions {
  readonly tabstop: number;
  /** 'vartabstop' as widths; the last one repeats. */
  readonly vartabstop?: readonly number[] | undefined;
  readonly ambiwidth?: AmbiWidth | undefined;
  /** Tabs are shown as `^I`: 'list' without a `tab` in 'listchars'. */
  readonly caretTabs?: boolean | undefined;
}

export interface FlowOptions extends CellOptions {
  /** Cells of a screen row; 0: no wrapping. */
  readonly wrapAt: number;
  readonly linebreak: boolean;
  /** Cells that continued rows start with ('showbreak', 'breakindent'). */
  readonly prefix: number;
}

/** Text between the characters: it stands before the character at `col`. */
export interface InlineText {
  readonly col: number;
  readonly text: string;
}

const STEP = 4096;
const KEPT = 6;
/** Vim's 'breakat'. */
const BREAK_AT = " \t!@*-+;:,./?";

function tabCells(cell: number, options: CellOptions): number {
  const stops = options.vartabstop;
  if (!stops || stops.length === 0) return options.tabstop - (cell % options.tabstop);
  let at = 0;
  for (const width of stops) {
    at += width;
    if (at > cell) return at - cell;
  }
  const last = stops[stops.length - 1]!;
  return last - ((cell - at) % last);
}

export class Track {
  readonly line: string;
  readonly options: FlowOptions;
  readonly inlays: readonly InlineText[];
  /** Checkpoints: a cluster starts at `cols[i]`, in front of it are `cells[i]` cells. */
  cols: number[] = [0];
  cells: number[] = [0];
  /** Whether all is printable ASCII from a checkpoint to the next one (or the line's end). */
  plain: boolean[] = [];
  /** The cells of the whole line once they are known, else -1. */
  private total = -1;

  // The item at the walk's place. `text` is the line or the text of an inlay.
  /** UTF-16 offset in the line; for an inlay where it is anchored. */
  col = 0;
  /** First cell, decoration included. */
  cell = 0;
  text: string;
  from = 0;
  to = 0;
  /** Cells of decoration before the cluster. */
  head = 0;
  /** Cells of the cluster without decoration. */
  own = 0;
  /** The cell after the item. */
  end = 0;
  isInlay = false;
  inlay = 0;
  measure = 0;

  constructor(line: string, options: FlowOptions, inlays: readonly InlineText[]) {
    this.line = line;
    this.options = options;
    this.inlays = inlays;
    this.text = line;
  }

  private extend(stop = this.cols[this.cols.length - 1]! + STEP): void {
    const last = this.cols.length - 1;
    const { linebreak, prefix } = this.options;
    let plain = !linebreak && prefix === 0;
    this.start(this.cols[last]!, this.cells[last]!);
    while (this.step()) {
      if (this.col >= stop && !this.isInlay && !this.hasInlayAt(this.col)) break;
      if (plain && (this.isInlay || this.to - this.from !== 1 || this.own !== 1)) plain = false;
      if (plain && !isPrintable(this.line.charCodeAt(this.from))) plain = false;
      this.skipPlain(stop);
    }
    this.plain[last] = plain;
    if (this.col >= this.line.length && !this.more()) this.total = this.cell;
    else {
      this.cols.push(this.col);
      this.cells.push(this.cell);
    }
  }

  /** Jumps over printable ASCII, which takes a cell each, up to `stop`. */
  private skipPlain(stop: number): void {
    const { linebreak, prefix } = this.options;
    if (linebreak || prefix > 0) return;
    let limit = Math.min(stop, this.line.length - 1);
    const inlay = this.inlays[this.nextInlay];
    if (inlay && inlay.col < limit) limit = inlay.col;
    const line = this.line;
    let at = this.to;
    if (this.isInlay || this.pendingInlay()) return;
    const start = at;
    if (line.length > PIECE) at = Math.max(at, plainUntil(line, at, limit));
    for (; at < limit; at++) {
      const code = line.charCodeAt(at);
      if (code < 0x20 || code >= 0x7f) break;
    }
    // The last one may carry a combining mark.
    if (at > start && at < line.length && line.charCodeAt(at) >= 0x300) at--;
    if (at <= start) return;
    this.end += at - start;
    this.to = at;
  }

  private nextInlay = 0;
  private inlayAt = 0;

  private hasInlayAt(col: number): boolean {
    return this.inlays.some((inlay) => inlay.col === col);
  }

  private pendingInlay(): boolean {
    const inlay = this.inlays[this.nextInlay];
    return inlay !== undefined && (this.isInlay ? this.col : this.to) >= inlay.col;
  }

  private more(): boolean {
    return this.nextInlay < this.inlays.length;
  }

  /** Stands before the cluster at `col`, which `cell` cells precede. */
  private start(col: number, cell: number): void {
    this.col = col;
    this.cell = cell;
    this.text = this.line;
    this.from = col;
    this.to = col;
    this.end = cell;
    this.isInlay = false;
    this.inlayAt = 0;
    this.nextInlay = 0;
    while (this.nextInlay < this.inlays.length && this.inlays[this.nextInlay]!.col < col)
      this.nextInlay++;
  }

  /** Stands before the last known place that is not after `col`. */
  seekCol(col: number): void {
    while (this.total < 0 && this.cols[this.cols.length - 1]! + STEP <= col) this.extend();
    const i = lastNotAfter(this.cols, col);
    this.start(this.cols[i]!, this.cells[i]!);
  }

  /** Stands before the last known place that is not after `cell`. */
  seekCell(cell: number): void {
    while (this.total < 0 && this.cells[this.cells.length - 1]! <= cell) {
      // A short line is not worth a checkpoint.
      if (this.line.length - this.cols[this.cols.length - 1]! <= STEP) break;
      this.extend();
    }
    const i = lastNotAfter(this.cells, cell);
    this.start(this.cols[i]!, this.cells[i]!);
  }

  /** Takes over what an older version of the line knew. Only without inlays. */
  inherit(older: Track): void {
    const { prefix, suffix } = overlapOf(older.line, this.line);
    // What is before a change may look ahead a little: clusters, words of 'linebreak'.
    const known = older.cols.findLastIndex((col) => col <= prefix - STEP) + 1;
    if (known > 1) {
      this.cols = older.cols.slice(0, known);
      this.cells = older.cells.slice(0, known);
      this.plain = older.plain.slice(0, known - 1);
    }
    // After it cells move with the text, where no Tab and no wide character minds where it stands.
    const after = older.line.length - suffix;
    const shift = this.line.length - older.line.length;
    let i = older.cols.findIndex((col, k) => col >= after && older.plain[k] === true) + 1;
    if (i === 0 || i >= older.cols.length) return;
    const target = older.cols[i]! + shift;
    while (this.cols[this.cols.length - 1]! + STEP < target) this.extend();
    this.extend(target);
    const last = this.cols.length - 1;
    if (this.cols[last] !== target) return;
    const more = this.cells[last]! - older.cells[i]!;
    for (; i < older.cols.length; i++) {
      const plain = older.plain[i];
      if (plain === undefined || (!plain && more !== 0)) return;
      this.plain.push(plain);
      if (i + 1 < older.cols.length) {
        this.cols.push(older.cols[i + 1]! + shift);
        this.cells.push(older.cells[i + 1]! + more);
      } else if (older.total >= 0) this.total = older.total + more;
    }
  }

  /** The cells of the line. Costs the line's length the first time. */
  totalCells(): number {
    while (this.total < 0) this.extend();
    return this.total;
  }

  /** Whether the line takes more than `cells`; looks no further than needed. */
  exceeds(cells: number): boolean {
    while (this.total < 0 && this.cells[this.cells.length - 1]! <= cells) this.extend();
    return this.total < 0 || this.total > cells;
  }

  /**
   * Goes to the next item: an inlay's cluster or a cluster of the line. False at the end, where
   * `col` and `cell` are those of the line's end.
   */
  step(): boolean {
    this.col = this.isInlay ? this.col : this.to;
    this.cell = this.end;
    const inlay = this.inlays[this.nextInlay];
    if (inlay && inlay.col <= this.col) {
      if (this.inlayAt < inlay.text.length) {
        this.isInlay = true;
        this.inlay = this.nextInlay;
        this.place(inlay.text, this.inlayAt);
        this.inlayAt = this.to;
        return true;
      }
      this.nextInlay++;
      this.inlayAt = 0;
      return this.step2();
    }
    if (this.isInlay) {
      this.isInlay = false;
      this.to = this.col;
    }
    if (this.col >= this.line.length) {
      this.head = 0;
      this.own = 0;
      this.from = this.col;
      this.to = this.col;
      this.text = this.line;
      return false;
    }
    this.place(this.line, this.col);
    return true;
  }

  /** As `step`, after an inlay was finished: `col` is settled already. */
  private step2(): boolean {
    this.isInlay = false;
    this.to = this.col;
    return this.step();
  }

  private place(text: string, at: number): void {
    const options = this.options;
    this.text = text;
    this.from = at;
    this.head = 0;
    let own: number;
    let wide = false;
    if (text.charCodeAt(at) === 9 && !options.caretTabs) {
      own = this.isInlay ? 1 : tabCells(this.cell, options);
      this.to = at + 1;
      this.measure = 0;
    } else {
      const measure = measureCluster(text, at, options.ambiwidth);
      this.measure = measure;
      own = measure & 15;
      this.to = at + (measure >>> 8);
      wide = own === 2 && (measure & 64) === 0;
    }
    const width = options.wrapAt;
    if (width === 0) {
      this.own = own;
      this.end = this.cell + own;
      return;
    }
    let tail = 0;
    if (options.linebreak && !this.isInlay && isBreak(text, at) && !isBreak(text, this.to)) {
      const blank = this.breakBlank(width, text.charCodeAt(at) === 9 ? own - 1 : 0);
      if (blank >= 0) {
        if (blank < own) own = blank;
        else tail = blank - own;
      }
    }
    let column = this.cell % width;
    if (column === 0 && this.cell > 0) this.head = options.prefix;
    else if (wide && column === width - 1 && width > 1) this.head = 1 + options.prefix;
    column = (this.cell + this.head) % width;
    this.own = own;
    let cells = own + tail;
    if (options.prefix > 0) {
      for (let rest = column + own + tail - width; rest > 0; rest -= width - options.prefix) {
        cells += options.prefix;
      }
    }
    this.end = this.cell + this.head + cells;
  }

  /** The cells to the row's end when the word after the break does not fit, else -1. */
  private breakBlank(width: number, extra: number): number {
    const { line, cell } = this;
    // A Tab's cells but one count for the word after it, with Vim's own arithmetic.
    let limit = width - extra;
    if (cell >= limit) limit = width + (Math.trunc((cell - width) / width) + 1) * width - extra;
    let cells = cell;
    let at = this.to;
    let previous = this.from;
    while (at < line.length) {
      const broken = isBreak(line, at);
      if (!broken && cells !== cell && isBreak(line, previous)) return -1;
      if (line.charCodeAt(at) === 9 && !this.options.caretTabs) {
        cells += tabCells(cells, this.options);
        previous = at++;
      } else {
        const measure = measureCluster(line, at, this.options.ambiwidth);
        cells += measure & 15;
        previous = at;
        at += measure >>> 8;
      }
      if (cells >= limit) return limit - cell + extra;
    }
    return -1;
  }
}

function isBreak(line: string, at: number): boolean {
  return at < line.length && BREAK_AT.includes(line[at]!);
}

function isPrintable(code: number): boolean {
  return code >= 0x20 && code < 0x7f;
}

/** The last index whose value is not above `value`; `sorted[0]` must not be. */
function lastNotAfter(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sorted[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

const kept: Array<{ key: string; track: Track }> = [];

/** The track of a line; `key` names the options. Only tracks of long lines are kept. */
export function trackOf(
  line: string,
  options: FlowOptions,
  key: string,
  inlays: readonly InlineText[],
): Track {
  if (line.length <= STEP) return new Track(line, options, inlays);
  const base = keptTrack(line, options, key);
  if (inlays.length === 0) return base;
  const track = new Track(line, options, inlays);
  const first = inlays[0]!.col;
  const known = base.cols.findLastIndex((col) => col + STEP <= first) + 1;
  track.cols = base.cols.slice(0, Math.max(1, known));
  track.cells = base.cells.slice(0, Math.max(1, known));
  return track;
}

function keptTrack(line: string, options: FlowOptions, key: string): Track {
  const found = kept.findIndex((k) => k.key === key && k.track.line === line);
  if (found >= 0) {
    const hit = kept.splice(found, 1)[0]!;
    kept.push(hit);
    return hit.track;
  }
  const track = new Track(line, options, []);
  const older = kept.findLastIndex((k) => k.key === key);
  if (older >= 0) {
    track.inherit(kept[older]!.track);
    kept.splice(older, 1);
  }
  kept.push({ key, track });
  if (kept.length > KEPT) kept.shift();
  return track;
}
