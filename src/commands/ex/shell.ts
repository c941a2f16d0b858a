/** `:!` and filters. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import { expandNames } from "../../editor/paths.ts";
import type { ShellPlace, ShellResult } from "../../editor/shell.ts";
import { slice, textOf } from "../../text/text.ts";
import { setChangeMarks } from "../edit.ts";
import { type ExCall, type ExCommand, isQuiet, reportMore } from "./call.ts";
import { toFirstNonBlank } from "./cursor.ts";

export function shellPlace(editor: Editor): ShellPlace {
  return { shell: editor.options.get("shell"), cwd: editor.cwd };
}

/** `!` alone stands for the last command, `%` and `#` for file names. Throws UserError (E34). */
function expandCommand(editor: Editor, command: string): string {
  const state = editor.exState;
  const expanded = expandNames(editor, command).replace(/\\?!/g, (bang) => {
    if (bang === "\\!") return "!";
    if (state.lastShellCommand === "") throw new UserError("E34: No previous command");
    return state.lastShellCommand;
  });
  state.lastShellCommand = expanded;
  return expanded;
}

export function runShell(editor: Editor, command: string, input: string): ShellResult {
  return editor.shell.filter(expandCommand(editor, command), input, shellPlace(editor));
}

function bang(call: ExCall): void {
  const { editor } = call;
  if (call.addressCount === 0) {
    const code = editor.shell.interactive(expandCommand(editor, call.args), shellPlace(editor));
    if (code !== 0) editor.showMessage(`shell returned ${code}`);
    return;
  }
  filterLines(call);
}

/** Puts what a command makes of the lines in their place. */
function filterLines(call: ExCall): void {
  const { editor, line1, line2 } = call;
  const { doc } = editor;
  const from = doc.text.line(line1).from;
  const to = doc.text.line(line2).to;
  const { output, code } = runShell(editor, call.args, `${slice(doc.text, from, to)}\n`);
  const before = doc.text.lines;
  if (output === "") {
    const next = line2 < doc.text.lines;
    const start = next ? from : Math.max(0, from - 1);
    editor.dispatch(doc, { changes: { from: start, to: next ? to + 1 : to }, origin: "ex.filter" });
  } else {
    const insert = textOf(output.replace(/\n$/, ""));
    editor.dispatch(doc, { changes: { from, to, insert }, origin: "ex.filter" });
    setChangeMarks(doc, { row: line1 - 1, col: 0 }, { row: line1 + insert.lines - 2, col: 0 });
  }
  toFirstNonBlank(editor, line1 - 1);
  const count = line2 - line1 + 1;
  if (code !== 0) editor.showMessage(`shell returned ${code}`);
  else if (count > editor.options.get("report") && !isQuiet(editor)) {
    editor.showMessage(`${count} lines filtered`);
  } else reportMore(editor, doc.text.lines - before);
}

export const shellCommands: ExCommand[] = [
  {
    name: "!",
    min: 1,
    range: "lines",
    folds: true,
    bang: true,
    args: true,
    noComment: true,
    complete: "shell",
    doc: "Runs a shell command, or filters lines through one.",
    run(call) {
      bang(call.bang ? { ...call, args: `!${call.args}` } : call);
    },
  },
];
