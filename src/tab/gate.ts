/** When predictions may be made and shown at all. */
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import { isPrivatePath } from "../editor/files/private-path.ts";
import { isReplaying } from "../editor/key-loop.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

interface Known {
  readonly path: string;
  readonly env: Environment;
  readonly secret: boolean;
}

/** Asked several times with each key, and looking into the environment is slow. */
const KNOWN = new WeakMap<Document, Known>();

/** Documents that nothing is learned from and nothing is predicted in. */
export function isPrivate(doc: Document, env: Environment): boolean {
  const { path } = doc;
  if (doc.kind !== "file") return true;
  if (path === null) return false;
  let known = KNOWN.get(doc);
  if (known === undefined || known.path !== path || known.env !== env) {
    known = { path, env, secret: isPrivatePath(path, env) };
    KNOWN.set(doc, known);
  }
  return known.secret;
}

/** A prediction may be on the screen now. */
export function mayShow(editor: Editor): boolean {
  const { options, recording } = editor;
  if (!options.get("predict") || (recording !== null && !options.get("tabrecord"))) return false;
  const { doc } = editor;
  if (isReplaying(editor) || doc.kind !== "file") return false;
  if (!doc.options.get("modifiable") || doc.options.get("readonly")) return false;
  // Tab is for the snippet, and what is typed replaces the text of its place.
  if (editor.modal.placeholder !== null || editor.win.cursor.coladd > 0) return false;
  if (editor.completion !== null || editor.cmdline !== null || editor.win.visual) return false;
  return editor.mode === "insert" || editor.mode === "normal" || editor.mode === "operator";
}

/** Predictors may be asked now: nobody types ahead, nothing is replayed or half typed. */
export function mayAsk(editor: Editor, env: Environment): boolean {
  if (!mayShow(editor) || editor.mode === "operator" || editor.pending !== "") return false;
  return !isPrivate(editor.doc, env);
}
