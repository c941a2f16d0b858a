/** What a closed fold shows, and the fold column beside it. */
import type { RowRange } from "../editor/folds.ts";
import type { Window } from "../editor/window.ts";
import type { Text } from "../text/text.ts";
import type { FillChars } from "./window-look.ts";

/** Vim's fold text: `+-- 12 lines: int main(void)`. */
export function foldText(text: Text, fold: RowRange, level: number): string {
  const count = fold.end - fold.start + 1;
  let line = "";
  for (let row = fold.start; row <= fold.end && row < fold.start + 50; row++) {
    line = text.line(row + 1).text.slice(0, 500);
    if (line.trim() !== "") break;
  }
  const shown = line
    .replace(/\t/g, " ")
    .replace(/\{\{\{\d?/g, "")
    .replace(/^\s*(?:\/\*+|\/\/+|#+|"+|--)?\s*/, "")
    .replace(/\s*(?:\*\/)?\s*$/, "");
  const dashes = "-".repeat(Math.max(1, level) + 1);
  return `+${dashes}${String(count).padStart(3)} lines: ${shown}`;
}

/** The fold column of a row: where folds start, go on, and are closed. */
export function foldColumnText(
  win: Window,
  row: number,
  part: number,
  width: number,
  fill: FillChars,
): string {
  const path = win.folds.path(row);
  let text = "";
  const first = Math.max(0, path.length - width);
  for (let level = first; level < path.length; level++) {
    const fold = path[level]!;
    if (fold.closed) return text + fill.foldclose;
    text += fold.start === row && part === 0 ? fill.foldopen : fill.foldsep;
  }
  return text;
}
