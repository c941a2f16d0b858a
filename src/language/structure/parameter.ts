/** Parameters, arguments and items of lists, with the comma that goes with them. */
import type { Node } from "../syntax/syntax.ts";
import type { LanguageTable } from "./language-table.ts";
import { isOf, nodesAround } from "./nodes.ts";
import { isLarger, type ObjectRequest } from "./object-request.ts";
import type { ObjectSpan } from "./spans.ts";

interface Item {
  readonly from: number;
  readonly to: number;
  /** The comma behind it, or null. */
  readonly comma: Node | null;
}

export function parameterSpan(
  root: Node,
  table: LanguageTable,
  request: ObjectRequest,
): ObjectSpan | null {
  const { pos, selected } = request;
  for (const node of nodesAround(root, pos, Math.max(pos + 1, selected?.to ?? 0))) {
    if (!isOf(node, table.parameters)) continue;
    const items = itemsOf(node);
    if (items.length === 0) continue;
    // On the bracket of a list that is an item itself, the list around counts.
    const end = node.lastChild?.startIndex ?? node.endIndex;
    if (selected === null && pos >= end && !isInside(items, pos)) continue;
    const index = indexAt(items, pos);
    const last = Math.min(items.length - 1, index + request.count - 1);
    const span = spanOf(items, index, last, request.around);
    if (isLarger(span, request)) return span;
  }
  return null;
}

const isInside = (items: readonly Item[], pos: number): boolean =>
  items.some(({ from, to }) => from <= pos && pos < to);

/** What stands between the commas of a list. */
function itemsOf(list: Node): Item[] {
  const items: Item[] = [];
  let from = -1;
  let to = -1;
  const count = list.childCount;
  for (let i = 0; i < count; i++) {
    const child = list.child(i)!;
    if (!child.isNamed && (i === 0 || i === count - 1) && /^[([{<|)\]}>]$/.test(child.type)) {
      continue;
    }
    if (!child.isNamed && (child.type === "," || child.type === ";")) {
      if (from >= 0) items.push({ from, to, comma: child });
      from = -1;
      continue;
    }
    if (from < 0) from = child.startIndex;
    to = child.endIndex;
  }
  if (from >= 0) items.push({ from, to, comma: null });
  return items;
}

/** The item at an offset; behind a comma the next one counts. */
function indexAt(items: readonly Item[], pos: number): number {
  const index = items.findIndex((item) => pos < (item.comma?.endIndex ?? item.to));
  return index < 0 ? items.length - 1 : index;
}

function spanOf(items: readonly Item[], first: number, last: number, around: boolean): ObjectSpan {
  const { from } = items[first]!;
  const { to, comma } = items[last]!;
  const next = items[last + 1];
  if (!around) return { from, to, linewise: false };
  if (next) return { from, to: next.from, linewise: false };
  const end = comma?.endIndex ?? to;
  // The last one takes the comma before it.
  const before = items[first - 1];
  if (before) return { from: before.to, to: comma ? to : end, linewise: false };
  return { from, to: end, linewise: false };
}
