/** Commands of normal mode that are neither motions nor operators. */
import { UserError } from "../../base/errors.ts";
import { keysOfText, parseKeys, textOfKey } from "../../base/key.ts";
import type { CommandContext } from "../../editor/command.ts";
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, rawKey } from "../../editor/fiber.ts";
import { moveLastChange } from "../../editor/last-change.ts";
import { nextColumn } from "../../text/motion/walker.ts";
import { type Point, pointOf, posOf, rowOf, slice } from "../../text/text.ts";
import { changeCase } from "../../text/transform/case.ts";
import { increment } from "../../text/transform/increment.ts";
import { clipCursor, firstNonBlankPos, nextCharacter, virtualEdit } from "../cursor.ts";
import { joinRows, noteUnchanged, replace, replaceAll, setChangeMarks } from "../edit.ts";
import { putText } from "../put.ts";
import { insertMode } from "./insert.ts";
import { jumpActions } from "./jumps.ts";
import { macroActions } from "./macros.ts";
import { openRow } from "./open-row.ts";
import { recordRedo, repeatChange } from "./redo.ts";
import { type ActionCommand, action, Beep } from "./types.ts";
import { redo, undo, undoBySteps } from "./undo.ts";

/** Runs the keys that a command stands for: `x` is `dl`. */
function as(keys: string) {
  const list = parseKeys(keys);
  return function* ({ editor, count, register }: CommandContext): Fiber {
    const prefix = register === "" ? [] : ['"', register];
    const digits = count > 0 ? [...String(count)] : [];
    editor.loop!.queue.stuff([...prefix, ...digits, ...list], false);
    yield* editor.oneCommand();
  };
}

/** `r`. */
function* replaceCharacter({ editor, win, doc, count, keys }: CommandContext): Fiber {
  const before = editor.loop!.peekLog().length;
  let key = yield* rawKey();
  let literal = false;
  if (key === "<C-v>" || key === "<C-q>") {
    key = yield* rawKey();
    literal = true;
  }
  if (key === "<Esc>" || key === "<C-c>") throw new Beep();
  if (key === "<C-k>") {
    const a = textOfKey(yield* rawKey()) ?? "";
    key = editor.digraph(a, textOfKey(yield* rawKey()) ?? "");
  }
  const typed = editor.loop!.peekLog().slice(before);
  const n = Math.max(1, count);
  const at = win.cursor.pos;
  let end = at;
  const line = doc.text.lineAt(at);
  for (let i = 0; i < n; i++) {
    if (end >= line.to) throw new Beep();
    end = nextCharacter(doc.text, end);
  }
  if ((key === "<CR>" || key === "<NL>") && !literal) {
    replace(editor, doc, at, end, "", "input.replace");
    editor.setCursor(win, at);
    recordRedo(editor, { register: "", count, keys: [...keys, ...typed], visual: null });
    const recorded = editor.modal.redo;
    yield* insertKeys(editor, ["<CR>"]);
    if (!editor.modal.redoing && recorded) recorded.keys.splice(keys.length + typed.length);
    editor.setCursor(win, firstNonBlankPos(doc.text, rowOf(doc.text, win.cursor.pos)));
    return;
  }
  if (key === "<C-e>" || key === "<C-y>") {
    const row = rowOf(doc.text, at) + (key === "<C-e>" ? 1 : -1);
    const other = row >= 0 && row < doc.text.lines ? doc.text.line(row + 1).text : "";
    const col = at - line.from;
    if (col >= other.length) throw new Beep();
    key = other.slice(col, nextColumn(other, col));
  }
  const char = key === "<CR>" ? "\r" : textOfKey(key);
  if (char === null) throw new Beep();
  recordRedo(editor, { register: "", count, keys: [...keys, ...typed], visual: null });
  editor.modal.lastInsert = char;
  editor.modal.lastInsertKeys = keysOfText(char);
  replace(editor, doc, at, end, char.repeat(n), "input.replace");
  editor.setCursor(win, at + char.length * (n - 1));
  const last = pointOf(doc.text, at + char.length * (n - 1));
  setChangeMarks(doc, pointOf(doc.text, at), last);
  moveLastChange(doc, last);
}

