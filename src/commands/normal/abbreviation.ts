/** Abbreviations: a word typed in insert mode that stands for another text. */
import { type Key, parseKeys } from "../../base/key.ts";
import { pointOf, rowOf, slice } from "../../text/text.ts";
import { replace } from "../edit.ts";
import type { InsertSession } from "./insert-session.ts";

/**
 * Removes the abbreviation before the cursor when `typed` ends it, and gives the keys it stands for;
 * null when there is none. `typed` is a character that is no keyword character, "" for CTRL-], null
 * for Esc. What was there before the insertion began is not looked at.
 */
export function takeAbbreviation(session: InsertSession, typed: string | null): Key[] | null {
  const { editor, doc, start } = session;
  if (editor.abbreviations.size === 0 || !session.recording || editor.replaying) return null;
  if (typed !== null && typed !== "" && doc.isKeyword(typed.codePointAt(0)!)) return null;
  const { from } = session.line;
  const startCol = rowOf(doc.text, session.pos) === start.row ? start.col : 0;
  const { row, col } = pointOf(doc.text, session.pos);
  const typedLength = session.asIs?.row === row ? col - session.asIs.col : col;
  const before = slice(doc.text, from + startCol, session.pos);
  for (const [name, text] of editor.abbreviations) {
    if (!before.endsWith(name) || name.length > typedLength) continue;
    const previous = before[before.length - name.length - 1];
    const nameIsWord = Array.from(name).every((c) => doc.isKeyword(c.codePointAt(0)!));
    if (previous !== undefined && nameIsWord && doc.isKeyword(previous.codePointAt(0)!)) continue;
    if (previous !== undefined && !nameIsWord && !/\s/.test(previous)) continue;
    const at = session.pos - name.length;
    replace(editor, doc, at, session.pos, "", "input.abbreviation");
    session.moveTo(at);
    return parseKeys(text);
  }
  return null;
}
