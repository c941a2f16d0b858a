/** Places that motions over functions and classes go to. */
import type { Text } from "../../text/text.ts";
import type { Node, SyntaxTree } from "../syntax/syntax.ts";
import type { LanguageTable } from "./language-table.ts";
import { isOf, placesAt } from "./nodes.ts";

export interface StructureMotion {
  readonly kind: "function" | "class";
  readonly edge: "start" | "end";
  readonly backward: boolean;
}

/**
 * Where the `count`-th start or end of a function is before or behind `pos` (UTF-16 offsets); the
 * last one where there are fewer. Null: there is none; undefined: the language has no such thing.
 */
export function structureMotion(
  tree: SyntaxTree,
  text: Text,
  pos: number,
  count: number,
  { kind, edge, backward }: StructureMotion,
): number | null | undefined {
  let known = false;
  for (const { root, table } of placesAt(tree, pos)) {
    if (table.objects[kind].size === 0) continue;
    known = true;
    const places = edgesOf(root, table, kind, edge, text);
    const ahead = backward
      ? places.filter((place) => place < pos).reverse()
      : places.filter((place) => place > pos);
    if (ahead.length > 0) return ahead[Math.min(count, ahead.length) - 1]!;
  }
  return known ? null : undefined;
}

function edgesOf(
  root: Node,
  table: LanguageTable,
  kind: "function" | "class",
  edge: "start" | "end",
  text: Text,
): number[] {
  const places = root
    .descendantsOfType([...table.objects[kind]])
    .filter((node) => node.isNamed && isNamedPlace(node, table))
    .map((node) => (edge === "start" ? node.startIndex : lastCharacter(text, node)));
  return [...new Set(places)].sort((a, b) => a - b);
}

function isNamedPlace(node: Node, table: LanguageTable): boolean {
  if (!isOf(node, table.skip)) return true;
  return node.parent !== null && isOf(node.parent, table.named);
}

function lastCharacter(text: Text, node: Node): number {
  let end = node.endIndex;
  while (end > node.startIndex + 1 && /\s/.test(text.sliceString(end - 1, end))) end--;
  return end - 1;
}
