/**
 * One line as it is shown: text with inlays → cells → screen rows. `col` is a UTF-16 offset in the
 * line, `cell` a cell of the line's run of cells (see track.ts), `row` a 0-based screen row of the
 * line. Nothing here costs more than the part of the line that is asked about, but `rowCount()` and
 * `cells` of a line that is longer than what was seen of it.
 */
import { visibleForm } from "../../base/width.ts";
import type { Inlay, Segment } from "../slots.ts";
import { type ListChars, tabText } from "./list-chars.ts";
import { type CellOptions, type InlineText, type Track, trackOf } from "./track.ts";

export interface DisplayOptions extends CellOptions {
  /** Cells of a screen row. */
  readonly width: number;
  readonly wrap: boolean;
  /** Cells scrolled out at the left; only without `wrap`. */
  readonly left?: number | undefined;
  readonly linebreak?: boolean | undefined;
  readonly breakindent?: boolean | undefined;
  /** 'breakindentopt': cells added to the indent, the fewest left for text, 'showbreak' before it. */
  readonly breakShift?: number | undefined;
  readonly breakLeast?: number | undefined;
  readonly breakMarkFirst?: boolean | undefined;
  readonly showbreak?: string | undefined;
  /** 'listchars' when 'list' is on. */
  readonly list?: ListChars | null | undefined;
}

/** An inlay at a UTF-16 column of the line. */
export interface PlacedInlay {
  readonly col: number;
  readonly inlay: Inlay;
}

export interface ScreenPlace {
  readonly row: number;
  /** The cell within the row. */
  readonly cell: number;
}

/**
 * What a piece is: a cluster of the `text`; a `tab` (its drawn form, a cell a character); a
 * `special` character (its visible form); a `list` character in place of a space; the `eol`
 * character; an `inlay`; the `prefix` of a continued row ('breakindent' and 'showbreak'); a `fill`
 * for a wide character that did not fit; `edge`: the text goes on at the left or the right.
 */
export type PieceKind =
  | "text"
  | "tab"
  | "special"
  | "list"
  | "eol"
  | "inlay"
  | "prefix"
  | "fill"
  | "edge";

/**
 * Gets `source.slice(from, to)`, which is drawn at `cell` of the row and takes `cells`. `col` is the
 * column it stands for. `group` is the highlight group of an inlay, else null. `tab`, `special`,
 * `prefix` and `fill` pieces hold one cell a UTF-16 unit.
 */
export type PieceVisitor = (
  kind: PieceKind,
  source: string,
  from: number,
  to: number,
  cell: number,
  cells: number,
  col: number,
  group: string | null,
) => void;

const SPECIAL = 64;
/** 'breakindent' leaves at least this many cells for text. */
const LEAST_TEXT = 20;
const NO_INLAYS: readonly InlineText[] = [];

export class DisplayLine {
  readonly line: string;
  readonly options: DisplayOptions;
  /** The string that continued rows start with. */
  readonly prefix: string;
  private readonly track: Track;
  private readonly inline: readonly PlacedInlay[];
  private readonly others: readonly PlacedInlay[];
  /** Cells of the `eol` list character: 0 or 1. */
  private readonly eolCells: number;

  constructor(line: string, inlays: readonly PlacedInlay[], options: DisplayOptions) {
    this.line = line;
    this.options = options;
    this.inline = inlays.filter((i) => i.inlay.placement === "inline");
    this.others = inlays.filter((i) => i.inlay.placement !== "inline");
    this.eolCells = options.list?.eol ? 1 : 0;
    const wrapAt = options.wrap ? Math.max(1, options.width) : 0;
    this.prefix = wrapAt > 0 ? rowPrefix(line, options, wrapAt) : "";
    const flow = {
      tabstop: options.tabstop,
      vartabstop: options.vartabstop,
      ambiwidth: options.ambiwidth,
      caretTabs: options.list != null && options.list.tab === null,
      wrapAt,
      linebreak: wrapAt > 0 && options.linebreak === true,
      prefix: this.prefix.length,
    };
    const texts =
      this.inline.length === 0
        ? NO_INLAYS
        : this.inline.map((i) => ({ col: i.col, text: segmentsText(i.inlay.segments) }));
    this.track = trackOf(line, flow, line.length > 4096 ? flowKey(flow) : "", texts);
  }

