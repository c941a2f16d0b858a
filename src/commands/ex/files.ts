/** Reading and writing files: `:edit`, `:write`, `:read`, `:quit` and their kin. */
import { UserError } from "../../base/errors.ts";
import {
  checkDocuments,
  closeDocument,
  newDocument,
  openDocument,
  reloadDocument,
  showDocument,
  writeChanged,
  writeDocument,
} from "../../editor/buffers.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, rawKey } from "../../editor/fiber.ts";
import { loadFile } from "../../editor/files/load.ts";
import { closeTab, closeWindow, tabOf } from "../../editor/layout-windows.ts";
import { absolutePath, exists, fileArgument, globPaths, shownPath } from "../../editor/paths.ts";
import type { Window } from "../../editor/window.ts";
import { slice, type Text, textOf } from "../../text/text.ts";
import { beginLine, setChangeMarks } from "../edit.ts";
import type { ExCall, ExCommand } from "./call.ts";
import { reportMore } from "./call.ts";
import { toFirstNonBlank } from "./cursor.ts";
import { runShell, shellPlace } from "./shell.ts";

interface FileArguments {
  /** `+cmd` */
  readonly command: string | null;
  readonly fileformat: "unix" | "dos" | null;
  readonly name: string;
}

/** `++ff=dos +12 name` */
export function fileArguments(editor: Editor, args: string): FileArguments {
  let rest = args;
  let fileformat: FileArguments["fileformat"] = null;
  let command: string | null = null;
  for (;;) {
    const option = /^\+\+(\w+)(?:=(\S*))?\s*/.exec(rest);
    if (option) {
      if (/^ff|^fileformat/.test(option[1]!)) fileformat = option[2] === "dos" ? "dos" : "unix";
      rest = rest.slice(option[0].length);
      continue;
    }
    const plus: RegExpExecArray | null = command === null ? /^\+((?:\\.|\S)*)\s*/.exec(rest) : null;
    if (!plus) break;
    command = plus[1] === "" ? "$" : plus[1]!.replace(/\\(.)/g, "$1");
    rest = rest.slice(plus[0].length);
  }
  return { command, fileformat, name: rest === "" ? "" : fileArgument(editor, rest) };
}

export function hasUnsaved(editor: Editor, doc: Document): boolean {
  return doc.modified && !editor.windows.some((win) => win !== editor.win && win.doc === doc);
}

/** Asks what to do about unsaved changes; throws UserError when they are in the way. */
export function* leaveUnsaved(editor: Editor, doc: Document, message: string): Fiber {
  if (!editor.exState.confirm && !editor.options.get("confirm")) throw new UserError(message);
  for (;;) {
    const key = yield* rawKey(
      `Save changes to "${shownPath(editor, doc.path)}"? [Y]es, (N)o, (C)ancel: `,
    );
    if (key === "y" || key === "Y" || key === "<CR>") {
      yield* writeDocument(editor, doc);
      return;
    }
    if (key === "n" || key === "N") return;
    if (key === "c" || key === "C" || key === "<Esc>" || key === "<C-c>") throw new UserError("");
  }
}

/** Opens a file in a window and runs `+cmd`. */
export function* editIn(call: ExCall, win: Window, args: FileArguments, readonly = false): Fiber {
  const { editor } = call;
  const path = absolutePath(editor, args.name);
  const options = args.fileformat ? { fileformat: args.fileformat } : {};
  const doc = yield* openDocument(editor, path, { ...options, readonly });
  const old = win.doc;
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
      yield* leaveUnsaved(editor, doc, "E37: No write since last change (add ! to override)");
    }
    reloadDocument(editor, doc, args.fileformat ? { fileformat: args.fileformat } : {});
    if (args.command !== null) yield* call.execute(args.command);
    return;
  }
  const path = absolutePath(editor, args.name);
  if (path === doc.path) {
    if (doc.modified && !call.bang) {
      yield* leaveUnsaved(editor, doc, "E37: No write since last change (add ! to override)");
    }
    if (call.bang || !doc.modified) reloadDocument(editor, doc);
    if (args.command !== null) yield* call.execute(args.command);
    return;
  }
  if (hasUnsaved(editor, doc) && !editor.options.get("hidden") && !call.bang) {
    yield* leaveUnsaved(editor, doc, "E37: No write since last change (add ! to override)");
  }
  yield* editIn(call, win, args, call.command.name === "view");
}

