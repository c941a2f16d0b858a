/** Documents and their files: opening, showing, writing, reloading, closing. */
import { UserError } from "../base/errors.ts";
import { diff } from "../text/diff.ts";
import { posOf, Text } from "../text/text.ts";
import type { Document } from "./document.ts";
import type { Editor } from "./editor.ts";
import { type Fiber, rawKey } from "./fiber.ts";
import { appendToFile } from "./files/append.ts";
import { checkFile } from "./files/check.ts";
import type { DecodeOptions } from "./files/encoding.ts";
import { type LoadedFile, loadFile, realPathOf } from "./files/load.ts";
import { saveFile } from "./files/save.ts";
import type { Saved, SaveRequest } from "./files/save-request.ts";
import { exists, isFolder, shownPath } from "./paths.ts";
import type { Window } from "./window.ts";

/** The open document of a path, or null. */
export function findDocument(editor: Editor, path: string): Document | null {
  return editor.docs.find((doc) => doc.path === path) ?? null;
}

/** The open document of the file that a path leads to by another name (a link), or null. */
function documentOfFile(editor: Editor, path: string): Document | null {
  const real = realPathOf(path);
  const found = editor.docs.find(
    // The name may have been changed since (`:file`): it has to lead there still.
    (doc) => doc.file.realPath === real && doc.path !== null && realPathOf(doc.path) === real,
  );
  return found ?? null;
}

/** Opens a file, or gives the document that has it open already. Throws UserError. */
export function* openDocument(
  editor: Editor,
  path: string,
  options: DecodeOptions & { readonly readonly?: boolean } = {},
): Fiber<Document> {
  const open = findDocument(editor, path) ?? documentOfFile(editor, path);
  if (open?.loaded) return open;
  if (isFolder(path)) throw new UserError(`"${shownPath(editor, path)}" is a directory`);
  const loaded = loadFile(path, options);
  const doc = editor.addDocument(loaded.text, path);
  adopt(doc, loaded);
  if (options.readonly) doc.options.set("readonly", true);
  editor.showMessage(openMessage(editor, doc, loaded));
  if (editor.fileHooks.opened) yield* editor.fileHooks.opened(doc, loaded);
  return doc;
}

function adopt(doc: Document, loaded: LoadedFile): void {
  doc.file.format = loaded.format;
  doc.file.identity = loaded.identity;
  doc.file.hash = loaded.hash;
  doc.file.realPath = loaded.realPath;
  doc.file.exact = true;
  doc.file.warned = null;
  doc.options.set("fileformat", loaded.format.fileformat);
  doc.options.set("fileencoding", loaded.format.encoding);
  if (loaded.readonly) doc.options.set("readonly", true);
}

function openMessage(editor: Editor, doc: Document, loaded: LoadedFile): string {
  const name = `"${shownPath(editor, doc.path)}"`;
  if (loaded.identity === null) return `${name} [New]`;
  const { format } = loaded;
  const flags = [
    loaded.readonly ? "[readonly] " : "",
    format.endofline || doc.text.length === 0 ? "" : "[noeol] ",
    format.fileformat === "dos" ? "[dos] " : "",
    format.encoding === "utf-8" ? "" : `[${format.encoding}] `,
    format.bom ? "[BOM] " : "",
  ].join("");
  return `${name} ${flags}${size(doc.text, loaded.identity.size, format.blankLine)}`;
}

function size(text: Text, bytes: number, blankLine: boolean): string {
  const lines = text.length === 0 && !blankLine && bytes === 0 ? 0 : text.lines;
  return `${lines}L, ${bytes}B`;
}

/** Shows a document in a window, where its cursor was last. The one before becomes the alternate. */
export function showDocument(
  editor: Editor,
  win: Window,
  doc: Document,
  keepAlternate = false,
): void {
  if (win.doc === doc) return;
  if (win === editor.tab?.current) {
    editor.events.emit("window-leave", { win, next: win, nextDoc: doc });
    if (!editor.docs.includes(doc)) {
      throw new UserError("E143: Autocommands unexpectedly deleted new buffer");
    }
  }
  const old = win.doc;
  win.places.set(old, { cursor: win.cursor, top: win.top });
  if (!keepAlternate) {
    win.alternate = old;
    editor.exState.alternateFile = old;
  }
  win.doc = doc;
  win.visual = null;
  const place = win.places.get(doc);
  const pos = Math.min(place?.cursor.pos ?? lastPlace(doc), doc.text.length);
  win.cursor = { pos, coladd: 0, want: null };
  win.top = Math.max(0, Math.min(place?.top ?? 0, doc.text.lines - 1));
  win.left = 0;
  win.skip = 0;
  editor.events.emit("window-enter", win);
}

function lastPlace(doc: Document): number {
  const mark = doc.marks.get('"');
  return mark ? posOf(doc.text, mark.row, mark.col) : 0;
}

