/** Showing lines in the message area: `:print`, `:number`, `:list`. */
import type { Editor } from "../../editor/editor.ts";
import { beginLine } from "../edit.ts";
import type { ExCall, ExCommand } from "./call.ts";
import { noteJump } from "./cursor.ts";

const MAX_PRINTED = 5000;

/** Shows rows (0-based, both included); `flags` out of `#` and `l`. */
export function printLines(editor: Editor, first: number, last: number, flags: string): void {
  const { text } = editor.doc;
  const lines: string[] = [];
  let number = first + 1;
  const width = Math.max(3, String(last + 1).length);
  const numbered = flags.includes("#") || editor.win.options.get("number");
  for (const line of text.iterLines(first + 1, Math.min(last + 2, first + 1 + MAX_PRINTED))) {
    const shown = flags.includes("l") ? listed(line) : line;
    lines.push(numbered ? `${String(number).padStart(width)} ${shown}` : shown);
    number++;
  }
  editor.showMessage(lines.join("\n"));
}

/** A line as `:list` shows it. */
function listed(line: string): string {
  const shown = line.replace(/[\x00-\x1f\x7f]/g, (ch) => {
    const code = ch.charCodeAt(0);
    return code === 127 ? "^?" : `^${String.fromCharCode(code + 64)}`;
  });
  return `${shown}$`;
}

function print(call: ExCall, flags: string): void {
  const { editor, line1, line2 } = call;
  printLines(editor, line1 - 1, line2 - 1, flags + call.flags);
  noteJump(editor);
  beginLine(editor, editor.win, line2 - 1);
}

const shape = {
  range: "lines",
  folds: true,
  count: true,
  flags: true,
  bar: true,
} as const;

export const printCommands: ExCommand[] = [
  { ...shape, name: "print", min: 1, doc: "Shows lines.", run: (call) => print(call, "") },
  { ...shape, name: "Print", min: 1, doc: "Shows lines.", run: (call) => print(call, "") },
  {
    ...shape,
    name: "number",
    min: 2,
    doc: "Shows lines with their numbers.",
    run: (call) => print(call, "#"),
  },
  {
    ...shape,
    name: "#",
    min: 1,
    doc: "Shows lines with their numbers.",
    run: (call) => print(call, "#"),
  },
  {
    ...shape,
    name: "list",
    min: 1,
    doc: "Shows lines with tabs and line ends visible.",
    run: (call) => print(call, "l"),
  },
  {
    name: "=",
    min: 1,
    doc: "Shows the number of the last line of the range.",
    range: "lines",
    zero: true,
    whole: true,
    flags: true,
    bar: true,
    run: (call) => call.editor.showMessage(String(call.line2)),
  },
  {
    name: "z",
    min: 1,
    doc: "Shows the lines around one.",
    range: "lines",
    folds: true,
    args: true,
    flags: true,
    bar: true,
    run: showAround,
  },
];

function showAround(call: ExCall): void {
  const { editor, line2 } = call;
  const { text } = editor.doc;
  const match = /^([-+=^.]*)\s*(\d*)/.exec(call.args)!;
  const kind = match[1]![0] ?? "+";
  const size = match[2] ? Number(match[2]) : Math.max(1, editor.win.height - 3);
  const from = call.addressCount === 0 && kind === "+" ? line2 + 1 : line2;
  let first = from;
  let last = from + size - 1;
  if (kind === "-") {
    first = line2 - size + 1;
    last = line2;
  } else if (kind === "^") {
    first = line2 - 2 * size + 1;
    last = line2 - size;
  } else if (kind === "." || kind === "=") {
    first = line2 - Math.floor(size / 2) + 1;
    last = line2 + Math.floor(size / 2) - 1;
  }
  first = Math.max(1, Math.min(first, text.lines));
  last = Math.max(first, Math.min(last, text.lines));
  printLines(editor, first - 1, last - 1, call.flags);
  beginLine(editor, editor.win, (kind === "=" ? line2 : last) - 1);
}
