/** What is not in sight: a pill at the window's edge, a card that names another file. */
import type {
  SuggestionBlock,
  SuggestionLine,
  SuggestionPicture,
} from "../../editor/suggestion.ts";
import type { Rect } from "../../screen/layer.ts";
import { commonIndent } from "./box.ts";
import { fittingCol, putRun, type RunStyle, runCells } from "./line-run.ts";
import type { SuggestionLook } from "./look.ts";
import type { Sight } from "./sight.ts";

/** Cells of a pill, and of a card. */
const MOST_PILL = 64;
const MOST_CARD = 72;
/** Rows of a card below its title. */
const MOST_CARD_ROWS = 8;
const LEAST_SNIPPET = 8;
const LEAST_PILL = 36;

interface Snippet {
  readonly line: SuggestionLine;
  readonly style: RunStyle;
}

/** What a change does in one line: the row as it will be, or the first that comes or goes. */
function snippetOf(picture: SuggestionPicture): Snippet | null {
  const [block] = picture.blocks;
  if (block === undefined) {
    return picture.place ? { line: picture.place.line, style: "box" } : null;
  }
  const line =
    block.whole ??
    block.lines.find(({ text }) => text.trim() !== "") ??
    block.old.find(({ text }) => text.trim() !== "");
  return line ? { line, style: "box-add" } : null;
}

/** A pill at the upper or lower right of the window; `rows`: how far it is, negative for upwards. */
export function paintPill(
  sight: Sight,
  look: SuggestionLook,
  picture: SuggestionPicture,
  row: number,
  brief: boolean,
): void {
  const { win, cursorRow } = sight;
  const up = row < win.top;
  const distance = Math.abs(row - cursorRow);
  const arrow = up ? look.signs.up : look.signs.down;
  const lines = `${distance} ${distance === 1 ? "line" : "lines"}`;
  const label = `${look.signs.tab} ${arrow} ${lines}`;
  const y = edgeRow(sight, up);
  if (y < 0) return;
  const snippet = brief ? null : snippetOf(picture);
  paintLabel(sight, look, y, [label, `${arrow}${distance}`], snippet, picture.count, `${row + 1}`);
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
  snippet: Snippet | null,
  count: string,
  number: string,
): void {
  const { grid, tabstop, win } = sight;
  const ambi = grid.ambiwidth;
  const blank = sight.right - sight.lineEnd(y) - 2;
  // Over text only where what is blank is too little.
  const room = Math.min(MOST_PILL, blank >= LEAST_PILL ? blank : win.width - 2);
  const open = look.plain ? look.signs.open : " ";
  const close = look.plain ? look.signs.close : " ";
  let label = `${labels.find((each) => each.length + 2 <= room) ?? labels[labels.length - 1]!}`;
  const tail = count === "" || label.length + count.length + 4 > room ? "" : `  ${count}`;
  if (label.length + 2 > room) label = label.slice(0, Math.max(1, room - 2));
  let left = room - label.length - tail.length - 2;
  const head = left > number.length + LEAST_SNIPPET + 3 ? `  ${number}: ` : "";
  left -= head.length;
  let from = 0;
  let to = 0;
  if (snippet && head !== "") {
    from = snippetStart(snippet.line, left);
    to = fittingCol(snippet.line.text, from, left, 0, tabstop, ambi);
  }
  const { line } = snippet ?? { line: null };
  const cells = line ? runCells(line.text, 0, tabstop, ambi, from, to) : 0;
  const end = sight.right;
  const shown = line !== null && head !== "";
  const cols = label.length + 2 + tail.length + (shown ? head.length + cells : 0);
  const col = Math.max(win.col, end - cols - 1);
  let x = grid.put(y, col, open, look.pill, end);
  x = grid.put(y, x, label, look.pillKey, end);
  if (shown && line) {
    x = grid.put(y, x, head, look.pill, end);
    const place = { y, x, min: x, limit: end, origin: 0, tabstop, paper: look.pill };
    x = putRun(grid, look, line, place, snippet!.style, from, to);
  }
  x = grid.put(y, x, tail, look.pill, end);
  grid.put(y, x, close, look.pill, end);
  sight.use({ row: y, col, rows: 1, cols });
}

/** Where a snippet starts so that what is new in it is seen. */
function snippetStart(line: SuggestionLine, cells: number): number {
  const indent = commonIndent([line]);
  const mark = line.marked[0];
  if (!mark || mark.to - indent <= cells) return indent;
  return Math.max(indent, Math.min(mark.from, mark.to - cells));
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
  let cells = [...lead, ...name, ...count].length;
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
  x = grid.put(rect.row, x, shortName(name, nameRoom, look), look.pillKey, end);
  grid.put(rect.row, end - count.length - 1, count + close, look.pill, end);
  rows.slice(0, rect.rows - 1).forEach(({ line, from, sign }, i) => {
    const y = rect.row + 1 + i;
    grid.fill(y, rect.col, 1, cols, look.box);
    const signStyle = look.over(
      look.box,
      look.palette.theme.id(
        sign === "-" ? "tab.sign.delete" : sign === "+" ? "tab.sign.add" : "tab.sign",
      ),
    );
    const at = grid.put(
      y,
      rect.col,
      `${look.bars ? look.signs.bar.slice(0, 1) : " "}${sign}`,
      signStyle,
      end,
    );
    const place = { y, x: at + 1, min: at + 1, limit: end - 1, origin: 0, tabstop };
    const mark = sign === "-" ? look.remove : look.add;
    putRun(grid, look, line, { ...place, mark }, "box-add", from);
    if (runCells(line.text, 0, tabstop, grid.ambiwidth, from) > end - 1 - place.x) {
      const { more } = look.signs;
      grid.put(y, end - 1 - more.length, more, look.edge, end);
    }
    if (look.bars) grid.put(y, end - 1, look.ascii ? "|" : "│", look.edge, end);
  });
  sight.use(rect);
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
function shortName(name: string, cells: number, look: SuggestionLook): string {
  const all = [...name];
  if (all.length <= cells) return name;
  const { more } = look.signs;
  return more + all.slice(all.length - Math.max(1, cells - more.length)).join("");
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
