/** The buffer list: `:buffer`, `:bnext`, `:bdelete`, `:ls` and their kin. */
import { UserError } from "../../base/errors.ts";
import { closeDocument, newDocument, openDocument, showDocument } from "../../editor/buffers.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { absolutePath, shownPath } from "../../editor/paths.ts";
import { faceOf } from "../../editor/terminal-face.ts";
import type { ExCall, ExCommand } from "./call.ts";
import { noteJump } from "./cursor.ts";
import { fileArguments, leaveDocument, leaveUnsaved } from "./file-arguments.ts";
import { closeAny } from "./leave.ts";

export function bufferOf(editor: Editor, call: ExCall): Document {
  const name = call.args.trim();
  const number = call.addressCount > 0 ? call.line2 : /^\d+$/.test(name) ? Number(name) : null;
  if (number !== null) {
    const doc = editor.docs.find((d) => d.id === number);
    if (!doc) throw new UserError(`E86: Buffer ${number} does not exist`);
    return doc;
  }
  if (name === "" || name === "%") return editor.doc;
  if (name === "#") {
    const doc = editor.win.alternate ?? editor.exState.alternateFile;
    if (!doc || !editor.docs.includes(doc)) throw new UserError("E23: No alternate file");
    return doc;
  }
  const path = absolutePath(editor, name);
  const exact = editor.docs.find((d) => d.path === path);
  if (exact) return exact;
  const nameOf = (d: Document): string => d.path ?? (d.kind === "terminal" ? (d.title ?? "") : "");
  const found = editor.docs.filter((d) => d.listed && nameOf(d).includes(name));
  const ends = found.filter((d) => nameOf(d).endsWith(name));
  if (ends.length === 1) return ends[0]!;
  if (found.length === 0) throw new UserError(`E94: No matching buffer for ${name}`);
  if (found.length > 1) throw new UserError(`E93: More than one match for ${name}`);
  return found[0]!;
}

function* showBuffer(call: ExCall, doc: Document): Fiber {
  const { editor } = call;
  const current = editor.doc;
  if (doc === current) return;
  yield* leaveDocument(call, current);
  noteJump(editor);
  showDocument(editor, editor.win, doc, call.modifiers.keepalt);
  if (doc.kind === "terminal") return;
  editor.showMessage(`"${shownPath(editor, doc.path)}" ${doc.text.lines}L`);
}

function listed(editor: Editor): Document[] {
  return editor.docs.filter((doc) => doc.listed);
}

function* stepBuffer(call: ExCall, delta: number): Fiber {
  const docs = listed(call.editor);
  if (docs.length === 0) throw new UserError("E85: There is no listed buffer");
  const count = call.addressCount > 0 ? call.line2 : 1;
  const at = docs.indexOf(call.editor.doc) + delta * count;
  yield* showBuffer(call, docs[((at % docs.length) + docs.length) % docs.length]!);
}

function* deleteBuffer(call: ExCall): Fiber {
  const { editor } = call;
  const names = call.args.trim() === "" ? [""] : call.args.trim().split(/\s+/);
  for (const args of names) {
    const doc = bufferOf(editor, { ...call, args });
    if (doc.modified && !call.bang) {
      yield* leaveUnsaved(
        editor,
        doc,
        `E89: No write since last change for buffer ${doc.id} (add ! to override)`,
      );
    }
    const busy = faceOf(doc)?.busy ?? null;
    if (busy !== null && !call.bang) {
      throw new UserError(`E89: ${doc.title} will be killed (add ! to override)`);
    }
    const others = listed(editor).filter((d) => d !== doc);
    const alternate = editor.win.alternate;
    const instead =
      (alternate && others.includes(alternate) ? alternate : (others.at(-1) ?? null)) ??
      newDocument(editor);
    // Windows on it close, as long as others are left.
    for (const win of editor.windows) {
      if (win.doc === doc && editor.windows.some((w) => w.doc !== doc)) closeAny(editor, win);
    }
    closeDocument(editor, doc, instead);
  }
}