/** Types keys in a nested insert mode. */
function* insertKeys(editor: Editor, keys: readonly string[]): Fiber {
  const fiber = insertMode(editor, { count: 1 });
  let step = fiber.next();
  for (const key of [...keys, "<Esc>"]) if (!step.done) step = fiber.next(key);
  while (!step.done) step = fiber.next(yield step.value);
}

/** `gr`: replaces by cells, leaving Tabs in place. */
function* replaceVirtual({ editor, count }: CommandContext): Fiber {
  const key = yield* rawKey();
  const char = textOfKey(key);
  if (char === null) throw new Beep();
  recordRedo(editor, { register: "", count, keys: ["g", "r", key], visual: null });
  const recorded = editor.modal.redo;
  const { win } = editor;
  const fiber = insertMode(editor, { count: 1, kind: "vreplace" });
  let step = fiber.next();
  for (let i = 0; i < Math.max(1, count); i++) if (!step.done) step = fiber.next(key);
  if (!step.done) fiber.next("<Esc>");
  // What the insertion added to it is not typed again.
  if (recorded && !editor.modal.redoing) recorded.keys.splice(3);
  clipCursor(editor, win);
}

/** `~`; with `tildeop` it is an operator. */
function* toggle(context: CommandContext): Fiber {
  if (context.editor.options.get("tildeop")) yield* as("g~")(context);
  else {
    toggleCase(context);
    const { editor, count, keys } = context;
    recordRedo(editor, { register: "", count, keys: [...keys], visual: null });
  }
}

function toggleCase({ editor, win, doc, count }: CommandContext): void {
  const wraps = editor.options.get("whichwrap").split(",").includes("~");
  let at = win.cursor.pos;
  const start = at;
  if (doc.text.lineAt(at).length === 0 && !wraps) throw new Beep();
  const edits: Array<{ from: number; to: number; insert: string }> = [];
  let last = at;
  for (let n = Math.max(1, count); n > 0; n--) {
    const line = doc.text.lineAt(at);
    if (at >= line.to) {
      if (!wraps || line.number === doc.text.lines) break;
      at = line.to + 1;
      n++;
      if (at >= doc.text.length) break;
      continue;
    }
    const end = nextCharacter(doc.text, at);
    const old = slice(doc.text, at, end);
    const changed = changeCase(old, "toggle");
    if (changed !== old) edits.push({ from: at, to: end, insert: changed });
    last = at;
    at = end;
    if (at >= line.to && wraps && n > 1 && line.number < doc.text.lines) at = line.to + 1;
  }
  if (edits.length > 0) replaceAll(editor, doc, edits, "input.case");
  else noteUnchanged(editor, win, rowOf(doc.text, start));
  const grown = edits.reduce((sum, e) => sum + e.insert.length - (e.to - e.from), 0);
  editor.setCursor(win, at + grown);
  setChangeMarks(doc, pointOf(doc.text, start), pointOf(doc.text, Math.min(last, doc.text.length)));
  clipCursor(editor, win);
}

function joinCommand(spaces: boolean) {
  return ({ editor, win, doc, count }: CommandContext): void => {
    const row = rowOf(doc.text, win.cursor.pos);
    let rows = Math.max(2, count);
    if (row + rows > doc.text.lines) {
      // Vim joins what there is when the count is too large, but not on the last line.
      if (rows <= 2) throw new Beep();
      rows = doc.text.lines - row;
      if (rows === 1) {
        editor.setCursor(win, doc.text.lineAt(win.cursor.pos).from);
        return;
      }
    }
    if (!joinRows(editor, win, row, rows, spaces)) throw new Beep();
  };
}

