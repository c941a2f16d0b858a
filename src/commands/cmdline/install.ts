/** Puts Ex commands and the command line into an editor. */
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { executeEx } from "../ex/execute.ts";
import { evaluate } from "../ex/expression.ts";
import { leaveVisual } from "../normal/visual.ts";
import { readCommandLine } from "./read.ts";

export function installEx(editor: Editor): void {
  editor.ex = (line) => executeEx(editor, line);
  editor.readLine = (kind, initial = "") => readCommandLine(editor, kind, initial);
  editor.commandLine = (initial) => commandLine(editor, initial);
  editor.evaluate = function* (): Fiber<string | null> {
    const expression = yield* readCommandLine(editor, "=");
    return expression === null ? null : String(evaluate(editor, expression));
  };
}

/** Reads a `:` line and runs it. */
function* commandLine(editor: Editor, initial: string): Fiber {
  if (editor.win.visual) leaveVisual(editor);
  const line = yield* readCommandLine(editor, ":", initial);
  if (line !== null) yield* executeEx(editor, line, { typed: true });
}
