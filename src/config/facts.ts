/** The facts of an editor that `when` conditions ask for. */
import type { Editor } from "../editor/editor.ts";
import { type FactName, whenEvaluator } from "../modal/when.ts";

/** How to find out each fact now. A fact that no one provides is false. */
export type FactTable = Map<FactName, () => boolean | string>;

/**
 * Lets an editor evaluate the conditions of mappings. Features add their facts to the table that is
 * returned (`facts.set("prediction", () => ...)`).
 */
export function installFacts(editor: Editor): FactTable {
  const facts = editorFacts(editor);
  editor.holds = whenEvaluator((name) => facts.get(name)?.() ?? false);
  return facts;
}

function editorFacts(editor: Editor): FactTable {
  const before = () => {
    const { pos } = editor.win.cursor;
    const { from, text } = editor.doc.text.lineAt(Math.min(pos, editor.doc.text.length));
    return text.slice(0, pos - from);
  };
  const buffer = <N extends "readonly" | "modifiable" | "filetype">(name: N) =>
    editor.doc.options.get(name);
  return new Map<FactName, () => boolean | string>([
    ["normal", () => editor.mode === "normal"],
    ["operator", () => editor.mode === "operator"],
    ["visual", () => editor.mode === "visual" || editor.mode === "select"],
    ["insert", () => editor.mode === "insert"],
    ["replace", () => editor.mode === "replace" || editor.mode === "vreplace"],
    ["cmdline", () => editor.cmdline !== null],
    ["completion", () => editor.completion !== null],
    ["wildmenu", () => editor.cmdline?.menu != null],
    ["leadingBlank", () => /^[ \t]*$/.test(before())],
    [
      "lineEnd",
      () => {
        const { text } = editor.doc;
        const pos = Math.min(editor.win.cursor.pos, text.length);
        return pos >= text.lineAt(pos).to;
      },
    ],
    ["modified", () => editor.doc.modified],
    ["readonly", () => buffer("readonly") || !buffer("modifiable")],
    ["recording", () => editor.recording !== null],
    ["searching", () => editor.search.pattern !== null],
    ["split", () => editor.tab.windows.length > 1],
    ["filetype", () => buffer("filetype")],
    ["kind", () => editor.doc.kind],
  ]);
}
