/** `ii` and `ai`: rows of at least the cursor's indent. Not in Vim; as vim-indent-object does it. */
import { lineCount, lineText, rowOf, rowStart } from "../text.ts";
import type { ObjectContext, ObjectSelection } from "./contract.ts";

/** The cells of a row's indent, or null for a blank row. */
function indentOf(line: string, tabstop: number): number | null {
  let cells = 0;
  for (const char of line) {
    if (char === " ") cells++;
    else if (char === "\t") cells += tabstop - (cells % tabstop);
    else return cells;
  }
  return null;
}

/**
 * The rows around the cursor that are indented as far, blank rows between them included; `around`
 * also takes the row above, where the block starts. A count goes that many levels out, and so does
 * repeating it in visual mode. On a blank row the deeper of its neighbours counts.
 */
export function indentObject(context: ObjectContext): ObjectSelection | null {
  const { text, around, visual, options } = context;
  const last = lineCount(text) - 1;
  const indent = (row: number) => indentOf(lineText(text, row), options.tabstop);
  const nearest = (row: number, step: 1 | -1) => {
    for (let at = row; at >= 0 && at <= last; at += step) {
      const cells = indent(at);
      if (cells !== null) return cells;
    }
    return null;
  };
  const cursorRow = rowOf(text, context.pos);
  const anchorRow = visual ? rowOf(text, visual.anchor) : cursorRow;
  const low = Math.min(cursorRow, anchorRow);
  const high = Math.max(cursorRow, anchorRow);

  let level: number | null = null;
  for (let row = low; row <= high; row++) {
    const cells = indent(row);
    if (cells !== null && (level === null || cells < level)) level = cells;
  }
  if (level === null) {
    const above = nearest(low, -1);
    const below = nearest(high, 1);
    if (above === null && below === null) return null;
    level = Math.max(above ?? 0, below ?? 0);
  }

  const grow = (cells: number): { top: number; bottom: number; above: number | null } => {
    const belongs = (row: number) => (indent(row) ?? cells) >= cells;
    let top = low;
    let bottom = high;
    while (top > 0 && belongs(top - 1)) top--;
    while (bottom < last && belongs(bottom + 1)) bottom++;
    const above = top > 0 ? top - 1 : null;
    while (top < low && indent(top) === null) top++;
    while (bottom > high && indent(bottom) === null) bottom--;
    return { top, bottom, above };
  };

  let block = grow(level);
  let left = context.count - 1;
  for (;;) {
    const top = around ? (block.above ?? block.top) : block.top;
    const covers = visual?.mode === "V" && top >= low && block.bottom <= high;
    if (left <= 0 && !covers) break;
    if (block.above === null) break;
    level = indent(block.above) ?? 0;
    block = grow(level);
    left--;
    if (left < 0 && top < low) break;
  }
  const top = around ? (block.above ?? block.top) : block.top;
  return {
    start: rowStart(text, top),
    end: rowStart(text, block.bottom),
    inclusive: true,
    linewise: true,
    mode: "V",
    failed: false,
  };
}
