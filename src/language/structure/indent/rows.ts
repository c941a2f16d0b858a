/** `=`: lines are given the indents that the tree has for them. */
import { lineCount, lineText } from "../../../text/text.ts";
import { indentEnd, indentWidth, setIndent } from "../../../text/transform/indent.ts";
import type { Indenter } from "./indenter.ts";

/**
 * The lines `[from, to)` with their new indents; a line of blanks becomes empty. `poll` is called
 * every few lines and may throw.
 */
export function indentRows(
  indenter: Indenter,
  from: number,
  to: number,
  poll: () => void = () => {},
): string[] {
  const { text, options } = indenter;
  const lines: string[] = [];
  for (let row = from; row < Math.min(to, lineCount(text)); row++) {
    if (row % 16 === 0) poll();
    const line = lineText(text, row);
    if (indentEnd(line) === line.length) {
      lines.push(indenter.keepsBlank(row) ? line : "");
      continue;
    }
    const cells = indenter.line(row);
    if (cells === null) {
      lines.push(line);
      continue;
    }
    indenter.plan(row, cells);
    lines.push(cells === indentWidth(line, options) ? line : setIndent(line, cells, options));
  }
  return lines;
}
