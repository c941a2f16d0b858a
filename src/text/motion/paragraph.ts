/** `{` and `}`, and the row tests that sections and sentences share with them. */
import { lineCount, lineText, rowEnd, rowStart, type Text } from "../text.ts";
import type { Target } from "./contract.ts";
import { previousColumn } from "./walker.ts";

export interface MacroOptions {
  readonly paragraphs: string;
  readonly sections: string;
  readonly cpoptions: string;
}

/** Is the nroff request after the dot of a row one of an option's two-character names? */
function namesMacro(option: string, request: string): boolean {
  const first = request[0] ?? "";
  const second = request[1] ?? "";
  const blank = (char: string) => char === "" || char === " ";
  for (let at = 0; at < option.length; at += 2) {
    const one = option[at]!;
    const two = option[at + 1] ?? "";
    const firstFits = one === first || (one === " " && blank(first));
    const secondFits = two === second || (blank(two) && (first === "" || blank(second)));
    if (firstFits && secondFits) return true;
  }
  return false;
}

/**
 * Does a paragraph or section start at a row? `brace` is "" for paragraphs (an empty row does), "{"
 * or "}" for sections; `both` also accepts "}".
 */
export function startsBlock(
  text: Text,
  row: number,
  brace: "" | "{" | "}",
  both: boolean,
  options: MacroOptions,
): boolean {
  const line = lineText(text, row);
  const first = line[0] ?? "";
  if (first === brace || first === "\f" || (both && first === "}")) return true;
  if (first !== ".") return false;
  const request = line.slice(1, 3);
  return (
    namesMacro(options.sections, request) ||
    (brace === "" && namesMacro(options.paragraphs, request))
  );
}

/**
 * The row of the `count`-th paragraph (`brace` "") or section start. Stops at the first or last row
 * when only the last count has none; null when an earlier one has none.
 */
export function findBlock(
  text: Text,
  startRow: number,
  direction: 1 | -1,
  count: number,
  brace: "" | "{" | "}",
  both: boolean,
  options: MacroOptions,
): Target | null {
  const bracesToo = brace === "" && options.cpoptions.includes("{");
  const rows = lineCount(text);
  let row = startRow;
  for (let left = count - 1; left >= 0; left--) {
    let seenText = false;
    for (let first = true; ; first = false) {
      const isEmpty = rowStart(text, row) === rowEnd(text, row);
      if (!isEmpty) seenText = true;
      if (!first && seenText) {
        if (startsBlock(text, row, brace, both, options)) break;
        if (bracesToo && lineText(text, row).startsWith("{")) break;
      }
      row += direction;
      if (row < 0 || row >= rows) {
        if (left > 0) return null;
        row -= direction;
        break;
      }
    }
  }
  if (both && lineText(text, row).startsWith("}")) row++;
  // Below the last row: Vim corrects the cursor only afterwards, to the start of the last row.
  if (row === rows) return { pos: rowStart(text, rows - 1), inclusive: false };
  // Neovim 0.7 does so backward too: `{` in a text of one row goes to its end.
  if (row === rows - 1 && brace !== "}") {
    const line = lineText(text, row);
    if (line === "") return { pos: rowStart(text, row), inclusive: false };
    return { pos: rowStart(text, row) + previousColumn(line, line.length), inclusive: true };
  }
  return { pos: rowStart(text, row), inclusive: false };
}

/** `}`: at the end of the text it is the last character, inclusive. */
export function paragraphForward(
  text: Text,
  pos: number,
  count: number,
  options: MacroOptions,
): Target | null {
  return findBlock(text, text.lineAt(pos).number - 1, 1, count, "", false, options);
}

/** `{`. */
export function paragraphBackward(
  text: Text,
  pos: number,
  count: number,
  options: MacroOptions,
): Target | null {
  return findBlock(text, text.lineAt(pos).number - 1, -1, count, "", false, options);
}
