/** Making a predicted change, all of it or a part, in insert and normal mode. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import { previousColumn } from "../../text/motion/walker.ts";
import { type Part, partOf } from "../../text/partial.ts";
import {
  changeOf,
  type Hunk,
  hunksOf,
  interpolate,
  type Prediction,
} from "../../text/prediction.ts";
import { type ChangeSet, slice, type Text } from "../../text/text.ts";
import { ACCEPT_ORIGIN } from "../history.ts";
import { charactersOf, keysOfChange, recordInstead } from "./recorded.ts";
import { differing, rememberEdit } from "./repeat.ts";

export interface AcceptPorts {
  /** Called before an accept is dispatched: it must not be taken for typing over. */
  accepted(prediction: Prediction, part: "all" | "part"): void;
}

/** One replacement that takes in the insertion's cursor, so that it is as if it were typed. */
interface AtCursor {
  readonly hunk: Hunk;
  /** What of the old text is before the cursor, and how many characters are behind it. */
  readonly before: string;
  readonly after: number;
}

/** Makes the change of a prediction for the current document, or the next part of it. */
export function accept(
  editor: Editor,
  arbiter: AcceptPorts,
  prediction: Prediction,
  part: Part | "all",
): void {
  const { doc } = editor;
  const hunks = hunksOf(prediction.changes);
  const taken = part === "all" ? hunks : partOf(hunks, doc.text, part, doc.isKeyword);
  const changes = part === "all" ? prediction.changes : changeOf(taken, doc.text.length);
  const whole = part === "all" || interpolate(prediction, changes, doc.text) === null;
  const cursor = whole ? prediction.cursor : behind(taken);
  if (editor.mode === "insert") acceptTyping(editor, begin, changes, taken, cursor);
  else acceptResting(editor, begin, changes, taken, cursor);

  function begin(): void {
    arbiter.accepted(prediction, whole ? "all" : "part");
  }
}

/** Where the last of these replacements ends in the text that they make. */
function behind(hunks: readonly Hunk[]): number {
  let grown = 0;
  let end = 0;
  for (const { from, to, insert } of hunks) {
    end = from + grown + insert.length;
    grown += insert.length - (to - from);
  }
  return end;
}

/** In insert mode what goes in at the cursor is a part of the insertion: one `u`, in `.` and `".`. */
function acceptTyping(
  editor: Editor,
  begin: () => void,
  changes: ChangeSet,
  hunks: readonly Hunk[],
  cursor: number,
): void {
  const { doc, win } = editor;
  const { insertion } = editor.modal;
  const here = atCursor(doc.text, hunks, win.cursor.pos);
  recordInstead(editor, []);
  if (editor.recording !== null && here === null) {
    throw new UserError("This change is somewhere else: it can't be recorded in a macro");
  }
  begin();
  if (here === null) {
    // The insertion ends here, as by a cursor key, and goes on behind the change.
    insertion?.moved();
    dispatch(editor, changes);
    doc.undo.sync();
    editor.setCursor(win, cursor);
    return;
  }
  dispatch(editor, changes);
  const { hunk, before, after } = here;
  const end = hunk.from + hunk.insert.length;
  editor.setCursor(win, end);
  insertion?.put(hunk.insert, { before, after });
  if (cursor === end) return;
  insertion?.moved();
  editor.setCursor(win, cursor);
}

function atCursor(text: Text, hunks: readonly Hunk[], pos: number): AtCursor | null {
  const [hunk] = hunks;
  if (!hunk || hunks.length > 1 || hunk.from > pos || hunk.to < pos) return null;
  const before = slice(text, hunk.from, pos);
  const after = slice(text, pos, hunk.to);
  if (before.includes("\n") || after.includes("\n")) return null;
  return { hunk, before, after: charactersOf(after) };
}

/** Outside of an insertion it is one undo step, and what `.` repeats. */
function acceptResting(
  editor: Editor,
  begin: () => void,
  changes: ChangeSet,
  hunks: readonly Hunk[],
  cursor: number,
): void {
  const { doc, win } = editor;
  recordInstead(editor, keysOfChange(editor, differing(doc.text, hunks)));
  rememberEdit(editor, hunks);
  begin();
  doc.undo.sync();
  dispatch(editor, changes);
  doc.undo.sync();
  editor.setCursor(win, restingPlace(editor, cursor));
}

function dispatch(editor: Editor, changes: ChangeSet): void {
  editor.dispatch(editor.doc, { changes, origin: ACCEPT_ORIGIN });
}

/** In normal mode the cursor stands on the last character of the new text, after CTRL-O behind it. */
function restingPlace(editor: Editor, cursor: number): number {
  if (editor.modal.insertNormal !== null) return cursor;
  const { text } = editor.doc;
  const pos = Math.min(cursor, text.length);
  const line = text.lineAt(pos);
  return pos > line.from ? line.from + previousColumn(line.text, pos - line.from) : pos;
}
