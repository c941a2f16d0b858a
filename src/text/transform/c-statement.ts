import {
  afterLabel,
  endsWith,
  isBlank,
  isCase,
  isDo,
  isElse,
  isIf,
  isPreprocessor,
  isScope,
  lastUnmatched,
  looksLikeLabel,
  terminator,
} from "./c-line.ts";
import type { CSource, Place } from "./c-source.ts";

/** Statements and declarations of C-like code: how lines belong together. */

/** Unclosed parentheses are looked for in this many rows. */
export const MAX_PAREN_ROWS = 20;

/** The source with its widths: cells, with the shift width in `sw`. */
export interface Indenter {
  readonly src: CSource;
  readonly rows: number;
  readonly sw: number;
  readonly width: (row: number) => number;
  readonly cell: (row: number, col: number) => number;
}

export function isBefore(a: Place, b: Place): boolean {
  return a.row === b.row ? a.col < b.col : a.row < b.row;
}

/** The first row above `row` that has code and is no preprocessor line, or -1. */
export function codeAbove(ind: Indenter, row: number): number {
  let at = row - 1;
  while (at >= 0 && (isBlank(ind.src.code(at)) || preprocessorStart(ind, at) !== null)) at--;
  return at;
}

/** The row of the `#` line that `row` belongs to, also by continuation lines, or null. */
export function preprocessorStart(ind: Indenter, row: number): number | null {
  for (let at = row; at >= 0; at--) {
    if (isPreprocessor(ind.src.code(at))) return at;
    if (at === 0 || !ind.src.raw(at - 1).endsWith("\\")) return null;
  }
  return null;
}

export function isLabel(ind: Indenter, row: number): boolean {
  if (!looksLikeLabel(ind.src.code(row))) return false;
  const above = codeAbove(ind, row);
  if (above < 0) return true;
  const code = ind.src.code(above);
  if (terminator(code, true, false) !== "" || isScope(code) || isCase(code)) return true;
  return /^\s*\w+\s*:\s*$/.test(code);
}

/** The column where code starts after a case or jump label of a row, and the cells before it. */
export function skipLabel(ind: Indenter, row: number): [number, number] {
  const code = ind.src.code(row);
  if (isCase(code) || isScope(code) || isLabel(ind, row)) {
    const after = afterLabel(code);
    return after === null ? [0, 0] : [after, ind.cell(row, after)];
  }
  return [0, ind.width(row)];
}

export function isWhileOfDo(ind: Indenter, row: number): boolean {
  const code = ind.src.code(row);
  const found = /^\s*(?:\}\s*)?while(?!\w)[^(]*\(/.exec(code);
  if (!found) return false;
  let depth = 0;
  for (let at = row, col = found[0].length - 1; at < ind.rows && at - row <= 20; at++, col = 0) {
    const line = ind.src.code(at);
    for (; col < line.length; col++) {
      if (line[col] === "(") depth++;
      else if (line[col] === ")" && --depth === 0) {
        return line
          .slice(col + 1)
          .trimStart()
          .startsWith(";");
      }
    }
  }
  return false;
}

/** The row of the `while` when a row ends `while (...);`, or null. */
export function whileOfDoEnd(ind: Indenter, row: number, ending: string): number | null {
  const code = ind.src.code(row);
  if (ending !== ";" || !/\)\s*;\s*$/.test(code)) return null;
  const open = ind.src.unmatched("(", { row, col: code.lastIndexOf(")") }, MAX_PAREN_ROWS);
  if (!open || !/^\s*(?:\}\s*)?while(?!\w)/.test(ind.src.code(open.row))) return null;
  return open.row;
}

/** The row of the `if` (or `do`) that an `else` (or `while`) at `row` belongs to, or null. */
export function findMatch(
  ind: Indenter,
  row: number,
  goal: "if" | "do",
  scope: number,
): number | null {
  let elses = goal === "if" ? 1 : 0;
  let whiles = goal === "do" ? 1 : 0;
  for (let at = row - 1; at > scope; at--) {
    const code = ind.src.code(at);
    const ofDo = isWhileOfDo(ind, at);
    if (!isElse(code) && !isIf(code) && !isDo(code) && !ofDo) continue;
    const brace = ind.src.unmatched("{", { row: at, col: 0 });
    if (!brace || brace.row < scope) return null;
    if (brace.row > scope) continue;
    if (isElse(code)) {
      if (!/^\s*(?:\}\s*)?else\s+if(?!\w)/.test(code)) elses++;
      continue;
    }
    if (ofDo) {
      whiles++;
      continue;
    }
    if (isIf(code) && --elses === 0 && goal === "if") whiles = 0;
    if (isDo(code)) whiles--;
    if (elses <= 0 && whiles <= 0) return at;
  }
  return null;
}

