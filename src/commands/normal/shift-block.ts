/** `>` and `<` on a block: white space grows or goes from the block's left edge on (ops.c, shift_block). */
import type { Editor } from "../../editor/editor.ts";
import type { Window } from "../../editor/window.ts";
import { cellsOf } from "../../text/display/columns.ts";
import { nextColumn } from "../../text/motion/walker.ts";
import type { BlockRow } from "../block.ts";
import { type Replacement, replaceAll } from "../edit.ts";
import { indentOptions } from "../options-of.ts";
import { blockRows, type Region } from "../region.ts";

interface Tabs {
  readonly tabstop: number;
  readonly expandtab: boolean;
}

const isBlank = (char: string | undefined) => char === " " || char === "\t";

/** Where the white space at or after the block's edge ends: column and cell. */
function afterBlanks(line: string, from: number, cell: number, tabstop: number) {
  let col = from;
  let at = cell;
  while (isBlank(line[col])) {
    at = cellsOf(line, col, tabstop).end + 1;
    col++;
  }
  return { col, cell: at };
}

/** The cell and column right of a character that the edge cuts, else of the edge itself. */
function edge(line: string, row: BlockRow, left: number, tabstop: number) {
  if (row.before === 0) return { col: row.from, cell: left };
  return {
    col: nextColumn(line, row.from),
    cell: cellsOf(line, row.from, tabstop).end + 1,
  };
}

/** White space as Tabs and spaces from one cell to another. */
function blanks(from: number, to: number, { tabstop, expandtab }: Tabs): string {
  if (expandtab) return " ".repeat(to - from);
  let at = from;
  let out = "";
  for (let next = at - (at % tabstop) + tabstop; next <= to; next += tabstop) {
    out += "\t";
    at = next;
  }
  return out + " ".repeat(to - at);
}

function shiftedRight(line: string, row: BlockRow, left: number, width: number, tabs: Tabs) {
  const { tabstop } = tabs;
  const start = edge(line, row, left, tabstop);
  const wide = row.before > 0 && line[row.from] !== "\t";
  const end = afterBlanks(line, wide ? row.from : start.col, start.cell, tabstop);
  let from = start.col;
  while (!wide && from > 0 && isBlank(line[from - 1])) from--;
  if (wide) from = row.from;
  const cell = cellsOf(line, from, tabstop).start;
  const grown = wide ? start.cell + width : end.cell + width;
  return { from, to: end.col, insert: blanks(wide ? start.cell : cell, grown, tabs) };
}

function shiftedLeft(line: string, row: BlockRow, left: number, width: number, tabstop: number) {
  const start = edge(line, row, left, tabstop);
  const end = afterBlanks(line, start.col, start.cell, tabstop);
  const target = end.cell - Math.min(end.cell - left, width);
  let from = row.from;
  let cell = cellsOf(line, from, tabstop).start;
  while (cell < target) {
    const next = cellsOf(line, from, tabstop).end + 1;
    if (next > target) break;
    cell = next;
    from = nextColumn(line, from);
  }
  return { from, to: end.col, insert: " ".repeat(target - cell) };
}

export function shiftBlock(
  editor: Editor,
  win: Window,
  region: Region,
  steps: number,
  right: boolean,
): void {
  const { doc } = win;
  const options = indentOptions(editor, doc);
  const width = (options.shiftwidth || options.tabstop) * steps;
  const edits: Replacement[] = [];
  const rows = blockRows(win, region);
  for (const row of rows) {
    const line = doc.text.line(row.row + 1);
    if (row.missing > 0 || line.length === 0) continue;
    const edit = right
      ? shiftedRight(line.text, row, region.left, width, options)
      : shiftedLeft(line.text, row, region.left, width, options.tabstop);
    const { from, to, insert } = edit;
    if (line.text.slice(from, to) === insert) continue;
    edits.push({ from: line.from + from, to: line.from + to, insert });
  }
  editor.setCursor(win, region.start);
  if (edits.length > 0) replaceAll(editor, doc, edits, "input.shift");
  const first = rows[0]!;
  editor.setCursor(win, doc.text.line(region.firstRow + 1).from + first.from);
}
