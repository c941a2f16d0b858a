/** The blocks of a change in sight, each told where there is room for it; what is out of sight, at the edge. */
import type { SuggestionBlock, SuggestionPicture } from "../../editor/suggestion.ts";
import { note, paintTag } from "./box.ts";
import { type ChangeOptions, paintChange, sign, strike } from "./change.ts";
import { paintFold, paintPill, snippetOf } from "./edge.ts";
import { type GhostOptions, paintGhost } from "./ghost.ts";
import { runCells } from "./line-run.ts";
import type { SuggestionLook } from "./look.ts";
import type { Cell, Sight } from "./sight.ts";

export function paintBlocks(
  sight: Sight,
  look: SuggestionLook,
  picture: SuggestionPicture,
  insert: boolean,
): void {
  const brief = picture.level === "line";
  const seen = picture.blocks.filter((block) => isSeen(sight, block));
  const near = (a: SuggestionBlock, b: SuggestionBlock) =>
    distance(a, sight.cursorRow) - distance(b, sight.cursorRow);
  const [first] = [...(seen.length > 0 ? seen : picture.blocks)].sort(near);
  if (!first) return;
  if (seen.length === 0) {
    const line = snippetOf(first);
    if (paintFold(sight, look, first.first, first.short ?? line, picture.count)) return;
    paintPill(sight, look, first.first, brief ? null : line, picture.count);
    return;
  }
  for (const { first: from, last } of seen) {
    for (let row = from; row <= last; row++) sight.changing.add(row);
  }
  const options: ChangeOptions = { count: picture.count, first, brief };
  const rest: SuggestionBlock[] = [];
  for (const block of brief ? [first] : seen) {
    if (block.kind === "insert" && paintInsert(sight, look, block, insert, options)) continue;
    strike(sight, look, block);
    rest.push(block);
  }
  // What is nearest has the choice of the cells.
  const runs = runsOf(rest).sort((a, b) => near(a[0]!, b[0]!));
  for (const run of runs) paintChange(sight, look, run, options);
  if (!brief) paintMore(sight, look, picture, seen);
}

/** Draws text where it goes in when nothing else has to move; false: it is told in another way. */
function paintInsert(
  sight: Sight,
  look: SuggestionLook,
  block: SuggestionBlock,
  insert: boolean,
  { brief, count, first }: ChangeOptions,
): boolean {
  const { text } = sight.win.doc;
  const line = text.lineAt(Math.min(block.pos, text.length));
  const row = line.number - 1;
  const atCursor = insert && block.pos === sight.cursorPos;
  const options: GhostOptions = { brief, marks: !atCursor, beside: !atCursor };
  if (block.above) {
    const lines = [{ text: "", colours: [], marked: [] }, ...block.lines];
    const at = { y: sight.rowStart(row) - 1, x: sight.right };
    paintGhost(sight, look, { ...block, lines }, at, options);
    return true;
  }
  const several = block.lines.length > 1;
  const atEnd = block.pos === line.to;
  // The character under a block cursor stays under it.
  const behind = block.pos - sight.cursorPos + (insert || atEnd ? 1 : 0);
  const mayShift = row === sight.cursorRow && behind > 0;
  if (!mayShift && !atEnd && !several) return false;
  const cell = ghostCell(sight, block, row, line.from);
  if (cell === null) return true;
  const own = block.lines[0]!.text;
  if (!mayShift && !several) {
    // It needs the cells behind its row.
    const cells = runCells(own, 0, sight.tabstop, sight.grid.ambiwidth);
    if (cell.x + cells > sight.right) return false;
  }
  if (cell.x >= sight.right && !several && !atCursor) return false;
  paintGhost(sight, look, block, cell, options);
  if (!atCursor && own !== "") sign(sight, look, row, "+");
  if (count !== "" && block === first) {
    paintTag(sight, look, cell.y, { row: note(""), before: "", after: count });
  }
  return true;
}

/** Where an insertion begins on the screen; the window's edge where that cell is not seen. */
function ghostCell(
  sight: Sight,
  { pos, lines }: SuggestionBlock,
  row: number,
  start: number,
): Cell | null {
  const y = sight.rowEnd(row);
  const cell = sight.cellOf(row, pos - start);
  if (cell === null || cell.x >= sight.right) return y < 0 ? null : { y, x: sight.right };
  // Rows that go in below leave alone what stands behind the line.
  return lines[0]!.text === "" && row !== sight.cursorRow ? { y, x: sight.lineEnd(y) } : cell;
}

/** Says at the edge that there is more, out of sight. */
function paintMore(
  sight: Sight,
  look: SuggestionLook,
  { blocks }: SuggestionPicture,
  seen: readonly SuggestionBlock[],
): void {
  const hidden = blocks.length - seen.length;
  if (hidden === 0) return;
  const { grid, right, bottom, top, win } = sight;
  const last = seen[seen.length - 1]!;
  const below = blocks.filter((block) => block.first > last.last).length;
  const above = hidden - below;
  const { up, down } = look.signs;
  const counts = [above > 0 ? `${up} ${above}` : "", below > 0 ? `${down} ${below}` : ""];
  const text = ` ${counts.join(" ").trim()} more `;
  const y = below === 0 ? top : bottom - 1;
  const col = right - text.length - 1;
  const rect = { row: y, col, rows: 1, cols: text.length };
  if (col < win.col || y === sight.cursorY || sight.isUsed(rect)) return;
  if (sight.lineEnd(y) > col) return;
  grid.put(y, col, text, look.pill, right);
  sight.use(rect);
}

/** Blocks of one row that follow each other, together; any other one alone. */
function runsOf(blocks: readonly SuggestionBlock[]): SuggestionBlock[][] {
  const runs: SuggestionBlock[][] = [];
  for (const block of blocks) {
    const run = runs[runs.length - 1];
    const last = run?.[run.length - 1];
    const isRow = ({ kind, lines }: SuggestionBlock) =>
      kind === "line" || (kind === "insert" && lines.length === 1);
    if (run && last && isRow(last) && isRow(block) && last.last + 1 === block.first) {
      run.push(block);
    } else runs.push([block]);
  }
  return runs;
}

function distance({ first, last }: SuggestionBlock, row: number): number {
  return row < first ? first - row : Math.max(0, row - last);
}

/** Whether any of its rows is on the screen. */
function isSeen(sight: Sight, { first, last }: SuggestionBlock): boolean {
  const { win } = sight;
  const from = Math.max(first, win.top);
  const to = Math.min(last, win.top + sight.bottom - sight.top);
  for (let row = from; row <= to; row++) if (sight.rowEnd(row) >= 0) return true;
  // Folds bring later rows up.
  return first > to && sight.rowEnd(first) >= 0;
}
