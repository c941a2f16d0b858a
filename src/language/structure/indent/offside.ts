/** Languages whose blocks are made by the indent (Python). */
import { lineCount, lineText, rowOf } from "../../../text/text.ts";
import { indentEnd, indentWidth } from "../../../text/transform/indent.ts";
import type { Indenter } from "./indenter.ts";

/**
 * A comment on lines of its own belongs to what follows it, or to what comes before if it stands
 * there already. Null: in brackets, or nothing follows.
 */
export function offsideComment(indenter: Indenter, pos: number): number | null {
  const { text, options } = indenter;
  const row = rowOf(text, pos);
  const own = indentWidth(lineText(text, row), options);
  const leaf = indenter.tree.root.descendantForIndex(pos, pos + 1);
  if (
    leaf?.parent &&
    !/^(block|module|ERROR|.*_statement|.*_clause|.*_definition)$/.test(leaf.parent.type)
  ) {
    return null;
  }
  if (row > 0 && lineText(text, row - 1).indexOf("#") === indentEnd(lineText(text, row))) {
    // It goes on with a comment behind code.
    return indenter.cell(row - 1, indentEnd(lineText(text, row)));
  }
  const before = neighbour(indenter, row, -1);
  const after = neighbour(indenter, row, 1);
  const next = after === null ? 0 : (indenter.line(after) ?? indenter.width(after));
  if (before === null) return next;
  const now = indentWidth(lineText(text, before), options);
  const following = after === null ? 0 : indentWidth(lineText(text, after), options);
  if (own === following || own > now || own < following) return next;
  // It ends a block, and stands in one that is open before it.
  return Math.max(0, own + indenter.width(before) - now);
}

function neighbour({ text }: Indenter, row: number, step: 1 | -1): number | null {
  for (let at = row + step; at >= 0 && at < lineCount(text); at += step) {
    const line = lineText(text, at).trim();
    if (line !== "" && !line.startsWith("#")) return at;
  }
  return null;
}
