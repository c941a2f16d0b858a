/** Running lines from elsewhere, and the little of Vim script that is understood. */
import { readFileSync } from "node:fs";
import { UserError } from "../../base/errors.ts";
import { keysOfText } from "../../base/key.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { optionName } from "../../editor/options.ts";
import { absolutePath, fileArgument } from "../../editor/paths.ts";
import { registerString, registerText } from "../../text/register.ts";
import { textOf } from "../../text/text.ts";
import type { ExCall, ExCommand } from "./call.ts";
import { toRow } from "./cursor.ts";
import { evaluate, evaluateAll, expressionsEnd } from "./expression.ts";
import { setOption } from "./options.ts";

/** Runs lines one after another; a failing one is reported and the others still run. */
function* runLines(call: ExCall, lines: readonly string[], name: string): Fiber {
  const { editor } = call;
  for (const [i, line] of lines.entries()) {
    if (/^\s*finish\b/.test(line)) return;
    editor.services.poll();
    try {
      yield* call.execute(line);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      editor.showMessage(`${name}:${i + 1}: ${error.message}`, "error");
    }
    if (editor.quitting !== null) return;
  }
}

function* source(call: ExCall): Fiber {
  const { editor } = call;
  if (call.args === "") {
    const { text } = editor.doc;
    const lines: string[] = [];
    for (const line of text.iterLines(call.line1, call.line2 + 1)) lines.push(line);
    yield* runLines(call, lines, "buffer");
    return;
  }
  const path = absolutePath(editor, fileArgument(editor, call.args));
  if (editor.sourceConfig(path)) return;
  let content: string;
  try {
    content = readFileSync(path, "utf8");
  } catch {
    throw new UserError(`E484: Can't open file ${call.args}`);
  }
  const lines: string[] = [];
  // A line that starts with a backslash goes on with the one above; a blank one keeps the numbers.
  let last = 0;
  for (const line of content.split(/\r?\n/)) {
    const continued = /^\s*\\(.*)$/.exec(line);
    if (continued && lines.length > 0) lines[last] += continued[1]!;
    else last = lines.length;
    lines.push(continued ? "" : line);
  }
  const group = editor.exState.group;
  yield* runLines(call, lines, call.args);
  editor.exState.group = group;
}

/** `:@x`: the register's lines as commands. */
function* runRegister(call: ExCall): Fiber {
  const { editor } = call;
  let name = call.args.trim()[0] ?? "@";
  if (call.addressCount > 0) toRow(editor, call.line2 - 1);
  if (name === "@" || name === "*") {
    name = name === "@" ? editor.modal.lastMacro : name;
    if (name === "") throw new UserError("E748: No previously used register");
  }
  if (name !== ":") editor.modal.lastMacro = name;
  const value = editor.registers.get(name);
  if (!value) {
    if (name === ":") throw new UserError("E30: No previous command line");
    throw new UserError(`E353: Nothing in register ${name}`);
  }
  for (const line of registerString(value).replace(/\n$/, "").split("\n"))
    yield* call.execute(line);
}

/** The expressions of a line up to `|`; the rest is left to be run. */
function expressionsOf(call: ExCall): string {
  const end = expressionsEnd(call.args);
  if (end < call.args.length) call.next = call.args.slice(end + 1);
  return call.args.slice(0, end);
}

function echo(call: ExCall, kind: "info" | "error"): void {
  const text = evaluateAll(call.editor, expressionsOf(call)).join(" ");
  if (kind === "error") throw new UserError(text);
  call.editor.showMessage(text);
}

function* execute(call: ExCall): Fiber {
  yield* call.execute(evaluateAll(call.editor, expressionsOf(call)).join(" "));
}

function assign(call: ExCall): void {
  const { editor } = call;
  const end = expressionsEnd(call.args);
  if (end < call.args.length) call.next = call.args.slice(end + 1);
  const match = /^(\S+?)\s*([.+-]?=)\s*([\s\S]*)$/.exec(call.args.slice(0, end));
  if (!match) throw new UserError(`E15: Invalid expression: ${call.args}`);
  const target = match[1]!;
  const value = evaluate(editor, match[3]!.trim());
  const state = editor.exState;
  if (/^(?:g:)?mapleader$/.test(target)) state.mapleader = leaderOf(String(value));
  else if (/^(?:g:)?maplocalleader$/.test(target)) state.localleader = leaderOf(String(value));
  else if (/^@.$/.test(target)) {
    const old = editor.registers.get(target[1]!);
    const text = match[2] === ".=" && old ? registerString(old) + value : String(value);
    const lines = text.endsWith("\n");
    const stored = lines ? text.slice(0, -1) : text;
    editor.registers.set(target[1]!, registerText(textOf(stored), lines ? "V" : "v"), false);
  } else if (/^&/.test(target)) {
    const scope = target.startsWith("&l:") ? "local" : target.startsWith("&g:") ? "global" : "both";
    const name = optionName(target.replace(/^&(?:[lg]:)?/, ""));
    if (!name) throw new UserError(`E355: Unknown option: ${target.slice(1)}`);
    const now = editor.options.get(name);
    setOption(
      editor,
      name,
      typeof now === "boolean"
        ? Number(value) !== 0
        : typeof now === "number"
          ? Number(value)
          : String(value),
      scope,
    );
  } else throw new UserError(`hunch does not run Vim script: :let ${target} is not understood`);
}

/** A leader as the notation of its keys. */
function leaderOf(text: string): string {
  return keysOfText(text)
    .map((key) => (key === " " ? "<Space>" : key))
    .join("");
}

const expression = { args: true, noComment: true } as const;

export const scriptCommands: ExCommand[] = [
  {
    name: "source",
    min: 2,
    bang: true,
    args: true,
    bar: true,
    range: "lines",
    whole: true,
    complete: "file",
    doc: "Runs the lines of a file as commands.",
    run: source,
  },
  {
    name: "@",
    min: 1,
    range: "lines",
    args: true,
    bar: true,
    doc: "Runs the lines of a register as commands.",
    run: runRegister,
  },
  {
    name: "*",
    min: 1,
    range: "lines",
    args: true,
    bar: true,
    doc: "Runs the lines of a register as commands.",
    run: runRegister,
  },
  {
    ...expression,
    name: "echo",
    min: 2,
    doc: "Shows the value of expressions.",
    run: (call) => echo(call, "info"),
  },
  {
    ...expression,
    name: "echomsg",
    min: 5,
    doc: "Shows the value of expressions.",
    run: (call) => echo(call, "info"),
  },
  {
    ...expression,
    name: "echon",
    min: 5,
    doc: "Shows the value of expressions.",
    run: (call) => echo(call, "info"),
  },
  {
    ...expression,
    name: "echoerr",
    min: 5,
    doc: "Fails with the value of expressions.",
    run: (call) => echo(call, "error"),
  },
  {
    ...expression,
    name: "execute",
    min: 3,
    doc: "Runs the value of expressions as a command.",
    run: execute,
  },
  {
    ...expression,
    name: "let",
    min: 3,
    doc: "Sets a register, an option or mapleader.",
    run: assign,
  },
];
