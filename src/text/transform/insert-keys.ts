import { isLow } from "../../base/surrogates.ts";
import {
  cellAt,
  indentEnd,
  indentString,
  indentWidth,
  nextTabStop,
  shiftedIndent,
  shiftWidth,
  softTabStop,
} from "./indent.ts";
import type { IndentOptions, LineEdit } from "./options.ts";

/** What keys of insert mode do to white space. `col` is the insertion point in `line`. */

const isWhite = (ch: string | undefined) => ch === " " || ch === "\t";

/** `<Tab>`. */
export function tabEdit(line: string, col: number, opts: IndentOptions): LineEdit {
  const inIndent = indentEnd(line) >= col;
  const sts = softTabStop(opts);
  const shift = opts.smarttab && inIndent;
  const stops = opts.vartabstop?.length ?? 0;
  const differs = stops > 1 || (opts.vartabstop?.[0] ?? opts.tabstop) !== shiftWidth(opts);
  if (!opts.expandtab && !(shift && differs) && sts === 0) return insertion(col, col, "\t");
  const cell = cellAt(line, col, opts);
  const width = shift ? shiftWidth(opts) : sts;
  const target = width > 0 ? cell + width - (cell % width) : nextTabStop(cell, opts);
  if (opts.expandtab || !(sts > 0 || shift)) {
    return insertion(col, col, " ".repeat(target - cell));
  }
  // Spaces before the cursor join the new ones to tabs where they reach a tab stop.
  let from = col;
  while (from > 0 && isWhite(line[from - 1])) from--;
  const start = cellAt(line, from, opts);
  return insertion(from, col, indentString(target - start, opts, start));
}

/**
 * `<BS>` at `col > 0`: one character with what is combined with it, or white space back to the last
 * soft tab stop. `afterSpace` says that a space was typed last, which is deleted alone.
 */
export function backspaceEdit(
  line: string,
  col: number,
  opts: IndentOptions,
  afterSpace = false,
): LineEdit {
  const inIndent = indentEnd(line) >= col;
  const sts = softTabStop(opts);
  const before = line[col - 1];
  const shift = opts.smarttab && inIndent;
  if (!(shift || (sts !== 0 && (before === "\t" || (before === " " && !afterSpace))))) {
    return insertion(characterStart(line, col), col, "");
  }
  const cell = cellAt(line, col, opts);
  const width = shift ? shiftWidth(opts) : sts;
  const wanted = Math.floor((cell - 1) / width) * width;
  let from = col;
  let at = cell;
  while (at > wanted && isWhite(line[from - 1])) at = cellAt(line, --from, opts);
  if (from === col) return insertion(characterStart(line, col), col, "");
  return insertion(from, col, " ".repeat(Math.max(0, wanted - at)));
}

/** The start of the character before `col`: a code point and the marks that combine with it. */
function characterStart(line: string, col: number): number {
  let from = col;
  do {
    from--;
    if (isLow(line.charCodeAt(from)) && from > 0) from--;
  } while (from > 0 && /^\p{M}/u.test(line.slice(from)));
  return from;
}

/** CTRL-T ("right") and CTRL-D ("left"): always rounds to a multiple of `shiftwidth`. */
export function shiftEdit(
  line: string,
  col: number,
  opts: IndentOptions,
  to: "right" | "left",
): LineEdit {
  const cells = shiftedIndent(indentWidth(line, opts), 1, opts, to === "right", true);
  return indentEdit(line, col, cells, opts);
}

/** Sets the indent to `cells`; the cursor keeps its distance to the first non-blank character. */
export function indentEdit(
  line: string,
  col: number,
  cells: number,
  opts: IndentOptions,
): LineEdit {
  const end = indentEnd(line);
  let insert = indentString(cells, opts);
  if (col >= end) {
    return { from: 0, to: end, insert, cursorCol: insert.length + col - end };
  }
  const left = indentWidth(line, opts) - cellAt(line, col, opts);
  const target = Math.max(0, cells - left);
  let cursorCol = 0;
  while (cursorCol < insert.length && cellAt(insert, cursorCol + 1, opts) <= target) cursorCol++;
  const missing = target - cellAt(insert, cursorCol, opts);
  if (missing > 0) {
    insert = insert.slice(0, cursorCol) + " ".repeat(missing) + insert.slice(cursorCol);
    cursorCol += missing;
  }
  return { from: 0, to: end, insert, cursorCol };
}

function insertion(from: number, to: number, insert: string): LineEdit {
  return { from, to, insert, cursorCol: from + insert.length };
}
