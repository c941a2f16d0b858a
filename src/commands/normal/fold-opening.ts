/** Which commands open the folds that they bring the cursor into, by the kinds of 'foldopen'. */
import type { Editor } from "../../editor/editor.ts";
import { type FoldOpenKind, openFoldsFor } from "../../editor/folding.ts";
import { rowOf } from "../../text/text.ts";

/** Names of commands by kind; the first that fits counts. */
const KINDS: ReadonlyArray<readonly [RegExp, FoldOpenKind]> = [
  [/^search\./, "search"],
  [/^motion\.match$/, "percent"],
  [/^motion\..*mark|^jump\.(?:back|forward|newer-change|older-change)$/, "mark"],
  [/^history\.(?:undo|redo|older|newer)$/, "undo"],
  [
    /^motion\.(?:open|close)-|^motion\.(?:sentence|paragraph|section|method|comment|directive)-/,
    "block",
  ],
  [
    /^motion\.(?:left|right|arrow-|word-|big-word-|find|till|column$|line-|first-non|last-non)/,
    "hor",
  ],
  [/^motion\.(?:file-|first-row$|last-row$|byte$)/, "jump"],
];
const known = new Map<string, FoldOpenKind | null>();

/** With 'foldclose' the folds that the cursor has left are closed. */
export function closeFoldsAfter(editor: Editor): void {
  const { win } = editor;
  if (win.folds.folds.length === 0 || editor.options.get("foldclose") !== "all") return;
  win.folds.closeOutside(rowOf(win.doc.text, win.cursor.pos));
}

/**
 * Opens the folds at the cursor after a typed command, when 'foldopen' has its kind; after undo
 * only when it `changed` something.
 */
export function openFoldsAfter(editor: Editor, command: string, changed = false): void {
  const { win } = editor;
  if (win.folds.folds.length === 0 || !editor.loop?.typed || editor.nesting > 0) return;
  let kind = known.get(command);
  if (kind === undefined) {
    kind = KINDS.find(([names]) => names.test(command))?.[1] ?? null;
    known.set(command, kind);
  }
  if (kind === "undo" && !changed) return;
  if (kind !== null) openFoldsFor(editor, win, kind);
}
