/** A change in sight: what goes is struck where it stands, what comes stands beside it or below. */
import type { SuggestionBlock, SuggestionLine } from "../../editor/suggestion.ts";
import {
  type BoxRow,
  commonIndent,
  fittingTag,
  note,
  paintBox,
  paintOver,
  paintTag,
  placeBeside,
  type Tag,
  wrapped,
} from "./box.ts";
import { fittingCol, runCells } from "./line-run.ts";
import type { SuggestionLook } from "./look.ts";
import type { Sight } from "./sight.ts";

export interface ChangeOptions {
  /** "1 of 14", or empty; it is said of `first`. */
  readonly count: string;
  readonly first: SuggestionBlock;
  /** One row only. */
  readonly brief: boolean;
}

const PLUS = "+";
const MINUS = "-";
const CHANGED = "~";
/** Columns around what is new that are shown with it when the line is long. */
const CONTEXT = 12;
/** Columns of a row that is cut; fewer say nothing. */
const LEAST_TAG = 4;

/** Strikes what goes and says it in the gutter. */
export function strike(sight: Sight, look: SuggestionLook, block: SuggestionBlock): void {
  const { grid } = sight;
  const { text } = sight.win.doc;
  const { table } = look.palette;
  const struck = new Set<number>();
  for (const { from, to } of block.deleted) {
    const line = text.lineAt(from);
    const row = line.number - 1;
    struck.add(row);
    for (const { y, x, cells } of sight.cellsOf(row, from - line.from, to - line.from)) {
      grid.overlay(y, x, cells, look.remove, table);
    }
  }
  for (let row = block.first; row <= block.last; row++) {
    const gone = struck.has(row) || block.kind === "delete";
    if (gone) sign(sight, look, row, block.kind === "line" && isReplaced(block) ? CHANGED : MINUS);
    else if (block.kind !== "lines") sign(sight, look, row, PLUS);
    else if (struck.size === 0) sign(sight, look, row, CHANGED);
  }
}

function isReplaced(block: SuggestionBlock): boolean {
  return block.lines.some(({ marked }) => marked.length > 0);
}

/** Puts a sign into the gutter, where there is one. */
export function sign(sight: Sight, look: SuggestionLook, row: number, text: string): void {
  const y = sight.rowStart(row);
  const cell = sight.signCell();
  if (y < 0 || cell === null) return;
  const { grid } = sight;
  const style = look.sign(text, grid.styleAt(y, cell.x));
  grid.put(y, cell.x, text, style, cell.x + cell.cells);
}

/** Says what takes the place of rows. `run`: blocks of one row that follow each other, or any one. */
export function paintChange(
  sight: Sight,
  look: SuggestionLook,
  run: readonly SuggestionBlock[],
  options: ChangeOptions,
): void {
  const [block] = run;
  if (!block) return;
  if (block.kind === "delete") tagDeleted(sight, look, block, options);
  else if (block.kind === "lines") paintLines(sight, look, block, options);
  else paintRun(sight, look, run, options);
}

function tagDeleted(
  sight: Sight,
  look: SuggestionLook,
  { first, last }: SuggestionBlock,
  { count }: ChangeOptions,
): void {
  const y = sight.rowEnd(first);
  if (y < 0) return;
  const rows = last - first + 1;
  const hasGutter = sight.signCell() !== null;
  if (hasGutter && count === "" && rows < 2) return;
  const text = `${MINUS}${rows} ${rows === 1 ? "line" : "lines"}`;
  paintTag(sight, look, y, { row: note(text), before: "", after: count });
}

