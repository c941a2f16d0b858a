/**
 * What `.` does with an accepted prediction: the same edit at the cursor. Text put in goes in there
 * again; text that was replaced is looked for from the cursor's word on, in its line, and replaced; whole
 * lines are replaced where the cursor's lines are the same.
 */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import { previousColumn } from "../../text/motion/walker.ts";
import { changed } from "../../text/partial.ts";
import { changeOf, type Hunk } from "../../text/prediction.ts";
import { slice, type Text } from "../../text/text.ts";

export type LikeEdit =
  /** `at`: the cursor, the end of its line, or lines of their own above or below it. */
  | {
      readonly kind: "insert";
      readonly at: "cursor" | "end" | "above" | "below";
      readonly text: string;
    }
  | { readonly kind: "words" | "lines"; readonly old: string; readonly text: string };

const COMMAND = "tab.repeat";
const ORIGIN = "tab.repeat";
const REMEMBERED = new WeakMap<Editor, LikeEdit>();

/** Makes `.` repeat these replacements, which the current document is about to get. */
export function rememberEdit(editor: Editor, hunks: readonly Hunk[]): void {
  if (editor.modal.redoing || hunks.length === 0) return;
  REMEMBERED.set(editor, likeEdit(editor.doc.text, hunks));
  editor.modal.redo = { register: "", count: 0, keys: [`<Command:${COMMAND}>`], visual: null };
}

/** The command behind `.`. Throws UserError where there is nothing like it. */
export function repeatEdit(editor: Editor): void {
  const edit = REMEMBERED.get(editor);
  if (!edit) throw new UserError("No prediction was accepted");
  const { doc, win } = editor;
  const hunk = likeHunk(doc.text, win.cursor.pos, edit);
  if (!hunk) throw new UserError(`Nothing like ${JSON.stringify(oldOf(edit))} here`);
  doc.undo.sync();
  editor.dispatch(doc, { changes: changeOf([hunk], doc.text.length), origin: ORIGIN });
  doc.undo.sync();
  const end = hunk.from + hunk.insert.length;
  const line = doc.text.lineAt(end);
  editor.setCursor(
    win,
    end > line.from ? line.from + previousColumn(line.text, end - line.from) : end,
  );
}

function oldOf(edit: LikeEdit): string {
  return edit.kind === "insert" ? "" : edit.old;
}

/** What these replacements of `text` are, apart from their place. */
export function likeEdit(text: Text, replaced: readonly Hunk[]): LikeEdit {
  const hunks = differing(text, replaced);
  const first = hunks[0]!;
  const last = hunks[hunks.length - 1]!;
  const line = text.lineAt(first.from);
  if (hunks.length === 1 && first.from === first.to) {
    const { from, insert } = first;
    if (from === line.to && insert.startsWith("\n")) {
      return { kind: "insert", at: "below", text: insert.slice(1) };
    }
    if (from === line.from && insert.endsWith("\n")) {
      return { kind: "insert", at: "above", text: insert.slice(0, -1) };
    }
    const at = from === line.to && line.length > 0 ? "end" : "cursor";
    return { kind: "insert", at, text: insert };
  }
  const whole = last.to > line.to;
  const from = whole ? line.from : wordStart(line.text, first.from - line.from) + line.from;
  const to = whole ? text.lineAt(last.to).to : wordEnd(line.text, last.to - line.from) + line.from;
  let made = "";
  let at = from;
  for (const hunk of hunks) {
    made += slice(text, at, hunk.from) + hunk.insert;
    at = hunk.to;
  }
  made += slice(text, at, to);
  return { kind: whole ? "lines" : "words", old: slice(text, from, to), text: made };
}

/** The hunks without what they leave as it is. */
export function differing(text: Text, hunks: readonly Hunk[]): Hunk[] {
  return hunks.map((hunk) => {
    const { from, old, insert } = changed(hunk, text);
    return { from, to: from + old.length, insert };
  });
}

/** The replacement that makes the edit at the cursor, or null where it does not fit. */
export function likeHunk(text: Text, pos: number, edit: LikeEdit): Hunk | null {
  const line = text.lineAt(pos);
  if (edit.kind === "insert") {
    switch (edit.at) {
      case "cursor":
        return { from: pos, to: pos, insert: edit.text };
      case "end":
        return { from: line.to, to: line.to, insert: edit.text };
      case "below":
        return { from: line.to, to: line.to, insert: `\n${edit.text}` };
      default:
        return { from: line.from, to: line.from, insert: `${edit.text}\n` };
    }
  }
  const { old } = edit;
  if (edit.kind === "lines") {
    const end = line.from + old.length;
    const same = end <= text.length && slice(text, line.from, end) === old;
    return same && text.lineAt(end).to === end
      ? { from: line.from, to: end, insert: edit.text }
      : null;
  }
  const start = wordStart(line.text, pos - line.from);
  for (let at = line.text.indexOf(old, start); at >= 0; at = line.text.indexOf(old, at + 1)) {
    const end = at + old.length;
    // Not a part of a longer word.
    if (wordStart(line.text, at) !== at || wordEnd(line.text, end) !== end) continue;
    return { from: line.from + at, to: line.from + end, insert: edit.text };
  }
  return null;
}

const WORD = /[\p{L}\p{N}\p{M}_]/u;

/** The start of the word that goes on at `col`, or `col`. */
function wordStart(line: string, col: number): number {
  let at = col;
  if (!WORD.test(characterAt(line, at))) return at;
  while (at > 0) {
    const before = previousColumn(line, at);
    if (!WORD.test(characterAt(line, before))) break;
    at = before;
  }
  return at;
}

/** The end of the word that ends behind `col`, when one goes on there. */
function wordEnd(line: string, col: number): number {
  if (col === 0 || !WORD.test(characterAt(line, previousColumn(line, col)))) return col;
  const rest = /^[\p{L}\p{N}\p{M}_]+/u.exec(line.slice(col));
  return col + (rest?.[0].length ?? 0);
}

function characterAt(line: string, col: number): string {
  const code = line.codePointAt(col);
  return code === undefined ? "" : String.fromCodePoint(code);
}
