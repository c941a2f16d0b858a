/** Opening files: `:edit`, `:enew`, `:find`, `gf`, `:read`, `:file`. */
import { UserError } from "../../base/errors.ts";
import {
  checkDocuments,
  closeDocument,
  newDocument,
  openDocument,
  reloadDocument,
  showDocument,
} from "../../editor/buffers.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { loadFile } from "../../editor/files/load.ts";
import { absolutePath, exists, fileArgument, globPaths, shownPath } from "../../editor/paths.ts";
import { faceOf } from "../../editor/terminal-face.ts";
import type { Window } from "../../editor/window.ts";
import { type Text, textOf } from "../../text/text.ts";
import { beginLine, setChangeMarks } from "../edit.ts";
import { fireEvent } from "./autocommands.ts";
import type { ExCall, ExCommand } from "./call.ts";
import { reportMore } from "./call.ts";
import { noteJump, toFirstNonBlank } from "./cursor.ts";
import {
  type FileArguments,
  fileArguments,
  leaveDocument,
  leaveUnsaved,
  UNSAVED,
} from "./file-arguments.ts";
import { runShell } from "./shell.ts";

/** Opens a file in a window and runs `+cmd`. */
export function* editIn(call: ExCall, win: Window, args: FileArguments, readonly = false): Fiber {
  const { editor } = call;
  const path = absolutePath(editor, args.name);
  const options = args.fileformat ? { fileformat: args.fileformat } : {};
  const doc = yield* openDocument(editor, path, { ...options, readonly });
  const old = win.doc;
  if (win === editor.win && old !== doc) noteJump(editor);
  showDocument(editor, win, doc, call.modifiers.keepalt);
  forgetEmpty(editor, old, doc);
  if (args.command !== null) yield* call.execute(args.command);
}

/** An empty buffer without a name that nobody sees any more goes away, as Vim takes it over. */
function forgetEmpty(editor: Editor, old: Document, shown: Document): void {
  const isEmpty = old.path === null && old.kind === "file" && old.text.length === 0;
  if (!isEmpty || old === shown || old.undo.nodes.length > 1) return;
  if (!editor.windows.some((win) => win.doc === old)) closeDocument(editor, old, shown);
}

/** Takes the file as it is on disk; to autocommands it is as if it were entered. */
function reread({ editor }: ExCall, args: FileArguments): void {
  const { doc } = editor;
  reloadDocument(editor, doc, args.fileformat ? { fileformat: args.fileformat } : {});
  for (const event of ["BufRead", "BufReadPost", "BufEnter", "BufWinEnter"]) {
    fireEvent(editor, event, doc);
  }
}

function* edit(call: ExCall): Fiber {
  const { editor } = call;
  const { doc, win } = editor;
  const args = fileArguments(editor, call.args);
  if (args.name === "") {
    if (doc.path === null) {
      if (call.bang) throw new UserError("E32: No file name");
      if (args.command !== null) yield* call.execute(args.command);
      return;
    }
    if (doc.modified && !call.bang) {
      yield* leaveUnsaved(editor, doc, UNSAVED);
    }
    reread(call, args);
    if (args.command !== null) yield* call.execute(args.command);
    return;
  }
  const path = absolutePath(editor, args.name);
  if (path === doc.path) {
    if (doc.modified && !call.bang) {
      yield* leaveUnsaved(editor, doc, UNSAVED);
    }
    if (call.bang || !doc.modified) reread(call, args);
    if (args.command !== null) yield* call.execute(args.command);
    return;
  }
  yield* leaveDocument(call, doc);
  yield* editIn(call, win, args, call.command.name === "view");
}

function editNew(call: ExCall): void {
  const { editor } = call;
  noteJump(editor);
  showDocument(editor, editor.win, newDocument(editor));
}

/** Puts text below a line (0: above the first) as `:read` does. */
function insertBelow(call: ExCall, text: Text): void {
  const { editor, line2 } = call;
  const { doc } = editor;
  const at = line2 === 0 ? 0 : doc.text.line(line2).to;
  const newline = textOf("\n");
  const insert = line2 === 0 ? text.append(newline) : newline.append(text);
  editor.dispatch(doc, { changes: { from: at, to: at, insert }, origin: "ex.read" });
  setChangeMarks(doc, { row: line2, col: 0 }, { row: line2 + text.lines - 1, col: 0 });
  toFirstNonBlank(editor, line2);
  reportMore(editor, text.lines);
}

function* read(call: ExCall): Fiber {
  const { editor } = call;
  const shell = call.bang || call.args.startsWith("!");
  if (shell) {
    const command = call.args.replace(/^!/, "");
    const { output, code } = runShell(editor, command, "");
    if (output !== "") {
      const text = textOf(output.replace(/\n$/, ""));
      insertBelow(call, text);
      // Unlike a file, it leaves the cursor on its last row.
      toFirstNonBlank(editor, call.line2 + text.lines - 1);
    }
    if (code !== 0) editor.showMessage(`shell returned ${code}`);
    return;
  }
  const { name } = fileArguments(editor, call.args);
  const path = name === "" ? editor.doc.path : absolutePath(editor, name);
  if (path === null) throw new UserError("E32: No file name");
  const loaded = loadFile(path);
  if (loaded.identity === null) throw new UserError(`E484: Can't open file ${name}`);
  const shown = shownPath(editor, path);
  if (loaded.text.length > 0 || loaded.format.blankLine) insertBelow(call, loaded.text);
  editor.showMessage(`"${shown}" ${loaded.text.lines}L, ${loaded.identity.size}B`);
  yield* [];
}

