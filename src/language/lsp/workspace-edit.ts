/**
 * Edits of several files. Everything is looked at first: an edit for an older text, one that overlaps
 * or one outside of the server's root changes nothing at all. Files that are not open are opened as
 * buffers and left for the user to write.
 */
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, relative, sep } from "node:path";
import type { TextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";
import { Cancelled, messageOf, UserError } from "../../base/errors.ts";
import { askYes, findDocument, openDocument } from "../../editor/buffers.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { isFolder, shownPath } from "../../editor/paths.ts";
import { ChangeSet } from "../../text/text.ts";
import type { LanguageClient } from "./client.ts";
import { isTable } from "./server-table.ts";
import { changeOfEdits } from "./text-edits.ts";
import { pathOfUri } from "./uri.ts";

export type { TextEdit, WorkspaceEdit };

export interface EditRequest {
  readonly client: LanguageClient;
  readonly edit: WorkspaceEdit;
  /** As in `lsp.rename`. */
  readonly origin: string;
  /**
   * The revisions of open documents that the edit was made for, as in `Answer.revisions`. A document
   * that has another one by now is not touched.
   */
  readonly revisions: ReadonlyMap<Document, number>;
}

export interface EditResult {
  readonly docs: readonly Document[];
  /** Files that were made, renamed or deleted. */
  readonly files: number;
}

interface TextOperation {
  readonly kind: "edit";
  readonly path: string;
  readonly edits: readonly TextEdit[];
  readonly version: number | null;
}

interface FileOperation {
  readonly kind: "create" | "rename" | "delete";
  readonly path: string;
  /** Of a rename. */
  readonly to: string | null;
  readonly overwrite: boolean;
  readonly ignore: boolean;
  readonly recursive: boolean;
}

export type EditOperation = TextOperation | FileOperation;

/** The operations of an edit in order. Throws UserError for one that is not understood. */
export function operationsOf(edit: WorkspaceEdit): EditOperation[] {
  const operations: EditOperation[] = [];
  if (!isTable(edit)) return operations;
  if (Array.isArray(edit.documentChanges)) {
    for (const each of edit.documentChanges as unknown[]) operations.push(operationOf(each));
    return operations;
  }
  for (const [uri, edits] of Object.entries(edit.changes ?? {})) {
    operations.push({ kind: "edit", path: pathFor(uri), edits: listOf(edits), version: null });
  }
  return operations;
}

function operationOf(each: unknown): EditOperation {
  if (!isTable(each)) throw new UserError("An edit that is none");
  const options = isTable(each.options) ? each.options : {};
  const file = {
    overwrite: options.overwrite === true,
    ignore: options.ignoreIfExists === true || options.ignoreIfNotExists === true,
    recursive: options.recursive === true,
  };
  switch (each.kind) {
    case "create":
    case "delete":
      return { kind: each.kind, path: pathFor(each.uri), to: null, ...file };
    case "rename":
      return { kind: "rename", path: pathFor(each.oldUri), to: pathFor(each.newUri), ...file };
    case undefined: {
      const { uri, version } = isTable(each.textDocument) ? each.textDocument : {};
      return {
        kind: "edit",
        path: pathFor(uri),
        edits: listOf(each.edits),
        version: typeof version === "number" ? version : null,
      };
    }
    default:
      throw new UserError(`An edit of an unknown kind: ${String(each.kind)}`);
  }
}

function pathFor(uri: unknown): string {
  const path = pathOfUri(uri);
  if (path === null) throw new UserError(`Not a file: ${String(uri).slice(0, 100)}`);
  return path;
}

function listOf(edits: unknown): readonly TextEdit[] {
  if (!Array.isArray(edits)) throw new UserError("An edit without its list");
  return edits as TextEdit[];
}

/**
 * Applies an edit: one undo step for each document. Asks before files are renamed, replaced or
 * deleted. Throws UserError when it can't be applied; then nothing has been changed, except where a
 * file operation failed half way, which the message says.
 */
export function* applyWorkspaceEdit(editor: Editor, request: EditRequest): Fiber<EditResult> {
  const { client, edit, origin, revisions } = request;
  const operations = operationsOf(edit);
  const files = operations.filter((op): op is FileOperation => op.kind !== "edit");
  for (const op of operations) checkPlace(editor, client, op);
  for (const op of operations) {
    if (op.kind === "edit") checkRevision(editor, op, revisions);
  }
  const asked = files.filter((op) => op.kind !== "create" || op.overwrite);
  if (asked.length > 0 && !(yield* askYes(`${question(editor, client, asked)} (y/n)?`))) {
    throw new Cancelled();
  }
  // Edits are made of the texts before anything changes, those behind file operations after them.
  const plain = files.length === 0;
  const prepared: { doc: Document; change: ChangeSet }[] = [];
  const changed = new Set<Document>();
  if (plain) {
    for (const op of merged(operations as TextOperation[])) {
      const doc = yield* opened(editor, op.path);
      prepared.push({ doc, change: changeFor(client, doc, op) });
    }
  } else {
    for (const op of operations) {
      if (op.kind !== "edit") operate(editor, op);
      else {
        const doc = yield* opened(editor, op.path);
        dispatch(editor, doc, changeFor(client, doc, op), origin);
        changed.add(doc);
      }
    }
  }
  for (const { doc, change } of prepared) {
    if (!change.empty) changed.add(doc);
    dispatch(editor, doc, change, origin);
  }
  return { docs: [...changed], files: files.length };
}

/** Runs a fiber that must not ask; null when it would. For edits that come outside of a command. */
export function withoutKeys<T>(fiber: Fiber<T>): T | null {
  const step = fiber.next();
  if (step.done) return step.value;
  try {
    fiber.throw(new Cancelled());
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
  }
  return null;
}

/** Several lists for one file are one. */
function merged(operations: readonly TextOperation[]): TextOperation[] {
  const byPath = new Map<string, TextOperation>();
  for (const op of operations) {
    const before = byPath.get(op.path);
    byPath.set(op.path, before ? { ...op, edits: [...before.edits, ...op.edits] } : op);
  }
  return [...byPath.values()];
}

function dispatch(editor: Editor, doc: Document, change: ChangeSet, origin: string): void {
  if (change.empty) return;
  doc.undo.sync();
  editor.dispatch(doc, { changes: change, origin });
  doc.undo.sync();
}

function changeFor(client: LanguageClient, doc: Document, op: TextOperation): ChangeSet {
  // A file that is empty has no last line break before it is told as a document.
  const unopened = { finalBreak: doc.file.format.endofline && doc.text.length > 0 };
  const { finalBreak } = client.documents.get(doc) ?? unopened;
  const change = changeOfEdits(doc.text, op.edits, client.encoding, finalBreak);
  if (change === null) throw new UserError(`${client.name}: edits that overlap`);
  if (!doc.options.get("modifiable"))
    throw new UserError("E21: Cannot make changes, 'modifiable' is off");
  return unopened.finalBreak || finalBreak ? change : withoutLastBreak(doc, change);
}

/** The last line break of a new text belongs to its file, not to the text. */
function withoutLastBreak(doc: Document, change: ChangeSet): ChangeSet {
  const after = change.apply(doc.text);
  if (!doc.file.format.endofline || after.length === 0) return change;
  if (after.line(after.lines).length > 0) return change;
  const cut = ChangeSet.of({ from: after.length - 1, to: after.length }, after.length);
  return change.compose(cut);
}

function* opened(editor: Editor, path: string): Fiber<Document> {
  const doc = findDocument(editor, path);
  if (doc?.loaded) return doc;
  const { message } = editor;
  const fresh = yield* openDocument(editor, path);
  // Which files were opened is not the news.
  editor.message = message;
  return fresh;
}

function checkRevision(
  editor: Editor,
  { path, version }: TextOperation,
  revisions: ReadonlyMap<Document, number>,
): void {
  const doc = findDocument(editor, path);
  if (doc === null || !doc.loaded) return;
  // What is not saved, a server that does not have the document can't know.
  if (doc.modified && !revisions.has(doc)) {
    throw new UserError(`${shownPath(editor, path)} has unsaved changes: nothing is edited`);
  }
  const wanted = version ?? revisions.get(doc) ?? doc.revision;
  if (wanted !== doc.revision) {
    throw new UserError(`${shownPath(editor, path)} has changed meanwhile: nothing is edited`);
  }
}

/** Files may be touched below the root, texts also where they are open. Throws UserError. */
function checkPlace(editor: Editor, client: LanguageClient, op: EditOperation): void {
  const { root, name } = client;
  const paths = op.kind === "rename" ? [op.path, op.to!] : [op.path];
  for (const path of paths) {
    if (op.kind === "edit" && findDocument(editor, path) !== null) continue;
    if (root === null || !isBelow(root, path)) {
      throw new UserError(
        `${name} wants to change ${shownPath(editor, path)}, outside of its root`,
      );
    }
  }
}

/** Whether a path is below a folder and not that itself, also behind symbolic links. */
function isBelow(folder: string, path: string): boolean {
  const real = realpathSync(folder);
  let at = path;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  const from = relative(real, realpathSync(at));
  const lexical = relative(folder, path);
  if (lexical === "") return false;
  return [from, lexical].every((way) => way !== ".." && !way.startsWith(`..${sep}`));
}

function question(
  editor: Editor,
  client: LanguageClient,
  operations: readonly FileOperation[],
): string {
  const words = operations.slice(0, 3).map(({ kind, path, to }) => {
    const name = shownPath(editor, path);
    if (kind === "rename") return `rename ${name} to ${shownPath(editor, to)}`;
    return kind === "delete" ? `delete ${name}` : `replace ${name}`;
  });
  const more = operations.length > 3 ? ` and ${operations.length - 3} more` : "";
  return `${client.name} wants to ${words.join(", ")}${more}:`;
}

/** Throws UserError with what could not be done. */
function operate(editor: Editor, op: FileOperation): void {
  const { kind, path, to, overwrite, ignore, recursive } = op;
  try {
    if (kind === "create") {
      if (existsSync(path) && !overwrite) {
        if (ignore) return;
        throw new UserError(`${shownPath(editor, path)} exists`);
      }
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, "");
    } else if (kind === "delete") {
      if (!existsSync(path) && ignore) return;
      rmSync(path, { recursive: recursive && isFolder(path) });
    } else {
      if (existsSync(to!) && !overwrite) {
        if (ignore) return;
        throw new UserError(`${shownPath(editor, to)} exists`);
      }
      mkdirSync(dirname(to!), { recursive: true });
      renameSync(path, to!);
      follow(editor, path, to!);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new UserError(`${kind} ${shownPath(editor, path)}: ${messageOf(error)}`);
  }
}

/** Open documents go with their files. */
function follow(editor: Editor, from: string, to: string): void {
  for (const doc of editor.docs) {
    if (doc.path === from) doc.path = to;
    else if (doc.path?.startsWith(`${from}${sep}`)) doc.path = to + doc.path.slice(from.length);
    else continue;
    if (doc.file.realPath !== null) doc.file.realPath = doc.path;
  }
}
