/** Abbreviations: a word typed in insert mode that stands for another text. */
import { keysOfText } from "../../base/key.ts";
import { slice } from "../../text/text.ts";
import { replace } from "../edit.ts";
import type { InsertSession } from "./insert-session.ts";

/**
 * Replaces the abbreviation before the cursor when `typed` ends it: a character that is no keyword
 * character, "" for CTRL-], null for Esc.
 */
export function expandAbbreviation(session: InsertSession, typed: string | null): void {
  const { editor, doc } = session;
  if (editor.abbreviations.size === 0 || !session.recording) return;
  if (typed !== null && typed !== "" && doc.isKeyword(typed.codePointAt(0)!)) return;
  const { from } = session.line;
  const before = slice(doc.text, from, session.pos);
  for (const [name, text] of editor.abbreviations) {
    if (!before.endsWith(name)) continue;
    const start = before.length - name.length;
    const previous = before[start - 1];
    const nameIsWord = Array.from(name).every((c) => doc.isKeyword(c.codePointAt(0)!));
    if (previous !== undefined && nameIsWord && doc.isKeyword(previous.codePointAt(0)!)) continue;
    if (previous !== undefined && !nameIsWord && !/\s/.test(previous)) continue;
    replace(editor, doc, from + start, session.pos, "", "input.abbreviation");
    session.moveTo(from + start);
    for (const key of keysOfText(text)) {
      if (key === "<CR>" || key === "<NL>") session.newLine();
      else session.typeText(key === "<lt>" ? "<" : key === "<Tab>" ? "\t" : key);
    }
    return;
  }
}