function listBuffers(call: ExCall): void {
  const { editor, bang } = call;
  const alternate = editor.win.alternate;
  const lines = editor.docs
    .filter((doc) => doc.listed || bang)
    .map((doc) => {
      const shown = editor.windows.find((win) => win.doc === doc);
      const flags = [
        doc.listed ? " " : "u",
        doc === editor.doc ? "%" : doc === alternate ? "#" : " ",
        shown ? "a" : "h",
        doc.options.get("modifiable") ? (doc.options.get("readonly") ? "=" : " ") : "-",
        doc.modified ? "+" : " ",
      ].join("");
      const row = (shown ? shown.doc.text.lineAt(shown.cursor.pos).number : 1).toString();
      const shownName = doc.kind === "terminal" ? doc.title : shownPath(editor, doc.path);
      const name = `"${shownName}"`;
      return `${String(doc.id).padStart(3)}${flags} ${name.padEnd(30)} line ${row}`;
    });
  editor.showMessage(lines.join("\n"));
}

const buffer = {
  args: true,
  bar: true,
  bang: true,
  range: "count",
  count: "buffer",
  complete: "buffer",
} as const;

export const bufferCommands: ExCommand[] = [
  {
    ...buffer,
    name: "buffer",
    min: 1,
    doc: "Shows another buffer.",
    run: (call) => showBuffer(call, bufferOf(call.editor, call)),
  },
  {
    ...buffer,
    name: "bnext",
    min: 2,
    doc: "Shows the next buffer.",
    run: (call) => stepBuffer(call, 1),
  },
  {
    ...buffer,
    name: "bprevious",
    min: 2,
    doc: "Shows the buffer before.",
    run: (call) => stepBuffer(call, -1),
  },
  {
    ...buffer,
    name: "bNext",
    min: 2,
    doc: "Shows the buffer before.",
    run: (call) => stepBuffer(call, -1),
  },
  {
    ...buffer,
    name: "bfirst",
    min: 2,
    doc: "Shows the first buffer.",
    run: (call) => showBuffer(call, listed(call.editor)[0]!),
  },
  {
    ...buffer,
    name: "brewind",
    min: 2,
    doc: "Shows the first buffer.",
    run: (call) => showBuffer(call, listed(call.editor)[0]!),
  },
  {
    ...buffer,
    name: "blast",
    min: 2,
    doc: "Shows the last buffer.",
    run: (call) => showBuffer(call, listed(call.editor).at(-1)!),
  },
  { ...buffer, name: "bdelete", min: 2, doc: "Closes a buffer.", run: deleteBuffer },
  {
    ...buffer,
    name: "bwipeout",
    min: 2,
    doc: "Closes a buffer and forgets it.",
    run: deleteBuffer,
  },
  { ...buffer, name: "bunload", min: 3, doc: "Closes a buffer.", run: deleteBuffer },
  {
    name: "bmodified",
    min: 2,
    bang: true,
    bar: true,
    doc: "Shows the next buffer with changes.",
    *run(call) {
      const doc = call.editor.docs.find((d) => d.modified && d !== call.editor.doc);
      if (!doc) throw new UserError("E84: No modified buffer found");
      yield* showBuffer(call, doc);
    },
  },
  {
    name: "badd",
    min: 3,
    args: "required",
    bar: true,
    complete: "file",
    doc: "Adds a file to the buffer list.",
    *run(call) {
      yield* openDocument(
        call.editor,
        absolutePath(call.editor, fileArguments(call.editor, call.args).name),
      );
    },
  },
  {
    name: "ls",
    min: 2,
    bang: true,
    args: true,
    bar: true,
    doc: "Lists the buffers.",
    run: listBuffers,
  },
  {
    name: "buffers",
    min: 7,
    bang: true,
    args: true,
    bar: true,
    doc: "Lists the buffers.",
    run: listBuffers,
  },
  {
    name: "files",
    min: 5,
    bang: true,
    args: true,
    bar: true,
    doc: "Lists the buffers.",
    run: listBuffers,
  },
];
