import { lineCount, type Text } from "../text.ts";
import {
  afterLabel,
  endsWith,
  isBlank,
  isCase,
  isDo,
  isElse,
  isInitializer,
  isScope,
  lastUnmatched,
  startsControl,
  terminator,
} from "./c-line.ts";
import { type CSource, cSource, type Place } from "./c-source.ts";
import {
  afterEqual,
  backParen,
  baseAmount,
  baseClass,
  codeAbove,
  findMatch,
  firstName,
  type Indenter,
  isBefore,
  isFunction,
  isLabel,
  isWhileOfDo,
  MAX_PAREN_ROWS,
  matchLast,
  preprocessorStart,
  skipLabel,
  whileOfDoEnd,
} from "./c-statement.ts";
import { cellAt, indentWidth, setIndent, shiftWidth } from "./indent.ts";
import type { IndentOptions } from "./options.ts";

/**
 * C indenting as Neovim does it with default 'cinoptions': what `=` does without 'indentexpr'. The
 * indent follows from the lines above, whose own indent is taken as right.
 */

/** What the walk back through a block looks for. */
type Goal = "initial" | "case" | "scope" | "any" | "terminated" | "unterminated" | "enum" | "base";

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

/**
 * What `=` makes of the rows `[from, to)`; a line of only white space becomes empty. `poll` is called
 * every few rows and may throw.
 */
export function reindentRows(
  text: Text,
  from: number,
  to: number,
  opts: IndentOptions,
  poll: () => void = () => {},
): string[] {
  const source = cSource(text);
  const lines: string[] = [];
  for (let row = from; row < to; row++) {
    if (row % 16 === 0) poll();
    const line = source.raw(row);
    const blank = line.trim() === "";
    const next = setIndent(line, blank ? 0 : cindent(text, row, opts, source), opts);
    if (next !== line) source.replace(row, next);
    lines.push(next);
  }
  return lines;
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