export interface WriteOptions {
  /** Where to; absolute. Absent: the document's own file. */
  readonly path?: string;
  /** `!` */
  readonly force?: boolean;
  readonly append?: boolean;
  /** 0-based rows, both included; absent: everything. */
  readonly rows?: { readonly first: number; readonly last: number };
}

/** Writes a document, asking where Vim asks. Throws UserError where it refuses. */
export function* writeDocument(editor: Editor, doc: Document, options: WriteOptions = {}): Fiber {
  const path = options.path ?? doc.path;
  if (doc.writer !== null && options.path === undefined && options.rows === undefined) {
    yield* doc.writer();
    doc.undo.sync();
    doc.undo.saved = doc.undo.current;
    return;
  }
  if (path === null) throw new UserError("E32: No file name");
  if (!editor.options.get("write"))
    throw new UserError("E142: File not written: Writing is disabled by 'write' option");
  const own = path === doc.path;
  const partial = options.rows !== undefined;
  let force = options.force ?? false;
  const confirm = editor.exState.confirm || editor.options.get("confirm");
  if (own && doc.options.get("readonly") && !force) {
    if (
      !confirm ||
      !(yield* askYes(
        `'readonly' option is set for "${shownPath(editor, path)}". Do you wish to write anyway? (y/n)`,
      ))
    )
      throw new UserError("E45: 'readonly' option is set (add ! to override)");
    force = true;
  }
  if (own && partial && !force && !options.append) {
    throw new UserError("E140: Use ! to write partial buffer");
  }
  if (!partial) {
    for (const hook of editor.beforeWrite) yield* hook(doc);
    editor.fileHooks.beforeSave?.(doc);
  }
  const text = options.rows
    ? doc.text.slice(
        doc.text.line(options.rows.first + 1).from,
        doc.text.line(options.rows.last + 1).to,
      )
    : doc.text;
  const name = shownPath(editor, path);
  if (options.append) {
    const bytes = appendToFile(path, text, doc.file.format, force);
    editor.showMessage(`"${name}" ${text.lines}L, ${bytes}B appended`);
    return;
  }
  if (!own && !force && exists(path)) {
    if (!confirm || !(yield* askYes(`Overwrite existing file "${name}"? (y/n)`)))
      throw new UserError("E13: File exists (add ! to override)");
    force = true;
  }
  const saved = yield* save(editor, doc, text, path, force, own && !partial);
  const isNew = saved.created ? "[New] " : "";
  const complete = !partial;
  if (complete && (own || (doc.path === null && doc.kind !== "terminal"))) {
    doc.path = path;
    // By its path without links the recovery log is found again.
    doc.file.realPath = realPathOf(path);
    noteSaved(editor, doc, saved);
  }
  const noeol = doc.file.format.endofline || partial ? "" : "[noeol] ";
  const dos = doc.file.format.fileformat === "dos" ? "[dos] " : "";
  editor.showMessage(`"${name}" ${isNew}${noeol}${dos}${size(text, saved.size, false)} written`);
}

/**
 * Writes every document with changes. One that can't be written does not keep the others from it;
 * then the first refusal (UserError) is thrown.
 */
export function* writeChanged(editor: Editor, force: boolean): Fiber {
  let refusal: UserError | null = null;
  for (const doc of [...editor.docs]) {
    if (!doc.modified) continue;
    try {
      if (doc.path === null && doc.writer === null)
        throw new UserError(`E141: No file name for buffer ${doc.id}`);
      yield* writeDocument(editor, doc, { force });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refusal ??= error;
    }
  }
  if (refusal !== null) throw refusal;
}

function* save(
  editor: Editor,
  doc: Document,
  text: Text,
  path: string,
  force: boolean,
  own: boolean,
): Fiber<Saved> {
  const { file } = doc;
  const fileformat = doc.options.get("fileformat") === "dos" ? "dos" : "unix";
  const endofline = file.format.endofline || doc.options.get("fixendofline");
  const format = { ...file.format, fileformat, endofline } as const;
  file.format = own ? format : file.format;
  const hooks = editor.fileHooks;
  const request: SaveRequest = {
    path,
    text,
    format,
    known: own ? file.identity : null,
    knownHash: () => file.hash(),
    force,
    backupcopy: editor.options.get("backupcopy") as "auto",
    attributes: hooks.attributes?.(path) ?? "unknown",
    ...(own && hooks.beforeReplace
      ? { beforeReplace: (next) => hooks.beforeReplace!(doc, next) }
      : {}),
  };
  const result = saveFile(request);
  if (result.kind === "saved") return result;
  const name = shownPath(editor, path);
  switch (result.kind) {
    case "changed": {
      editor.showMessage("WARNING: The file has been changed since reading it!!!", "warning");
      if (!(yield* askYes("Do you really want to write to it (y/n)?")))
        throw new UserError(`"${name}" not written: the file has changed on disk`);
      break;
    }
    case "exists":
      throw new UserError("E13: File exists (add ! to override)");
    case "readonly":
      throw new UserError(`E505: "${name}" is read-only (add ! to override)`);
    default:
      break;
  }
  const again = saveFile({ ...request, force: true });
  if (again.kind !== "saved") throw new UserError(`E212: Can't open file for writing: "${name}"`);
  return again;
}

