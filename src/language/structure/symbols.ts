/** What a document declares, without a language server: for the outline, breadcrumbs and pickers. */
import type { Point } from "../../text/text.ts";
import type { Node, SyntaxTree } from "../syntax/syntax.ts";
import { type LanguageTable, tableOf } from "./language-table.ts";
import { isOf, namedAround } from "./nodes.ts";

export interface DocumentSymbol {
  readonly name: string;
  /** `function`, `method`, `class`, `variable` …: the word of the language's table. */
  readonly kind: string;
  /** Where the name is: 0-based row, column in UTF-16 units. */
  readonly point: Point;
  /** Where the declaration starts and ends. */
  readonly start: Point;
  readonly endPoint: Point;
  /** 0 at the outermost level. */
  readonly depth: number;
}

/** No more than so many, and no longer names. */
const MOST_SYMBOLS = 20_000;
const MOST_NAME = 120;
const LOCAL: ReadonlySet<string> = new Set(["variable", "constant"]);

/** The symbols of a document in its own language, in the order of the text. */
export function documentSymbols(tree: SyntaxTree): DocumentSymbol[] {
  const table = tableOf(tree.language);
  if (table === null || table.symbols.size === 0) return [];
  const symbols: DocumentSymbol[] = [];
  /** The ends of the symbols around, and whether one is a function. */
  const open: { readonly end: number; readonly code: boolean }[] = [];
  for (const node of tree.root.descendantsOfType([...table.symbols.keys()])) {
    if (!node.isNamed || symbols.length >= MOST_SYMBOLS) continue;
    while (open.length > 0 && open[open.length - 1]!.end <= node.startIndex) open.pop();
    const kind = kindOf(node, table);
    const name = nameOf(node, table);
    if (name === null) continue;
    if (LOCAL.has(kind) && open.some(({ code }) => code)) continue;
    symbols.push({
      name: plain(name),
      kind,
      point: pointOf(name.startPosition),
      start: pointOf(node.startPosition),
      endPoint: pointOf(node.endPosition),
      depth: open.length,
    });
    open.push({ end: node.endIndex, code: kind === "function" || kind === "method" });
  }
  return symbols;
}

/** The names of what is around a UTF-16 offset, outermost first, but for variables. */
export function namesAround(tree: SyntaxTree, pos: number): string[] {
  const table = tableOf(tree.language);
  if (table === null || table.symbols.size === 0) return [];
  const names: string[] = [];
  for (const node of namedAround(tree.root, pos)) {
    if (!table.symbols.has(node.type) || LOCAL.has(kindOf(node, table))) continue;
    const name = nameOf(node, table);
    if (name !== null) names.push(plain(name));
  }
  return names.reverse();
}

const plain = (name: Node): string => name.text.replace(/\s+/g, " ").trim().slice(0, MOST_NAME);

const pointOf = ({ row, column }: { row: number; column: number }): Point => ({ row, col: column });

function kindOf(node: Node, table: LanguageTable): string {
  const kind = table.symbols.get(node.type)!;
  if (kind !== "variable" && kind !== "field") return kind;
  const value = node.childForFieldName("value");
  if (value === null) return kind;
  if (isOf(value, table.objects.function)) return kind === "field" ? "method" : "function";
  if (isOf(value, table.objects.class)) return "class";
  return kind;
}

const NAME =
  /identifier|index_expression|flow_node|name|key|constant|word|string|scalar|selectors|inline|type|number/;

/** The name of a node that declares something; null: it has none. */
export function nameOf(node: Node, table: LanguageTable): Node | null {
  const field = table.symbolNames.get(node.type) ?? "name";
  let name = node.childForFieldName(field);
  if (name === null && field === "name") name = declared(node) ?? plainName(node);
  // `field_declaration` of Java has a declarator with the name.
  if (name?.type.endsWith("declarator")) name = declared(name) ?? name.childForFieldName("name");
  if (name === null || name.startIndex >= name.endIndex) return null;
  return NAME.test(name.type) && !/pattern/.test(name.type) ? name : null;
}

/** C: the name is inside of the declarators. */
function declared(node: Node): Node | null {
  let at = node.childForFieldName("declarator");
  for (let next = at; next !== null; next = at!.childForFieldName("declarator")) at = next;
  return at;
}

/** Where the grammar names nothing: the first part, or a tag's or heading's text. */
function plainName(node: Node): Node | null {
  const first = node.firstNamedChild;
  if (first === null) return null;
  if (/^(start_tag|self_closing_tag|atx_heading|setext_heading)$/.test(first.type)) {
    const { namedChildCount } = first;
    for (let i = 0; i < namedChildCount; i++) {
      const part = first.namedChild(i)!;
      if (/^(tag_name|inline|paragraph)$/.test(part.type)) return part;
    }
    return null;
  }
  if (first.type === "targets") return first.firstNamedChild;
  return NAME.test(first.type) ? first : null;
}
