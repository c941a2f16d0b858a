/** Puts Ex commands and the command line into an editor. */
import { UserError } from "../../base/errors.ts";
import { openDocument, showDocument } from "../../editor/buffers.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { completePath } from "../../editor/paths.ts";
import { installAutocommands } from "../ex/autocommand-events.ts";
import { executeEx } from "../ex/execute.ts";
import { evaluate } from "../ex/expression.ts";
import { shellPlace } from "../ex/shell.ts";
import { leaveVisual } from "../normal/visual.ts";
import { visualRegion } from "../region.ts";
import { windowKeys } from "../window.ts";
import { readCommandLine } from "./read.ts";
import { installCommandWindow } from "./window.ts";

export function installEx(editor: Editor): void {
  editor.ex = (line) => executeEx(editor, line);
  editor.readLine = (kind, initial = "") => readCommandLine(editor, kind, initial);
  editor.commandLine = (initial) => commandLine(editor, initial);
  editor.evaluate = function* (): Fiber<string | null> {
    const expression = yield* readCommandLine(editor, "=");
    return expression === null ? null : String(evaluate(editor, expression));
  };
  editor.filter = (command, input) => {
    const { output, code } = editor.shell.filter(command, input, shellPlace(editor));
    if (code !== 0) throw new UserError(`shell returned ${code}`);
    return output;
  };
  editor.openPlace = function* ({ doc, path }): Fiber {
    const open = doc !== null && editor.docs.includes(doc) ? doc : null;
    const target = open ?? (path === null ? null : yield* openDocument(editor, path));
    if (!target) throw new UserError("E20: Mark not set");
    showDocument(editor, editor.win, target);
  };
  editor.completePath = (typed, foldersOnly) => completePath(editor, typed, foldersOnly);
  editor.windowKeys = windowKeys;
  installCommandWindow(editor);
  installAutocommands(editor);
}

/** Reads a `:` line and runs it. */
function* commandLine(editor: Editor, initial: string): Fiber {
  const { win } = editor;
  if (win.visual) {
    const { start } = visualRegion(editor, win);
    leaveVisual(editor);
    editor.setCursor(win, start);
  }
  const line = yield* readCommandLine(editor, ":", initial);
  if (line !== null) yield* executeEx(editor, line, { typed: true });
}
