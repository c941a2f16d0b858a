/** How a ghost lies on the screen. */
import { cutToWidth, textWidth } from "../../base/width.ts";
import type { CellRow } from "../../screen/cell-row.ts";

/**
 * The rows of a ghost, from the cursor's on: behind the cursor, then whole rows as long as they are
 * blank. `cut` stands at its end where there is no room for all of it. A prompt at the right edge that it
 * reaches is covered to its end, as shells take theirs away when the input comes near.
 */
export function ghostRows(
  text: string,
  rows: readonly CellRow[],
  cols: number,
  cursor: { readonly row: number; readonly col: number },
  cut: string,
): string[] {
  const parts: string[] = [];
  let rest = text;
  for (let row = cursor.row; rest !== "" && row < rows.length; row++) {
    const isFirst = row === cursor.row;
    if (!isFirst && !isBlank(rows[row]!)) break;
    const room = Math.max(0, isFirst ? cols - cursor.col : cols);
    const part = cutToWidth(rest, room);
    rest = rest.slice(part.length);
    parts.push(isFirst ? covering(part, rows[row], cursor.col, room) : part);
  }
  const last = parts.at(-1);
  if (rest !== "" && last !== undefined) {
    const room = parts.length === 1 ? cols - cursor.col : cols;
    parts[parts.length - 1] = cutToWidth(last, Math.max(0, room - 1)) + cut;
  }
  return parts;
}

/** With blanks to the end of the row, where it comes to something that stands there. */
function covering(part: string, row: CellRow | undefined, col: number, room: number): string {
  const next = row === undefined ? null : firstBehind(row, col);
  const width = textWidth(part);
  return next === null || width < next - col ? part : part + " ".repeat(room - width);
}

/** The first cell from `col` on that is not blank; null: all are. */
function firstBehind({ text, clusters }: CellRow, col: number): number | null {
  if (clusters === null) {
    const found = text.slice(col).search(/[^ ]/);
    return found < 0 ? null : col + found;
  }
  let at = 0;
  for (let i = 0, cell = 0; i < clusters.length; i += 2) {
    const units = clusters[i]!;
    if (cell >= col && text.slice(at, at + units) !== " ") return cell;
    at += units;
    cell += clusters[i + 1]!;
  }
  return null;
}

function isBlank({ text, runs }: CellRow): boolean {
  return text === "" && runs.length === 0;
}