  /** The cells of the line with everything inside it; costs the line's length once. */
  get cells(): number {
    return this.track.totalCells() + this.eolCells;
  }

  /** Screen rows of the line, at least 1; stops counting at `limit`. */
  rowCount(limit = Number.POSITIVE_INFINITY): number {
    const width = this.options.width;
    if (!this.options.wrap || width <= 0) return 1;
    if (this.line.length <= width && this.track.inlays.length === 0 && isPlain(this.line)) {
      return this.line.length + this.eolCells > width ? 2 : 1;
    }
    if (Number.isFinite(limit) && this.track.exceeds(limit * width)) return limit;
    return Math.max(1, Math.min(limit, Math.ceil(this.cells / width)));
  }

  /** First and last cell of the character at `col`; at the line's end both are the cell after it. */
  cellsOf(col: number): { start: number; end: number } {
    const track = this.seek(col);
    return track === null
      ? this.endSpan()
      : { start: track.cell + track.head, end: Math.max(track.cell + track.head, track.end - 1) };
  }

  /** The first cell of the character at `col`, after inlays that stand before it. */
  cellOf(col: number): number {
    const track = this.seek(col);
    return track === null ? this.endSpan().start : track.cell + track.head;
  }

  /** As `cellOf`, but before inlays at `col` that come after a cursor there (ghost text). */
  cellBefore(col: number): number {
    const track = this.track;
    if (this.inline.length === 0) return this.cellOf(col);
    track.seekCol(col);
    while (track.step()) {
      if (!track.isInlay && track.to > col) break;
      if (track.isInlay && track.col === col && this.inline[track.inlay]!.inlay.startSide > 0)
        break;
    }
    return track.cell + track.head;
  }

  private seek(col: number): Track | null {
    const track = this.track;
    track.seekCol(Math.min(col, this.line.length));
    while (track.step()) if (!track.isInlay && track.to > col) return track;
    return null;
  }

  private endSpan(): { start: number; end: number } {
    let cell = this.track.cell;
    const { wrapAt, prefix } = this.track.options;
    if (wrapAt > 0 && cell > 0 && cell % wrapAt === 0) cell += prefix;
    return { start: cell, end: cell };
  }

  /** The column of the character at a cell: its own, its decoration's, or its inlay's. */
  colAt(cell: number): number {
    if (cell === Number.POSITIVE_INFINITY) return this.line.length;
    const track = this.track;
    track.seekCell(Math.max(0, cell));
    while (track.step()) if (track.end > cell) return track.col;
    return this.line.length;
  }

  /** Where the character at `col` starts on the screen; may lie outside of `0..width` unwrapped. */
  screenOf(col: number): ScreenPlace {
    return this.placeOf(this.cellOf(col));
  }

  /** The screen place of a cell of the line. */
  placeOf(cell: number): ScreenPlace {
    const { wrap, width, left = 0 } = this.options;
    if (!wrap || width <= 0) return { row: 0, cell: cell - left };
    return { row: Math.floor(cell / width), cell: cell % width };
  }

  /** The column of the character at a cell of a screen row of the line. */
  colAtScreen(row: number, cell: number): number {
    return this.colAt(this.rowStart(row) + cell);
  }

  private rowStart(row: number): number {
    return this.options.wrap ? row * this.options.width : (this.options.left ?? 0);
  }

