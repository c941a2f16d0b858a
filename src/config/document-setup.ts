/** What a document gets when it opens: its kind, the options of that kind, and its .editorconfig. */
import { readFileSync } from "node:fs";
import type { Dispose } from "../base/emitter.ts";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import { type EditorconfigOptions, editorconfigFor } from "./editorconfig.ts";
import { FiletypeTable } from "./filetype.ts";

/** Longer first lines are not looked at whole. */
const FIRST_LINE = 200;

export class DocumentSetup {
  readonly filetypes = new FiletypeTable();
  private readonly editorconfigs = new WeakMap<Document, EditorconfigOptions>();
  private readonly read: (path: string) => string | null;
  private applying = false;

  /** `read` gives the text of a .editorconfig file, or null. */
  constructor(read: (path: string) => string | null = readIfThere) {
    this.read = read;
  }

  /** Sets up each document that opens from now on, and follows `:set filetype=`. */
  install(editor: Editor): Dispose {
    editor.filetypeOf = (name, firstLine) =>
      this.filetypes.detect(name, firstLine.slice(0, FIRST_LINE));
    const disposes = [
      editor.events.on("document-open", (doc) => this.open(doc)),
      editor.events.on("document-saved", (doc) => {
        // A buffer may have got its name just now.
        if (doc.options.get("filetype") === "") this.open(doc);
      }),
      editor.events.on("option", ({ name }) => {
        if (name !== "filetype" || this.applying || editor.tabs.length === 0) return;
        this.setFiletype(editor.doc, editor.doc.options.get("filetype"));
      }),
    ];
    return () => {
      for (const dispose of disposes) dispose();
    };
  }

  /** Finds out the kind of a document and sets what follows from it. */
  open(doc: Document): void {
    if (doc.kind !== "file") return;
    const firstLine = doc.text.line(1).text.slice(0, FIRST_LINE);
    const filetype = this.filetypes.detect(doc.path, firstLine);
    if (filetype !== "") this.setFiletype(doc, filetype);
    if (doc.path !== null) this.applyEditorconfig(doc, doc.path);
  }

  /** Sets 'filetype' and the options of that kind. */
  setFiletype(doc: Document, filetype: string): void {
    this.applying = true;
    try {
      doc.options.set("filetype", filetype);
      for (const [name, value] of this.filetypes.settings(filetype)) doc.options.set(name, value);
    } finally {
      this.applying = false;
    }
  }

  private applyEditorconfig(doc: Document, path: string): void {
    const found = editorconfigFor(path, this.read);
    this.editorconfigs.set(doc, found);
    const { options } = doc;
    if (found.expandtab !== undefined) options.set("expandtab", found.expandtab);
    if (found.tabstop !== undefined) options.set("tabstop", found.tabstop);
    if (found.shiftwidth !== undefined) options.set("shiftwidth", found.shiftwidth);
    if (found.softtabstop !== undefined) options.set("softtabstop", found.softtabstop);
    if (found.textwidth !== undefined) options.set("textwidth", found.textwidth);
    if (found.insertFinalNewline !== undefined)
      options.set("fixendofline", found.insertFinalNewline);
  }

  /**
   * Gives a document whose file is not there yet the line ends and the encoding that its
   * .editorconfig asks for; a file that is there keeps its own.
   */
  newFile(doc: Document): void {
    const { fileformat, fileencoding, bomb } = this.editorconfigOf(doc);
    const { format } = doc.file;
    doc.file.format = {
      ...format,
      ...(fileformat === "dos" || fileformat === "unix" ? { fileformat } : {}),
      ...(fileencoding !== undefined ? { encoding: fileencoding } : {}),
      ...(bomb !== undefined ? { bom: bomb } : {}),
    };
    doc.options.set("fileformat", doc.file.format.fileformat);
    doc.options.set("fileencoding", doc.file.format.encoding);
  }

  /** What the .editorconfig files said about a document. */
  editorconfigOf(doc: Document): EditorconfigOptions {
    return this.editorconfigs.get(doc) ?? {};
  }

  /** Removes trailing blanks before a save where the document's .editorconfig asks for it. */
  beforeSave(editor: Editor, doc: Document): void {
    if (this.editorconfigOf(doc).trimTrailingWhitespace !== true) return;
    const changes: { from: number; to: number }[] = [];
    const { text } = doc;
    for (let n = 1; n <= text.lines; n++) {
      const line = text.line(n);
      const end = line.text.replace(/[ \t]+$/, "").length;
      if (end < line.length) changes.push({ from: line.from + end, to: line.to });
    }
    if (changes.length > 0) editor.dispatch(doc, { changes, origin: "save.trim" });
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    // Most folders have none, and one that can't be read says nothing.
    if ((error as NodeJS.ErrnoException).code !== undefined) return null;
    throw error;
  }
}
