/** Commands that list things: registers, marks, jumps, changes, undo states, messages, history. */
import { UserError } from "../../base/errors.ts";
import { cutToWidth } from "../../base/width.ts";
import type { Editor } from "../../editor/editor.ts";
import { shownPath } from "../../editor/paths.ts";
import { registerString } from "../../text/register.ts";
import type { Point } from "../../text/text.ts";
import { firstNonBlankPos } from "../cursor.ts";
import { setMark } from "../marks.ts";
import { agoText } from "../normal/undo.ts";
import type { ExCall, ExCommand } from "./call.ts";
import { toRow } from "./cursor.ts";

const MAX_SHOWN = 200;

function registers(call: ExCall): void {
  const { editor } = call;
  const wanted = call.args.replace(/\s/g, "");
  const lines = ["Type Name Content"];
  for (const name of editor.registers.names()) {
    if (wanted !== "" && !wanted.includes(name)) continue;
    const value = editor.registers.get(name)!;
    const type = value.kind === "V" ? "l" : value.kind === "v" ? "c" : "b";
    const text = registerString(value)
      .slice(0, MAX_SHOWN)
      .replace(/[\x00-\x1f]/g, (ch) => `^${String.fromCharCode(ch.charCodeAt(0) + 64)}`);
    lines.push(`  ${type}  "${name}   ${text}`);
  }
  showRows(editor, lines);
}

/** Shows a list whose entries take one row of the screen each: the rest is cut, as in Vim. */
function showRows(editor: Editor, lines: readonly string[]): void {
  const cells = editor.columns - 1;
  editor.showMessage(lines.map((line) => cutToWidth(line, cells)).join("\n"));
}

function rowText(editor: Editor, point: Point): string {
  const { text } = editor.doc;
  return point.row < text.lines
    ? text
        .line(point.row + 1)
        .text.trim()
        .slice(0, MAX_SHOWN)
    : "-invalid-";
}

function placeLine(point: Point): string {
  return `${String(point.row + 1).padStart(6)} ${String(point.col).padStart(4)}`;
}

function marks(call: ExCall): void {
  const { editor } = call;
  const { doc } = editor;
  const wanted = call.args.replace(/\s/g, "");
  const show = (name: string) => wanted === "" || wanted.includes(name);
  const lines = ["mark line  col file/text"];
  const last = editor.win.jumps.last;
  if (show("'"))
    lines.push(
      ` '${placeLine(last ?? { row: 0, col: 0 })} ${rowText(editor, last ?? { row: 0, col: 0 })}`,
    );
  for (const name of [...doc.marks.keys()].sort()) {
    if (show(name))
      lines.push(
        ` ${name}${placeLine(doc.marks.get(name)!)} ${rowText(editor, doc.marks.get(name)!)}`,
      );
  }
  for (const [name, mark] of [...editor.globalMarks].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!show(name)) continue;
    const where =
      mark.doc === doc
        ? rowText(editor, mark.point)
        : shownPath(editor, mark.doc?.path ?? mark.path);
    lines.push(` ${name}${placeLine(mark.point)} ${where}`);
  }
  if (lines.length === 1) throw new UserError(`E283: No marks matching "${call.args}"`);
  showRows(editor, lines);
}