  /** Calls `visit` for everything drawn in a screen row, left to right; overlays come last. */
  forEachPiece(row: number, visit: PieceVisitor): void {
    const { width, wrap, list } = this.options;
    const from = this.rowStart(row);
    const to = from + width;
    const track = this.track;
    const prefix = wrap && row > 0 ? this.prefix : "";
    let prefixed = false;
    const trail = list?.trail ? trailStart(this.line) : this.line.length;
    const lead = list && (list.lead || list.multispace) ? leadEnd(this.line) : 0;
    track.seekCell(from);
    while (track.step()) {
      if (track.cell >= to) break;
      if (track.end <= from) continue;
      if (prefix !== "" && !prefixed) {
        prefixed = true;
        visit("prefix", prefix, 0, prefix.length, 0, prefix.length, track.col, null);
      }
      this.visitItem(from, to, prefix.length, trail, lead, visit);
    }
    if (track.cell < to && track.end <= to) this.visitEnd(from, to, visit);
    else if (list?.extends && !wrap && track.cell >= to && track.col < this.line.length) {
      visit("edge", list.extends, 0, list.extends.length, width - 1, 1, track.col, null);
    }
    if (list?.precedes && !wrap && from > 0 && this.track.exceeds(from)) {
      visit("edge", list.precedes, 0, list.precedes.length, 0, 1, this.colAt(from), null);
    }
    for (const { col, inlay } of this.others) {
      if (inlay.placement !== "overlay") continue;
      let cell = this.cellOf(col) - from;
      for (const segment of inlay.segments) {
        cell = this.visitSegment(segment, cell, width, col, visit);
      }
    }
  }

  private visitItem(
    from: number,
    to: number,
    prefix: number,
    trail: number,
    lead: number,
    visit: PieceVisitor,
  ): void {
    const track = this.track;
    const start = track.cell + track.head;
    const group = track.isInlay ? this.groupAt(track.inlay, track.from) : null;
    // The place of a wide character that went to the next row.
    if (track.head > this.prefix.length && track.cell >= from && track.cell < to) {
      visit("fill", " ", 0, 1, track.cell - from, 1, track.col, group);
    }
    if (start >= to) return;
    const first = Math.max(start, track.cell < from ? from + prefix : from);
    const last = Math.min(track.end, to);
    if (last <= first) return;
    const { text, col } = track;
    const special = (track.measure & SPECIAL) !== 0;
    const tab = track.measure === 0;
    const list = this.options.list ?? null;
    if (tab || special) {
      const form = special
        ? visibleForm(text, track.from)
        : track.isInlay
          ? " "
          : tabText(list, track.own);
      // Cells of it that were drawn in earlier rows.
      let done = first - start;
      if (start < from && this.options.wrap) {
        done -= prefix * Math.max(1, Math.ceil((from - start) / this.options.width));
        done = Math.max(0, done);
      }
      const end = Math.min(form.length, done + last - first);
      const kind = track.isInlay ? "inlay" : tab ? "tab" : "special";
      if (end > done) visit(kind, form, done, end, first - from, end - done, col, group);
      return;
    }
    if (first > start || start + track.own > to) {
      // Half a wide character.
      const sign = first > start ? "<" : ">";
      if (start + track.own > from && first < start + track.own)
        visit("edge", sign, 0, 1, first - from, 1, col, group);
      return;
    }
    const shown = list && !track.isInlay ? this.listChar(list, track.from, trail, lead) : null;
    if (shown !== null) {
      visit("list", shown, 0, shown.length, start - from, 1, col, null);
      return;
    }
    const kind = track.isInlay ? "inlay" : "text";
    visit(kind, text, track.from, track.to, start - from, track.own, col, group);
  }

  private listChar(list: ListChars, at: number, trail: number, lead: number): string | null {
    const code = this.line.charCodeAt(at);
    if (code === 0xa0 || code === 0x202f) return list.nbsp;
    if (code !== 0x20) return null;
    if (at >= trail && list.trail) return list.trail;
    if (at < lead && list.lead) return list.lead;
    if (list.multispace && (this.line[at - 1] === " " || this.line[at + 1] === " ")) {
      let run = at;
      while (this.line[run - 1] === " ") run--;
      return list.multispace[(at - run) % list.multispace.length]!;
    }
    return list.space;
  }

