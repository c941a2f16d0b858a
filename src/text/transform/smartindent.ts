import { lineCount, lineText, type Text } from "../text.ts";
import { commentLeader } from "./comments.ts";
import { indentEnd, indentWidth, shiftedIndent, shiftWidth } from "./indent.ts";
import type { FormatOptions } from "./options.ts";

/** 'smartindent': the indent of opened lines, and what `{`, `}` and `#` do to it. */

const DEFAULT_CIN_WORDS = "if,else,while,do,for,switch";

export interface SmartIndent {
  /** Cells for the new line. */
  readonly indent: number;
  /** One level more after `if (...)` and the like: a typed `{` goes back one level. */
  readonly deeper: boolean;
  /** Opened above another line: a typed `{` may go back one level. */
  readonly maybeBack: boolean;
}

/** The indent of a line opened below `row`; `above` is the part of that row that stays there. */
export function smartIndentBelow(
  text: Text,
  row: number,
  opts: FormatOptions & { readonly cinwords?: string },
  above = lineText(text, row),
  below = "",
): SmartIndent {
  let indent = indentWidth(above, opts);
  if (above === "" || below.trimStart().startsWith("{")) {
    return { indent, deeper: false, maybeBack: false };
  }
  let line = above;
  let at = row;
  const leads = commentLeader(above, opts.comments) !== null;
  if (!leads && line.startsWith("#")) {
    while (line.startsWith("#") && at > 0) line = lineText(text, --at);
    indent = indentWidth(line, opts);
  }
  if (leads) {
    const end = /^[ \t]*\/?\*.*?\*\//.exec(line);
    const start = end && startOfComment(text, at, line, end[0].length - 2);
    if (start !== null) indent = indentWidth(lineText(text, start), opts);
    return { indent, deeper: false, maybeBack: false };
  }
  const trimmed = line.trimEnd();
  const last = trimmed.at(-1) ?? "";
  const before = last === "{" || last === ";" ? trimmed.slice(0, -1).trimEnd() : trimmed;
  if (before.endsWith(")")) {
    const open = matchBack(text, at, before.length - 1, "(", ")", line);
    if (open) {
      line = lineText(text, open.row);
      indent = indentWidth(line, opts);
    }
  }
  const deeper =
    last === "{" || (last !== ";" && last !== "}" && startsWithWord(line, opts.cinwords));
  if (!deeper) return { indent, deeper: false, maybeBack: false };
  const width = shiftWidth(opts);
  if (opts.shiftround) indent -= indent % width;
  return { indent: indent + width, deeper: last !== "{", maybeBack: false };
}

/** The indent of a line opened above `row`. */
export function smartIndentAbove(text: Text, row: number, opts: FormatOptions): SmartIndent {
  let line = lineText(text, row);
  let indent = indentWidth(line, opts);
  if (line === "") return { indent, deeper: false, maybeBack: false };
  if (line.startsWith("#") && commentLeader(line, opts.comments, { backward: true }) === null) {
    let at = row;
    let continued = false;
    while ((line.startsWith("#") || continued) && at < lineCount(text) - 1) {
      continued = line.endsWith("\\");
      line = lineText(text, ++at);
    }
    indent = continued ? 0 : indentWidth(line, opts);
  }
  const deeper = line.trimStart().startsWith("}");
  const width = shiftWidth(opts);
  if (deeper) indent = (opts.shiftround ? indent - (indent % width) : indent) + width;
  return { indent, deeper, maybeBack: !deeper };
}

/**
 * The indent that a line gets when `typed` is about to be inserted at `col` of `row`, or null when
 * it stays. `opened` is what opening the line gave.
 */
export function smartIndentTyped(
  text: Text,
  row: number,
  col: number,
  typed: string,
  opened: SmartIndent,
  opts: FormatOptions,
): number | null {
  const line = lineText(text, row);
  const inIndent = indentEnd(line) >= col;
  if (typed === "}" && inIndent) {
    const open = matchBack(text, row, col, "{", "}", line.slice(0, col));
    if (open) {
      const before = lineText(text, open.row).slice(0, open.col).trimEnd();
      const paren = before.endsWith(")")
        ? matchBack(text, open.row, before.length - 1, "(", ")", before)
        : null;
      return indentWidth(lineText(text, (paren ?? open).row), opts);
    }
  }
  if ((typed === "}" && inIndent) || (typed === "{" && (opened.deeper || opened.maybeBack))) {
    if (col === 0) return null;
    const own = indentWidth(line, opts);
    if (typed === "{" && opened.maybeBack) {
      let at = row;
      while (at > 0 && /^[ \t]*(?:#|$)/.test(lineText(text, --at)));
      if (row > 0 && indentWidth(lineText(text, at), opts) >= own) return null;
    }
    return shiftedIndent(own, 1, opts, false, false);
  }
  if (typed === "#" && inIndent && col > 0) return 0;
  return null;
}

function startsWithWord(line: string, words = DEFAULT_CIN_WORDS): boolean {
  const body = line.trimStart();
  return words
    .split(",")
    .some((word) => body.startsWith(word) && !/^[\w\u00c0-\u00ff]/.test(body.slice(word.length)));
}

/** The unmatched `open` before a place; strings count when their quotes are balanced. */
function matchBack(
  text: Text,
  row: number,
  col: number,
  open: string,
  close: string,
  line: string,
): { row: number; col: number } | null {
  let depth = 0;
  let current = line;
  let from = col - 1;
  for (let at = row; ; ) {
    for (let i = from; i >= 0; i--) {
      if (current[i] === close) depth++;
      else if (current[i] === open && depth-- === 0) return { row: at, col: i };
    }
    if (at === 0) return null;
    current = lineText(text, --at);
    from = current.length - 1;
  }
}

function startOfComment(text: Text, row: number, line: string, col: number): number | null {
  let current = line.slice(0, col);
  for (let at = row; ; ) {
    if (current.includes("/*")) return at;
    if (at === 0) return null;
    current = lineText(text, --at);
  }
}