function editNew(call: ExCall): void {
  const { editor } = call;
  showDocument(editor, editor.win, newDocument(editor));
}

function rowsOf(call: ExCall): { first: number; last: number } | null {
  return call.addressCount > 0 ? { first: call.line1 - 1, last: call.line2 - 1 } : null;
}

function* write(call: ExCall): Fiber {
  const { editor } = call;
  const { doc } = editor;
  if (call.args.startsWith("!")) {
    writeToShell(call, call.args.slice(1));
    return;
  }
  const append = call.args.startsWith(">>");
  const { name } = fileArguments(editor, append ? call.args.slice(2).trimStart() : call.args);
  const rows = rowsOf(call);
  const whole = rows !== null && rows.first === 0 && rows.last === doc.text.lines - 1;
  const path = name === "" ? (doc.path ?? undefined) : absolutePath(editor, name);
  yield* writeDocument(editor, doc, {
    force: call.bang,
    append,
    ...(path === undefined ? {} : { path }),
    ...(rows && !whole ? { rows } : {}),
  });
}

function writeToShell(call: ExCall, command: string): void {
  const { editor, line1, line2 } = call;
  const { text } = editor.doc;
  const input = `${slice(text, text.line(line1).from, text.line(line2).to)}\n`;
  const { output, code } = editor.shell.filter(command.trim(), input, shellPlace(editor));
  const shown = output.replace(/\n$/, "");
  editor.showMessage(code === 0 ? shown : `${shown}\nshell returned ${code}`.trimStart());
}

function* saveAs(call: ExCall): Fiber {
  const { editor } = call;
  const { doc } = editor;
  const path = absolutePath(editor, fileArgument(editor, call.args));
  if (path !== doc.path && exists(path) && !call.bang) {
    throw new UserError("E13: File exists (add ! to override)");
  }
  if (path !== doc.path) {
    doc.path = path;
    doc.file.identity = null;
    doc.options.set("readonly", false);
  }
  yield* writeDocument(editor, doc, { force: true });
}

function* update(call: ExCall): Fiber {
  if (call.editor.doc.modified || call.addressCount > 0 || call.args !== "") yield* write(call);
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
    if (output !== "") insertBelow(call, textOf(output.replace(/\n$/, "")));
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

// Leaving

/** Whether closing the window ends the editor. */
function isLast(editor: Editor): boolean {
  return editor.windows.length === 1;
}

function* quit(call: ExCall): Fiber {
  const { editor } = call;
  const { win, doc } = editor;
  if (!isLast(editor)) {
    if (hasUnsaved(editor, doc) && !call.bang && !editor.options.get("hidden")) {
      yield* leaveUnsaved(editor, doc, "E37: No write since last change (add ! to override)");
    }
    closeAny(editor, win);
    return;
  }
  if (!call.bang) yield* refuseUnsaved(editor);
  editor.quit(0);
}

/** Closes a window, with its tab page when it is the only one there. */
export function closeAny(editor: Editor, win: Window): void {
  const tab = tabOf(editor, win);
  if (tab && tab.windows.length === 1 && editor.tabs.length > 1) closeTab(editor, tab);
  else if (!closeWindow(editor, win)) throw new UserError("E444: Cannot close last window");
}

/** Throws UserError (E37, E162) when a buffer has changes that nobody saved. */
function* refuseUnsaved(editor: Editor): Fiber {
  const here = editor.doc;
  for (const doc of [here, ...editor.docs.filter((d) => d !== here)]) {
    if (!doc.modified) continue;
    const message =
      doc === here
        ? "E37: No write since last change (add ! to override)"
        : `E162: No write since last change for buffer "${shownPath(editor, doc.path)}"`;
    yield* leaveUnsaved(editor, doc, message);
  }
}

function* quitAll(call: ExCall): Fiber {
  if (!call.bang) yield* refuseUnsaved(call.editor);
  call.editor.quit(0);
}

function* writeQuit(call: ExCall): Fiber {
  yield* write(call);
  yield* quit({ ...call, args: "" });
}

function* exit(call: ExCall): Fiber {
  if (call.editor.doc.modified || call.args !== "") yield* write(call);
  yield* quit({ ...call, args: "" });
}

// Buffers

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
  const found = editor.docs.filter((d) => d.listed && d.path?.includes(name));
  const ends = found.filter((d) => d.path!.endsWith(name));
  if (ends.length === 1) return ends[0]!;
  if (found.length === 0) throw new UserError(`E94: No matching buffer for ${name}`);
  if (found.length > 1) throw new UserError(`E93: More than one match for ${name}`);
  return found[0]!;
}