function fileInfo(call: ExCall): void {
  const { editor, bang } = call;
  const { doc, win } = editor;
  if (call.args !== "") {
    doc.path = absolutePath(editor, fileArgument(editor, call.args));
    doc.file.identity = null;
  }
  const row = doc.text.lineAt(win.cursor.pos).number;
  const { lines } = doc.text;
  const flags = `${doc.modified ? " [Modified]" : ""}${doc.options.get("readonly") ? " [readonly]" : ""}`;
  const name = bang && doc.path ? doc.path : shownPath(editor, doc.path);
  const percent = Math.floor((row * 100) / lines);
  editor.showMessage(`"${name}"${flags} ${lines} line${lines === 1 ? "" : "s"} --${percent}%--`);
}

function* find(call: ExCall): Fiber {
  const { editor } = call;
  const name = fileArgument(editor, call.args);
  for (const folder of editor.options.get("path").split(",")) {
    const base = folder === "." ? "" : folder === "" ? "" : `${folder}/`;
    const found =
      globPaths(editor, `${base}${name}`)[0] ??
      (exists(absolutePath(editor, `${base}${name}`)) ? `${base}${name}` : null);
    if (found !== null) {
      yield* editIn(call, editor.win, { command: null, fileformat: null, name: found });
      return;
    }
  }
  throw new UserError(`E345: Can't find file "${name}" in path`);
}

/** `gf`: the name under the cursor. */
function* editUnder(call: ExCall): Fiber {
  const { editor } = call;
  const line = editor.doc.text.lineAt(editor.win.cursor.pos);
  const isName = /[\w/.\-+,#$%~=@]/;
  let from = editor.win.cursor.pos - line.from;
  while (from < line.length && !isName.test(line.text[from]!)) from++;
  while (from > 0 && isName.test(line.text[from - 1]!)) from--;
  let to = from;
  while (to < line.length && isName.test(line.text[to]!)) to++;
  const name = line.text.slice(from, to).replace(/[.,]+$/, "");
  if (name === "") throw new UserError("E446: No file name under cursor");
  const number = call.bang ? /^[:\s(]*(\d+)/.exec(line.text.slice(to))?.[1] : undefined;
  const here = editor.doc.path === null ? [] : [editor.doc.path.replace(/\/[^/]*$/, "")];
  const shell = faceOf(editor.doc)?.cwd ?? null;
  if (shell !== null) here.push(shell);
  const suffixes = ["", ...editor.doc.options.get("suffixesadd").split(",").filter(Boolean)];
  for (const folder of [...here, editor.cwd]) {
    for (const suffix of suffixes) {
      const path =
        name.startsWith("/") || name.startsWith("~")
          ? absolutePath(editor, name + suffix)
          : `${folder}/${name}${suffix}`;
      if (!exists(path)) continue;
      yield* editIn(call, editor.win, { command: null, fileformat: null, name: path });
      if (number !== undefined) beginLine(editor, editor.win, Number(number) - 1);
      return;
    }
  }
  throw new UserError(`E447: Can't find file "${name}" in path`);
}

const named = { args: true, bar: true, bang: true, complete: "file" } as const;

export const editCommands: ExCommand[] = [
  { ...named, name: "edit", min: 1, doc: "Edits a file, or the current one anew.", run: edit },
  { ...named, name: "ex", min: 2, doc: "Edits a file.", run: edit },
  { ...named, name: "view", min: 3, doc: "Edits a file read-only.", run: edit },
  { ...named, name: "visual", min: 2, doc: "Edits a file.", run: edit },
  {
    name: "editunder",
    min: 9,
    bang: true,
    bar: true,
    doc: "Edits the file whose name is under the cursor (! at its line).",
    run: editUnder,
  },
  {
    name: "enew",
    min: 3,
    bang: true,
    bar: true,
    doc: "Edits a new buffer without a name.",
    run: editNew,
  },
  {
    ...named,
    name: "find",
    min: 3,
    args: "required",
    doc: "Edits a file found in 'path'.",
    run: find,
  },
  {
    ...named,
    range: "lines",
    zero: true,
    modify: true,
    name: "read",
    min: 1,
    doc: "Inserts a file, or what a command prints (:r !cmd).",
    run: read,
  },
  { ...named, name: "file", min: 1, doc: "Shows the file's name, or sets it.", run: fileInfo },
  {
    name: "checktime",
    min: 6,
    bar: true,
    args: true,
    range: "count",
    doc: "Looks whether files changed outside.",
    run: (call) => checkDocuments(call.editor),
  },
];
