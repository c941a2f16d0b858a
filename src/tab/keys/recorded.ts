/** What a macro gets for an accept: keys that make the same change, never the key of the accept. */
import { UserError } from "../../base/errors.ts";
import { foldControl, type Key, literalKeys } from "../../base/key.ts";
import type { Editor } from "../../editor/editor.ts";
import { previousColumn } from "../../text/motion/walker.ts";
import type { Hunk } from "../../text/prediction.ts";
import { rowOf, slice } from "../../text/text.ts";

/** While a macro is recorded, the keys of this command are taken out of it and others put in. */
export function recordInstead(editor: Editor, keys: readonly Key[]): void {
  if (editor.recording === null || !editor.loop?.typed) return;
  const { recorded } = editor;
  for (const key of [...editor.loop.peekLog()].reverse()) {
    const last = recorded[recorded.length - 1];
    if (last === undefined || foldControl(last) !== foldControl(key)) break;
    recorded.pop();
  }
  recorded.push(...keys);
}

/**
 * Keys of normal mode that make these replacements from where the cursor is: rows are counted from
 * it, columns from the row's start. Empty when nothing is recorded. Throws UserError (and takes the
 * accept's own keys out of the macro) when no such keys are known.
 */
export function keysOfChange(editor: Editor, hunks: readonly Hunk[]): Key[] {
  if (editor.recording === null) return [];
  const { text } = editor.doc;
  const keys: Key[] = [];
  // From the last one up, so that none moves the others.
  let row = rowOf(text, editor.win.cursor.pos);
  for (const { from, to, insert } of [...hunks].reverse()) {
    const line = text.lineAt(from);
    if (to > line.to) {
      recordInstead(editor, []);
      throw new UserError("A change that deletes line breaks can't be recorded in a macro");
    }
    keys.push(...rowKeys(row, line.number - 1), ...columnKeys(line.text, from - line.from));
    row = line.number - 1;
    const old = charactersOf(slice(text, from, to));
    if (old > 0) keys.push(...String(old), "x");
    if (insert === "") continue;
    // `x` at the end of a row leaves the cursor before what is to be put in.
    keys.push(to === line.to && from > line.from ? "A" : "i", ...literalKeys(insert), "<Esc>");
    row += insert.split("\n").length - 1;
  }
  return keys;
}

/** Keys that go to a place in the same document. */
export function keysOfMove(editor: Editor, pos: number): Key[] {
  const { text } = editor.doc;
  const line = text.lineAt(pos);
  const row = rowOf(text, editor.win.cursor.pos);
  return [...rowKeys(row, line.number - 1), ...columnKeys(line.text, pos - line.from)];
}

function rowKeys(from: number, to: number): Key[] {
  if (from === to) return [];
  return [...String(Math.abs(to - from)), to > from ? "j" : "k"];
}

function columnKeys(line: string, col: number): Key[] {
  // `l` does not go behind the last character, and a macro ends where it fails.
  const last = line === "" ? 0 : previousColumn(line, line.length);
  const count = charactersOf(line.slice(0, Math.min(col, last)));
  return count === 0 ? ["0"] : ["0", ...String(count), "l"];
}

export function charactersOf(text: string): number {
  let count = 0;
  for (let at = text.length; at > 0; at = previousColumn(text, at)) count++;
  return count;
}
