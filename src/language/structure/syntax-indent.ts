/** The indent of documents with a syntax tree, for `=`, `o`, Enter and typed brackets. */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { SyntaxIndent } from "../../editor/syntax-indent.ts";
import { lineText } from "../../text/text.ts";
import type { IndentOptions } from "../../text/transform/options.ts";
import type { SyntaxTree } from "../syntax/syntax.ts";
import { syntaxOf } from "../syntax/syntax.ts";
import { Indenter } from "./indent/indenter.ts";
import { newLineIndent } from "./indent/new-line.ts";
import { indentRows } from "./indent/rows.ts";
import { mayMove, typedIndent } from "./indent/typed.ts";
import { type LanguageTable, tableOf } from "./language-table.ts";
import { PARSE_MS } from "./nodes.ts";

function optionsOf(editor: Editor, doc: Document): IndentOptions {
  const { options } = doc;
  const stops = options.get("vartabstop");
  return {
    tabstop: options.get("tabstop"),
    vartabstop: stops === "" ? [] : stops.split(",").map(Number),
    shiftwidth: options.get("shiftwidth"),
    softtabstop: options.get("softtabstop"),
    expandtab: options.get("expandtab"),
    shiftround: editor.options.get("shiftround"),
    smarttab: editor.options.get("smarttab"),
  };
}

function isWanted({ options }: Document): boolean {
  return options.get("syntaxindent") && !options.get("smartindent");
}

export function syntaxIndent(editor: Editor): SyntaxIndent {
  /** Null where the user wants another indent, or the language has no rules. */
  const treeOf = (doc: Document, budgetMs: number): SyntaxTree | null => {
    if (!isWanted(doc)) return null;
    const syntax = syntaxOf(editor);
    const known = syntax.tree(doc);
    if (known === null || !tableOf(known.language)?.indent) return null;
    return syntax.ensure(doc, budgetMs);
  };
  /** The tree takes longer, but a colon says enough where the indent makes the blocks. */
  const opensBlock = (doc: Document, pos: number): boolean => {
    const tree = isWanted(doc) ? syntaxOf(editor).tree(doc) : null;
    if (tree === null || !tableOf(tree.language)?.indent?.offside) return false;
    const { from, text } = doc.text.lineAt(pos);
    return text
      .slice(0, pos - from)
      .trimEnd()
      .endsWith(":");
  };
  const indenterOf = (doc: Document, tree: SyntaxTree) =>
    new Indenter(tree, doc.text, optionsOf(editor, doc));
  return {
    rows(doc, first, last, poll) {
      const tree = treeOf(doc, last - first > 1000 ? 10 * PARSE_MS : PARSE_MS);
      if (tree === null || !tableOf(tree.language)!.indent!.equal) return null;
      return indentRows(indenterOf(doc, tree), first, last + 1, poll);
    },
    newRow(doc, pos, rest) {
      const tree = treeOf(doc, PARSE_MS);
      if (tree !== null) return newLineIndent(indenterOf(doc, tree), pos, rest);
      return opensBlock(doc, pos) ? indenterOf(doc, syntaxOf(editor).tree(doc)!).below(pos) : null;
    },
    typed(doc, row, col, typed) {
      const known = syntaxOf(editor).tree(doc);
      if (known === null) return null;
      const before = lineText(doc.text, row).slice(0, col);
      // What is typed most often is looked at no further.
      const host = tableOf(known.language);
      const may = (table: LanguageTable | null): boolean =>
        !!table?.indent && mayMove(before, typed, table.indent);
      const inner = () => known.layers.some(({ language }) => may(tableOf(language)));
      if (!may(host) && !(host?.embeds && inner())) return null;
      // Where the indent makes the blocks, the text says more than a tree of half of it.
      const tree = host?.indent?.offside && isWanted(doc) ? known : treeOf(doc, PARSE_MS);
      return tree === null ? null : typedIndent(indenterOf(doc, tree), row);
    },
  };
}
