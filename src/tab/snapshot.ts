/** What predictors get to see of the editor. */
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import { bottomRow } from "../editor/viewport.ts";
import type {
  DocumentSnapshot,
  PredictionSnapshot,
  RecordedEdit,
  Sight,
} from "../text/prediction.ts";
import { type Environment, isPrivate } from "./gate.ts";

const MOST_DOCUMENTS = 16;

export function snapshotOf(
  editor: Editor,
  edits: readonly RecordedEdit[],
  trigger: PredictionSnapshot["trigger"],
  env: Environment,
  closed: readonly DocumentSnapshot[] = [],
): PredictionSnapshot {
  const { doc } = editor;
  const others = editor.docs.filter(
    (other) => other !== doc && other.loaded && !isPrivate(other, env),
  );
  const lastEdit = new Map(edits.map((edit, at) => [edit.doc, at]));
  others.sort((a, b) => (lastEdit.get(b.id) ?? -1) - (lastEdit.get(a.id) ?? -1));
  return {
    doc: documentSnapshot(editor, doc),
    others: [
      ...others.slice(0, MOST_DOCUMENTS).map((other) => documentSnapshot(editor, other)),
      ...closed,
    ],
    mode: editor.mode === "insert" ? "insert" : "normal",
    edits,
    trigger,
  };
}

function documentSnapshot(editor: Editor, doc: Document): DocumentSnapshot {
  const win = editor.win.doc === doc ? editor.win : editor.windows.find((w) => w.doc === doc);
  const pos = win?.cursor.pos ?? editor.win.places.get(doc)?.cursor.pos ?? 0;
  return {
    id: doc.id,
    revision: doc.revision,
    text: doc.text,
    path: doc.path,
    filetype: doc.options.get("filetype"),
    pos: Math.min(pos, doc.text.length),
    isKeyword: doc.isKeyword,
  };
}

/** What the user sees of the current document; folds only make it more. */
export function sightOf(editor: Editor): Sight {
  const { win, doc } = editor;
  const last = win.top + win.height - 1;
  return {
    doc: doc.id,
    pos: win.cursor.pos,
    firstRow: win.top,
    // Rows that are wrapped leave less of the text in sight; that takes a look at each of them.
    get lastRow() {
      return win.options.get("wrap") ? Math.min(last, bottomRow(editor, win) - 1) : last;
    },
  };
}
