/** What an edit has changed of a declaration: its parameters, its type, its members. */
import { tableOf } from "../../language/structure/language-table.ts";
import { isOf, namedAround } from "../../language/structure/nodes.ts";
import { nameOf } from "../../language/structure/symbols.ts";
import type { Node, SyntaxTree } from "../../language/syntax/syntax.ts";
import { hunksOf, type RecordedEdit } from "../../text/prediction.ts";
import { type Span, slice, type Text } from "../../text/text.ts";

export interface ChangedDeclaration {
  readonly name: string;
  /** Where the name is. */
  readonly at: Span;
  /** As in a language's table: `function`, `enum`, `interface` … */
  readonly kind: string;
  /** Which parameter was changed, from 0; -1: something else. */
  readonly parameter: number;
}

/** The kinds whose bodies are part of what others rely on. */
const OPEN_KINDS = new Set(["enum", "interface", "type", "struct", "union", "trait", "record"]);
const MOST_NAME = 120;

/** What of a declaration the edit has changed, by the tree of the text after it; null: nothing. */
export function changedDeclaration(
  tree: SyntaxTree,
  edit: RecordedEdit,
): ChangedDeclaration | null {
  const table = tableOf(tree.language);
  const touched = touchedBy(edit);
  if (table === null || touched === null) return null;
  const { from, to } = touched;
  for (const node of namedAround(
    tree.root,
    from,
    Math.max(to, Math.min(from + 1, edit.after.length)),
  )) {
    const kind = table.symbols.get(node.type);
    if (kind === undefined) {
      if (isOf(node, table.objects.function) && isIn(bodyOf(node), from)) return null;
      continue;
    }
    const name = nameOf(node, table);
    if (name === null || name.endIndex - name.startIndex > MOST_NAME) continue;
    const at = { from: name.startIndex, to: name.endIndex };
    // A new name is a rename.
    if (from >= at.from && to <= at.to) return null;
    const body = bodyOf(node);
    if (isIn(body, from)) {
      if (!OPEN_KINDS.has(kind)) return null;
    } else if (kind === "variable" && body === null) return null;
    return {
      name: slice(edit.after, at.from, at.to),
      at,
      kind,
      parameter: parameterAt(node, from + separators(edit.after, touched)),
    };
  }
  return null;
}

/** From the first to the last changed place of an edit, in its `after`; null: it is scattered. */
function touchedBy(edit: RecordedEdit): Span | null {
  const hunks = hunksOf(edit.changes);
  if (hunks.length === 0) return null;
  // What was typed last counts: before that the edit may have been elsewhere.
  const { last } = edit;
  return last.to - last.from > 2000 ? null : last;
}

function isIn(body: Node | null, pos: number): boolean {
  // Right at the opening bracket it is still the header.
  return body !== null && pos > body.startIndex && pos <= body.endIndex;
}

function bodyOf(node: Node): Node | null {
  const own = node.childForFieldName("body");
  if (own !== null) return own;
  const value = node.childForFieldName("value");
  return value?.childForFieldName("body") ?? null;
}

/** What was put in may start with the comma behind the parameter before. */
function separators(text: Text, { from, to }: Span): number {
  return /^[\s,]*/.exec(slice(text, from, to))![0].length;
}

function parameterAt(node: Node, pos: number): number {
  const holder = node.childForFieldName("parameters") ?? node.childForFieldName("declarator");
  const list =
    holder?.childForFieldName("parameters") ??
    holder ??
    node.childForFieldName("value")?.childForFieldName("parameters") ??
    null;
  if (list === null || pos < list.startIndex || pos > list.endIndex) return -1;
  let index = 0;
  for (let i = 0; i < list.childCount; i++) {
    const child = list.child(i)!;
    if (child.type === "," && child.endIndex <= pos) index++;
  }
  return index;
}

/** So far behind a name its arguments are looked for, UTF-16 units. */
const MOST_CALL = 2000;

/**
 * Where the edit of a use belongs: at the argument of a changed parameter when the name is called,
 * else behind the name.
 */
export function placeOfUse(text: Text, { to }: Span, parameter: number): number {
  if (parameter < 0) return to;
  const after = slice(text, to, Math.min(text.length, to + MOST_CALL));
  const open = /^\s*(?:<[^()]*>)?\s*\(/.exec(after);
  if (open === null) return to;
  let depth = 1;
  let index = 0;
  for (let i = open[0].length; i < after.length; i++) {
    const char = after[i]!;
    if (index === parameter && (i === open[0].length || after[i - 1] === ",")) {
      // At the argument itself, behind the blank before it.
      const blank = /^[ \t]*/.exec(after.slice(i))![0].length;
      return to + i + (after[i + blank] === ")" ? 0 : blank);
    }
    if ("([{".includes(char)) depth++;
    else if (")]}".includes(char) && --depth === 0) return to + i;
    else if (char === "," && depth === 1) index++;
    else if (char === '"' || char === "'" || char === "`") {
      const end = after.indexOf(char, i + 1);
      if (end < 0) break;
      i = end;
    }
  }
  return to + open[0].length;
}
