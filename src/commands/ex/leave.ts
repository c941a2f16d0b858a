/** Closing windows and ending the editor: `:quit`, `:wq`, `:qall` and their kin. */
import { UserError } from "../../base/errors.ts";
import { askYes, writeChanged } from "../../editor/buffers.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { closeTab, closeWindow, tabOf } from "../../editor/layout-windows.ts";
import { shownPath } from "../../editor/paths.ts";
import { faceOf } from "../../editor/terminal-face.ts";
import type { Window } from "../../editor/window.ts";
import { fireEvent } from "./autocommands.ts";
import type { ExCall, ExCommand } from "./call.ts";
import { leaveDocument, leaveUnsaved, UNSAVED } from "./file-arguments.ts";
import { write } from "./write.ts";

/** Whether closing the window ends the editor. */
function isLast(editor: Editor): boolean {
  return editor.windows.length === 1;
}

function* quit(call: ExCall): Fiber {
  const { editor } = call;
  const { win, doc } = editor;
  fireEvent(editor, "QuitPre", doc);
  if (!isLast(editor)) {
    yield* leaveDocument(call, doc);
    closeAny(editor, win);
    return;
  }
  fireEvent(editor, "ExitPre", doc);
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
  for (const doc of editor.docs) {
    const busy = faceOf(doc)?.busy ?? null;
    if (busy !== null) yield* leaveRunning(editor, busy);
  }
  for (const doc of [here, ...editor.docs.filter((d) => d !== here)]) {
    if (!doc.modified) continue;
    const message =
      doc === here
        ? UNSAVED
        : `E162: No write since last change for buffer "${shownPath(editor, doc.path)}"`;
    yield* leaveUnsaved(editor, doc, message);
  }
}

/** Throws UserError (E948) while a program runs in a terminal; with 'confirm' it asks. */
function* leaveRunning(editor: Editor, name: string): Fiber {
  const shown = name.length > 40 ? `${name.slice(0, 39)}…` : name;
  const asks = editor.exState.confirm || editor.options.get("confirm");
  if (asks && (yield* askYes(`"${shown}" is still running. End it? (y/n)`))) return;
  throw new UserError(`E948: Job still running (add ! to end the job): ${shown}`);
}

function* quitAll(call: ExCall): Fiber {
  fireEvent(call.editor, "QuitPre", call.editor.doc);
  fireEvent(call.editor, "ExitPre", call.editor.doc);
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

const named = { args: true, bar: true, bang: true, complete: "file" } as const;
const range = { range: "lines", whole: true } as const;

export const leaveCommands: ExCommand[] = [
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
];
