/**
 * Undo trees that outlive the session (option 'undofile'): read when a file is open whose bytes are
 * those that a tree was kept for, kept again after each write, in quiet moments.
 */
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import type { Store } from "../store/store.ts";
import { decodeUndo, encodeUndo } from "../text/undo-codec.ts";
import type { UndoNode } from "../text/undo-tree.ts";

/** Larger texts (UTF-16 units) are not worth their hash. */
const MAX_LENGTH = 2 ** 25;

interface Written {
  readonly state: UndoNode;
  /** Of the text then, in UTF-16 units. */
  readonly length: number;
  /** How many states there were when the tree was kept; -1 before. */
  kept: number;
}

export class UndoKeeper {
  private readonly editor: Editor;
  private readonly store: Pick<Store, "ask">;
  private readonly leavesTraces: (doc: Document) => boolean;
  private readonly asked = new WeakSet<Document>();
  /** What was written in this session. */
  private readonly written = new Map<Document, Written>();

  /** `leavesTraces` tells whether anything of a document may be remembered. */
  constructor(editor: Editor, store: Pick<Store, "ask">, leavesTraces: (doc: Document) => boolean) {
    this.editor = editor;
    this.store = store;
    this.leavesTraces = leavesTraces;
    editor.events.on("document-saved", (doc) => {
      const { saved } = doc.undo;
      if (saved === null || !this.wanted(doc)) return;
      this.written.set(doc, { state: saved, length: doc.text.length, kept: -1 });
    });
    editor.events.on("document-close", (doc) => {
      this.save(doc);
      this.written.delete(doc);
    });
  }

  /** Asks for the tree of a file, once; it counts when the text has not been changed until then. */
  load(doc: Document): void {
    if (this.asked.has(doc) || !this.wanted(doc) || doc.undo.nodes.length > 1) return;
    this.asked.add(doc);
    const hash = doc.file.hash();
    const path = doc.file.realPath ?? doc.path;
    if (hash === null || path === null) return;
    const { revision, undo } = doc;
    void this.store.ask("loadUndo", { path, hash }).then((bytes) => {
      if (bytes === null || doc.revision !== revision || doc.undo !== undo) return;
      const tree = decodeUndo(bytes, doc.text.length);
      if (tree !== null) doc.undo = tree;
    });
  }

  /** Keeps the trees of what was written and has changed since they were kept. */
  saveAll(): void {
    for (const doc of this.written.keys()) this.save(doc);
  }

  private save(doc: Document): void {
    const written = this.written.get(doc);
    const states = doc.undo.nodes.length;
    // After a reload the state on disk is another one, which the file's writer knows about.
    if (written === undefined || written.kept === states || written.state !== doc.undo.saved)
      return;
    if (!this.wanted(doc)) return;
    const hash = doc.file.hash();
    const path = doc.file.realPath ?? doc.path;
    const tree = encodeUndo(doc.undo, written.length);
    if (hash === null || path === null || tree === null) return;
    written.kept = states;
    const when = this.editor.services.now();
    void this.store.ask("saveUndo", { path, hash, tree, when });
  }

  private wanted(doc: Document): boolean {
    return (
      doc.kind === "file" &&
      doc.options.get("undofile") &&
      doc.text.length <= MAX_LENGTH &&
      this.leavesTraces(doc)
    );
  }
}
