/** What is not in sight: a pill at the window's edge, a card that names another file. */
import type { AmbiWidth } from "../../base/width.ts";
import type {
  SuggestionBlock,
  SuggestionLine,
  SuggestionPicture,
} from "../../editor/suggestion.ts";
import type { Rect } from "../../screen/layer.ts";
import { commonIndent } from "./box.ts";
import { fittingCol, putRun, runCells } from "./line-run.ts";
import type { SuggestionLook } from "./look.ts";
import type { Sight } from "./sight.ts";

/** Cells of a pill, and of a card, at most. */
const MOST_PILL = 64;
const MOST_CARD = 72;
/** Cells of a fold's row that may be covered. */
const MOST_FOLD = 40;
/** Rows of a card below its title. */
const MOST_CARD_ROWS = 8;
const LEAST_SNIPPET = 8;
const LEAST_PILL = 36;

/** What a change does in one line: the row as it will be, or the first that comes or goes. */
export function snippetOf({ whole, lines, old }: SuggestionBlock): SuggestionLine | null {
  const isText = ({ text }: SuggestionLine) => text.trim() !== "";
  return whole ?? lines.find(isText) ?? old.find(isText) ?? null;
}

/** A pill at the upper or lower right of the window for a row out of sight, with a piece of `line`. */
export function paintPill(
  sight: Sight,
  look: SuggestionLook,
  row: number,
  line: SuggestionLine | null,
  count: string,
): void {
  const { win, cursorRow } = sight;
  const up = row < win.top;
  const distance = Math.abs(row - cursorRow);
  const arrow = up ? look.signs.up : look.signs.down;
  const lines = `${distance} ${distance === 1 ? "line" : "lines"}`;
  const label = `${look.signs.tab} ${arrow} ${lines}`;
  const y = edgeRow(sight, up);
  if (y < 0) return;
  paintLabel(sight, look, y, [label, `${arrow}${distance}`], line, count, `${row + 1}`);
}

/** What may be done next, at the lower right of the window. */
export function paintAction(sight: Sight, look: SuggestionLook, text: string): void {
  const y = edgeRow(sight, false);
  if (y < 0) return;
  const { tab } = look.signs;
  paintLabel(sight, look, y, [`${tab} ${text}`, tab], null, "", "");
}

/** A row of the text inside a closed fold in sight: the fold's row says so. False: it is in none. */
export function paintFold(
  sight: Sight,
  look: SuggestionLook,
  row: number,
  line: SuggestionLine | null,
  count: string,
): boolean {
  const y = sight.foldStart(row);
  if (y < 0) return false;
  const { grid, right } = sight;
  const text = ` ${look.signs.tab} ${row + 1}: ${line?.text.trim() ?? ""} ${count}`;
  const cells = runCells(text, 0, sight.tabstop, grid.ambiwidth);
  const from = y === sight.cursorY ? sight.cursorX + 1 : sight.left;
  const col = Math.max(from, right - Math.min(MOST_FOLD, cells + 1));
  grid.put(y, col, text, look.pill, right - 1);
  sight.use({ row: y, col, rows: 1, cols: right - 1 - col });
  return true;
}

/** The first or last row of the window that is not the cursor's; -1: there is none. */
function edgeRow(sight: Sight, up: boolean): number {
  const { top, bottom, cursorY } = sight;
  const edge = up ? top : bottom - 1;
  if (edge !== cursorY) return edge;
  const next = up ? edge + 1 : edge - 1;
  return next >= top && next < bottom ? next : -1;
}