function put(after: boolean, cursorAfter: boolean, reindent = false) {
  return ({ editor, win, count, register, keys }: CommandContext): void => {
    const value = editor.registers.get(sourceRegister(editor, register));
    // Also when there is nothing to put: `.` goes on to the next numbered register.
    recordRedo(editor, { register, count, keys: [...keys], visual: null });
    if (!value) {
      const here = pointOf(win.doc.text, win.cursor.pos);
      setChangeMarks(win.doc, here, here);
      noteUnchanged(editor, win, rowOf(win.doc.text, win.cursor.pos));
      throw new UserError(`E353: Nothing in register ${register || '"'}`);
    }
    putText(editor, win, value, {
      after: virtualEdit(editor) && win.cursor.coladd > 0 ? true : after,
      count: Math.max(1, count),
      cursorAfter: cursorAfter || (editor.modal.insertNormal !== null && value.kind === "v"),
      reindent: reindent && value.kind === "V",
    });
    clipCursor(editor, win);
  };
}

function sourceRegister(editor: Editor, register: string): string {
  if (register !== "" && register !== '"') return register;
  const flags = editor.options.get("clipboard").split(",");
  return flags.includes("unnamedplus") ? "+" : flags.includes("unnamed") ? "*" : register;
}

function insertAt(place: (context: CommandContext) => number, repeats?: string) {
  return function* (context: CommandContext): Fiber {
    const { editor, win, count, register } = context;
    if (repeats) recordRedo(editor, { register, count, keys: [repeats], visual: null });
    const pos = place(context);
    editor.setCursor(win, pos, null, pos === win.cursor.pos ? win.cursor.coladd : 0);
    yield* insertMode(editor, { count: Math.max(1, count) });
  };
}

const replaceModeFrom = (kind: "replace" | "vreplace") =>
  function* ({ editor, count }: CommandContext): Fiber {
    yield* insertMode(editor, { count: Math.max(1, count), kind });
  };

function open(below: boolean) {
  return function* ({ editor, count }: CommandContext): Fiber {
    const autoIndented = openRow(editor, below);
    yield* insertMode(editor, { count: Math.max(1, count), opened: true, autoIndented });
  };
}

function add(sign: 1 | -1) {
  return ({ editor, win, doc, count, register, keys }: CommandContext): void => {
    // Also where there is no number: `.` tries again elsewhere.
    recordRedo(editor, { register, count, keys: [...keys], visual: null });
    const line = doc.text.lineAt(win.cursor.pos);
    const formats = { nrformats: doc.options.get("nrformats") };
    const edit = increment(
      line.text,
      win.cursor.pos - line.from,
      sign * Math.max(1, count),
      formats,
    );
    if (!edit) {
      noteUnchanged(editor, win, rowOf(doc.text, win.cursor.pos));
      throw new Beep();
    }
    replace(
      editor,
      doc,
      line.from + edit.from,
      line.from + edit.to,
      edit.insert,
      "input.increment",
    );
    editor.setCursor(win, line.from + edit.cursorCol);
  };
}

/** `U`: takes back all changes on the line that was changed last. */
function undoLine({ editor, win, doc }: CommandContext): void {
  const saved = doc.savedLine;
  if (!saved || saved.row >= doc.text.lines) throw new Beep();
  const line = doc.text.line(saved.row + 1);
  const { row } = pointOf(doc.text, win.cursor.pos);
  const current = line.text;
  const at = win.cursor.pos;
  const atCol = at - doc.text.lineAt(at).from;
  doc.savedLine = null;
  replaceAll(editor, doc, [{ from: line.from, to: line.to, insert: saved.text }], "undo");
  doc.savedLine = { row: saved.row, text: current, col: row === saved.row ? atCol : saved.col };
  editor.setCursorPoint(win, { row: saved.row, col: saved.col });
  clipCursor(editor, win);
}

