/**
 * Text to come: its first line where it belongs, its others below. What stands right of it on its row
 * moves on; nothing else does. The rows below are used when nothing is in them, else they are covered
 * by a box.
 */
import type { SuggestionBlock, SuggestionLine } from "../../editor/suggestion.ts";
import { Grid } from "../../screen/grid.ts";
import { slice } from "../../text/text.ts";
import {
  type BoxRow,
  commonIndent,
  note,
  paintBox,
  paintOver,
  placeBeside,
  wrapped,
} from "./box.ts";
import { fittingCol, putRun, type RunStyle, runCells } from "./line-run.ts";
import type { SuggestionLook } from "./look.ts";
import type { Cell, Sight } from "./sight.ts";

/** Rows of a box that are worth being drawn when not all fit. */
const LEAST_ROWS = 2;

export interface GhostOptions {
  /** One row only. */
  readonly brief: boolean;
  /** What is new is marked: it does not stand at the cursor, where the eye is. */
  readonly marks: boolean;
  /** Rows in between are told beside the text where there is width. */
  readonly beside: boolean;
}

/** Draws an insertion at a cell. */
export function paintGhost(
  sight: Sight,
  look: SuggestionLook,
  block: SuggestionBlock,
  at: Cell,
  options: GhostOptions,
): void {
  const [first, ...others] = block.lines as [SuggestionLine, ...SuggestionLine[]];
  const style: RunStyle = options.marks ? "ghost-add" : "ghost";
  const inBox: RunStyle = options.marks ? "box" : "box-ghost";
  const several = others.length > 0;
  const rest = several && !block.above ? behind(sight, block) : "";
  const left = firstRow(sight, look, first, at, style, several);
  const rows: BoxRow[] = [...left];
  others.forEach((line, i) => {
    const shown = i === others.length - 1 ? { ...line, text: line.text + rest } : line;
    rows.push({ line: shown, from: 0, to: shown.text.length, style: inBox });
  });
  if (rows.length === 0) return;
  if (options.brief) {
    noteMore(sight, look, at.y, rows.length);
    return;
  }
  const whole = left.length > 0 ? null : firstWhole(sight, block);
  paintRows(sight, look, at.y, rows, whole, left.length > 0, options);
}

/** The first line with what stands before it; all of it is there already when nothing is put in behind. */
function firstWhole(sight: Sight, { pos, lines }: SuggestionBlock): BoxRow {
  const at = sight.win.doc.text.lineAt(pos);
  const text = at.text.slice(0, pos - at.from) + lines[0]!.text;
  const line = { text, colours: [], marked: [] };
  const row = { line, from: 0, to: text.length, style: "box" } as const;
  return lines[0]!.text === "" ? { ...row, bar: " " } : row;
}

/** What stands behind the insertion: it will follow the last line. */
function behind(sight: Sight, { pos }: SuggestionBlock): string {
  const { text } = sight.win.doc;
  return slice(text, pos, text.lineAt(pos).to);
}

/**
 * Draws the first line; what stands behind it moves on, or away when it will stand behind the last
 * one. Returns rows of what does not fit.
 */
function firstRow(
  sight: Sight,
  look: SuggestionLook,
  line: SuggestionLine,
  { y, x }: Cell,
  style: RunStyle,
  several: boolean,
): BoxRow[] {
  const { grid, right, tabstop } = sight;
  const marks = look.plain && line.text !== "" ? 2 : 0;
  const origin = sight.originOf(x);
  const ambi = grid.ambiwidth;
  const cells = runCells(line.text, origin, tabstop, ambi) + marks;
  const end = sight.lineEnd(y);
  const tail = Math.max(0, end - x);
  const room = right - x;
  const fits = cells <= room;
  const shown = Math.min(cells, room);
  if (tail > 0) {
    const keep = several || !fits ? 0 : Math.min(tail, right - x - shown);
    const row = new Grid(1, tail, grid.pool, ambi);
    row.blit(grid, { row: y, col: x, rows: 1, cols: tail }, 0, 0);
    if (several) grid.fill(y, x, 1, tail, blankStyle(sight, y, end));
    if (keep > 0) grid.blit(row, { row: 0, col: 0, rows: 1, cols: keep }, y, x + shown);
    if (!several && keep < tail && fits && keep > 0) {
      grid.put(y, right - 1, look.ascii ? ">" : "…", look.palette.nonText, right);
    }
  }
  if (cells === 0) return [];
  const { open, close } = look.signs;
  const under = look.ghost(null, grid.styleAt(y, Math.min(x, right - 1)));
  let at = x;
  if (marks > 0) at = grid.put(y, at, open, under, right);
  const half = Math.floor(marks / 2);
  const to = fits
    ? line.text.length
    : fittingCol(line.text, 0, Math.max(0, room - marks), origin, tabstop, ambi);
  at = putRun(
    grid,
    look,
    line,
    { y, x: at, min: sight.left, limit: right - half, origin, tabstop },
    style,
    0,
    to,
  );
  if (marks > 0) at = grid.put(y, at, close, under, right);
  sight.use({ row: y, col: x, rows: 1, cols: at - x });
  if (fits) return [];
  if (sight.scrolled > 0) {
    if (room > 0) grid.put(y, right - 1, cutMark(look), look.edge, right);
    return [];
  }
  // It goes on below, as the line will when it is wrapped.
  const inBox: RunStyle = style === "ghost" ? "box-ghost" : "box";
  return [{ line, from: to, to: line.text.length, style: inBox }];
}