export function* showBuffer(call: ExCall, doc: Document): Fiber {
  const { editor } = call;
  const current = editor.doc;
  if (doc === current) return;
  if (hasUnsaved(editor, current) && !call.bang && !editor.options.get("hidden")) {
    yield* leaveUnsaved(editor, current, "E37: No write since last change (add ! to override)");
  }
  showDocument(editor, editor.win, doc, call.modifiers.keepalt);
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
      const name = `"${shownPath(editor, doc.path)}"`;
      return `${String(doc.id).padStart(3)}${flags} ${name.padEnd(30)} line ${row}`;
    });
  editor.showMessage(lines.join("\n"));
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
const range = { range: "lines", whole: true } as const;
const buffer = {
  args: true,
  bar: true,
  bang: true,
  range: "count",
  count: "buffer",
  complete: "buffer",
} as const;

export const fileCommands: ExCommand[] = [
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
    ...range,
    name: "write",
    min: 1,
    doc: "Writes lines to a file, or the buffer to its own.",
    run: write,
  },
  {
    ...named,
    ...range,
    name: "update",
    min: 2,
    doc: "Writes the buffer when it has changes.",
    run: update,
  },
  {
    ...named,
    name: "saveas",
    min: 3,
    args: "required",
    doc: "Writes to another file and goes on with that.",
    run: saveAs,
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
  {
    name: "quit",
    min: 1,
    bang: true,
    bar: true,
    doc: "Closes the window; the last one ends the editor.",
    run: quit,
  },
  { name: "qall", min: 2, bang: true, bar: true, doc: "Ends the editor.", run: quitAll },
  { name: "quitall", min: 5, bang: true, bar: true, doc: "Ends the editor.", run: quitAll },
  {
    name: "cquit",
    min: 2,
    bang: true,
    bar: true,
    range: "count",
    count: true,
    zero: true,
    doc: "Ends the editor with an error status.",
    run: (call) => call.editor.quit(call.addressCount > 0 ? call.line2 : 1),
  },
  {
    name: "wall",
    min: 2,
    bang: true,
    bar: true,
    doc: "Writes all buffers with changes.",
    run: (call) => writeChanged(call.editor, call.bang),
  },
  {
    name: "wqall",
    min: 3,
    bang: true,
    bar: true,
    doc: "Writes all buffers with changes and ends the editor.",
    *run(call) {
      yield* writeChanged(call.editor, call.bang);
      yield* quitAll(call);
    },
  },
  {
    name: "xall",
    min: 2,
    bang: true,
    bar: true,
    doc: "Writes all buffers with changes and ends the editor.",
    *run(call) {
      yield* writeChanged(call.editor, call.bang);
      yield* quitAll(call);
    },
  },
  { ...named, ...range, name: "wq", min: 2, doc: "Writes and closes the window.", run: writeQuit },
  {
    ...named,
    ...range,
    name: "xit",
    min: 1,
    doc: "Writes when there are changes and closes the window.",
    run: exit,
  },
  {
    ...named,
    ...range,
    name: "exit",
    min: 3,
    doc: "Writes when there are changes and closes the window.",
    run: exit,
  },
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
