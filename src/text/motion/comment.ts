/** C comments: the ends of the one at the cursor, and `[*` and `]/`. */
import type { Text } from "../text.ts";

/** The column of a `//` comment in a row, or Infinity. */
function lineCommentColumn(line: string): number {
  let at = line.indexOf("//");
  while (at >= 0) {
    if (at === 0 || line[at - 1] !== "*" || line[at + 2] !== "*") return at;
    at = line.indexOf("//", at + 1);
  }
  return Number.POSITIVE_INFINITY;
}

/** The `/` of the next `* and slash` after `pos`, or null. */
export function commentEnd(text: Text, pos: number): number | null {
  let line = text.lineAt(pos);
  let col = pos - line.from + 1;
  for (;;) {
    const at = line.text.indexOf("*/", col);
    if (at >= 0) return line.from + at + 1;
    if (line.number === text.lines) return null;
    line = text.line(line.number + 1);
    col = 0;
  }
}

/**
 * The `/` of the start of the comment before `pos`: the furthest `/*` after the end of another
 * comment. `passEnds`: ends of comments before the first `/*` are passed over (`[*`), otherwise
 * they mean that there is no comment.
 */
export function commentStart(text: Text, pos: number, passEnds: boolean): number | null {
  let line = text.lineAt(pos);
  let lineComment = lineCommentColumn(line.text);
  let col = pos - line.from;
  let found: number | null = null;
  for (;;) {
    if (col === 0) {
      if (line.number === 1) return found;
      line = text.line(line.number - 1);
      lineComment = lineCommentColumn(line.text);
      col = line.length;
    } else {
      col--;
    }
    if (col === 0) continue;
    const before = line.text[col - 1];
    const here = line.text[col];
    if (before === "/" && here === "*") {
      if ((col === 1 || line.text[col - 2] !== "*") && col < lineComment) {
        found = line.from + col - 1;
      }
    } else if (before === "*" && here === "/") {
      if (found !== null) return found;
      if (col > 1 && line.text[col - 2] === "/" && col <= lineComment) return line.from + col - 2;
      if (!passEnds) return null;
    }
  }
}

/** `[*` `[/` (start) and `]*` `]/` (end): the `count`-th, or the furthest there is; null for none. */
export function commentEdge(
  text: Text,
  pos: number,
  count: number,
  edge: "start" | "end",
): number | null {
  let place: number | null = null;
  for (let left = count; left > 0; left--) {
    const from: number = place ?? pos;
    const next: number | null =
      edge === "start" ? commentStart(text, from, true) : commentEnd(text, from);
    if (next === null) break;
    place = next;
  }
  return place;
}
