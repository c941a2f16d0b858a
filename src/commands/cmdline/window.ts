/** The command-line window (`q:`, CTRL-F): the history as text that can be edited and run. */
import { UserError } from "../../base/errors.ts";
import { closeDocument, showDocument } from "../../editor/buffers.ts";
import type { Document } from "../../editor/document.ts";
import { type Editor, newMaps } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { closeWindow, enterWindow, splitWindow } from "../../editor/layout-windows.ts";
import type { Window } from "../../editor/window.ts";
import { lineText, rowOf, Text } from "../../text/text.ts";
import { executeEx } from "../ex/execute.ts";
import { runSearchLine } from "../normal/search.ts";
import { addHistory, historyOf } from "./history.ts";

interface CommandWindow {
  readonly doc: Document;
  readonly win: Window;
  readonly kind: ":" | "/" | "?";
  readonly back: Window;
}

const open = new WeakMap<Editor, CommandWindow>();

/**
 * Opens the window on the history, with what was typed as its last line and the cursor at its
 * column (UTF-16). Throws UserError (E11).
 */
function openCommandWindow(
  editor: Editor,
  kind: ":" | "/" | "?",
  typed: { readonly text: string; readonly col: number } = { text: "", col: 0 },
): void {
  if (open.has(editor)) {
    throw new UserError("E11: Invalid in command-line window; <CR> executes, CTRL-C quits");
  }
  const back = editor.win;
  const doc = editor.addDocument(Text.of([...historyOf(editor, kind), typed.text]), null);
  doc.kind = "cmdwin";
  doc.listed = false;
  const size = editor.options.get("cmdwinheight");
  const win = splitWindow(editor, back, { doc, size, edge: true, before: false });
  editor.setCursor(win, doc.text.length - typed.text.length + typed.col);
  open.set(editor, { doc, win, kind, back });
  const maps = newMaps();
  for (const mode of ["n", "i"] as const) {
    const bind = (key: string, name: string, text: string) =>
      maps[mode].set({
        keys: [key],
        action: { type: "command", name },
        when: "",
        silent: true,
        doc: text,
      });
    bind("<CR>", "cmdline.window-run", "Run this line");
    bind("<C-c>", "cmdline.window-edit", "Go on with this line on the command line");
  }
  editor.localMaps.set(doc, maps);
}

/** Closes it and gives the line of the cursor. */
function leave(editor: Editor): { line: string; kind: ":" | "/" | "?" } {
  const window = open.get(editor);
  if (!window) throw new UserError("Not in the command-line window");
  const { doc, win, back, kind } = window;
  const line = lineText(doc.text, rowOf(doc.text, win.cursor.pos));
  open.delete(editor);
  enterWindow(editor, editor.windows.includes(back) ? back : editor.win);
  if (!closeWindow(editor, win)) showDocument(editor, win, back.doc);
  closeDocument(editor, doc, back.doc);
  if (editor.mode !== "normal") editor.setMode("normal");
  return { line, kind };
}

function* run(editor: Editor): Fiber {
  const { line, kind } = leave(editor);
  addHistory(editor, kind, line);
  if (kind === ":") yield* executeEx(editor, line, { typed: true });
  else {
    const { pos } = runSearchLine(editor, line, kind === "/", 1, editor.win.cursor.pos);
    editor.setCursor(editor.win, pos);
  }
}

/** Installs what the window's keys run. */
export function installCommandWindow(editor: Editor): void {
  editor.commandWindow = function* (kind, typed) {
    openCommandWindow(editor, kind, typed);
    yield* [];
  };
  editor.commands.add(
    {
      name: "cmdline.window-run",
      doc: "Run the line of the command-line window",
      run: () => run(editor),
    },
    {
      name: "cmdline.window-edit",
      doc: "Leave the command-line window with its line on the command line",
      *run() {
        const { line, kind } = leave(editor);
        if (kind === ":") yield* editor.commandLine(line);
      },
    },
  );
  editor.events.on("window-close", (win) => {
    const window = open.get(editor);
    if (window?.win !== win) return;
    open.delete(editor);
    closeDocument(editor, window.doc, window.back.doc);
  });
}
