/**
 * What the rest of the program asks about the structure of a text. The service behind it is loaded
 * after the first frame (install.ts); until then, and for texts without a grammar, there is no tree.
 *
 * Trees belong to the service and are freed when they are replaced: never keep a `SyntaxTree`, a
 * `Layer` or a `Node` beyond the synchronous call that asked for it.
 */
import type { Node } from "web-tree-sitter";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Span } from "../../text/text.ts";

export type { Node } from "web-tree-sitter";

/** A language inside another one: the code of a Markdown fence, the script of a page. */
export interface Layer {
  /** As in the table of grammars: `typescript`, `markdown_inline`. */
  readonly language: string;
  /** The layer's own tree; `startIndex` and `endIndex` are UTF-16 offsets of the document. */
  readonly root: Node;
  /** What of the document belongs to the layer, in order. */
  readonly ranges: readonly Span[];
  /** 1 for a layer in the document's own language, 2 for one in that, and so on. */
  readonly depth: number;
}

export interface SyntaxTree {
  /** The grammar of the whole document. */
  readonly language: string;
  /** The `doc.revision` that the tree was made for; it may be older than the document. */
  readonly revision: number;
  readonly root: Node;
  /** Injected languages of the rows that are shown or were asked about, outer ones first. */
  readonly layers: readonly Layer[];
  /** The innermost layer at a UTF-16 offset, made now if need be; null in the document's own language. */
  layerAt(pos: number): Layer | null;
  /**
   * The smallest named node at a UTF-16 offset, in the innermost layer there, or in the layer of a
   * language; null where that language is not.
   */
  nodeAt(pos: number, language?: string): Node | null;
}

/** Columns `from` (included) to `to` (not) of a line, in UTF-16 units, and their highlight group. */
export interface ColourSpan {
  readonly from: number;
  readonly to: number;
  readonly group: string;
}

export interface Syntax {
  /**
   * The newest tree of a document; null without a grammar, while it loads, for a text that is too
   * big, or where syntax is off. Compare `revision` before relying on positions. Never blocks.
   */
  tree(doc: Document): SyntaxTree | null;
  /**
   * The tree of the text as it is now, parsed within a budget (milliseconds) if it is not ready; null
   * when that is not enough or there is no grammar.
   */
  ensure(doc: Document, budgetMs: number): SyntaxTree | null;
  /** Calls back when a document has got a tree or a newer one, in a turn of its own. */
  onTree(callback: (doc: Document, tree: SyntaxTree) => void): () => void;
  /** The language at a UTF-16 offset: a grammar's name, or the document's 'filetype'. */
  languageAt(doc: Document, pos: number): string;
  /** The spans of each line of a text that is in no buffer, as for previews; none without a grammar. */
  colour(filetype: string, lines: readonly string[]): Promise<ColourSpan[][]>;
  /**
   * Makes a query for a language (`typescript`), once it is loaded. Throws UserError when the query is
   * wrong for the grammar. The query belongs to the service; null while the language is not loaded.
   */
  query(language: string, source: string): SyntaxQuery | null;
  /** Why a document has no tree, in words for the user; null when it has one or will get one. */
  reason(doc: Document): string | null;
}

/** A capture of a query: its name, without `@`, and its node. */
export interface Capture {
  readonly name: string;
  readonly node: Node;
}

export interface SyntaxQuery {
  /** The captures in a node, those that touch `[from, to)` (UTF-16), in the order of the text. */
  captures(root: Node, from?: number, to?: number): Capture[];
  /** The same, match by match; `properties` are what the pattern sets. */
  matches(
    root: Node,
    from?: number,
    to?: number,
  ): {
    readonly captures: readonly Capture[];
    readonly properties: Readonly<Record<string, string | null>>;
  }[];
}

/** What there is before the service is loaded, and in programs without it. */
const NO_SYNTAX: Syntax = {
  tree: () => null,
  ensure: () => null,
  onTree: () => () => {},
  languageAt: (doc) => doc.options.get("filetype"),
  colour: async (_filetype, lines) => lines.map(() => []),
  query: () => null,
  reason: () => "Syntax is not loaded",
};

const SERVICES = new WeakMap<Editor, Syntax>();

/** The syntax of an editor's documents. */
export function syntaxOf(editor: Editor): Syntax {
  return SERVICES.get(editor) ?? NO_SYNTAX;
}

/** Gives an editor its service; done once by `installSyntax`. */
export function provideSyntax(editor: Editor, syntax: Syntax): void {
  SERVICES.set(editor, syntax);
}