/** The partner of the last `close` of a row that has none in the row. */
export function matchLast(
  ind: Indenter,
  row: number,
  open: "(" | "{",
  close: string,
): Place | null {
  const col = lastUnmatched(ind.src.code(row), open, close);
  if (col === null) return null;
  return ind.src.unmatched(open, { row, col }, open === "(" ? MAX_PAREN_ROWS : undefined);
}

/** Like `matchLast` for parentheses, and from the start of a row without an unmatched one. */
export function backParen(ind: Indenter, row: number): Place | null {
  const col = lastUnmatched(ind.src.code(row), "(", ")") ?? 0;
  return ind.src.unmatched("(", { row, col }, MAX_PAREN_ROWS);
}

/** The cell of the first name in a declaration ("int a," → that of a), 0 when it is none. */
export function firstName(ind: Indenter, row: number): number {
  const found =
    /^\s*(?:static\s+)?(?:(?:struct|enum)\s+|(?:un)?signed\s+(?=(?:int|long|short|char)\s))?\w+\s+(?=\S)/.exec(
      ind.src.code(row),
    );
  return found ? ind.cell(row, found[0].length) : 0;
}

/** The cell after the "=" of a row that a backslash continues; 0 for none, -1 when it is one too. */
export function afterEqual(ind: Indenter, row: number): number {
  if (row > 0 && ind.src.raw(row - 1).endsWith("\\")) return -1;
  const found = /^[^=;{}"']*=[ \t]*/.exec(ind.src.code(row));
  if (!found || isBlank(ind.src.code(row).slice(found[0].length))) return 0;
  const quoted = ind.src.raw(row)[found[0].length] === '"';
  return ind.cell(row, found[0].length + (quoted ? 1 : 0));
}

/** A C++ base class list or constructor initialisation that `row` is in; col 0 is "indent it". */
export function baseClass(ind: Indenter, row: number): { row: number; col: number } | null {
  const first = ind.src.code(row);
  if (isBlank(first) || isPreprocessor(first)) return null;
  let start = row;
  while (start > 0) {
    const above = ind.src.code(start - 1);
    if (isPreprocessor(above) || ind.src.raw(start - 1).trim() === "") break;
    if (/[{}]|;\s*$/.test(above)) break;
    start--;
  }
  let found = false;
  let classes = false;
  let initialises = false;
  let col = 0;
  for (let at = start; at <= row; at++) {
    const code = ind.src.code(at);
    if (isCase(code)) break;
    for (let i = 0; i < code.length; i++) {
      const ch = code[i]!;
      if (ch === " " || ch === "\t") continue;
      const rest = code.slice(i);
      const word = /^(?:class|struct)(?!\w)/.exec(rest);
      if (rest.startsWith("::")) {
        initialises = false;
        i++;
      } else if (ch === ":") {
        if (initialises || classes) {
          found = true;
          initialises = false;
          classes = false;
          col = 0;
        }
      } else if (word) {
        classes = true;
        initialises = false;
        i += word[0].length - 1;
      } else {
        if (/[{};]/.test(ch)) found = initialises = classes = false;
        else if (ch === ")") {
          classes = false;
          initialises = true;
        } else if (ch === "?") return null;
        else if (!/\w/.test(ch)) classes = initialises = false;
        else if (col === 0) {
          initialises = false;
          if (found) col = i;
        }
        if (at === row && ch === "," && isBlank(code.slice(i + 1))) col = 0;
      }
    }
  }
  return found ? { row, col } : null;
}

export function baseAmount(ind: Indenter, row: number, base: { readonly col: number }): number {
  if (base.col > 0) return Math.max(ind.sw, ind.cell(row, base.col));
  const paren = matchLast(ind, row, "(", ")");
  let amount = ind.width(paren?.row ?? row);
  if (!endsWith(ind.src.code(row), ",")) amount += ind.sw;
  return Math.max(ind.sw, amount);
}

/** Whether a function's head starts at (or, ending in `)`, reaches) a row: no `;` and a `)` at the end. */
export function isFunction(ind: Indenter, row: number, minRow: number): boolean {
  let at = row;
  const paren = matchLast(ind, row, "(", ")");
  if (paren) {
    if (paren.row < minRow) return false;
    at = paren.row;
  }
  let code = ind.src.code(at);
  if (isPreprocessor(code)) return false;
  const head = /^(?:::|[^(;"':])*/.exec(code)![0];
  if (code[head.length] !== "(") return false;
  let from = head.length;
  let started = false;
  for (;;) {
    const rest = code.slice(from);
    const stop = rest.search(/[;"']/);
    const part = stop < 0 ? rest : rest.slice(0, stop);
    if (stop >= 0) return false;
    if (part.trimEnd().endsWith(")")) return row === 0 || !ind.src.raw(row - 1).endsWith("\\");
    const comma = part.trimEnd().endsWith(",");
    do at++;
    while (at < ind.rows && isPreprocessor(ind.src.code(at)));
    if (at >= ind.rows) return false;
    code = ind.src.code(at).trimStart();
    from = 0;
    if (started && !comma && !/^[,)]/.test(code)) return false;
    started = true;
  }
}
