/** What file commands have in common: their arguments, and the question about unsaved changes. */
import { UserError } from "../../base/errors.ts";
import { writeDocument } from "../../editor/buffers.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, rawKey } from "../../editor/fiber.ts";
import { fileArgument, shownPath } from "../../editor/paths.ts";
import type { ExCall } from "./call.ts";

/** What Vim says when a command would lose the changes of the current buffer. */
export const UNSAVED = "E37: No write since last change (add ! to override)";

export interface FileArguments {
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

function hasUnsaved(editor: Editor, doc: Document): boolean {
  return doc.modified && !editor.windows.some((win) => win !== editor.win && win.doc === doc);
}

/** Before a window leaves a document that no other shows; throws UserError when that may not be. */
export function* leaveDocument(call: ExCall, doc: Document): Fiber {
  const { editor } = call;
  const { awaited } = doc;
  const hides = editor.options.get("hidden") && awaited === null;
  if (hides || !hasUnsaved(editor, doc)) return;
  if (call.bang) {
    if (awaited !== null) awaited.abandoned = true;
    return;
  }
  yield* leaveUnsaved(editor, doc, UNSAVED);
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
