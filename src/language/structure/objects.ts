/** Text objects of a syntax tree: functions, classes, arguments, calls, comments and the like. */
import { lineText, rowOf, rowStart, type Text } from "../../text/text.ts";
import { indentEnd } from "../../text/transform/indent.ts";
import type { Node, SyntaxTree } from "../syntax/syntax.ts";
import type { LanguageTable, ObjectKind } from "./language-table.ts";
import { isOf, namedAround, placesAt } from "./nodes.ts";
import { isLarger, type ObjectRequest } from "./object-request.ts";
import { parameterSpan } from "./parameter.ts";
import { innerSpan, type ObjectSpan, outerSpan, withLines } from "./spans.ts";

/** The text of an object, the innermost language first; null: it is not there. */
export function findObject(
  tree: SyntaxTree,
  kinds: readonly ObjectKind[],
  request: ObjectRequest,
): ObjectSpan | null {
  const pos = request.selected?.from ?? ontoText(request.text, request.pos);
  const at = { ...request, pos };
  for (const { root, table } of placesAt(tree, pos)) {
    const span = kinds.includes("parameter")
      ? parameterSpan(root, table, at)
      : kinds.includes("comment")
        ? commentSpan(root, table, at)
        : nodeSpan(root, table, kinds, at);
    if (span !== null) return span;
  }
  return null;
}

/** In the indent of a line its first character counts. */
function ontoText(text: Text, pos: number): number {
  const row = rowOf(text, pos);
  const line = lineText(text, row);
  const first = indentEnd(line);
  return first < line.length ? Math.max(pos, rowStart(text, row) + first) : pos;
}

function nodeSpan(
  root: Node,
  table: LanguageTable,
  kinds: readonly ObjectKind[],
  request: ObjectRequest,
): ObjectSpan | null {
  const { text, pos, selected, around } = request;
  const types = new Set(
    kinds.flatMap((kind) => (kind === "parameter" ? [] : [...table.objects[kind]])),
  );
  let left = request.count;
  let last: ObjectSpan | null = null;
  for (const node of namedAround(root, pos, Math.max(pos + 1, selected?.to ?? 0))) {
    if (!isOf(node, types)) continue;
    const span = around ? outerSpan(text, node, table) : innerSpan(text, node);
    if (span === null || !isLarger(span, request)) continue;
    if (last !== null && last.from === span.from && last.to === span.to) continue;
    last = span;
    if (--left === 0) return span;
  }
  return null;
}

/** A comment with those on the lines next to it; its inside is without the marks. */
function commentSpan(root: Node, table: LanguageTable, request: ObjectRequest): ObjectSpan | null {
  const { text, pos, around } = request;
  let comment: Node | null = null;
  for (const node of namedAround(root, pos)) {
    if (isOf(node, table.objects.comment)) {
      comment = node;
      break;
    }
  }
  if (comment === null) return null;
  const span = around ? commentBlock(text, comment) : commentText(text, comment);
  return isLarger(span, request) ? span : null;
}

function commentBlock(text: Text, comment: Node): ObjectSpan {
  let first = comment;
  let last = comment;
  const alone = (node: Node) =>
    indentEnd(lineText(text, node.startPosition.row)) === node.startPosition.column;
  if (alone(comment)) {
    for (
      let node = first.previousSibling;
      node?.type === comment.type;
      node = first.previousSibling
    ) {
      if (!alone(node) || node.startPosition.row !== first.startPosition.row - 1) break;
      first = node;
    }
    for (let node = last.nextSibling; node?.type === comment.type; node = last.nextSibling) {
      if (!alone(node) || node.startPosition.row !== lastRow(text, last) + 1) break;
      last = node;
    }
  }
  const to = trimmedEnd(text, last);
  const span = withLines(text, first.startIndex, to);
  if (span.linewise || !alone(first)) return span;
  const row = first.startPosition.row;
  return {
    from: rowStart(text, row),
    to: rowStart(text, row) + lineText(text, row).length,
    linewise: true,
  };
}

const trimmedEnd = (text: Text, node: Node): number => {
  const { endIndex } = node;
  return text.sliceString(endIndex - 1, endIndex) === "\n" ? endIndex - 1 : endIndex;
};

const lastRow = (text: Text, node: Node): number => rowOf(text, trimmedEnd(text, node));

function commentText(text: Text, comment: Node): ObjectSpan {
  const end = trimmedEnd(text, comment);
  const body = text.sliceString(comment.startIndex, end);
  const marks = /^(\/\*+|\/\/[/!]?|#+|--(\[\[)?|<!--|;+|%+)[ \t]*/.exec(body)?.[0].length ?? 0;
  const tail = /[ \t]*(\*\/|-->|\]\])$/.exec(body)?.[0].length ?? 0;
  const from = comment.startIndex + marks;
  return { from, to: Math.max(from, end - tail), linewise: false };
}
