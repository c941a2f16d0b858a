/** What belongs to the tag or keyword at a place: its partner tag, the next `else`, the `end`. */
import type { Node, SyntaxTree } from "../syntax/syntax.ts";
import { isOf, type Place, placesAt } from "./nodes.ts";

/** A range of UTF-16 offsets. */
export interface MatchPlace {
  readonly from: number;
  readonly to: number;
}

/** The places that belong together, in the order of the text, and which of them holds `pos`. */
export function matchesAt(
  tree: SyntaxTree,
  pos: number,
): { readonly places: readonly MatchPlace[]; readonly index: number } | null {
  for (const place of placesAt(tree, pos)) {
    const leaf = place.root.descendantForIndex(pos, pos + 1);
    if (leaf === null) continue;
    const places = tagPlaces(place, leaf) ?? wordPlaces(place, leaf);
    if (places === null) continue;
    const index = places.findIndex(({ from, to }) => from <= pos && pos < to);
    if (index >= 0 && places.length > 1) return { places, index };
  }
  return null;
}

function tagPlaces({ table }: Place, leaf: Node): MatchPlace[] | null {
  const { tags } = table;
  if (tags === null) return null;
  const isName = /^(tag_name|identifier|member_expression|property_identifier|<|<\/|>)$/;
  if (!isName.test(leaf.type)) return null;
  let tag: Node | null = leaf.parent;
  if (tag?.type === "member_expression") tag = tag.parent;
  if (tag === null || !(isOf(tag, tags.open) || isOf(tag, tags.close))) return null;
  const element = tag.parent;
  if (element === null || !isOf(element, tags.pairs)) return null;
  const places: MatchPlace[] = [];
  for (const one of [element.firstNamedChild, element.lastNamedChild]) {
    if (one === null || !(isOf(one, tags.open) || isOf(one, tags.close))) continue;
    const name = one.childForFieldName("name") ?? one.firstNamedChild;
    const from = one.startIndex;
    places.push({
      from,
      to: isOf(one, tags.open) ? (name?.endIndex ?? one.endIndex) : one.endIndex,
    });
  }
  return places;
}

function wordPlaces({ table }: Place, leaf: Node): MatchPlace[] | null {
  const { match } = table;
  if (match === null || leaf.isNamed || !match.words.has(leaf.type)) return null;
  let node = leaf.parent;
  while (node !== null && isOf(node, match.inner) && node.parent !== null) node = node.parent;
  if (node === null || !isOf(node, match.nodes)) return null;
  const places: MatchPlace[] = [];
  const collect = (from: Node): void => {
    for (let i = 0; i < from.childCount; i++) {
      const child = from.child(i)!;
      if (isOf(child, match.inner)) collect(child);
      else if (!child.isNamed && match.words.has(child.type)) {
        places.push({ from: child.startIndex, to: child.endIndex });
      }
    }
  };
  collect(node);
  return places;
}