function paintLabel(
  sight: Sight,
  look: SuggestionLook,
  y: number,
  labels: readonly string[],
  line: SuggestionLine | null,
  count: string,
  number: string,
): void {
  const { grid, tabstop, win } = sight;
  const ambi = grid.ambiwidth;
  const blank = sight.right - sight.lineEnd(y) - 2;
  // Over text only where what is blank is too little; a row beside the cursor's is being read.
  const isRead = Math.abs(y - sight.cursorY) === 1;
  const least = isRead ? labels[labels.length - 1]!.length + 2 : LEAST_PILL;
  const room = Math.min(MOST_PILL, blank >= least ? blank : win.width - 2);
  const open = look.plain ? look.signs.open : " ";
  const close = look.plain ? look.signs.close : " ";
  let label = `${labels.find((each) => each.length + 2 <= room) ?? labels[labels.length - 1]!}`;
  const tail = count === "" || label.length + count.length + 4 > room ? "" : `  ${count}`;
  if (label.length + 2 > room) label = label.slice(0, Math.max(1, room - 2));
  let left = room - label.length - tail.length - 2;
  const head = left > number.length + LEAST_SNIPPET + 3 ? `  ${number}: ` : "";
  left -= head.length;
  const shown = line && head !== "" ? cutSnippet(line, left, look, tabstop, ambi) : null;
  const end = sight.right;
  const cols = label.length + 2 + tail.length + (shown ? head.length + shown.cells : 0);
  const col = Math.max(win.col, end - cols - 1);
  let x = grid.put(y, col, open, look.pill, end);
  x = grid.put(y, x, label, look.pillKey, end);
  if (line && shown) {
    x = grid.put(y, x, head + shown.before, look.pill, end);
    const place = { y, x, min: x, limit: end, origin: 0, tabstop, paper: look.pill };
    x = putRun(grid, look, line, place, "box-add", shown.from, shown.to);
    x = grid.put(y, x, shown.after, look.pill, end);
  }
  x = grid.put(y, x, tail, look.pill, end);
  grid.put(y, x, close, look.pill, end);
  sight.use({ row: y, col, rows: 1, cols });
}

/** The columns `[from, to)` of a snippet that fit into `room` cells, with marks where it is cut. */
function cutSnippet(
  line: SuggestionLine,
  room: number,
  { signs }: SuggestionLook,
  tabstop: number,
  ambi: AmbiWidth,
): { from: number; to: number; before: string; after: string; cells: number } {
  const { text } = line;
  const fits = (from: number, cells: number) => fittingCol(text, from, cells, 0, tabstop, ambi);
  const indent = commonIndent([line]);
  const whole = fits(indent, room) === text.length;
  const inner = room - signs.more.length;
  const from = whole ? indent : snippetStart(line, indent, inner - signs.more.length);
  const before = from > indent ? signs.more : "";
  let to = fits(from, room - before.length);
  const after = to < text.length ? signs.more : "";
  if (after !== "") to = fits(from, inner - before.length);
  const cells = runCells(text, 0, tabstop, ambi, from, to) + before.length + after.length;
  return { from, to, before, after, cells };
}

/** Where a snippet starts so that what is new in it is seen, at the start of a word if that can be. */
function snippetStart({ text, marked }: SuggestionLine, indent: number, cells: number): number {
  const [mark] = marked;
  if (!mark || mark.to - indent <= cells) return indent;
  const least = Math.max(indent, Math.min(mark.from, mark.to - cells));
  const apart = /[^\p{L}\p{N}\p{M}_\ud800-\udfff]/u;
  for (let at = least; at < mark.from; at++) if (apart.test(text[at - 1] ?? " ")) return at;
  return Math.max(indent, mark.from);
}

/** A card that names another file and shows what changes in it. */
export function paintCard(
  sight: Sight,
  look: SuggestionLook,
  picture: SuggestionPicture,
  brief: boolean,
): void {
  const [block] = picture.blocks;
  const row = block?.first ?? picture.place?.row ?? 0;
  const name = `${picture.file}:${row + 1}`;
  const rows = brief ? [] : cardRows(picture, block ?? null);
  const { grid, tabstop, win } = sight;
  const most = Math.min(MOST_CARD, win.width - 2);
  const lead = `${look.signs.tab} `;
  const count = picture.count === "" ? "" : `  ${picture.count}`;
  const nameCells = runCells(name, 0, tabstop, grid.ambiwidth);
  let cells = lead.length + nameCells + count.length;
  for (const { line, from } of rows) {
    cells = Math.max(cells, 2 + runCells(line.text, 0, tabstop, grid.ambiwidth, from));
  }
  const cols = Math.min(most, cells + 2);
  const rect = cardPlace(sight, rows.length + 1, cols);
  if (rect === null) return;
  const end = rect.col + cols;
  const open = look.plain ? look.signs.open : " ";
  const close = look.plain ? look.signs.close : " ";
  grid.fill(rect.row, rect.col, 1, cols, look.pill);
  let x = grid.put(rect.row, rect.col, open + lead, look.pillKey, end);
  const nameRoom = cols - 2 - lead.length - count.length;
  const shown = nameCells <= nameRoom ? name : shortName(name, nameRoom, look, grid.ambiwidth);
  x = grid.put(rect.row, x, shown, look.pillKey, end);
  grid.put(rect.row, end - count.length - 1, count + close, look.pill, end);
  rows.slice(0, rect.rows - 1).forEach((row, i) => {
    paintCardRow(sight, look, { ...rect, row: rect.row + 1 + i }, row);
  });
  sight.use(rect);
}