/** Rows that each become another one: a note behind each, or all of them in a box below. */
function paintRun(
  sight: Sight,
  look: SuggestionLook,
  run: readonly SuggestionBlock[],
  options: ChangeOptions,
): void {
  const found: { y: number; tag: Tag | null; line: SuggestionLine }[] = [];
  for (const block of run) {
    const y = sight.rowEnd(block.first);
    const line = block.whole ?? block.lines[0];
    if (y < 0 || !line) continue;
    const tags = tagsOf(look, block, line, block === options.first ? options.count : "");
    found.push({ y, tag: fittingTag(sight, look, y, tags), line });
  }
  const last = found[found.length - 1];
  if (!last) return;
  const all = found.every(({ tag, line }) => tag !== null || line.marked.length === 0);
  if (all) {
    for (const { y, tag } of found) if (tag !== null) paintTag(sight, look, y, tag);
    return;
  }
  const rows = found.map(({ line }) => cutTo(sight, look, line));
  if (options.brief) rows.length = 1;
  cover(sight, look, found[0]!.y, last.y, rows, options);
}

/** What may be said behind a row, the best first. */
function tagsOf(
  look: SuggestionLook,
  block: SuggestionBlock,
  line: SuggestionLine,
  count: string,
): Tag[] {
  const { to, more } = look.signs;
  if (line.marked.length === 0) {
    // Only something goes: the gutter says it, or there is none.
    return [{ row: note(MINUS), before: "", after: count }];
  }
  if (block.short !== null) {
    const row = boxRow(block.short);
    return [
      { row, before: to, after: count },
      { row, before: to, after: "" },
    ];
  }
  const indent = commonIndent([line]);
  const first = line.marked[0]!.from;
  const last = line.marked[line.marked.length - 1]!.to;
  const bare = excerpt(line, first, last, more);
  return [
    { row: { ...boxRow(line), from: indent }, before: to, after: count },
    {
      row: excerpt(line, Math.max(indent, first - CONTEXT), last + CONTEXT, more),
      before: to,
      after: count,
    },
    { row: bare, before: to, after: count },
    { row: bare, before: to, after: "" },
  ];
}

/** The part of a line around what is new in it, whole words, with marks where it is cut. */
function excerpt(line: SuggestionLine, from: number, to: number, more: string): BoxRow {
  const { text } = line;
  let start = Math.max(0, from);
  let end = Math.min(text.length, to);
  const isWord = (at: number) => /[\p{L}\p{N}_]/u.test(text[at] ?? "");
  while (start > 0 && isWord(start - 1) && isWord(start)) start--;
  while (end < text.length && isWord(end - 1) && isWord(end)) end++;
  const before = start > 0 && text.slice(0, start).trim() !== "" ? more : "";
  const after = end < text.length ? more : "";
  const shift = before.length - start;
  const move = <T extends { readonly from: number; readonly to: number }>(spans: readonly T[]) =>
    spans
      .filter((span) => span.to > start && span.from < end)
      .map((span) => ({
        ...span,
        from: Math.max(span.from, start) + shift,
        to: Math.min(span.to, end) + shift,
      }));
  const shown = before + text.slice(start, end) + after;
  return boxRow({ text: shown, colours: move(line.colours), marked: move(line.marked) });
}

/** From where a line too long for the window is shown, so that what is new in it is seen. */
function cutTo(sight: Sight, look: SuggestionLook, line: SuggestionLine): BoxRow {
  const { tabstop, grid, width } = sight;
  const first = line.marked[0]?.from ?? 0;
  const until = runCells(line.text, 0, tabstop, grid.ambiwidth, 0, first);
  const cell = until - sight.scrolled;
  if (cell >= 0 && cell < width - 8) return boxRow(line);
  const skip = fittingCol(line.text, 0, until - Math.floor(width / 2), 0, tabstop, grid.ambiwidth);
  return { ...excerpt(line, skip, line.text.length, look.signs.more), loose: true };
}

function boxRow(line: SuggestionLine): BoxRow {
  return { line, from: 0, to: line.text.length, style: "box-add" };
}

