/**
 * The other places of a name by the syntax tree, where no server knows better: in the function that
 * binds it, else in the whole file. Comments and strings are left out, and so is a member for a
 * variable.
 */
import type { LanguageTable } from "../../language/structure/language-table.ts";
import { tableOf } from "../../language/structure/language-table.ts";
import { isOf, namedAround, placesAt } from "../../language/structure/nodes.ts";
import type { Node, SyntaxTree } from "../../language/syntax/syntax.ts";
import { type Span, slice, type Text } from "../../text/text.ts";

/** A longer text is not looked through, UTF-16 units. */
const MOST_TEXT = 500_000;
const MOST_PLACES = 300;

export interface ScopePlaces {
  /** The name is bound in a function around it. */
  readonly local: boolean;
  readonly places: readonly Span[];
}

/**
 * Where `old` stands in a text in which one of its places, `[from, to)`, has another name now; null
 * where syntax does not help.
 */
export function scopePlaces(
  tree: SyntaxTree,
  text: Text,
  { from, to }: Span,
  old: string,
): ScopePlaces | null {
  if (text.length > MOST_TEXT || tree.layerAt(from) !== null) return null;
  const own = nameNode(tree.root, from, to);
  const table = tableOf(tree.language);
  if (own === null || table === null) return null;
  const member = isMember(own);
  const name = slice(text, from, to);
  for (const scope of member ? [] : functionsAround(tree, table, from)) {
    const olds = namesIn(scope, text, old, member);
    const all = [own, ...olds, ...namesIn(scope, text, name, member)];
    // A function that has no place of its own for the name only uses it.
    if (all.some((node) => isBinding(node, scope))) return { local: true, places: spansOf(olds) };
  }
  const all = namesIn(tree.root, text, old, member);
  return { local: false, places: spansOf(member ? all : all.filter(notBoundIn(text, old, table))) };
}

/** Whether a name is not another one of the same letters, which a function around it binds. */
function notBoundIn(text: Text, old: string, table: LanguageTable): (node: Node) => boolean {
  const known = new Map<number, boolean>();
  const binds = (scope: Node): boolean => {
    let bound = known.get(scope.id);
    if (bound === undefined) {
      bound = namesIn(scope, text, old, false).some((node) => isBinding(node, scope));
      known.set(scope.id, bound);
    }
    return bound;
  };
  return (node) => {
    for (let at = node.parent; at !== null; at = at.parent) {
      if (isOf(at, table.objects.function) && binds(at)) return false;
    }
    return true;
  };
}

/** Whether an offset lies in a comment or in a string. */
export function proseAt(tree: SyntaxTree, pos: number): "comment" | "string" | null {
  const [place] = placesAt(tree, pos);
  if (place === undefined) return null;
  for (const node of namedAround(place.root, pos)) {
    if (isOf(node, place.table.objects.comment) || /comment/.test(node.type)) return "comment";
    if (/interpolation|substitution/.test(node.type)) return null;
    if (/string|char_literal|heredoc/.test(node.type)) return "string";
  }
  return null;
}

/** Where the function around an offset starts; -1: there is none. */
export function functionAt(tree: SyntaxTree, pos: number): number {
  const table = tableOf(tree.language);
  if (table === null) return -1;
  for (const node of namedAround(tree.root, pos)) {
    if (isOf(node, table.objects.function)) return node.startIndex;
  }
  return -1;
}

function functionsAround(tree: SyntaxTree, table: LanguageTable, pos: number): Node[] {
  return [...namedAround(tree.root, pos)].filter((node) => isOf(node, table.objects.function));
}

function nameNode(root: Node, from: number, to: number): Node | null {
  const node = root.descendantForIndex(from, to);
  if (node === null || node.startIndex !== from || node.endIndex !== to) return null;
  return isName(node) ? node : null;
}

function isName({ type, childCount }: Node): boolean {
  return childCount === 0 && /identifier|name|constant|^word$/.test(type);
}

const ACCESS =
  /attribute|member_expr|member_access|field_expr|field_access|selector_expr|navigation/;

/** What stands behind a dot, or names a field. */
function isMember({ type, parent, startIndex }: Node): boolean {
  if (/property|field/.test(type)) return true;
  return parent !== null && ACCESS.test(parent.type) && startIndex > parent.startIndex;
}

function namesIn(scope: Node, text: Text, name: string, member: boolean): Node[] {
  const found: Node[] = [];
  const { startIndex, endIndex } = scope;
  const whole = slice(text, startIndex, endIndex);
  for (let at = whole.indexOf(name); at >= 0; at = whole.indexOf(name, at + name.length)) {
    const from = startIndex + at;
    const node = nameNode(scope, from, from + name.length);
    const shorthand = node !== null && /shorthand/.test(node.type);
    if (node !== null && (shorthand || isMember(node) === member)) found.push(node);
    if (found.length >= MOST_PLACES) break;
  }
  return found;
}

/** Whether a name is given its meaning here: a parameter, a variable, the target of an assignment. */
function isBinding(node: Node, scope: Node): boolean {
  let at: Node = node;
  for (let parent = node.parent; parent !== null && at.id !== scope.id; parent = at.parent) {
    if (/param/.test(parent.type)) return true;
    if (/declarat|assign|let_|short_var|for_|_pattern$|binding/.test(parent.type)) {
      const names = ["name", "left", "pattern", "declarator"];
      const target = names.map((field) => parent!.childForFieldName(field)).find((x) => x !== null);
      if (target && target.startIndex <= node.startIndex && target.endIndex >= node.endIndex) {
        // The name of the function itself is bound around it.
        return parent.id !== scope.id;
      }
      if (!/_pattern$|declarator/.test(parent.type)) return false;
    } else if (!/identifier|list|pattern|type|reference|pointer/.test(parent.type)) return false;
    at = parent;
  }
  return false;
}

function spansOf(nodes: readonly Node[]): Span[] {
  return nodes.map(({ startIndex, endIndex }) => ({ from: startIndex, to: endIndex }));
}
