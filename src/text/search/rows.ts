/** Rows of a text one after another, forward or backward, without a look-up by number for each. */
import type { Text } from "../text.ts";
import { rowEnd } from "../text.ts";

/** Calls `visit` for rows `from` to `to` (0-based, both included, `from` may be the larger) until it
 * returns true; tells whether it did. */
export function visitRows(
  text: Text,
  from: number,
  to: number,
  visit: (row: number, line: string) => boolean,
): boolean {
  return from <= to ? forward(text, from, to, visit) : backward(text, from, to, visit);
}

type Visit = (row: number, line: string) => boolean;

function forward(text: Text, from: number, to: number, visit: Visit): boolean {
  const lines = text.iterLines(from + 1, to + 2);
  for (let row = from; row <= to; row++) {
    if (lines.next().done) return false;
    if (visit(row, lines.value)) return true;
  }
  return false;
}

function backward(text: Text, from: number, to: number, visit: Visit): boolean {
  const pieces = text.iterRange(rowEnd(text, from), 0);
  let row = from;
  // An empty line has no piece of its own, only the break before it.
  let line = "";
  for (pieces.next(); !pieces.done; pieces.next()) {
    if (!pieces.lineBreak) {
      line = pieces.value;
      continue;
    }
    if (visit(row, line)) return true;
    if (row === to) return false;
    row--;
    line = "";
  }
  return visit(row, line);
}
