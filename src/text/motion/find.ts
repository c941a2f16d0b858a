/** Character searches on one row: `f` `F` `t` `T` and their repetition with `;` and `,`. */
import type { Text } from "../text.ts";
import type { Target } from "./contract.ts";
import { nextColumn, previousColumn } from "./walker.ts";

export interface CharacterSearch {
  /** One code point with its combining characters. */
  readonly char: string;
  readonly forward: boolean;
  /** Stop beside the character (`t` and `T`). */
  readonly until: boolean;
}

/**
 * The place of the `count`-th occurrence, or null. `sticks: false` (a repetition of `t`) passes over
 * an occurrence right beside the cursor.
 */
export function findCharacter(
  text: Text,
  pos: number,
  count: number,
  search: CharacterSearch,
  sticks = true,
): number | null {
  const { from, text: line } = text.lineAt(pos);
  const { char, forward, until } = search;
  if (char === "") return null;
  let col = pos - from;
  let counts = sticks;
  for (let left = count; left > 0; left--) {
    for (;;) {
      if (forward) {
        if (col >= line.length) return null;
        col = nextColumn(line, col);
        if (col >= line.length) return null;
      } else {
        if (col === 0) return null;
        col = previousColumn(line, col);
      }
      if (counts && line.startsWith(char, col)) break;
      counts = true;
    }
  }
  if (!until) return from + col;
  return from + (forward ? previousColumn(line, col) : col + char.length);
}

/** `;` (or `,` with `opposite`). An operator includes the character when the search went forward. */
export function repeatFind(
  text: Text,
  pos: number,
  count: number,
  last: CharacterSearch,
  opposite: boolean,
  cpoptions: string,
): Target | null {
  const search = opposite ? { ...last, forward: !last.forward } : last;
  const sticks = cpoptions.includes(";") || count !== 1 || !search.until;
  const found = findCharacter(text, pos, count, search, sticks);
  return found === null ? null : { pos: found, inclusive: search.forward };
}
