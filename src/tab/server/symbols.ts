/** Where in its file something lies, by the syntax tree: for the edit history, and to rank by. */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { namesAround } from "../../language/structure/symbols.ts";
import { syntaxOf } from "../../language/syntax/syntax.ts";
import { functionAt, proseAt } from "./scope.ts";

/**
 * The name of the function, class or section around a UTF-16 offset, with those around it
 * (`Window.scroll`); null when there is none or it is not known. A tree that is a key old will do.
 */
export function symbolAt(editor: Editor, doc: Document, pos: number): string | null {
  const tree = syntaxOf(editor).tree(doc);
  if (tree === null) return null;
  const names = namesAround(tree, Math.min(pos, doc.text.length));
  return names.length === 0 ? null : names.slice(-2).join(".");
}

export interface ScopeTraits {
  readonly inComment: number;
  readonly inString: number;
  /** Both places lie in the same function. */
  readonly sameFunction: number;
}

/** What the tree says about a place, seen from another one in the same text; null: there is no tree. */
export function scopeTraits(
  editor: Editor,
  doc: Document,
  pos: number,
  from: number,
): ScopeTraits | null {
  const tree = syntaxOf(editor).tree(doc);
  if (tree === null || tree.revision !== doc.revision) return null;
  const prose = proseAt(tree, pos);
  const own = functionAt(tree, pos);
  return {
    inComment: prose === "comment" ? 1 : 0,
    inString: prose === "string" ? 1 : 0,
    sameFunction: own >= 0 && own === functionAt(tree, from) ? 1 : 0,
  };
}
