import { DIGRAPH_TABLE } from "./digraph-table.ts";

let table: Map<string, string> | null = null;

/** The default digraphs: two characters to the one that they make. */
export function digraphs(): ReadonlyMap<string, string> {
  if (table) return table;
  table = new Map();
  for (const entry of DIGRAPH_TABLE.split("\n")) {
    const space = entry.indexOf(" ");
    let code = Number.parseInt(entry.slice(0, space), 36);
    for (let i = space + 1; i < entry.length; i += 2) {
      table.set(entry.slice(i, i + 2), String.fromCodePoint(code++));
    }
  }
  return table;
}

/**
 * The character that CTRL-K `first` `second` inserts: either order is accepted, and without such a
 * digraph it is `second`. `first` as a space sets the high bit of `second`.
 */
export function digraph(first: string, second: string): string {
  const map = digraphs();
  const found = map.get(first + second) ?? map.get(second + first);
  if (found !== undefined) return found;
  if (first === " " && second.length === 1) {
    return String.fromCharCode(second.charCodeAt(0) | 0x80);
  }
  return second;
}