function paintCardRow(
  { grid, tabstop }: Sight,
  look: SuggestionLook,
  { row: y, col, cols }: Rect,
  { line, from, sign }: CardRow,
): void {
  const end = col + cols;
  grid.fill(y, col, 1, cols, look.box);
  const bar = look.bars ? look.signs.bar : " ";
  const x = grid.put(y, col, bar + sign, look.sign(sign, look.box), end) + 1;
  const mark = sign === "-" ? look.remove : look.add;
  const place = { y, x, min: x, limit: end - 1, origin: 0, tabstop, mark };
  putRun(grid, look, line, place, "box-add", from);
  if (runCells(line.text, 0, tabstop, grid.ambiwidth, from) > end - 1 - x) {
    const { more } = look.signs;
    grid.put(y, end - 1 - more.length, more, look.edge, end);
  }
  if (look.bars) grid.put(y, end - 1, look.signs.bar, look.edge, end);
}

interface CardRow {
  readonly line: SuggestionLine;
  readonly from: number;
  readonly sign: string;
}

function cardRows(picture: SuggestionPicture, block: SuggestionBlock | null): CardRow[] {
  if (block === null) {
    if (!picture.place) return [];
    const { line } = picture.place;
    return line.text.trim() === "" ? [] : [{ line, from: commonIndent([line]), sign: " " }];
  }
  const come = block.whole ? [block.whole] : block.lines.filter(({ text }) => text.trim() !== "");
  const gone = block.old;
  const indent = commonIndent([...come, ...gone]);
  const row = (line: SuggestionLine, sign: string): CardRow => ({
    line,
    from: Math.min(indent, line.text.length),
    sign,
  });
  const all = [...gone.map((line) => row(line, "-")), ...come.map((line) => row(line, "+"))];
  if (all.length <= MOST_CARD_ROWS) return all;
  // Some of both sides.
  const half = Math.floor(MOST_CARD_ROWS / 2);
  const most = Math.max(half, MOST_CARD_ROWS - come.length);
  const old = gone.slice(0, most).map((line) => row(line, "-"));
  const now = come.slice(0, MOST_CARD_ROWS - old.length).map((line) => row(line, "+"));
  return [...old, ...now];
}

/** The end of a name says more than its beginning. */
function shortName(
  name: string,
  cells: number,
  { signs }: SuggestionLook,
  ambi: AmbiWidth,
): string {
  const room = Math.max(1, cells - signs.more.length);
  let rest = [...name];
  while (rest.length > 1 && runCells(rest.join(""), 0, 1, ambi) > room) rest = rest.slice(1);
  return signs.more + rest.join("");
}

/** Blank cells below the cursor's row at the right, else the corner that is away from the cursor. */
function cardPlace(sight: Sight, rows: number, cols: number): Rect | null {
  const { top, bottom, cursorY, right, win } = sight;
  const col = Math.max(win.col, right - cols - 1);
  const below = { row: cursorY + 1, col, rows, cols };
  if (below.row + rows <= bottom && isFree(sight, below)) return below;
  const low = bottom - rows;
  const height = bottom - top;
  if (low > cursorY) return { row: low, col, rows: Math.min(rows, height), cols };
  const room = cursorY - top;
  if (room >= 1) return { row: top, col, rows: Math.min(rows, room), cols };
  const rest = bottom - cursorY - 1;
  return rest >= 1 ? { row: cursorY + 1, col, rows: Math.min(rows, rest), cols } : null;
}

function isFree(sight: Sight, { row, col, rows }: Rect): boolean {
  for (let y = row; y < row + rows; y++) if (sight.lineEnd(y) + 1 > col) return false;
  return true;
}
