/**
 * How high the rows of a window are on the screen: wrapping, closed folds, virtual lines. A Metrics
 * is made for one computation and thrown away, so it needs no invalidation. Rows are 0-based,
 * heights are screen rows.
 */

import {
  type DisplayLine,
  type DisplayOptions,
  isPlain,
  layoutLine,
  type PlacedInlay,
} from "../text/display/display-line.ts";
import { parseListChars } from "../text/display/list-chars.ts";
import type { Inlay, VirtualLines } from "../text/slots.ts";
import { lineText, rowEnd, rowStart, type Text } from "../text/text.ts";
import type { Editor } from "./editor.ts";
import type { RowRange } from "./folds.ts";
import { textWidth } from "./gutter.ts";
import type { Window } from "./window.ts";

/** A height that says: there is no such row. */
export const NO_ROW = Number.POSITIVE_INFINITY;

/** The rows of the text measured last that are known to be plain and shorter than `width`. */
const known = { text: null as Text | null, width: 0, rows: new Set<number>() };

/** Whether a row is plain and takes one screen row of `width` cells; scrolling asks often. */
function isShort(text: Text, row: number, width: number): boolean {
  if (known.text !== text || known.width !== width || known.rows.size > 10_000) {
    known.text = text;
    known.width = width;
    known.rows.clear();
  }
  if (known.rows.has(row)) return true;
  const line = lineText(text, row);
  const short = line.length < width && isPlain(line);
  if (short) known.rows.add(row);
  return short;
}

export class Metrics {
  readonly win: Window;
  readonly text: Text;
  readonly options: DisplayOptions;
  readonly count: number;
  readonly height: number;
  readonly hasFolds: boolean;
  private readonly hasVirtualLines: boolean;
  private readonly hasInlays: boolean;

  constructor(editor: Editor, win: Window) {
    this.win = win;
    this.text = win.doc.text;
    this.count = this.text.lines;
    this.height = win.height;
    this.options = displayOptions(editor, win);
    win.folds.refresh();
    this.hasFolds = win.options.get("foldenable") && win.folds.folds.length > 0;
    this.hasVirtualLines = !win.doc.slots.isEmpty("lines");
    this.hasInlays = !win.doc.slots.isEmpty("inlays");
  }

  /** The closed fold that holds a row, or null. */
  fold(row: number): RowRange | null {
    return this.hasFolds ? this.win.folds.closedAt(row) : null;
  }

  /** First row of the closed fold at a row, or the row. */
  first(row: number): number {
    return this.fold(row)?.start ?? row;
  }

  /** Last row of the closed fold at a row, or the row. */
  last(row: number): number {
    return this.fold(row)?.end ?? row;
  }

  line(row: number): DisplayLine {
    return layoutLine(
      lineText(this.text, row),
      this.hasInlays ? rowInlays(this.win, row) : NO_INLAYS,
      this.options,
    );
  }

  /** Screen rows of a row, as if it were in no fold, at most the window's height. */
  rows(row: number): number {
    return Math.min(this.allRows(row), Math.max(1, this.height));
  }

  /** Screen rows of a row, looking no further than twice the window's height. */
  allRows(row: number): number {
    let rows = 1;
    if (this.options.wrap && (this.hasInlays || !isShort(this.text, row, this.options.width))) {
      rows = this.line(row).rowCount(this.height * 2 + 2);
    }
    return rows + (this.hasVirtualLines ? virtualLineCount(this.win, row) : 0);
  }

  /** Screen rows of a row: 1 for a closed fold. */
  folded(row: number): number {
    return this.fold(row) ? 1 : this.rows(row);
  }

  /** The row that starts above `row`, and its height; NO_ROW at the start of the text. */
  above(row: number): { row: number; height: number } {
    const previous = row - 1;
    if (previous < 0) return { row: previous, height: NO_ROW };
    const fold = this.fold(previous);
    return fold ? { row: fold.start, height: 1 } : { row: previous, height: this.rows(previous) };
  }

