/** Rows of a suggestion that stand over text or beside it: told apart by paper, and by bars. */
import type { SuggestionLine } from "../../editor/suggestion.ts";
import type { Rect } from "../../screen/layer.ts";
import { fittingCol, putRun, type RunStyle, runCells } from "./line-run.ts";
import type { SuggestionLook } from "./look.ts";
import type { Sight } from "./sight.ts";

export interface BoxRow {
  readonly line: SuggestionLine;
  /** The first column that is drawn: the indent that all rows have is left out beside text. */
  readonly from: number;
  readonly to: number;
  readonly style: RunStyle;
  /** In place of the bar that the box has: a row that is there already is none of what comes. */
  readonly bar?: string;
  /** It begins at the left edge of the window, however far that is scrolled. */
  readonly loose?: true;
}

/** Cells between text and what stands beside it. */
export const GAP = 2;
/** Less is not worth a box. */
const LEAST_CELLS = 6;
/** Cells of a box that are not its text: a bar and air. */
const BARS = 3;

/** Blanks that every line begins with (columns), where they are the same in all. */
export function commonIndent(lines: readonly SuggestionLine[]): number {
  let common: string | null = null;
  for (const { text } of lines) {
    if (text.trim() === "") continue;
    const indent = /^[ \t]*/.exec(text)![0];
    if (common === null) common = indent;
    else {
      let same = 0;
      while (same < common.length && common[same] === indent[same]) same++;
      common = common.slice(0, same);
    }
  }
  return common?.length ?? 0;
}

function rowCells(sight: Sight, { line, from, to }: BoxRow, origin: number): number {
  return runCells(line.text, origin, sight.tabstop, sight.grid.ambiwidth, from, to);
}

/**
 * Blank cells right of the text that hold the rows whole: from the screen row `y` on, or a little
 * higher or lower (`slack` rows) where lines are shorter. Null: there is no such place.
 */
export function placeBeside(
  sight: Sight,
  rows: readonly BoxRow[],
  y: number,
  slack = 0,
): Rect | null {
  const height = rows.length;
  if (height === 0 || height > sight.bottom - sight.top) return null;
  let cells = LEAST_CELLS;
  for (const row of rows) cells = Math.max(cells, rowCells(sight, row, 0));
  const cols = cells + BARS;
  const tried = new Set<number>();
  for (let step = 0; step <= slack * 2; step++) {
    const shift = step % 2 === 0 ? -step / 2 : (step + 1) / 2;
    const top = Math.max(sight.top, Math.min(y - shift, sight.bottom - height));
    if (tried.has(top)) continue;
    tried.add(top);
    let end = sight.left;
    for (let row = top; row < top + height; row++) end = Math.max(end, sight.freeFrom(row));
    const rect = { row: top, col: end + GAP, rows: height, cols };
    if (rect.col + cols <= sight.right && !sight.isUsed(rect)) return rect;
  }
  return null;
}

/** Draws rows into a box: a bar at its left, its paper, and where that has no colour a bar at its right. */
export function paintBox(
  sight: Sight,
  look: SuggestionLook,
  rect: Rect,
  rows: readonly BoxRow[],
  bar: string,
): void {
  const { grid } = sight;
  const end = rect.col + rect.cols;
  rows.forEach((row, i) => {
    const y = rect.row + i;
    grid.fill(y, rect.col, 1, rect.cols, look.box);
    let x = grid.put(y, rect.col, row.bar ?? bar, look.edge, end);
    x = grid.put(y, x, " ", look.box, end);
    const limit = end - (look.bars ? 1 : 0);
    const place = { y, x, min: x, limit, origin: 0, tabstop: sight.tabstop };
    putCut(sight, look, row, place);
    if (look.bars) grid.put(y, end - 1, look.signs.bar, look.edge, end);
  });
  sight.use(rect);
}

/** Draws a row, and a mark where it is cut. */
function putCut(
  sight: Sight,
  look: SuggestionLook,
  { line, from, to, style }: BoxRow,
  place: Parameters<typeof putRun>[3],
): void {
  const { grid, tabstop } = sight;
  const cells = runCells(line.text, place.origin, tabstop, grid.ambiwidth, from, to);
  putRun(grid, look, line, place, style, from, to);
  if (place.x + cells > place.limit) {
    const mark = look.signs.more;
    grid.put(place.y, place.limit - mark.length, mark, look.edge, place.limit);
  }
}

