/**
 * The indent of a line that is about to be made: `o`, `O` and Enter. There is no token on it yet, so
 * what counts is which constructs are still open where the text above ends; where the parser is lost,
 * the brackets and the last line.
 */
import { lineText, rowOf, rowStart, type Text } from "../../../text/text.ts";
import { indentEnd } from "../../../text/transform/indent.ts";
import type { Node } from "../../syntax/syntax.ts";
import type { IndentTable } from "../language-table.ts";
import { isOf } from "../nodes.ts";
import { unmatchedOpener } from "./broken.ts";
import { CLOSERS, type Indenter } from "./indenter.ts";

/**
 * The cells of a line made at `pos` (UTF-16 offset), when what stands behind `pos` on its line goes
 * to the new one. Null: nothing is known, as in a string or a comment.
 */
export function newLineIndent(indenter: Indenter, pos: number, rest: string): number | null {
  const { text } = indenter;
  const blank = indentEnd(rest);
  if (blank < rest.length) {
    const token = pos + blank;
    const cells = indenter.measure(token, pos);
    if (CLOSERS.has(rest[blank]!) || !brokenAt(indenter, token)) return cells;
  }
  const last = lastToken(text, pos);
  if (last === null) return 0;
  for (const { root, table } of indenter.placesAt(last)) {
    const { indent } = table;
    if (indent === null) return null;
    const leaf = root.descendantForIndex(last, last + 1);
    if (leaf === null) continue;
    const code = codeEnd(indenter, leaf, last, table.objects.comment);
    if (code === "inside") {
      // Below a comment the text goes on where the comment starts.
      if (leaf.endIndex > pos) return null;
      const comment = isOf(leaf, table.objects.comment) ? leaf : leaf.parent!;
      return indenter.width(comment.startPosition.row);
    }
    if (isKept(leaf, indent, pos)) return null;
    const cells = afterToken(indenter, root, indent, typeof code === "number" ? code : last, pos);
    if (cells !== null) return cells;
  }
  return 0;
}

/** A line that goes on with the one above. */
const CONTINUED = /^(\?\.|\.[^.]|&&|\|\||[?+] )/;

function brokenAt(indenter: Indenter, pos: number): boolean {
  const [place] = indenter.placesAt(pos);
  let node = place?.root.descendantForIndex(pos, pos + 1) ?? null;
  for (; node !== null; node = node.parent) if (node.isError) return true;
  return false;
}

/** The offset of the last character before `pos` that is no blank; null: there is none. */
function lastToken(text: Text, pos: number): number | null {
  for (let row = rowOf(text, pos); row >= 0; row--) {
    const start = rowStart(text, row);
    const line = lineText(text, row).slice(0, Math.max(0, pos - start));
    const end = line.trimEnd().length;
    if (end > 0) return start + end - 1;
  }
  return null;
}

/** Where the code ends before a comment at `last`; `inside`: the comment is all there is of its line. */
function codeEnd(
  indenter: Indenter,
  leaf: Node,
  last: number,
  comments: ReadonlySet<string>,
): number | "inside" {
  let comment: Node | null = null;
  for (const node of [leaf, leaf.parent]) if (node && isOf(node, comments)) comment = node;
  if (comment === null) return last;
  const start = rowStart(indenter.text, comment.startPosition.row);
  const before = indenter.text.sliceString(start, comment.startIndex).trimEnd().length;
  return before === 0 ? "inside" : start + before - 1;
}