  private visitEnd(from: number, to: number, visit: PieceVisitor): void {
    let cell = this.track.cell;
    const end = this.line.length;
    const eol = this.options.list?.eol;
    if (eol) {
      if (cell >= from && cell < to) visit("eol", eol, 0, eol.length, cell - from, 1, end, null);
      cell++;
    }
    cell -= from;
    for (const { inlay } of this.others) {
      if (inlay.placement !== "eol") continue;
      cell++;
      for (const segment of inlay.segments)
        cell = this.visitSegment(segment, cell, to - from, end, visit);
    }
  }

  /** Draws a segment from a cell on, cut at the row's end. Returns the cell after it. */
  private visitSegment(
    segment: Segment,
    cell: number,
    width: number,
    col: number,
    visit: PieceVisitor,
  ): number {
    const flow = { tabstop: 1, wrapAt: 0, linebreak: false, prefix: 0 };
    const track = trackOf(segment.text.slice(0, 2000), flow, "", NO_INLAYS);
    track.seekCell(0);
    let next = cell;
    while (track.step()) {
      const at = cell + track.cell;
      next = cell + track.end;
      if (at < 0) continue;
      if (next > width) break;
      if ((track.measure & SPECIAL) !== 0) {
        const form = visibleForm(track.text, track.from);
        visit("inlay", form, 0, form.length, at, track.own, col, segment.group);
      } else {
        const text = track.measure === 0 ? " " : track.text;
        const [a, b] = track.measure === 0 ? [0, 1] : [track.from, track.to];
        visit("inlay", text, a, b, at, track.own, col, segment.group);
      }
    }
    return next;
  }

  private groupAt(index: number, offset: number): string {
    let rest = offset;
    const segments = this.inline[index]!.inlay.segments;
    for (const segment of segments) {
      if (rest < segment.text.length) return segment.group;
      rest -= segment.text.length;
    }
    return segments[segments.length - 1]?.group ?? "";
  }
}

/** Lays a line out; `inlays` are sorted by column. */
export function layoutLine(
  line: string,
  inlays: readonly PlacedInlay[],
  options: DisplayOptions,
): DisplayLine {
  return new DisplayLine(line, inlays, options);
}

/** Whether a line is printable ASCII only: a cell a character. */
export function isPlain(line: string): boolean {
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code < 0x20 || code >= 0x7f) return false;
  }
  return true;
}

function rowPrefix(line: string, options: DisplayOptions, width: number): string {
  let prefix = "";
  if (options.breakindent) {
    const caret = options.list != null && options.list.tab === null;
    let cells = 0;
    for (let i = 0; i < line.length && cells < width; i++) {
      const code = line.charCodeAt(i);
      if (code === 32) cells++;
      else if (code === 9) cells += caret ? 2 : options.tabstop - (cells % options.tabstop);
      else break;
    }
    const most = width - (options.breakLeast ?? LEAST_TEXT);
    prefix = " ".repeat(Math.max(0, Math.min(cells + (options.breakShift ?? 0), most)));
  }
  const mark = options.showbreak ?? "";
  prefix = options.breakMarkFirst ? mark + prefix : prefix + mark;
  return prefix.length < width ? prefix : "";
}

function segmentsText(segments: readonly Segment[]): string {
  return segments.length === 1 ? segments[0]!.text : segments.map((s) => s.text).join("");
}

function trailStart(line: string): number {
  let at = line.length;
  while (at > 0 && line.charCodeAt(at - 1) === 32) at--;
  return at;
}

function leadEnd(line: string): number {
  let at = 0;
  while (line.charCodeAt(at) === 32) at++;
  return at;
}

function flowKey(flow: {
  tabstop: number;
  vartabstop?: readonly number[] | undefined;
  ambiwidth?: string | undefined;
  caretTabs: boolean;
  wrapAt: number;
  linebreak: boolean;
  prefix: number;
}): string {
  // Rows matter to cells only where something is added at their ends; wide characters may.
  return [
    flow.tabstop,
    flow.vartabstop?.join(" ") ?? "",
    flow.ambiwidth ?? "",
    flow.caretTabs,
    flow.wrapAt,
    flow.linebreak,
    flow.prefix,
  ].join();
}
