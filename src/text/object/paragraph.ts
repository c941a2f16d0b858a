/** `ip` and `ap`. */
import { startsBlock } from "../motion/paragraph.ts";
import { lineCount, lineText, rowOf, rowStart } from "../text.ts";
import type { ObjectContext, ObjectSelection } from "./contract.ts";

export function paragraphObject(context: ObjectContext): ObjectSelection | null {
  const { text, around, visual, options } = context;
  const last = lineCount(text) - 1;
  const isWhite = (row: number) => /^[ \t]*$/.test(lineText(text, row));
  const starts = (row: number) => startsBlock(text, row, "", false, options);
  const cursorRow = rowOf(text, context.pos);

  const extend = (from: number, anchor: number): ObjectSelection => {
    const direction = from < rowOf(text, anchor) ? -1 : 1;
    const edge = direction === -1 ? 0 : last;
    let row = from;
    let failed = false;
    for (let left = context.count; left > 0; left--) {
      if (row === edge) {
        failed = true;
        break;
      }
      let previousWhite: boolean | null = null;
      for (let part = 0; part < 2; part++) {
        row += direction;
        const white = isWhite(row);
        if (previousWhite === white) {
          row -= direction;
          break;
        }
        while (row !== edge && white === isWhite(row + direction)) {
          if (!white && starts(row + (direction > 0 ? 1 : 0))) break;
          row += direction;
        }
        if (!around || row === edge) break;
        previousWhite = white;
      }
    }
    return {
      start: anchor,
      end: rowStart(text, row),
      inclusive: true,
      linewise: true,
      mode: visual?.mode ?? "V",
      failed,
    };
  };

  if (visual && rowOf(text, visual.anchor) !== cursorRow) return extend(cursorRow, visual.anchor);

  let start = cursorRow;
  const whiteInFront = isWhite(start);
  while (start > 0) {
    if (whiteInFront ? !isWhite(start - 1) : isWhite(start - 1) || starts(start)) break;
    start--;
  }
  const isOneRow =
    start === last || isWhite(start + 1) !== whiteInFront || (!whiteInFront && starts(start + 1));
  const blockStart = start;
  let end = start;
  while (end <= last && isWhite(end)) end++;
  end--;
  let left = context.count - (!around && whiteInFront ? 1 : 0);
  while (left-- > 0) {
    if (end === last) return null;
    const white = !around && isWhite(end + 1);
    if (!white) {
      end++;
      while (end < last && !isWhite(end + 1) && !starts(end + 1)) end++;
    }
    if (left === 0 && whiteInFront && around) break;
    if (around || white) while (end < last && isWhite(end + 1)) end++;
  }
  if (around && !whiteInFront && !isWhite(end)) while (start > 0 && isWhite(start - 1)) start--;
  // In linewise mode a block of one row is selected already: grow from it.
  if (visual?.mode === "V" && isOneRow && start === blockStart) return extend(start, visual.anchor);
  return {
    // An anchor that is on the first row already keeps its column.
    start: visual && start === cursorRow ? visual.anchor : rowStart(text, start),
    end: rowStart(text, end),
    inclusive: true,
    linewise: true,
    mode: "V",
    failed: false,
  };
}