  /** The last row of what is below `row`, and its height; NO_ROW at the end of the text. */
  below(row: number): { row: number; height: number } {
    const next = row + 1;
    if (next >= this.count) return { row: next, height: NO_ROW };
    const fold = this.fold(next);
    return fold ? { row: fold.end, height: 1 } : { row: next, height: this.rows(next) };
  }

  /** The row just below the window, and the screen rows left empty at its bottom. */
  bottom(top = this.win.top): { row: number; empty: number } {
    let row = top;
    let used = 0;
    while (row < this.count) {
      const fold = this.fold(row);
      const height = fold ? 1 : this.rows(row);
      if (used + height > this.height) break;
      used += height;
      row = (fold ? fold.end : row) + 1;
    }
    return { row, empty: used === 0 ? 0 : this.height - used };
  }
}

const NO_INLAYS: readonly PlacedInlay[] = [];

/** What 'breakindentopt' says. */
function breakOptions(
  list: string,
): Pick<DisplayOptions, "breakShift" | "breakLeast" | "breakMarkFirst"> {
  if (list === "") return {};
  const number = (name: string): number | undefined => {
    const found = new RegExp(`(?:^|,)${name}:(-?\\d+)`).exec(list);
    return found ? Number(found[1]) : undefined;
  };
  return {
    breakShift: number("shift"),
    breakLeast: number("min"),
    breakMarkFirst: /(?:^|,)sbr(?:,|$)/.test(list),
  };
}

/** The display options of a window. */
export function displayOptions(editor: Editor, win: Window): DisplayOptions {
  const options = win.options;
  const stops = win.doc.options.get("vartabstop");
  return {
    tabstop: win.doc.options.get("tabstop"),
    vartabstop: stops === "" ? undefined : stops.split(",").map(Number),
    ambiwidth: editor.options.get("ambiwidth") === "double" ? "double" : "single",
    width: textWidth(win),
    wrap: options.get("wrap"),
    left: options.get("wrap") ? 0 : win.left,
    linebreak: options.get("linebreak"),
    breakindent: options.get("breakindent"),
    ...breakOptions(options.get("breakindentopt")),
    showbreak: options.get("showbreak"),
    list: options.get("list") ? parseListChars(options.get("listchars")) : null,
  };
}

/** The inlays of a row, sorted by column. */
export function rowInlays(win: Window, row: number): readonly PlacedInlay[] {
  const { slots, text } = win.doc;
  if (slots.isEmpty("inlays")) return NO_INLAYS;
  const from = rowStart(text, row);
  const to = rowEnd(text, row);
  const found: PlacedInlay[] = [];
  const note = (at: number, _end: number, inlay: Inlay): void => {
    if (at >= from && at <= to) found.push({ col: at - from, inlay });
  };
  slots.between("inlays", from, to, note, win.id);
  return found.sort((a, b) => a.col - b.col || a.inlay.startSide - b.inlay.startSide);
}

export interface RowVirtualLines {
  readonly above: VirtualLines["lines"];
  readonly below: VirtualLines["lines"];
}

/** The virtual lines of a row, in the order in which they are drawn. */
export function virtualLinesOf(win: Window, row: number): RowVirtualLines {
  const { slots, text } = win.doc;
  const above: VirtualLines["lines"][number][] = [];
  const below: VirtualLines["lines"][number][] = [];
  if (slots.isEmpty("lines")) return { above, below };
  const from = rowStart(text, row);
  const to = rowEnd(text, row);
  const note = (at: number, _end: number, value: VirtualLines): void => {
    if (at >= from && at <= to) (value.above ? above : below).push(...value.lines);
  };
  slots.between("lines", from, to, note, win.id);
  return { above, below };
}

function virtualLineCount(win: Window, row: number): number {
  const { above, below } = virtualLinesOf(win, row);
  return above.length + below.length;
}
