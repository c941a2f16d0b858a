/** What features that put in text tell an insertion, so that `.` and the `.` register repeat it. */
import { type Key, keysOfText, literalKeys } from "../../base/key.ts";
import type { Insertion } from "../../editor/modal-state.ts";
import { pointOf, posOf } from "../../text/text.ts";
import type { InsertSession } from "./insert-session.ts";

export function insertionOf(session: InsertSession): Insertion {
  const insertion: Insertion = {
    beforeEnd: null,
    put(text, taken = { before: "", after: 0 }) {
      session.autoIndented = false;
      session.forget(taken.before);
      for (let n = 0; n < taken.after; n++) session.note("<Del>");
      session.typed += text;
      const keys = literalKeys(text);
      for (const key of keys) session.note(key);
      record(session, taken, keys);
      session.asIs = pointOf(session.doc.text, session.pos);
    },
    moved: () => session.breakInsertion(),
    carried(change, before) {
      const at = posOf(before, session.start.row, session.start.col);
      session.start = pointOf(session.doc.text, change.mapPos(at, -1));
    },
    mark: () => ({ keys: session.keys, at: session.keys.length, typed: session.typed.length }),
    rewrite(mark, text) {
      if (session.moved || session.keys !== mark.keys || session.keys.length < mark.at)
        return false;
      session.noteKeys(session.keys.length - mark.at, literalKeys(text));
      session.typed = session.typed.slice(0, mark.typed) + text;
      return true;
    },
  };
  return insertion;
}

/** A macro gets the keys that type what came of the ones that asked for it. */
function record(
  { editor }: InsertSession,
  taken: { readonly before: string; readonly after: number },
  keys: readonly Key[],
): void {
  if (editor.recording === null || !editor.loop?.typed) return;
  for (const _ of keysOfText(taken.before)) editor.recorded.push("<BS>");
  for (let n = 0; n < taken.after; n++) editor.recorded.push("<Del>");
  editor.recorded.push(...keys);
}
