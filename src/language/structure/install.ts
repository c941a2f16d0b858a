/** What the editor does with the structure of texts: indent, folds, outline, comments, context lines. */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { pickersOf } from "../../editor/picker.ts";
import { statusItemsOf } from "../../editor/status-items.ts";
import { lineText, rowStart } from "../../text/text.ts";
import { indentEnd } from "../../text/transform/indent.ts";
import { syntaxOf } from "../syntax/syntax.ts";
import { breadcrumbs } from "./breadcrumbs.ts";
import { commentStringAt } from "./comment-string.ts";
import { foldRanges } from "./folds.ts";
import { markMatches } from "./match-marks.ts";
import { treeNow } from "./nodes.ts";
import { outlineSource } from "./outline.ts";
import { syntaxIndent } from "./syntax-indent.ts";

export interface StructureFeature {
  /** Nobody types: what takes long is done now. */
  idle(): void;
  close(): void;
}

export function installStructure(
  editor: Editor,
  host: Pick<FeatureHost, "afterFrame" | "redraw">,
): StructureFeature {
  editor.syntaxIndent = syntaxIndent(editor);
  editor.commentString = (doc, row) => {
    const tree = treeNow(editor, doc);
    if (tree === null) return null;
    const col = indentEnd(lineText(doc.text, row));
    return commentStringAt(tree, rowStart(doc.text, row) + col);
  };
  pickersOf(editor).register(outlineSource(editor));
  statusItemsOf(editor).provide("breadcrumbs", breadcrumbs(editor));
  const folds = foldKeeper(editor, host);
  const disposes = [
    markMatches(editor, host),
    syntaxOf(editor).onTree((doc) => folds.wanted(doc)),
    editor.events.on("option", ({ name }) => {
      if (name === "foldmethod") for (const win of editor.windows) folds.now(win.doc);
    }),
    editor.events.on("window-enter", ({ doc }) => folds.wanted(doc)),
  ];
  return {
    idle: () => folds.idle(),
    close() {
      for (const dispose of disposes) dispose();
      editor.syntaxIndent = null;
      editor.commentString = () => null;
    },
  };
}

/** The folds of longer texts take some milliseconds. */
const MANY_LINES = 2000;

interface FoldKeeper {
  /** The folds of a document are made anew behind the next frame, if a window shows them. */
  wanted(doc: Document): void;
  /** They are made now if the tree is there. */
  now(doc: Document): void;
  /** Those of long texts are made, which take more than a key should wait. */
  idle(): void;
}

function foldKeeper(editor: Editor, host: Pick<FeatureHost, "afterFrame" | "redraw">): FoldKeeper {
  const waiting = new Set<Document>();
  const slow = new WeakSet<Document>();
  const isFolded = (doc: Document) =>
    editor.windows.some((win) => win.doc === doc && win.options.get("foldmethod") === "syntax");
  const make = (doc: Document): boolean => {
    if (!isFolded(doc) || doc.foldRanges?.text === doc.text) return false;
    const tree = treeNow(editor, doc);
    if (tree === null) return false;
    if (doc.text.lines > MANY_LINES) slow.add(doc);
    else slow.delete(doc);
    doc.foldRanges = { text: doc.text, ranges: foldRanges(tree) };
    return true;
  };
  return {
    wanted(doc) {
      if (waiting.has(doc) || slow.has(doc) || !isFolded(doc)) return;
      waiting.add(doc);
      host.afterFrame(() => {
        waiting.delete(doc);
        if (make(doc)) host.redraw();
      });
    },
    now(doc) {
      make(doc);
    },
    idle() {
      let made = false;
      for (const doc of new Set(editor.windows.map((win) => win.doc))) {
        if (slow.has(doc) && make(doc)) made = true;
      }
      if (made) host.redraw();
    },
  };
}
