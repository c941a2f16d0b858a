/** How text is made a comment at a place: of the language there, or of the construct around it. */
import type { SyntaxTree } from "../syntax/syntax.ts";
import { tableOf } from "./language-table.ts";
import { placesAt } from "./nodes.ts";

/** The template (`// %s`) at a UTF-16 offset; null: that of the document. */
export function commentStringAt(tree: SyntaxTree, pos: number): string | null {
  const [place] = placesAt(tree, pos);
  if (!place) return null;
  const { root, table } = place;
  let node = root.namedDescendantForIndex(pos, pos + 1);
  while (node?.parent && node.parent.startIndex === node.startIndex) node = node.parent;
  const around = node?.parent ?? null;
  const special = table.commentIn.get(
    node?.type === "jsx_text" ? around!.type : (around?.type ?? ""),
  );
  if (special !== undefined) return special;
  if (table.language === tree.language) return null;
  return tableOf(table.language)?.comment ?? null;
}