/** The style that the row has behind its text. */
function blankStyle(sight: Sight, y: number, end: number): number {
  return sight.grid.styleAt(y, Math.min(end, sight.right - 1));
}

function paintRows(
  sight: Sight,
  look: SuggestionLook,
  y: number,
  whole: readonly BoxRow[],
  first: BoxRow | null,
  overflown: boolean,
  { beside, marks }: GhostOptions,
): void {
  const below = sight.roomBelow(y);
  const rows = wrapped(sight, look, whole);
  const height = rows.length;
  const bar = marks ? "+" : look.signs.bar;
  if (!overflown && height <= below && areBlank(sight, y + 1, height)) {
    paintBlank(sight, look, y + 1, rows, marks);
    return;
  }
  const narrow = overflown ? rows : unindented(rows);
  // At the cursor it would move with each letter.
  const place = beside ? placeBeside(sight, narrow, y + 1, 2) : null;
  if (place !== null) {
    paintBox(sight, look, place, narrow, bar);
    return;
  }
  if (height <= below) {
    paintOver(sight, look, y + 1, rows, bar);
    return;
  }
  const above = sight.roomAbove(y);
  if (first !== null && height + 1 <= above) {
    // The window ends: all of it is told above, with the line that it goes on from.
    const all = [first, ...rows];
    const side = unindented(all);
    const rect = placeBeside(sight, side, y - all.length);
    if (rect !== null) paintBox(sight, look, rect, side, bar);
    else paintOver(sight, look, y - all.length, all, bar);
    return;
  }
  if (below < LEAST_ROWS) {
    noteMore(sight, look, y, height);
    return;
  }
  const shown = rows.slice(0, below - 1);
  const more = `${look.signs.more} ${height - shown.length} more lines`;
  paintOver(sight, look, y + 1, [...shown, note(more)], bar);
}

/** Rows without the indent that all of them have. */
function unindented(rows: readonly BoxRow[]): BoxRow[] {
  const indent = commonIndent(rows.map(({ line }) => line));
  return rows.map((row) => ({ ...row, from: Math.min(indent, row.line.text.length) }));
}

/** Whether rows of the screen have nothing in them. */
function areBlank(sight: Sight, y: number, rows: number): boolean {
  for (let i = 0; i < rows; i++) if (!sight.isBlankRow(y + i)) return false;
  return true;
}

/** Draws rows at their own columns where nothing is. */
function paintBlank(
  sight: Sight,
  look: SuggestionLook,
  y: number,
  rows: readonly BoxRow[],
  marks: boolean,
): void {
  const { grid, left, right, tabstop, scrolled, win } = sight;
  rows.forEach(({ line }, i) => {
    const at = y + i;
    // The sign of a row that is not there.
    if (sight.isBelowText(at)) {
      grid.fill(at, win.col, 1, Math.max(1, left - win.col), look.palette.text);
    }
    const cells = runCells(line.text, 0, tabstop, grid.ambiwidth);
    const place = { y: at, x: left - scrolled, min: left, limit: right, origin: 0, tabstop };
    let end = putRun(grid, look, line, place, marks ? "ghost-add" : "ghost");
    if (marks && sight.signCell() !== null) grid.put(at, left - 1, "+", look.edge, left);
    if (look.plain && line.text.trim() !== "") end = markGhost(sight, look, at, line);
    if (left - scrolled + cells > right) grid.put(at, right - 1, cutMark(look), look.edge, right);
    sight.use({ row: at, col: left, rows: 1, cols: Math.max(1, end - left) });
  });
}

/** Without colours: marks around the text, where its indent has room for the first one. */
function markGhost(sight: Sight, look: SuggestionLook, y: number, line: SuggestionLine): number {
  const { grid, right } = sight;
  const style = look.ghost(null, look.palette.text);
  const start = runCells(line.text, 0, sight.tabstop, grid.ambiwidth, 0, commonIndent([line]));
  const end = sight.lineEnd(y);
  const x = sight.left + start - sight.scrolled;
  if (x > sight.left || (x === sight.left && sight.signCell() !== null))
    grid.put(y, x - 1, look.signs.open, style, right);
  return grid.put(y, end, look.signs.close, style, right);
}

function cutMark(look: SuggestionLook): string {
  return look.ascii ? ">" : "…";
}

/** Says behind a row how much is not shown. */
function noteMore(sight: Sight, look: SuggestionLook, y: number, lines: number): void {
  const text = `${look.signs.more} ${lines} more ${lines === 1 ? "line" : "lines"}`;
  const { grid, right, top } = sight;
  const x = sight.freeFrom(y) + 1;
  if (y >= top && x + text.length <= right) {
    grid.put(y, x, text, look.ghost(null, grid.styleAt(y, x)), right);
    sight.use({ row: y, col: x, rows: 1, cols: text.length });
  }
}