function info({ editor, doc, win }: CommandContext): void {
  const text = doc.text;
  const char = slice(text, win.cursor.pos, nextCharacter(text, win.cursor.pos));
  if (char === "") {
    editor.showMessage("NUL");
    return;
  }
  const parts = Array.from(char, (c) => {
    const code = c.codePointAt(0)!;
    return `<${c}> ${code}, Hex ${code.toString(16).padStart(code > 255 ? 4 : 2, "0")}, Oct ${code.toString(8)}`;
  });
  editor.showMessage(parts.join(" "));
}

function bytes({ editor, doc, win }: CommandContext): void {
  const char = slice(doc.text, win.cursor.pos, nextCharacter(doc.text, win.cursor.pos));
  const list = [...new TextEncoder().encode(char)].map((b) => b.toString(16).padStart(2, "0"));
  editor.showMessage(list.join(" ") || "NUL");
}

function selectionCount({ editor, doc, win }: CommandContext): void {
  const { text } = doc;
  const point: Point = pointOf(text, win.cursor.pos);
  const encoder = new TextEncoder();
  const all = slice(text, 0, text.length);
  const words = (s: string) => (s.match(/\S+/g) ?? []).length;
  const before = slice(text, 0, win.cursor.pos);
  editor.showMessage(
    `Col ${point.col + 1} of ${text.lineAt(win.cursor.pos).length}; Line ${point.row + 1} of ${text.lines}; ` +
      // The word at the cursor counts.
      `Word ${words(slice(text, 0, nextCharacter(text, win.cursor.pos)))} of ${words(all)}; Byte ${encoder.encode(before).length + 1} of ${encoder.encode(all).length + 1}`,
  );
}

function lastInsertPlace({ doc, win }: CommandContext): number {
  const mark = doc.marks.get("^");
  return mark ? posOf(doc.text, Math.min(mark.row, doc.text.lines - 1), mark.col) : win.cursor.pos;
}

/** Runs an Ex command line for a key. */
function ex(line: (context: CommandContext) => string) {
  return function* (context: CommandContext): Fiber {
    yield* context.editor.ex(line(context));
  };
}

function* commandLine({ editor, count, win }: CommandContext): Fiber {
  const range = win.visual ? "'<,'>" : count === 0 ? "" : count === 1 ? "." : `.,.+${count - 1}`;
  yield* editor.commandLine(range);
}

