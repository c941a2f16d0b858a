/** Abbreviations of the command line (`:cabbrev`). */
import { keysOfText, literalOfKey, parseKeys } from "../../base/key.ts";
import type { Editor } from "../../editor/editor.ts";
import type { CommandLine } from "./line.ts";

/** Replaces the word before the cursor when it is an abbreviation. */
export function expandCommandAbbreviation(editor: Editor, line: CommandLine): void {
  const before = line.text.slice(0, line.cursor);
  for (const entry of editor.exState.abbreviations) {
    if (!entry.cmdline || !before.endsWith(entry.from)) continue;
    const start = before.length - entry.from.length;
    const previous = before[start - 1];
    const isWord = [...entry.from].every((ch) => editor.doc.isKeyword(ch.codePointAt(0)!));
    if (previous !== undefined && isWord && editor.doc.isKeyword(previous.codePointAt(0)!))
      continue;
    if (previous !== undefined && !isWord && !/\s/.test(previous)) continue;
    const keys = parseKeys(entry.to);
    const text = (keys.length > 0 ? keys : keysOfText(entry.to))
      .map((key) => literalOfKey(key) ?? "")
      .join("");
    line.replaceBefore(start, text);
    return;
  }
}
