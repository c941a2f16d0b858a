/**
 * `:cd`, `:tcd`, `:lcd`, `:pwd`. A window's own working folder is stronger than its tab page's, and that
 * is stronger than the editor's; setting a wider one takes the narrower ones away.
 */
import { statSync } from "node:fs";
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import { absolutePath, fileArgument } from "../../editor/paths.ts";
import type { ExCall, ExCommand } from "./call.ts";

type Scope = "editor" | "tab" | "window";

/** Where a scope keeps its own folder and the one before it. */
const placeOf = (editor: Editor, scope: Scope) =>
  scope === "window" ? editor.win.folders : scope === "tab" ? editor.tab.folders : editor.folders;

function changeFolder(call: ExCall, scope: Scope): void {
  const { editor } = call;
  const place = placeOf(editor, scope);
  const path = wantedFolder(editor, call.args.trim(), place.last);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`E344: Can't find directory "${call.args.trim()}" in cdpath`);
  }
  place.last = editor.cwd;
  if (scope !== "window") editor.win.folders.own = null;
  if (scope === "editor") editor.tab.folders.own = null;
  place.own = path;
  if (call.typed) editor.showMessage(editor.cwd);
}

function wantedFolder(editor: Editor, name: string, last: string | null): string {
  if (name === "") return absolutePath(editor, "~");
  if (name !== "-") return absolutePath(editor, fileArgument(editor, name));
  if (last === null) throw new UserError("E186: No previous directory");
  return last;
}

const folder = { bar: true, bang: true, args: true, complete: "dir" } as const;

const changer = (name: string, min: number, scope: Scope, doc: string): ExCommand => ({
  ...folder,
  name,
  min,
  doc,
  run: (call) => changeFolder(call, scope),
});

const OF_TAB = "Changes the working folder of the tab page.";
const OF_WINDOW = "Changes the working folder of the window.";

export const folderCommands: ExCommand[] = [
  changer("cd", 2, "editor", "Changes the working folder."),
  changer("chdir", 3, "editor", "Changes the working folder."),
  changer("lcd", 2, "window", OF_WINDOW),
  changer("lchdir", 3, "window", OF_WINDOW),
  changer("tcd", 2, "tab", OF_TAB),
  changer("tchdir", 3, "tab", OF_TAB),
  {
    name: "pwd",
    min: 2,
    bar: true,
    doc: "Shows the working folder.",
    run: (call) => call.editor.showMessage(call.editor.cwd),
  },
];
