/** The text that an object takes: the whole of it and its inside. */
import { lineText, rowOf, rowStart, type Span, type Text } from "../../text/text.ts";
import type { Node } from "../syntax/syntax.ts";
import type { LanguageTable } from "./language-table.ts";
import { isOf } from "./nodes.ts";

/** A range of UTF-16 offsets; `linewise`: it is whole lines. */
export interface ObjectSpan extends Span {
  readonly linewise: boolean;
}

const BODY_FIELDS = ["body", "consequence", "block", "arguments"];
const BODIES: ReadonlySet<string> = new Set([
  "compound_statement",
  "do_group",
  "block",
  "declaration_list",
  "field_declaration_list",
  "argument_list",
  "token_tree",
  "literal_value",
  "statement_block",
]);

/** With what belongs to it: decorators, `export`. */
export function outerSpan(text: Text, node: Node, table: LanguageTable): ObjectSpan {
  let whole = node;
  while (whole.parent !== null && isOf(whole.parent, table.wrap)) whole = whole.parent;
  let to = whole.endIndex;
  // Some grammars take the line break in.
  while (to > whole.startIndex && text.sliceString(to - 1, to) === "\n") to--;
  const next = text.sliceString(to, to + 1);
  if (next === ";") to++;
  return withLines(text, whole.startIndex, to);
}

/** Null: it has no inside. */
export function innerSpan(text: Text, node: Node): ObjectSpan | null {
  const body = bodyOf(node);
  if (body === null) return null;
  let from = body.startIndex;
  let to = body.endIndex;
  const first = body.firstChild;
  const last = body.lastChild;
  if (first !== null && last !== null && first.id !== last.id && isDelimiter(first)) {
    from = first.endIndex;
    if (isDelimiter(last)) to = last.startIndex;
  }
  const content = text.sliceString(from, to);
  const start = from + content.length - content.trimStart().length;
  const end = from + content.trimEnd().length;
  if (start >= end) return { from, to, linewise: false };
  return withLines(text, start, end);
}

function bodyOf(node: Node): Node | null {
  for (const field of BODY_FIELDS) {
    const body = node.childForFieldName(field);
    if (body !== null) return body;
  }
  for (let i = node.namedChildCount - 1; i >= 0; i--) {
    const child = node.namedChild(i)!;
    if (BODIES.has(child.type)) return child;
  }
  // A declaration around what has the body (`type T struct`).
  for (let i = 0; i < node.namedChildCount; i++) {
    const inner = node.namedChild(i)!;
    if (!/_type$|_spec$/.test(inner.type)) continue;
    const body = bodyOf(inner);
    if (body !== null) return body;
  }
  return null;
}

function isDelimiter(node: Node): boolean {
  return !node.isNamed && /^([{}()[\]<>]|do|done|then|begin|end)$/.test(node.type);
}

/** Whole lines, where nothing else stands on them and there are several. */
export function withLines(text: Text, from: number, to: number): ObjectSpan {
  const first = rowOf(text, from);
  const last = rowOf(text, Math.max(from, to - 1));
  const before = text.sliceString(rowStart(text, first), from);
  const end = rowStart(text, last) + lineText(text, last).length;
  const after = text.sliceString(to, end);
  const whole = /^[ \t]*$/.test(before) && /^[ \t]*[;,]?[ \t]*$/.test(after);
  if (!whole || first === last) return { from, to, linewise: false };
  return { from: rowStart(text, first), to: end, linewise: true };
}
