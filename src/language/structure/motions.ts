/** Places that motions over functions and classes go to. */
import { rowOf, rowStart, type Text } from "../../text/text.ts";
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
    const found = search(root, table, text, pos, count, { kind, edge, backward });
    if (found !== null) return found;
  }
  return known ? null : undefined;
}

/** Rows that are looked at first; then four times as many, up to the text's end. */
const FIRST_ROWS = 300;

function search(
  root: Node,
  table: LanguageTable,
  text: Text,
  pos: number,
  count: number,
  { kind, edge, backward }: StructureMotion,
): number | null {
  const row = rowOf(text, pos);
  for (let rows = FIRST_ROWS; ; rows *= 4) {
    const first = backward ? Math.max(0, row - rows) : row;
    const last = backward ? row : Math.min(text.lines - 1, row + rows);
    const whole = backward ? first === 0 : last === text.lines - 1;
    const from = rowStart(text, first);
    const to = text.line(last + 1).to;
    const places = edgesOf(root, table, kind, edge, text, { first, last })
      // What only touches the rows may have others before it.
      .filter((place) => whole || (place >= from && place <= to));
    const ahead = backward
      ? places.filter((place) => place < pos).reverse()
      : places.filter((place) => place > pos);
    if (ahead.length >= count || whole) {
      return ahead.length === 0 ? null : ahead[Math.min(count, ahead.length) - 1]!;
    }
  }
}

function edgesOf(
  root: Node,
  table: LanguageTable,
  kind: "function" | "class",
  edge: "start" | "end",
  text: Text,
  rows: { readonly first: number; readonly last: number },
): number[] {
  const places = root
    .descendantsOfType(
      [...table.objects[kind]],
      { row: rows.first, column: 0 },
      { row: rows.last + 1, column: 0 },
    )
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
