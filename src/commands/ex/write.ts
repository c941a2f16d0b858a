/** Writing files: `:write`, `:update`, `:saveas`, `:wall`. */
import { UserError } from "../../base/errors.ts";
import { writeChanged, writeDocument } from "../../editor/buffers.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { absolutePath, exists, fileArgument } from "../../editor/paths.ts";
import { slice } from "../../text/text.ts";
import type { ExCall, ExCommand } from "./call.ts";
import { fileArguments } from "./file-arguments.ts";
import { shellPlace } from "./shell.ts";

function rowsOf(call: ExCall): { first: number; last: number } | null {
  return call.addressCount > 0 ? { first: call.line1 - 1, last: call.line2 - 1 } : null;
}

export function* write(call: ExCall): Fiber {
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

const named = { args: true, bar: true, bang: true, complete: "file" } as const;
const range = { range: "lines", whole: true } as const;

export const writeCommands: ExCommand[] = [
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
    name: "wall",
    min: 2,
    bang: true,
    bar: true,
    doc: "Writes all buffers with changes.",
    run: (call) => writeChanged(call.editor, call.bang),
  },
];
