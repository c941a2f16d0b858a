import { lineCount, type Text } from "../text.ts";
import {
  afterLabel,
  endsWith,
  isBlank,
  isCase,
  isDo,
  isElse,
  isIf,
  isInitializer,
  isPreprocessor,
  isScope,
  lastUnmatched,
  looksLikeLabel,
  startsControl,
  terminator,
} from "./c-line.ts";
import { type CSource, cSource, type Place } from "./c-source.ts";
import { cellAt, indentWidth, setIndent, shiftWidth } from "./indent.ts";
import type { IndentOptions } from "./options.ts";

/**
 * C indenting as Neovim does it with default 'cinoptions': what `=` does without 'indentexpr'. The
 * indent follows from the lines above, whose own indent is taken as right.
 */

const MAX_PAREN_ROWS = 20;

/** What the walk back through a block looks for. */
type Goal = "initial" | "case" | "scope" | "any" | "terminated" | "unterminated" | "enum" | "base";

interface Indenter {
  readonly src: CSource;
  readonly rows: number;
  readonly sw: number;
  readonly width: (row: number) => number;
  readonly cell: (row: number, col: number) => number;
}

/** The indent of `row` in cells. `source` may be shared by calls for the same text. */
export function cindent(
  text: Text,
  row: number,
  opts: IndentOptions,
  source: CSource = cSource(text),
): number {
  if (row === 0) return 0;
  const ind: Indenter = {
    src: source,
    rows: lineCount(text),
    sw: shiftWidth(opts),
    width: (at) => indentWidth(source.raw(at), opts),
    cell: (at, col) => cellAt(source.raw(at), col, opts),
  };
  const line = source.raw(row).trimStart();
  if (line.startsWith("#")) return 0;
  const comment = source.commentAt(row);
  if (!comment && isLabel(ind, row)) return 0;
  if (line.startsWith("//") && !comment) {
    const above = lineCommentAbove(ind, row);
    if (above) return ind.cell(above.row, above.col);
  }
  if (comment && !/^\/[/*]/.test(line)) return commentIndent(ind, row, line, comment);
  const here = { row, col: 0 };
  if (line.startsWith("]")) {
    const open = source.unmatched("[", here, MAX_PAREN_ROWS);
    if (open) return ind.width(open.row);
  }
  const paren = source.unmatched("(", here, MAX_PAREN_ROWS);
  // An unclosed parenthesis counts even when a brace was opened inside it.
  if (paren) return Math.max(0, parenIndent(ind, row, line, paren));
  const brace = source.unmatched("{", here);
  if (brace) return Math.max(0, blockIndent(ind, row, brace));
  return Math.max(0, topIndent(ind, row));
}

/** What `=` makes of the rows `[from, to)`; a line of only white space becomes empty. */
export function reindentRows(text: Text, from: number, to: number, opts: IndentOptions): string[] {
  const source = cSource(text);
  const lines: string[] = [];
  for (let row = from; row < to; row++) {
    const line = source.raw(row);
    const blank = line.trim() === "";
    const next = setIndent(line, blank ? 0 : cindent(text, row, opts, source), opts);
    if (next !== line) source.replace(row, next);
    lines.push(next);
  }
  return lines;
}

function isBefore(a: Place, b: Place): boolean {
  return a.row === b.row ? a.col < b.col : a.row < b.row;
}

/** The first row above `row` that has code and is no preprocessor line, or -1. */
function codeAbove(ind: Indenter, row: number): number {
  let at = row - 1;
  while (at >= 0 && (isBlank(ind.src.code(at)) || preprocessorStart(ind, at) !== null)) at--;
  return at;
}

/** The row of the `#` line that `row` belongs to, also by continuation lines, or null. */
function preprocessorStart(ind: Indenter, row: number): number | null {
  for (let at = row; at >= 0; at--) {
    if (isPreprocessor(ind.src.code(at))) return at;
    if (at === 0 || !ind.src.raw(at - 1).endsWith("\\")) return null;
  }
  return null;
}

function isLabel(ind: Indenter, row: number): boolean {
  if (!looksLikeLabel(ind.src.code(row))) return false;
  const above = codeAbove(ind, row);
  if (above < 0) return true;
  const code = ind.src.code(above);
  if (terminator(code, true, false) !== "" || isScope(code) || isCase(code)) return true;
  return /^\s*\w+\s*:\s*$/.test(code);
}

function lineCommentAbove(ind: Indenter, row: number): Place | null {
  for (let at = row - 1; at >= 0; at--) {
    const raw = ind.src.raw(at);
    if (raw.trim() === "") continue;
    if (/^\s*\/\//.test(raw)) return { row: at, col: raw.search(/\S/) };
    break;
  }
  const col = trailingComment(ind, row - 1);
  return col === null ? null : { row: row - 1, col };
}

/** The column of a `//` comment on a row. */
function trailingComment(ind: Indenter, row: number): number | null {
  const raw = ind.src.raw(row);
  const code = ind.src.code(row);
  for (let col = raw.indexOf("//"); col >= 0; col = raw.indexOf("//", col + 1)) {
    if (isBlank(code.slice(col)) && ind.src.commentAt(row) === null) return col;
  }
  return null;
}

function commentIndent(ind: Indenter, row: number, line: string, open: Place): number {
  const above = ind.src.raw(row - 1).trimStart();
  if (line.startsWith("*/")) {
    // The end lines up with the middle; below the opener that is its asterisk.
    if (above.startsWith("/*")) return ind.width(row - 1) + 1;
    if (above.startsWith("*")) return ind.width(row - 1);
    return ind.cell(open.row, open.col) + 1;
  }
  if (line.startsWith("*")) {
    if (above.startsWith("/*")) return ind.width(row - 1) + 1;
    if (above.startsWith("*")) return ind.width(row - 1);
    return ind.cell(open.row, open.col) + 1;
  }
  for (let at = row - 1; at > open.row; at--) {
    if (ind.src.raw(at).trim() !== "") return ind.width(at);
  }
  const rest = ind.src.raw(open.row).slice(open.col + 2);
  if (rest === "") return ind.cell(open.row, open.col) + 3;
  return ind.cell(open.row, open.col + 2 + (rest.length - rest.trimStart().length));
}

/** Inside an unclosed parenthesis. */
function parenIndent(ind: Indenter, row: number, line: string, open: Place): number {
  let limit = Number.POSITIVE_INFINITY;
  for (let at = row - 1; at > open.row; at--) {
    if (isBlank(ind.src.code(at)) || preprocessorStart(ind, at) !== null) continue;
    const own = ind.src.unmatched("(", { row: at, col: 0 }, MAX_PAREN_ROWS);
    if (own?.row !== open.row || own.col !== open.col) continue;
    if (!line.startsWith(")")) return ind.width(at);
    limit = Math.min(limit, ind.width(at));
    break;
  }
  const code = ind.src.code(open.row);
  const [start, base] = skipLabel(ind, open.row);
  let amount = base;
  let ignored = 0;
  const first = start + (code.slice(start).length - code.slice(start).trimStart().length);
  const startsParen = code[first] === "(";
  if (startsParen) {
    const close = closing(code, first);
    if (close !== null && close < open.col) ignored = close + 1;
  }
  const alone = startsParen && ignored === 0;
  if (line.startsWith(")") || alone) {
    let col = open.col;
    if (!line.startsWith(")")) {
      limit = Number.POSITIVE_INFINITY;
      const rest = ind.src.raw(open.row).slice(col + 1);
      col += rest.trim() === "" ? 1 : 1 + rest.search(/[^ \t]/);
    }
    if (col > 0) limit = Math.min(limit, ind.cell(open.row, col));
  }
  if (alone) return limit === Number.POSITIVE_INFINITY ? amount : limit;
  let col: number | null = open.col;
  for (let at = open.col - 1; at >= ignored; at--) {
    if (code[at] === "(") {
      amount += ind.sw;
      col = at;
    } else if (code[at] === ")") {
      amount -= ind.sw;
      col = null;
    }
  }
  const place = col === null ? null : { row: open.row, col };
  const outer = place && ind.src.unmatched("(", place, MAX_PAREN_ROWS);
  const brace = place && ind.src.unmatched("{", place);
  const nested = outer !== null && !(brace && isBefore(outer, brace));
  amount += nested ? ind.sw : 2 * ind.sw;
  return Math.min(amount, limit);
}

function closing(code: string, open: number): number | null {
  let depth = 0;
  for (let i = open; i < code.length; i++) {
    if (code[i] === "(") depth++;
    else if (code[i] === ")" && --depth === 0) return i;
  }
  return null;
}

/** The column where code starts after a case or jump label of a row, and the cells before it. */
function skipLabel(ind: Indenter, row: number): [number, number] {
  const code = ind.src.code(row);
  if (isCase(code) || isScope(code) || isLabel(ind, row)) {
    const after = afterLabel(code);
    return after === null ? [0, 0] : [after, ind.cell(row, after)];
  }
  return [0, ind.width(row)];
}

function isWhileOfDo(ind: Indenter, row: number): boolean {
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
function whileOfDoEnd(ind: Indenter, row: number, ending: string): number | null {
  const code = ind.src.code(row);
  if (ending !== ";" || !/\)\s*;\s*$/.test(code)) return null;
  const open = ind.src.unmatched("(", { row, col: code.lastIndexOf(")") }, MAX_PAREN_ROWS);
  if (!open || !/^\s*(?:\}\s*)?while(?!\w)/.test(ind.src.code(open.row))) return null;
  return open.row;
}

/** The row of the `if` (or `do`) that an `else` (or `while`) at `row` belongs to, or null. */
function findMatch(ind: Indenter, row: number, goal: "if" | "do", scope: number): number | null {
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

/** Inside braces, `open` is the place of the `{`. */
function blockIndent(ind: Indenter, row: number, open: Place): number {
  const { src, sw } = ind;
  const line = src.code(row).trimStart();
  const startLine = src.code(open.row);
  const braceFirst = startLine.trimStart().startsWith("{");
  const column0 = startLine.startsWith("{");
  let amount: number;
  if (braceFirst) {
    amount = ind.cell(open.row, open.col);
  } else {
    const paren = lastUnmatched(startLine, "(", ")");
    const start = paren === null ? null : src.unmatched("(", { row: open.row, col: paren }, 20);
    amount = skipLabel(ind, start?.row ?? open.row)[1];
  }
  if (line.startsWith("}")) return amount;
  const goalLine = isElse(line) ? "if" : isWhileOfDo(ind, row) ? "do" : null;
  if (goalLine) {
    const found = findMatch(ind, row, goalLine, open.row);
    if (found !== null) return ind.width(found);
  }
  if (column0) amount = 0;
  let goal: Goal = "initial";
  if (isCase(line)) goal = "case";
  else if (isScope(line)) goal = "scope";
  amount += sw;
  let scopeAmount = amount;
  let continuation = sw;
  let contAmount = 0;
  let whiles = 0;
  const opensBlock = line.startsWith("{");
  const continued = () => (contAmount > 0 ? contAmount : amount + continuation);
  let at = row;
  for (;;) {
    at--;
    if (at <= open.row) {
      if (goal === "enum") {
        if (at < 0 || at < open.row - MAX_PAREN_ROWS) return continued();
        const comment = src.commentAt(at);
        if (comment) {
          at = comment.row + 1;
          continue;
        }
        const code = src.code(at);
        if (preprocessorStart(ind, at) !== null || isBlank(code)) continue;
        const ending = terminator(code, false, true);
        if (!column0 || !isFunction(ind, at, 0)) {
          if (ending === ",") return amount;
          if (ending !== ";" && isInitializer(code)) return amount;
          if (ending === "" || ending === "{") continue;
        }
        if (ending !== ";") {
          const back = matchLast(ind, at, "(", ")") ?? matchLast(ind, at, "{", "}");
          if (back) {
            at = back.row + 1;
            continue;
          }
        }
        return continued();
      }
      if (goal === "unterminated") return continued();
      return goal === "terminated" || goal === "base" ? amount : scopeAmount;
    }
    const comment = src.commentAt(at);
    if (comment) {
      at = comment.row + 1;
      continue;
    }
    let code = src.code(at);
    const caseLine = isCase(code);
    if (caseLine || isScope(code)) {
      if (goal === "base") return amount;
      if (whiles > 0) continue;
      if (goal === "unterminated" || goal === "enum") return continued();
      if ((caseLine && goal === "case") || (!caseLine && goal === "scope")) {
        const brace = src.unmatched("{", { row: at, col: 0 });
        if (!brace || brace.row === open.row) return ind.width(at);
        continue;
      }
      const after = afterLabel(code);
      const own = after === null ? 0 : ind.cell(at, after);
      if (goal === "terminated") return own || amount;
      if (own) {
        if (!startsControl(code.slice(after!))) return own;
        return opensBlock ? own : own + sw;
      }
      scopeAmount = ind.width(at) + sw;
      goal = "any";
      continue;
    }
    if (goal === "case" || goal === "scope") {
      const back = matchLast(ind, at, "{", "}");
      if (back) at = back.row + 1;
      continue;
    }
    if (isLabel(ind, at) && afterLabel(code) === null) continue;
    const directive = preprocessorStart(ind, at);
    if (directive !== null) {
      if (src.raw(at).endsWith("\\")) amount = ind.width(at);
      at = directive;
      continue;
    }
    if (isBlank(code)) continue;
    if (goal !== "terminated") {
      const base = baseClass(ind, at);
      if (base) {
        if (goal === "unterminated") return continued();
        if (!opensBlock) return baseAmount(ind, at, base);
        goal = "unterminated";
        continuation = 0;
        continue;
      }
      if (goal === "base") {
        if (terminator(code, true, false) !== "") return amount;
        continue;
      }
    }
    const ending = terminator(code, false, true);
    if (ending === "" || (goal !== "unterminated" && ending === ",")) {
      if (goal !== "enum" && (code.trimStart().startsWith("[") || endsWith(src.raw(at), "["))) {
        amount += continuation;
      }
      let back = backParen(ind, at);
      if (back && isBefore(back, open)) back = null;
      if (!back && ending === ",") back = matchLast(ind, at, "{", "}");
      if (back) {
        at = back.row;
        code = src.code(at);
        if (isCase(code) || isScope(code)) {
          at++;
          continue;
        }
      }
      if (ending === ",") while (at > 0 && src.raw(at - 1).endsWith("\\")) at--;
      const [from, own] = skipLabel(ind, at);
      code = src.code(at);
      const body = code.slice(from);
      if (ending !== "," && goal !== "terminated" && opensBlock) {
        amount = own;
        goal = "base";
        continue;
      }
      if (startsControl(body) || isElse(body)) {
        if (goal === "unterminated" || goal === "enum") return continued();
        amount = own;
        if (goal !== "terminated") return amount + sw;
        if (isDo(code)) {
          if (whiles === 0) return amount;
          whiles--;
        }
        if (isElse(code) && whiles === 0) {
          const brace = code.trimStart().startsWith("}")
            ? src.unmatched("{", { row: at, col: code.indexOf("}") + 1 })
            : src.unmatched("{", { row: at, col: 0 });
          const found = brace && findMatch(ind, at, "if", brace.row);
          if (found === null) return amount;
          at = found;
        }
        continue;
      }
      if (goal === "unterminated") return ending === "," ? amount + continuation : amount;
      if (goal === "enum") {
        if (ending === ",") goal = "base";
        else amount = Math.min(amount, own);
        continue;
      }
      amount = own;
      const raw = src.raw(at);
      if (ending === "," && (raw.trimStart().startsWith("]") || raw.at(-2) === "]")) return amount;
      if (goal === "initial" && ending === ",") {
        goal = "enum";
        contAmount = firstName(ind, at);
      } else {
        if (goal === "initial" && raw.endsWith("\\")) contAmount = afterEqual(ind, at);
        if (goal !== "terminated") goal = "unterminated";
      }
      continue;
    }
    const whileRow = whileOfDoEnd(ind, at, ending);
    if (whileRow !== null) {
      at = whileRow;
      if (goal === "unterminated" || goal === "enum") return continued();
      if (whiles === 0) {
        goal = "terminated";
        amount = ind.width(at);
      }
      whiles++;
      continue;
    }
    if (whiles > 0 && isDo(code)) {
      amount = ind.width(at);
      whiles--;
      continue;
    }
    if (goal === "unterminated" || goal === "enum") return continued();
    if (goal === "terminated") {
      if (whiles === 0) return amount;
      continue;
    }
    const step = terminated(ind, at);
    amount = step.amount;
    goal = "terminated";
    if (step.next === null) return amount;
    if (step.onLabel) goal = step.hadTerm ? "terminated" : (goal as Goal);
    at = step.next;
  }
}

/** The first terminated line above: its statement's indent and the row to go on above of. */
function terminated(
  ind: Indenter,
  from: number,
): { amount: number; next: number | null; onLabel: boolean; hadTerm: boolean } {
  let at = from;
  let amount = 0;
  for (let round = 0; ; round++) {
    const paren = matchLast(ind, at, "(", ")");
    if (paren) {
      at = paren.row;
      const code = ind.src.code(at);
      if (isCase(code) || isScope(code)) {
        return { amount, next: at + 1, onLabel: true, hadTerm: round > 0 };
      }
    }
    const [start, own] = skipLabel(ind, at);
    amount = own;
    const body = ind.src.code(at).slice(start).trimStart();
    if (!body.startsWith("}") && isElse(body)) {
      const brace = ind.src.unmatched("{", { row: at, col: 0 });
      const found = brace && findMatch(ind, at, "if", brace.row);
      return { amount, next: found, onLabel: false, hadTerm: true };
    }
    const open = matchLast(ind, at, "{", "}");
    if (!open) return { amount, next: at, onLabel: false, hadTerm: true };
    at = open.row;
    const code = ind.src.code(at);
    if (isElse(code) && !code.trimStart().startsWith("}")) {
      return { amount, next: at + 1, onLabel: false, hadTerm: true };
    }
  }
}

/** The partner of the last `close` of a row that has none in the row. */
function matchLast(ind: Indenter, row: number, open: "(" | "{", close: string): Place | null {
  const col = lastUnmatched(ind.src.code(row), open, close);
  if (col === null) return null;
  return ind.src.unmatched(open, { row, col }, open === "(" ? MAX_PAREN_ROWS : undefined);
}

/** Like `matchLast` for parentheses, and from the start of a row without an unmatched one. */
function backParen(ind: Indenter, row: number): Place | null {
  const col = lastUnmatched(ind.src.code(row), "(", ")") ?? 0;
  return ind.src.unmatched("(", { row, col }, MAX_PAREN_ROWS);
}

/** The cell of the first name in a declaration ("int a," → that of a), 0 when it is none. */
function firstName(ind: Indenter, row: number): number {
  const found =
    /^\s*(?:static\s+)?(?:(?:struct|enum)\s+|(?:un)?signed\s+(?=(?:int|long|short|char)\s))?\w+\s+(?=\S)/.exec(
      ind.src.code(row),
    );
  return found ? ind.cell(row, found[0].length) : 0;
}

/** The cell after the "=" of a row that a backslash continues; 0 for none, -1 when it is one too. */
function afterEqual(ind: Indenter, row: number): number {
  if (row > 0 && ind.src.raw(row - 1).endsWith("\\")) return -1;
  const found = /^[^=;{}"']*=[ \t]*/.exec(ind.src.code(row));
  if (!found || isBlank(ind.src.code(row).slice(found[0].length))) return 0;
  const quoted = ind.src.raw(row)[found[0].length] === '"';
  return ind.cell(row, found[0].length + (quoted ? 1 : 0));
}

/** A C++ base class list or constructor initialisation that `row` is in; col 0 is "indent it". */
function baseClass(ind: Indenter, row: number): { row: number; col: number } | null {
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

function baseAmount(ind: Indenter, row: number, base: { readonly col: number }): number {
  if (base.col > 0) return Math.max(ind.sw, ind.cell(row, base.col));
  const paren = matchLast(ind, row, "(", ")");
  let amount = ind.width(paren?.row ?? row);
  if (!endsWith(ind.src.code(row), ",")) amount += ind.sw;
  return Math.max(ind.sw, amount);
}

/** Whether a function's head starts at (or, ending in `)`, reaches) a row: no `;` and a `)` at the end. */
function isFunction(ind: Indenter, row: number, minRow: number): boolean {
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

/** Outside all brackets. */
function topIndent(ind: Indenter, row: number): number {
  const { src, sw } = ind;
  const code = src.code(row);
  if (code.trimStart().startsWith("{")) return 0;
  if (
    row < ind.rows - 1 &&
    !isBlank(code) &&
    !/[{}]/.test(src.raw(row)) &&
    !endsWith(code, ":") &&
    !endsWith(code, ",") &&
    isFunction(ind, row + 1, row + 1) &&
    terminator(code, false, true) === ""
  ) {
    return sw;
  }
  let amount = topAmount(ind, row);
  if (src.raw(row - 1).endsWith("\\")) {
    const equal = afterEqual(ind, row - 1);
    if (equal > 0) amount = equal;
    else if (equal === 0) amount += sw;
  }
  return amount;
}

function topAmount(ind: Indenter, row: number): number {
  const { src, sw } = ind;
  let amount = 0;
  for (let at = row - 1; at >= 0; at--) {
    const comment = src.commentAt(at);
    if (comment) {
      at = comment.row + 1;
      continue;
    }
    const base = baseClass(ind, at);
    if (base) return baseAmount(ind, at, base);
    const directive = preprocessorStart(ind, at);
    if (directive !== null) {
      if (src.raw(at).endsWith("\\")) amount = ind.width(at);
      at = directive;
      continue;
    }
    const code = src.code(at);
    if (isBlank(code)) continue;
    const backslash = src.raw(at).endsWith("\\");
    if (endsWith(code, ",") || backslash) {
      let start = matchLast(ind, at, "(", ")")?.row ?? at;
      if (!backslash) while (start > 0 && src.raw(start - 1).endsWith("\\")) start--;
      return ind.width(start) || firstName(ind, start) || sw;
    }
    if (isFunction(ind, row, 0)) return amount;
    if (code.trimStart().startsWith("}") || endsWith(code, "};")) return amount;
    if (endsWith(code, "[")) return ind.width(at) + sw;
    if (code.trim() === ";") {
      const above = codeAbove(ind, at);
      if (above >= 0 && endsWith(src.code(above), "}")) return amount;
    }
    if (isFunction(ind, at, 0)) return sw;
    if (endsWith(code, ";") && at > 0) {
      if (endsWith(src.code(at - 1), ",") || src.raw(at - 1).endsWith("\\")) return amount;
    }
    return ind.width(backParen(ind, at)?.row ?? at);
  }
  return amount;
}