function deleteMarks(call: ExCall): void {
  const { editor } = call;
  const { doc } = editor;
  if (call.bang) {
    if (call.args !== "") throw new UserError("E474: Invalid argument");
    for (const name of [...doc.marks.keys()]) if (/[a-z]/.test(name)) doc.marks.delete(name);
    return;
  }
  if (call.args === "") throw new UserError("E471: Argument required");
  const { args } = call;
  for (let i = 0; i < args.length; i++) {
    const name = args[i]!;
    if (name === " ") continue;
    let last = name;
    if (args[i + 1] === "-" && /[a-zA-Z0-9]/.test(name)) {
      last = args[i + 2] ?? "";
      const alike = [/[a-z]/, /[A-Z]/, /[0-9]/].some((kind) => kind.test(name) && kind.test(last));
      if (!alike || last < name) throw new UserError(`E475: Invalid argument: ${args.slice(i)}`);
      i += 2;
    }
    if (!/[a-zA-Z0-9"^.<>[\]]/.test(name))
      throw new UserError(`E475: Invalid argument: ${args.slice(i)}`);
    for (let code = name.charCodeAt(0); code <= last.charCodeAt(0); code++) {
      const mark = String.fromCharCode(code);
      doc.marks.delete(mark);
      editor.globalMarks.delete(mark);
    }
  }
}

function mark(call: ExCall): void {
  const { editor } = call;
  const name = call.args;
  if (name === "") throw new UserError("E471: Argument required");
  if ([...name].length > 1) throw new UserError(`E488: Trailing characters: ${name.slice(1)}`);
  const { win } = editor;
  const before = win.cursor;
  toRow(editor, call.line2 - 1);
  editor.setCursor(win, firstNonBlankPos(editor.doc.text, call.line2 - 1));
  try {
    setMark(editor, name);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError("E191: Argument must be a letter or forward/backward quote");
  } finally {
    win.cursor = before;
  }
}

function jumps(call: ExCall): void {
  const { editor } = call;
  const { entries, index } = editor.win.jumps;
  const lines = [" jump line  col file/text"];
  entries.forEach((jump, i) => {
    const mark = i === index ? ">" : " ";
    const where =
      jump.doc === editor.doc ? rowText(editor, jump.point) : shownPath(editor, jump.doc.path);
    lines.push(
      `${mark}${String(Math.abs(i - index)).padStart(3)} ${placeLine(jump.point)} ${where}`,
    );
  });
  if (index >= entries.length) lines.push(">");
  showRows(editor, lines);
}

function changes(call: ExCall): void {
  const { editor } = call;
  const all = editor.doc.changes;
  const lines = ["change line  col text"];
  all.forEach((point, i) => {
    lines.push(
      `${String(all.length - i).padStart(5)} ${placeLine(point)} ${rowText(editor, point)}`,
    );
  });
  lines.push(">");
  showRows(editor, lines);
}

function undoList(call: ExCall): void {
  const { editor } = call;
  const leaves = editor.doc.undo.leaves();
  if (leaves.length === 0) {
    editor.showMessage("Nothing to undo");
    return;
  }
  const now = editor.services.now();
  const lines = leaves.map((leaf) => {
    const when = agoText(leaf.time, now).padEnd(leaf.saved ? 19 : 0);
    return `${String(leaf.seq).padStart(6)} ${String(leaf.changes).padStart(7)}  ${when}${leaf.saved ? "saved" : ""}`;
  });
  editor.showMessage(["number changes  when               saved", ...lines].join("\n"));
}

function messages(call: ExCall): void {
  const { editor } = call;
  if (call.args.trim() === "clear") {
    editor.messages.length = 0;
    return;
  }
  const text = editor.messages.map((message) => message.text).join("\n");
  // Shown, but not remembered once more.
  const kept = editor.messages.length;
  editor.showMessage(text);
  editor.messages.length = Math.min(kept, editor.messages.length);
}

function history(call: ExCall): void {
  const { editor } = call;
  const names: Record<string, ":" | "/" | "=" | "@"> = {
    "": ":",
    cmd: ":",
    ":": ":",
    search: "/",
    "/": "/",
    "?": "/",
    expr: "=",
    "=": "=",
    input: "@",
    "@": "@",
  };
  const kind = names[call.args.trim()];
  if (!kind) throw new UserError(`E488: Trailing characters: ${call.args}`);
  const lines = editor.history[kind].map((line, i) => `${String(i + 1).padStart(7)}  ${line}`);
  showRows(editor, [`      #  ${kind} history`, ...lines]);
}

const plain = { bar: true } as const;

export const listCommands: ExCommand[] = [
  {
    ...plain,
    name: "registers",
    min: 3,
    args: true,
    noComment: true,
    complete: "register",
    doc: "Lists the registers.",
    run: registers,
  },
  {
    ...plain,
    name: "display",
    min: 2,
    args: true,
    noComment: true,
    complete: "register",
    doc: "Lists the registers.",
    run: registers,
  },
  {
    ...plain,
    name: "marks",
    min: 5,
    args: true,
    complete: "mark",
    doc: "Lists the marks.",
    run: marks,
  },
  {
    ...plain,
    name: "delmarks",
    min: 4,
    bang: true,
    args: true,
    noComment: true,
    complete: "mark",
    doc: "Removes marks.",
    run: deleteMarks,
  },
  { ...plain, name: "mark", min: 2, range: "lines", args: true, doc: "Sets a mark.", run: mark },
  { ...plain, name: "k", min: 1, range: "lines", args: true, doc: "Sets a mark.", run: mark },
  { ...plain, name: "jumps", min: 2, doc: "Lists the places jumped from.", run: jumps },
  {
    ...plain,
    name: "clearjumps",
    min: 6,
    doc: "Forgets the places jumped from.",
    run: (call) => {
      call.editor.win.jumps.entries = [];
      call.editor.win.jumps.index = 0;
    },
  },
  { ...plain, name: "changes", min: 7, doc: "Lists the places of changes.", run: changes },
  {
    ...plain,
    name: "undolist",
    min: 5,
    doc: "Lists the ends of the undo tree's branches.",
    run: undoList,
  },
  {
    ...plain,
    name: "messages",
    min: 3,
    args: true,
    doc: "Shows the messages so far (clear: forgets them).",
    run: messages,
  },
  { ...plain, name: "history", min: 3, args: true, doc: "Lists what was typed.", run: history },
];
