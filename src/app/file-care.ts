/**
 * What happens around files beyond reading and writing them: their configuration, recovery logs, undo
 * histories, autocommands, and a look at the disk when the system says that something changed.
 */
import { fireEvent } from "../commands/ex/autocommands.ts";
import type { DocumentSetup } from "../config/document-setup.ts";
import { checkDocuments } from "../editor/buffers.ts";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import type { Fiber } from "../editor/fiber.ts";
import { type Attributes, probeAttributes } from "../editor/files/attributes.ts";
import type { LoadedFile } from "../editor/files/load.ts";
import { FileWatch } from "../editor/files/watch.ts";
import type { UndoNode } from "../text/undo-tree.ts";
import type { Recovery } from "./recovery.ts";
import type { UndoKeeper } from "./undo-keeper.ts";

/** After the first change: typing goes first. */
const PROBE_DELAY_MS = 1500;

export interface FileCareParts {
  readonly setup: DocumentSetup;
  readonly recovery: Recovery;
  /** Draws a frame soon. */
  redraw(): void;
}

export class FileCare {
  private readonly editor: Editor;
  private readonly parts: FileCareParts;
  private readonly attributes = new Map<string, Attributes>();
  private readonly watched = new Map<Document, string>();
  /** Files that changed while keys could not be interrupted. */
  private readonly due = new Set<Document>();
  private watch: FileWatch | null = null;
  /** Undo histories on disk; without a database there are none. */
  undo: UndoKeeper | null = null;

  /** The saved state of a read-only file whose change was warned of. */
  private readonly warned = new WeakMap<Document, UndoNode | null>();

  constructor(editor: Editor, parts: FileCareParts) {
    this.editor = editor;
    this.parts = parts;
    const { recovery, setup } = parts;
    editor.fileHooks = {
      opened: (doc, loaded) => this.opened(doc, loaded),
      beforeSave: (doc) => {
        // A large file takes its time: until it is written, the log has the changes.
        recovery.flush();
        fireEvent(editor, "BufWritePre", doc);
        fireEvent(editor, "BufWrite", doc);
        if (doc.options.get("modifiable")) setup.beforeSave(editor, doc);
      },
      beforeReplace: (doc, next) => {
        recovery.flush();
        recovery.journal.saving(doc.id, doc.revision, next);
      },
      attributes: (path) => this.attributes.get(path) ?? "unknown",
    };
    editor.events.on("document-close", (doc) => this.closed(doc));
    editor.events.on("change", ({ doc, origin }) => {
      this.probe(doc);
      if (!/^(undo|redo|disk|journal)/.test(origin)) this.warnReadonly(doc);
    });
    editor.events.on("document-saved", (doc) => this.attend(doc));
    editor.events.on("mode", ({ to }) => {
      if (to === "normal" && this.due.size > 0) setImmediate(() => this.check());
    });
  }

  private *opened(doc: Document, loaded: LoadedFile): Fiber {
    if (loaded.identity === null) this.parts.setup.newFile(doc);
    yield* this.parts.recovery.opened(doc, loaded);
    setImmediate(() => {
      this.undo?.load(doc);
      this.attend(doc);
    });
  }

  /** Begins to look after the open files; for a quiet moment, since it starts programs. */
  start(): void {
    this.watch = new FileWatch((path) => {
      for (const [doc, watched] of this.watched) if (watched === path) this.due.add(doc);
      this.check();
    });
    for (const doc of this.editor.docs) this.attend(doc);
  }

  close(): void {
    this.watch?.close();
  }

  private attend(doc: Document): void {
    const path = doc.file.realPath ?? doc.path;
    if (this.watch === null || path === null || doc.kind !== "file") return;
    if (doc.file.identity === null) return;
    if (this.watched.get(doc) !== path && this.editor.docs.includes(doc)) {
      this.closed(doc);
      this.watch.add(path);
      this.watched.set(doc, path);
    }
  }

  /**
   * Asks for the attributes of a file that is being changed, some time before it is saved. Asking starts
   * programs, whose start copies the memory of this one for a moment.
   */
  private probe(doc: Document): void {
    const path = doc.file.realPath ?? doc.path;
    if (this.watch === null || path === null || doc.file.identity === null) return;
    const name = doc.path ?? path;
    if (this.attributes.has(name)) return;
    this.attributes.set(name, "unknown");
    setTimeout(() => {
      void probeAttributes(path).then((found) => this.attributes.set(name, found));
    }, PROBE_DELAY_MS).unref();
  }

  /** The first change of a read-only file is warned of: saving it will take a `!`. */
  private warnReadonly(doc: Document): void {
    const { saved } = doc.undo;
    if (doc.kind !== "file" || !doc.options.get("readonly")) return;
    if (this.warned.get(doc) === saved) return;
    this.warned.set(doc, saved);
    this.editor.showMessage("W10: Warning: Changing a readonly file", "warning");
  }

  private closed(doc: Document): void {
    const path = this.watched.get(doc);
    this.watched.delete(doc);
    this.due.delete(doc);
    if (path !== undefined && ![...this.watched.values()].includes(path)) this.watch?.remove(path);
  }

  /** A file is read again between commands only: keys of a running one count on its text. */
  private check(): void {
    const { editor } = this;
    if (this.due.size === 0 || editor.loop?.idle !== true) return;
    const docs = [...this.due].filter((doc) => editor.docs.includes(doc));
    this.due.clear();
    const before = editor.messages.length;
    const revisions = docs.map((doc) => doc.revision);
    checkDocuments(editor, docs);
    const changed = docs.some((doc, i) => doc.revision !== revisions[i]);
    if (changed || editor.messages.length !== before) this.parts.redraw();
  }
}