export const actions: ActionCommand[] = [
  ...macroActions,
  ...jumpActions,
  action("edit.delete-character", "Delete characters", as("dl")),
  action("edit.delete-before", "Delete characters before the cursor", as("dh")),
  action("edit.delete-to-end", "Delete to the end of the line", as("d$")),
  action("edit.change-to-end", "Change to the end of the line", as("c$")),
  action("edit.substitute-character", "Delete characters and insert", as("cl")),
  action("edit.substitute-line", "Delete lines and insert", as("cc")),
  action("edit.yank-to-end", "Copy to the end of the line", as("y$")),
  action("edit.replace", "Replace characters", replaceCharacter),
  action(
    "edit.replace-virtual",
    "Replace characters without moving what follows Tabs",
    replaceVirtual,
  ),
  action("edit.toggle-case", "Switch the case of characters", toggle),
  action("edit.join", "Join lines", joinCommand(true), "simple"),
  action("edit.join-exactly", "Join lines as they are", joinCommand(false), "simple"),
  action("edit.put-after", "Put a register after the cursor", put(true, false), "simple"),
  action("edit.put-before", "Put a register before the cursor", put(false, false), "simple"),
  action(
    "edit.put-after-move",
    "Put a register, leave the cursor after it",
    put(true, true),
    "simple",
  ),
  action(
    "edit.put-before-move",
    "Put a register before, leave the cursor after it",
    put(false, true),
    "simple",
  ),
  action(
    "edit.put-after-indent",
    "Put lines with the indent of this one",
    put(true, false, true),
    "simple",
  ),
  action(
    "edit.put-before-indent",
    "Put lines above with the indent of this one",
    put(false, false, true),
    "simple",
  ),
  action("edit.increment", "Add to the number at or after the cursor", add(1), "simple"),
  action("edit.decrement", "Subtract from the number at or after the cursor", add(-1), "simple"),
  action(
    "insert.before",
    "Insert before the cursor",
    insertAt((c) => c.win.cursor.pos),
    "insert",
  ),
  action(
    "insert.after",
    "Insert after the cursor",
    insertAt((c) => nextCharacter(c.doc.text, c.win.cursor.pos)),
    "insert",
  ),
  action(
    "insert.line-start",
    "Insert before the first non-blank",
    insertAt((c) => {
      const line = c.doc.text.lineAt(c.win.cursor.pos);
      return line.from + line.text.search(/[^ \t]|$/);
    }),
    "insert",
  ),
  action(
    "insert.line-end",
    "Insert at the end of the line",
    insertAt((c) => c.doc.text.lineAt(c.win.cursor.pos).to),
    "insert",
  ),
  action(
    "insert.first-column",
    "Insert in column 1",
    insertAt((c) => c.doc.text.lineAt(c.win.cursor.pos).from),
    "insert",
  ),
  action(
    "insert.last-place",
    "Insert where insert mode was left last",
    insertAt(lastInsertPlace, "i"),
    "insert",
  ),
  action("insert.open-below", "Open a line below", open(true), "insert"),
  action("insert.open-above", "Open a line above", open(false), "insert"),
  action("insert.replace", "Replace text", replaceModeFrom("replace"), "insert"),
  action(
    "insert.replace-virtual",
    "Replace text by screen columns",
    replaceModeFrom("vreplace"),
    "insert",
  ),
  action("history.undo", "Undo", ({ editor, count }) => undo(editor, Math.max(1, count))),
  action("history.redo", "Redo", ({ editor, count }) => redo(editor, Math.max(1, count))),
  action("history.undo-line", "Undo all changes on the line", undoLine),
  action("history.older", "To an older text state", ({ editor, count }) =>
    undoBySteps(editor, -Math.max(1, count)),
  ),
  action("history.newer", "To a newer text state", ({ editor, count }) =>
    undoBySteps(editor, Math.max(1, count)),
  ),
  action("history.repeat", "Repeat the last change", ({ editor, count }) =>
    repeatChange(editor, count),
  ),
  action("info.character", "Show the code of the character", info),
  action("info.bytes", "Show the bytes of the character", bytes),
  action("info.count", "Show counts of columns, lines, words and bytes", selectionCount),
  action("command-line.open", "Enter a command line", commandLine),
  action(
    "substitute.again",
    "Repeat the last :s on this line, without flags",
    ex(() => "s"),
    "simple",
  ),
  action(
    "substitute.again-everywhere",
    "Repeat the last :s on all lines with its flags",
    ex(() => "%s//~/&"),
  ),
  action(
    "file.alternate",
    "Edit the alternate file",
    ex((c) => (c.count > 0 ? `buffer ${c.count}` : "buffer #")),
  ),
  action(
    "file.info",
    "Show the file's name and the position",
    ex(() => "file"),
  ),
  action(
    "file.write-quit",
    "Write and close the window",
    ex(() => "x"),
  ),
  action(
    "file.quit",
    "Close the window without writing",
    ex(() => "q!"),
  ),
  action(
    "file.edit-under-cursor",
    "Edit the file whose name is under the cursor",
    ex(() => "editunder"),
  ),
  action(
    "file.edit-under-cursor-line",
    "Edit the file under the cursor at the line after it",
    ex(() => "editunder!"),
  ),
  action(
    "screen.redraw",
    "Draw the screen anew",
    ex(() => "redraw!"),
  ),
  action(
    "screen.sleep",
    "Wait for a second, or as many as the count",
    ex(({ count }) => `sleep ${Math.max(1, count)}`),
  ),
  action(
    "screen.suspend",
    "Give the terminal to the shell until fg",
    ex(() => "stop"),
  ),
  action("mode.normal", "Stay in normal mode", ({ editor }) => {
    editor.setMode("normal");
  }),
  action("edit.nothing", "Nothing", () => {}),
];
