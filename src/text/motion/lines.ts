/** Places found from rows, cells and bytes: `^` `|` `g_` `gM` `go` `N%` `+` `-` `_`. */
import { isHalf } from "../../base/surrogates.ts";
import { cellWidth } from "../../base/width.ts";
import { lineCount, lineText, rowStart, type Text } from "../text.ts";
import { nextColumn, previousColumn } from "./walker.ts";

/** `^`: the first character that is no blank; on a blank row the last character. */
export function firstNonBlank(text: Text, row: number): number {
  const line = lineText(text, row);
  let col = 0;
  while (col < line.length && (line[col] === " " || line[col] === "\t")) col++;
  if (col === line.length && col > 0) col = previousColumn(line, col);
  return rowStart(text, row) + col;
}

/** `g_`: the last character that is no blank; on a blank row the first character. */
export function lastNonBlank(text: Text, row: number): number {
  const line = lineText(text, row);
  let col = line.length;
  while (col > 0 && (line[col - 1] === " " || line[col - 1] === "\t")) col--;
  return rowStart(text, row) + (col > 0 ? previousColumn(line, col) : 0);
}

/**
 * `gM`: the character at `percent` of a row's characters (50 without a count). Vim counts the row's
 * cells; `cells` is its width.
 */
export function middleCell(cells: number, percent: number): number {
  return Math.floor((cells * Math.min(percent, 100)) / 100);
}

/** UTF-8 length of the character at a column, which takes `step` UTF-16 units. */
function utf8Length(line: string, col: number, step: number): number {
  let bytes = 0;
  for (let at = col; at < col + step; at++) {
    const unit = line.charCodeAt(at);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (isHalf(unit)) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}

/**
 * `go`: the character that holds the `count`-th byte (from 1) of the text in UTF-8, line breaks
 * counting `breakBytes`. The row's end for its line break, and past the end of the text.
 */
export function byteOffset(text: Text, count: number, breakBytes = 1): number {
  let left = Math.max(0, count - 1);
  const rows = lineCount(text);
  for (let row = 0; row < rows; row++) {
    const line = lineText(text, row);
    const bytes = utf8Length(line, 0, line.length);
    if (left < bytes + breakBytes || row === rows - 1) {
      let col = 0;
      while (col < line.length) {
        const next = nextColumn(line, col);
        const size = utf8Length(line, col, next - col);
        if (left < size) break;
        left -= size;
        col = next;
      }
      return rowStart(text, row) + col;
    }
    left -= bytes + breakBytes;
  }
  return 0;
}

/** `N%`: the row at a percentage of the text, or null above 100. */
export function percentRow(text: Text, percent: number): number | null {
  if (percent > 100) return null;
  const rows = lineCount(text);
  return Math.max(0, Math.min(rows, Math.floor((percent * rows + 99) / 100)) - 1);
}

/**
 * `|`: the character of a row that covers a 0-based cell, the row's end when the row is shorter. Tabs
 * reach to the next multiple of `tabstop` cells.
 */
export function columnAtCell(text: Text, row: number, cell: number, tabstop: number): number {
  const line = lineText(text, row);
  let cells = 0;
  let col = 0;
  while (col < line.length) {
    const next = nextColumn(line, col);
    cells += line[col] === "\t" ? tabstop - (cells % tabstop) : cellWidth(line.slice(col, next));
    if (cells > cell) break;
    col = next;
  }
  return rowStart(text, row) + col;
}
