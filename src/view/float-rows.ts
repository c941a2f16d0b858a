/** Breaks the lines of a float into rows of a width, and finds the place of its box. */
import { type AmbiWidth, cellsOf, forEachCluster } from "../base/width.ts";
import type { FloatLine } from "../editor/float.ts";
import type { Rect } from "../screen/layer.ts";

/** A part of a line: UTF-16 offsets `[from, to)`, and the cells it is indented by. */
export interface FloatRow {
  readonly line: FloatLine;
  readonly from: number;
  readonly to: number;
  readonly indent: number;
}

/** Wider boxes are hard to read. */
const MOST_COLS = 84;
/** Rows of a box in a tall window. */
const MOST_ROWS = 24;
const MOST_INDENT = 8;
/** More for the later rows of code. */
const CODE_INDENT = 2;

/** The cells of the widest line, at most `most`. */
export function widestLine(lines: readonly FloatLine[], most: number, ambi: AmbiWidth): number {
  let widest = 0;
  for (const { text } of lines) {
    let cells = 0;
    forEachCluster(text, 0, text.length, ambi, (_from, _to, measure) => {
      cells += cellsOf(measure);
      return cells >= most;
    });
    widest = Math.max(widest, cells);
    if (widest >= most) return most;
  }
  return widest;
}

/** The rows of lines that are wrapped to `cols` cells, between words where that can be. */
export function rowsOf(lines: readonly FloatLine[], cols: number, ambi: AmbiWidth): FloatRow[] {
  const rows: FloatRow[] = [];
  for (const line of lines) wrap(line, cols, ambi, rows);
  return rows;
}

function wrap(line: FloatLine, cols: number, ambi: AmbiWidth, rows: FloatRow[]): void {
  const { text } = line;
  const own = hangOf(text) + (line.code ? CODE_INDENT : 0);
  const hang = Math.min(own, MOST_INDENT, Math.floor(cols / 2));
  let start = 0;
  let indent = 0;
  /** Where the row may end, after a blank; and the cells up to there. */
  let breakAt = -1;
  let cells = 0;
  let sinceBreak = 0;
  forEachCluster(text, 0, text.length, ambi, (from, to, measure) => {
    const width = cellsOf(measure);
    while (indent + cells + width > cols && from > start) {
      const at = breakAt > start ? breakAt : from;
      rows.push({ line, from: start, to: at, indent });
      cells = at === from ? 0 : sinceBreak;
      start = at;
      indent = hang;
      breakAt = -1;
    }
    cells += width;
    sinceBreak += width;
    const isBlank = text.charCodeAt(from) === 0x20;
    if (isBlank && text.slice(start, to).trim() !== "") {
      breakAt = to;
      sinceBreak = 0;
    }
    return false;
  });
  rows.push({ line, from: start, to: text.length, indent });
}

/** What later rows of a line are indented by: its own indent, and the mark of a list. */
function hangOf(text: string): number {
  return /^\s*(?:[-*+•] |\d+[.)] )?/.exec(text)![0].length;
}

export interface FloatPlace {
  /** The box with its border. */
  readonly box: Rect;
  /** Whether it has a row above and one below its text. */
  readonly framed: boolean;
  /** The cells for text. */
  readonly cols: number;
  readonly rows: readonly FloatRow[];
}

/** Rows that a float may cover: `[top, bottom)`, but not that of the cursor. */
export interface FloatSpace {
  readonly cols: number;
  readonly top: number;
  readonly bottom: number;
  /** 0-based cell of the cursor. */
  readonly row: number;
  readonly col: number;
}

/** Null where there is no room. */
export function placeFloat(
  lines: readonly FloatLine[],
  side: "above" | "below",
  back: number,
  space: FloatSpace,
  ambi: AmbiWidth,
): FloatPlace | null {
  // A cell for the border and one of air, on both sides.
  const most = Math.min(MOST_COLS, space.cols) - 4;
  if (most < 4) return null;
  const cols = Math.max(1, widestLine(lines, most, ambi));
  const rows = rowsOf(lines, cols, ambi);
  const above = space.row - space.top;
  const below = space.bottom - space.row - 1;
  const wanted = Math.min(MOST_ROWS, rows.length) + 2;
  const [own, other] = side === "above" ? [above, below] : [below, above];
  const there = own >= Math.min(wanted, 5) || own >= other;
  const room = there ? own : other;
  if (room < 1) return null;
  // Where rows are few, text is worth more than a frame.
  const framed = room >= Math.min(rows.length, 4) + 2;
  const height = Math.min(wanted - (framed ? 0 : 2), room);
  const isBelow = (side === "below") === there;
  const width = cols + 4;
  return {
    box: {
      row: isBelow ? space.row + 1 : space.row - height,
      col: Math.max(0, Math.min(space.col - back, space.cols - width)),
      rows: height,
      cols: width,
    },
    framed,
    cols,
    rows,
  };
}