/** Several rows: a box beside the old ones when there is width, below them when not. */
function paintLines(
  sight: Sight,
  look: SuggestionLook,
  block: SuggestionBlock,
  options: ChangeOptions,
): void {
  let start = -1;
  let end = -1;
  for (let row = block.first; row <= block.last; row++) {
    const y = sight.rowStart(row);
    if (y < 0) continue;
    if (start < 0) start = y;
    end = sight.rowEnd(row);
  }
  if (start < 0) return;
  if (options.brief) {
    const [first] = block.lines;
    const lines = block.lines.length;
    const after = lines > 1 ? `${look.signs.more} ${lines} lines` : "";
    if (!first) return;
    const row = { ...boxRow(first), from: commonIndent([first]) };
    paintTag(sight, look, end, { row, before: look.signs.to, after });
    return;
  }
  const indent = commonIndent(block.lines);
  const all = block.lines.map((line) => boxRow(line));
  const narrow = all.map((row) => ({ ...row, from: Math.min(indent, row.line.text.length) }));
  const most = sight.bottom - sight.top;
  const shown =
    narrow.length > most ? [...narrow.slice(0, most - 1), note(look.signs.more)] : narrow;
  const count = block === options.first ? options.count : "";
  const rows = count === "" ? shown : [...shown, note(count)];
  for (const list of [rows, shown]) {
    const place = placeBeside(
      sight,
      list,
      start,
      Math.min(block.last - block.first, list.length - 1) + 1,
    );
    if (place !== null) {
      paintBox(sight, look, place, list, look.signs.bar);
      return;
    }
  }
  cover(sight, look, start, end, all, options);
}

/**
 * A box over the rows below the screen rows `[start, end]`, or above them; never over the cursor's
 * row, nor over rows that change themselves.
 */
function cover(
  sight: Sight,
  look: SuggestionLook,
  start: number,
  end: number,
  whole: readonly BoxRow[],
  options: ChangeOptions,
): void {
  const rows = options.brief ? whole : wrapped(sight, look, whole);
  const below = sight.roomBelow(end);
  const above = sight.roomAbove(start);
  const room = Math.max(below, above);
  if (room === 0) {
    tagRows(sight, look, end, rows);
    return;
  }
  const fits = room >= rows.length;
  const isBelow = below >= rows.length || below >= above;
  const shown = fits ? rows : rows.slice(0, Math.max(1, room - 1));
  const rest = rows.length - shown.length;
  const more = `${look.signs.more} ${rest} more ${rest === 1 ? "line" : "lines"}`;
  const list = fits || room === 1 ? shown : [...shown, note(more)];
  paintOver(sight, look, isBelow ? end + 1 : start - list.length, list, look.signs.bar);
}

/** Where no row may be covered: as much of the first new row as fits behind the old one. */
function tagRows(sight: Sight, look: SuggestionLook, y: number, rows: readonly BoxRow[]): void {
  const [first] = rows;
  if (!first) return;
  const { line } = first;
  const mark = line.marked[0];
  const from = mark ? mark.from : commonIndent([line]);
  const room = sight.right - sight.lineEnd(y) - 8;
  const to = fittingCol(line.text, from, room, 0, sight.tabstop, sight.grid.ambiwidth);
  const { to: before, more: after } = look.signs;
  if (to - from >= LEAST_TAG)
    paintTag(sight, look, y, { row: { ...first, from, to }, before, after });
  else if (sight.signCell() !== null) sign(sight, look, sight.rowAt(y), CHANGED);
  else paintEnd(sight, look, y);
}

/** Over the end of a row, where nothing else can say that it changes. */
function paintEnd(sight: Sight, look: SuggestionLook, y: number): void {
  const text = ` ${look.signs.tab} `;
  const rect = { row: y, col: sight.right - text.length, rows: 1, cols: text.length };
  if (rect.col <= (y === sight.cursorY ? sight.cursorX : sight.left) || sight.isUsed(rect)) return;
  sight.grid.put(y, rect.col, text, look.pill, sight.right);
  sight.use(rect);
}
