/** Puts a line of a suggestion into cells: its colours, what is new in it, tabs, what does not fit. */
import { type AmbiWidth, cellsOf, forEachCluster } from "../../base/width.ts";
import type { SuggestionLine } from "../../editor/suggestion.ts";
import type { Grid } from "../../screen/grid.ts";
import type { StyleId } from "../../screen/style.ts";
import type { SuggestionLook } from "./look.ts";

export interface RunPlace {
  readonly y: number;
  /** Where the line's column `from` goes; may lie left of `min`. */
  readonly x: number;
  /** Cells left of it are not drawn. */
  readonly min: number;
  /** The first cell that is not drawn. */
  readonly limit: number;
  /** The display cell at `x`, for tab stops. */
  readonly origin: number;
  readonly tabstop: number;
  /** What it stands on, when that is not a box. */
  readonly paper?: StyleId;
  /** What is laid over marked words, when they do not come. */
  readonly mark?: StyleId;
}

/** On what is there or on the paper of a box; as ghost text; with marks of what is new. */
export type RunStyle = "ghost" | "ghost-add" | "box" | "box-add" | "box-ghost";

const TAB = 9;

function tabCells(cell: number, tabstop: number): number {
  return tabstop - (cell % tabstop);
}

/** The cells of the columns from `from` on, when they begin at the display cell `origin`. */
export function runCells(
  line: string,
  origin: number,
  tabstop: number,
  ambi: AmbiWidth,
  from = 0,
  to = line.length,
): number {
  let cells = 0;
  forEachCluster(line, from, to, ambi, (at, _end, measure) => {
    cells += line.charCodeAt(at) === TAB ? tabCells(origin + cells, tabstop) : cellsOf(measure);
  });
  return cells;
}

/** The column up to which a line fits into cells. */
export function fittingCol(
  line: string,
  from: number,
  cells: number,
  origin: number,
  tabstop: number,
  ambi: AmbiWidth,
): number {
  let used = 0;
  let fits = from;
  forEachCluster(line, from, line.length, ambi, (at, end, measure) => {
    used += line.charCodeAt(at) === TAB ? tabCells(origin + used, tabstop) : cellsOf(measure);
    if (used > cells) return true;
    fits = end;
    return false;
  });
  return fits;
}

/** Draws the columns `[from, to)` of a line; returns the screen column behind them. */
export function putRun(
  grid: Grid,
  look: SuggestionLook,
  line: SuggestionLine,
  place: RunPlace,
  style: RunStyle,
  from = 0,
  to = line.text.length,
): number {
  const { y, min, tabstop, origin } = place;
  const limit = Math.min(place.limit, grid.cols);
  const { text, colours, marked } = line;
  const inBox = style.startsWith("box");
  const isGhost = style.startsWith("ghost") || style === "box-ghost";
  const adds = style === "ghost-add" || style === "box-add";
  let x = place.x;
  let colour = 0;
  let mark = 0;
  forEachCluster(text, from, to, grid.ambiwidth, (at, _end, measure) => {
    while (colour < colours.length && colours[colour]!.to <= at) colour++;
    while (mark < marked.length && marked[mark]!.to <= at) mark++;
    const span = colours[colour];
    const group = span !== undefined && span.from <= at ? span.group : null;
    const isTab = text.charCodeAt(at) === TAB;
    const cells = isTab ? tabCells(origin + x - place.x, tabstop) : cellsOf(measure);
    if (x >= limit) return true;
    if (x < min) {
      // What starts left of the window is left out as a whole.
      x += cells;
      return false;
    }
    const paper = inBox ? (place.paper ?? look.box) : grid.styleAt(y, x);
    let own: StyleId = isGhost ? look.ghost(group, paper) : look.onPaper(group, paper);
    const isNew = mark < marked.length && marked[mark]!.from <= at;
    if (adds && isNew) own = look.over(own, place.mark ?? look.add);
    if (isTab) grid.fill(y, x, 1, Math.min(cells, limit - x), own);
    else grid.putCluster(y, x, text, at, measure, own, limit);
    x += cells;
    return false;
  });
  return Math.min(x, limit);
}