function afterToken(
  indenter: Indenter,
  root: Node,
  indent: IndentTable,
  last: number,
  pos: number,
): number | null {
  const { text, step } = indenter;
  const row = rowOf(text, last);
  const line = lineText(text, row).slice(0, last - rowStart(text, row) + 1);
  const leaf = root.descendantForIndex(last, last + 1);
  if (indent.offside) return offside(indenter, root, indent, last, pos);
  const word = /\w+$/.exec(line)?.[0] ?? "";
  // Brackets and words that open a block, whether or not the rest is there already.
  const opens =
    leaf !== null && !leaf.isNamed && (/[{([]$/.test(leaf.type) || isLabel(leaf, indent));
  if (opens || (word !== "" && indent.opening.includes(word) && !(leaf?.isNamed ?? false))) {
    return bracketBase(indenter, leaf!, indent) + step;
  }
  if (CONTINUED.test(line.trimStart()) && !/[;,{}]$/.test(line)) return indenter.width(row);
  if (isHeaderLine(line, indent)) return indenter.width(row) + step;
  for (let node = leaf; node !== null; node = node.parent) {
    if (node.isError || hasErrorBefore(node)) {
      const around = node.isError ? node : node.parent!;
      const open = unmatchedOpener(around, last + 1, around.startIndex);
      if (open !== null) {
        const base = indenter.width(rowOf(text, open));
        return goesOn(line, indent) && rowOf(text, open) !== row
          ? indenter.width(row) + (startsStatement(indenter, row, indent) ? step : 0)
          : base + step;
      }
    }
    const around = node.parent;
    if (around === null) break;
    if (!isOf(around, indent.nodes) || !isOpen(around, pos)) continue;
    if (isOf(around, indent.align)) return indenter.aligned(around, indent);
    if (goesOn(line, indent) && around.startPosition.row < row) {
      return indenter.width(row) + (startsStatement(indenter, row, indent) ? step : 0);
    }
    return indenter.base(around, indent) + step;
  }
  if (goesOn(line, indent)) {
    return indenter.width(row) + (startsStatement(indenter, row, indent) ? step : 0);
  }
  return leaf === null || !root.hasError ? null : fallback(indenter, row, line);
}

/** Nothing around is open: the outermost level, or in broken code that of the line before. */
function fallback(indenter: Indenter, row: number, line: string): number {
  return /[;}]$/.test(line) && indenter.width(row) === 0 ? 0 : indenter.width(row);
}

function bracketBase(indenter: Indenter, bracket: Node, indent: IndentTable): number {
  const around = bracket.parent;
  if (around && !around.isError && isOf(around, indent.nodes)) {
    return indenter.base(around, indent);
  }
  return indenter.width(bracket.startPosition.row);
}

/** Whether the new line is a part of a string. */
function isKept(leaf: Node, indent: IndentTable, pos: number): boolean {
  for (let node: Node | null = leaf; node !== null; node = node.parent) {
    if (isOf(node, indent.keep) && node.startIndex < pos && node.endIndex > pos) return true;
    if (isOf(node, indent.nodes) && isOpen(node, pos)) return false;
  }
  return false;
}

/** The colon that ends `case 1:`. */
function isLabel(leaf: Node, indent: IndentTable): boolean {
  const around = leaf.parent;
  if (leaf.type !== ":" || around === null || !isOf(around, indent.nodes)) return false;
  return around.lastChild?.id === leaf.id;
}

function hasErrorBefore(node: Node): boolean {
  let before = node.previousSibling;
  for (let i = 0; before !== null && i < 50; i++, before = before.previousSibling) {
    if (before.isError) return true;
  }
  return false;
}

/** Whether more of a construct comes behind `pos`, or its end is missing. */
function isOpen(node: Node, pos: number): boolean {
  if (node.endIndex > pos) return true;
  return node.lastChild?.isMissing === true;
}

function goesOn(line: string, indent: IndentTable): boolean {
  const code = line.replace(/[ \t]*(\/\/|#).*$/, "");
  return indent.continues.some((end) => code.endsWith(end) && !/(\+\+|--|\*\/)$/.test(code));
}

/** `if (x)` without its statement. */
function isHeaderLine(line: string, indent: IndentTable): boolean {
  const first = /^\W*(\w+)/.exec(line)?.[1] ?? "";
  if (!indent.headers.includes(first)) return false;
  if (/\belse$/.test(line)) return true;
  if (!line.endsWith(")")) return false;
  // The bracket behind the word is the one that ends the line.
  let depth = 0;
  for (let i = line.indexOf("("); i < line.length; i++) {
    if (line[i] === "(") depth++;
    else if (line[i] === ")" && --depth === 0) return i === line.length - 1;
  }
  return false;
}

/** Whether the line is the first one of what it belongs to. */
function startsStatement(indenter: Indenter, row: number, indent: IndentTable): boolean {
  for (let at = row - 1; at >= 0; at--) {
    const line = lineText(indenter.text, at).trimEnd();
    if (line.trim() === "") continue;
    return !goesOn(line, indent) || indenter.width(at) >= indenter.width(row) + indenter.step;
  }
  return true;
}

/** Python: brackets, then the colon, then the statement that ends here. */
function offside(
  indenter: Indenter,
  root: Node,
  indent: IndentTable,
  last: number,
  pos: number,
): number {
  const { text, step } = indenter;
  const leaf = root.descendantForIndex(last, last + 1);
  const open =
    root.isError || root.hasError ? unmatchedOpener(root, last + 1, floorOf(text, last)) : null;
  if (open !== null) return bracketIndent(indenter, open);
  let statement: Node | null = null;
  for (let node = leaf; node !== null; node = node.parent) {
    if (isOf(node, indent.align) && isOpen(node, pos) && node.startIndex <= last) {
      return indenter.aligned(node, indent);
    }
    if (statement === null && /_statement$|_definition$|_clause$/.test(node.type)) {
      statement = node;
    }
  }
  const row = rowOf(text, last);
  const char = text.sliceString(last, last + 1);
  const start = statement?.startPosition.row ?? row;
  if (char === ":" && !(leaf?.isNamed ?? false)) {
    // A header may be broken in brackets: it starts where its statement does.
    return indenter.width(leaf?.parent?.isError ? row : Math.min(row, start)) + step;
  }
  if (char === "\\") return indenter.width(row) + (row === start ? step : 0);
  const width = indenter.width(statement && isOf(statement, indent.owners) ? row : start);
  // `if a: return` does not end the block that it is in.
  const alone = statement?.startPosition.column === indentEnd(lineText(text, start));
  const ends = statement !== null && alone && isOf(statement, indent.leaves);
  return ends ? Math.max(0, width - step) : width;
}

const MOST_ROWS = 100;

function floorOf(text: Text, pos: number): number {
  return rowStart(text, Math.max(0, rowOf(text, pos) - MOST_ROWS));
}

/** Behind an open bracket, or below what follows it. */
function bracketIndent(indenter: Indenter, open: number): number {
  const { text, step } = indenter;
  const row = rowOf(text, open);
  const col = open - rowStart(text, row);
  const rest = lineText(text, row).slice(col + 1);
  const content = indentEnd(rest);
  if (content === rest.length) {
    const header = /^\s*(async\s+)?(def|class|if|while|for|with|elif)\b/.test(lineText(text, row));
    return indenter.width(row) + (header ? 2 : 1) * step;
  }
  return indenter.cell(row, col + 1 + content);
}
