/**
 * Marks the tag or keyword that belongs to the one under the cursor, as brackets are marked. It is
 * looked for behind the frame of a key, with the tree that is there.
 */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { Highlight } from "../../text/slots.ts";
import { syntaxOf } from "../syntax/syntax.ts";
import { tableOf } from "./language-table.ts";
import { matchesAt } from "./matching.ts";

const NAMESPACE = "match";
const GROUP = "ui.matchparen";
const PRIORITY = 150;
const LONG_LINE = 2000;

export function markMatches(
  editor: Editor,
  host: Pick<FeatureHost, "afterFrame" | "redraw">,
): () => void {
  let marked: Document | null = null;
  let waiting = false;
  let last = { doc: null as Document | null, pos: -1, revision: -1 };

  function look(): void {
    waiting = false;
    if (editor.tabs.length === 0) return;
    const { doc, win } = editor;
    const { pos } = win.cursor;
    if (last.doc === doc && last.pos === pos && last.revision === doc.revision) return;
    last = { doc, pos, revision: doc.revision };
    const found = placesOf(editor, doc, pos);
    if (marked !== null && (found.length === 0 || marked !== doc)) {
      marked.slots.clear("highlights", NAMESPACE);
      marked = null;
      host.redraw();
    }
    if (found.length === 0) return;
    const highlight = new Highlight(GROUP, PRIORITY);
    const ranges = found.map(({ from, to }) => highlight.range(from, to));
    doc.slots.publish("highlights", NAMESPACE, ranges);
    marked = doc;
    host.redraw();
  }

  return editor.events.on("command-done", () => {
    if (waiting || editor.tabs.length === 0) return;
    if (marked === null && !mayMatch(editor, editor.doc)) return;
    waiting = true;
    host.afterFrame(look);
  });
}

/** Whether there may be a tag or a keyword at the cursor: asked after every command. */
function mayMatch(editor: Editor, doc: Document): boolean {
  if (editor.mode !== "normal" || editor.options.get("lowband")) return false;
  const tree = syntaxOf(editor).tree(doc);
  const table = tree && tableOf(tree.language);
  if (!table || (table.tags === null && table.match === null)) return false;
  const { pos } = editor.win.cursor;
  const { from, text } = doc.text.lineAt(Math.min(pos, doc.text.length));
  if (text.length > LONG_LINE) return false;
  if (table.tags !== null) return text.includes("<");
  const start = /\w*$/.exec(text.slice(0, pos - from))![0];
  const end = /^\w*/.exec(text.slice(pos - from))![0];
  return table.match!.words.has(start + end);
}

function placesOf(editor: Editor, doc: Document, pos: number) {
  if (!mayMatch(editor, doc)) return [];
  const tree = syntaxOf(editor).tree(doc);
  if (tree === null || tree.revision !== doc.revision) return [];
  return matchesAt(tree, pos)?.places ?? [];
}