/** Rows that are longer than the window is wide, in as many rows as they need. */
export function wrapped(sight: Sight, look: SuggestionLook, rows: readonly BoxRow[]): BoxRow[] {
  const { tabstop, grid, scrolled } = sight;
  // A bar at the right, and at the left where no gutter has it.
  const bars = (look.bars ? 1 : 0) + (sight.signCell() === null ? 1 : 0);
  const room = Math.max(LEAST_CELLS, sight.width - bars);
  if (scrolled > 0) return [...rows];
  return rows.flatMap((row) => {
    const out: BoxRow[] = [];
    let { from } = row;
    do {
      const fits = fittingCol(row.line.text, from, room, 0, tabstop, grid.ambiwidth);
      const to = Math.min(row.to, fits > from ? fits : row.to);
      out.push({ ...row, from, to });
      from = to;
    } while (from < row.to);
    return out;
  });
}

/**
 * Rows at their own columns over what stands below `y`, `rows.length` of them: as wide as they are,
 * and from the window's left edge on, so that no half line looks like theirs.
 */
export function paintOver(
  sight: Sight,
  look: SuggestionLook,
  y: number,
  rows: readonly BoxRow[],
  bar: string,
): void {
  const { grid, left, right, scrolled, tabstop } = sight;
  const hidden = (row: BoxRow) => (row.loose ? 0 : scrolled);
  let cells = 0;
  for (const row of rows) cells = Math.max(cells, rowCells(sight, row, 0) - hidden(row));
  const sign = sight.signCell();
  const air = 1 + (look.bars ? 1 : 0);
  // Without a gutter the bar needs a cell of its own.
  const shift = sign === null ? bar.length : 0;
  // What it covers is covered to its end: half lines would read as a part of it.
  const least = left + shift + Math.max(LEAST_CELLS, cells) + air;
  const covered = rows.map((_, i) => (sight.isBelowText(y + i) ? 0 : sight.lineEnd(y + i)));
  const end = Math.min(right, Math.max(least, ...covered));
  rows.forEach((row, i) => {
    const at = y + i;
    const own = row.bar ?? bar;
    if (sign !== null) {
      // The number would be read as that of the new row.
      const gutter = sight.win.col;
      grid.fill(at, gutter, 1, left - gutter, look.palette.text);
      grid.put(at, left - 1, own, look.edge, left);
    }
    grid.fill(at, left, 1, end - left, look.box);
    if (sign === null) grid.put(at, left, own, look.edge, end);
    const limit = end - (look.bars ? 1 : 0);
    const min = left + shift;
    const place = { y: at, x: min - hidden(row), min, limit, origin: 0, tabstop };
    putCut(sight, look, row, place);
    if (look.bars) grid.put(at, end - 1, look.signs.bar, look.edge, end);
  });
  sight.use({ row: y, col: left, rows: rows.length, cols: end - left });
}

/** A short note in the blank cells behind a row. */
export interface Tag {
  readonly row: BoxRow;
  readonly before: string;
  readonly after: string;
}

interface TagPlace {
  readonly col: number;
  readonly cols: number;
  readonly lead: string;
  readonly tail: string;
}

/** Null: there is no room for it. */
function tagPlace(
  sight: Sight,
  look: SuggestionLook,
  y: number,
  { row, before, after }: Tag,
): TagPlace | null {
  const { signs } = look;
  const isEmpty = row.from >= row.to;
  const lead = `${look.bars ? signs.open : " "}${before}${before === "" || isEmpty ? "" : " "}`;
  const space = isEmpty && before === "" ? "" : "  ";
  const tail = `${after === "" ? "" : space + after}${look.bars ? signs.close : " "}`;
  const cols = width(lead) + rowCells(sight, row, 0) + width(tail);
  const end = sight.freeFrom(y);
  const col = end + (end + GAP + cols <= sight.right ? GAP : 1);
  if (col + cols > sight.right || sight.isUsed({ row: y, col, rows: 1, cols })) return null;
  return { col, cols, lead, tail };
}

/** The first of some notes that there is room for, or null. */
export function fittingTag(
  sight: Sight,
  look: SuggestionLook,
  y: number,
  tags: readonly Tag[],
): Tag | null {
  return tags.find((tag) => tagPlace(sight, look, y, tag) !== null) ?? null;
}

/** Draws a note; returns whether there was room for it. */
export function paintTag(sight: Sight, look: SuggestionLook, y: number, tag: Tag): boolean {
  const place = tagPlace(sight, look, y, tag);
  if (place === null) return false;
  const { grid, right, tabstop } = sight;
  const { row } = tag;
  let x = grid.put(y, place.col, place.lead, look.edge, right);
  const run = { y, x, min: x, limit: right, origin: 0, tabstop };
  x = putRun(grid, look, row.line, run, row.style, row.from, row.to);
  grid.put(y, x, place.tail, look.edge, right);
  sight.use({ row: y, col: place.col, rows: 1, cols: place.cols });
  return true;
}

/** A row of our own words. */
export function note(text: string): BoxRow {
  const line = { text, colours: [], marked: [] };
  return { line, from: 0, to: text.length, style: "box", loose: true };
}

/** Cells of signs and numbers of ours: one each. */
function width(text: string): number {
  return [...text].length;
}