function noteSaved(editor: Editor, doc: Document, saved: Saved): void {
  doc.file.identity = saved.identity;
  doc.file.hash = () => saved.hash;
  doc.file.exact = saved.exact;
  doc.file.warned = null;
  doc.undo.sync();
  doc.undo.saved = doc.undo.current;
  editor.events.emit("document-saved", doc);
}

/** Asks until the answer is yes or no. */
export function* askYes(question: string): Fiber<boolean> {
  for (;;) {
    const key = yield* rawKey(question);
    if (key === "y" || key === "Y") return true;
    if (key === "n" || key === "N" || key === "<Esc>" || key === "<C-c>") return false;
  }
}

/**
 * Takes over what is on disk, as one undoable change: cursors, folds and marks are carried through
 * the difference. Throws UserError when the file can't be read.
 */
export function reloadDocument(editor: Editor, doc: Document, options: DecodeOptions = {}): void {
  if (doc.path === null) throw new UserError("E32: No file name");
  const loaded = loadFile(doc.path, options);
  if (loaded.identity === null && doc.file.identity !== null) {
    throw new UserError(`E211: File "${shownPath(editor, doc.path)}" no longer available`);
  }
  const change = diff(doc.text, loaded.text);
  doc.undo.sync();
  if (!change.empty) {
    const modifiable = doc.options.get("modifiable");
    doc.options.set("modifiable", true);
    try {
      editor.dispatch(doc, { changes: change, origin: "disk.reload" });
    } finally {
      doc.options.set("modifiable", modifiable);
    }
  }
  doc.undo.sync();
  doc.undo.saved = doc.undo.current;
  adopt(doc, loaded);
  editor.events.emit("document-reloaded", doc);
  editor.showMessage(openMessage(editor, doc, loaded));
}

/**
 * Looks whether files changed outside (on focus, `:checktime`): clean documents are reloaded with
 * `autoread`, for the others there is a warning, once for each change.
 */
export function checkDocuments(editor: Editor, docs: readonly Document[] = editor.docs): void {
  for (const doc of docs) {
    const { path, file } = doc;
    if (path === null || doc.kind !== "file" || !doc.loaded) continue;
    const check = checkFile(path, file.identity, () => file.hash());
    const name = shownPath(editor, path);
    switch (check.kind) {
      case "touched":
      case "mode":
        file.identity = check.identity;
        if (!doc.modified) editor.events.emit("document-reloaded", doc);
        break;
      case "vanished":
        if (file.warned !== "vanished") {
          editor.events.emit("document-orphaned", doc);
          editor.showMessage(`E211: File "${name}" no longer available`, "error");
        }
        file.warned = "vanished";
        break;
      case "changed":
      case "appeared": {
        const mark = `${check.identity.size} ${check.identity.mtime}`;
        if (!doc.modified && editor.options.get("autoread") && file.warned !== mark) {
          reloadQuietly(editor, doc);
        } else if (file.warned !== mark) {
          editor.events.emit("document-orphaned", doc);
          const what = doc.modified
            ? `W12: Warning: File "${name}" has changed and the buffer was changed in Vim as well`
            : `W11: Warning: File "${name}" has changed since editing started`;
          editor.showMessage(
            check.kind === "appeared"
              ? `W13: Warning: File "${name}" has been created after editing started`
              : `${what} (:e! loads it, :w! overwrites it)`,
            "warning",
          );
        }
        file.warned = doc.file.warned === null && !doc.modified ? null : mark;
        break;
      }
      default:
        break;
    }
  }
}

/** Nobody asked for it: what can't be read now (a folder took the name) is said, and no more. */
function reloadQuietly(editor: Editor, doc: Document): void {
  try {
    reloadDocument(editor, doc);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    editor.events.emit("document-orphaned", doc);
    editor.showMessage(error.message, "error");
  }
}

/** Removes a document; every window that shows it shows `instead`. */
export function closeDocument(editor: Editor, doc: Document, instead: Document): void {
  for (const win of editor.windows) {
    if (win.doc === doc) showDocument(editor, win, instead, true);
    if (win.alternate === doc) win.alternate = null;
  }
  if (editor.exState.alternateFile === doc) editor.exState.alternateFile = null;
  const at = editor.docs.indexOf(doc);
  if (at >= 0) editor.docs.splice(at, 1);
  for (const [name, mark] of editor.globalMarks) {
    if (mark.doc === doc) editor.globalMarks.set(name, { ...mark, doc: null });
  }
  editor.events.emit("document-close", doc);
}

/** A new buffer without a name. */
export function newDocument(editor: Editor): Document {
  return editor.addDocument(Text.empty, null);
}
