/** Searches for XML and HTML tags, as the tag text objects and `%` need them. */
import { charClass, type IsKeyword, WORD } from "../keyword.ts";
import type { Text } from "../text.ts";

/** The offset of the next `char` from a place, or null. */
function indexOf(text: Text, from: number, char: string): number | null {
  let line = text.lineAt(from);
  let col = from - line.from;
  for (;;) {
    const at = line.text.indexOf(char, col);
    if (at >= 0) return line.from + at;
    if (line.number === text.lines) return null;
    line = text.line(line.number + 1);
    col = 0;
  }
}

export interface Tag {
  readonly kind: "start" | "end";
  readonly name: string;
}

/** The tag whose `<` is at a column of a row: `<name ...>` (over rows too, not `<name/>`), `</name>`. */
export function tagAt(text: Text, line: { text: string; from: number }, col: number): Tag | null {
  const string = line.text;
  if (string[col + 1] === "/") {
    const end = string.indexOf(">", col);
    return end < 0 ? null : { kind: "end", name: string.slice(col + 2, end) };
  }
  let at = col + 1;
  while (at < string.length && !" \t>/!".includes(string[at]!)) at++;
  if (at === col + 1) return null;
  const tag: Tag = { kind: "start", name: string.slice(col + 1, at) };
  if (at === string.length || string[at] === ">") return tag;
  if (string[at] === "/" || string[at] === "!") return null;
  const end = indexOf(text, line.from + at + 1, ">");
  if (end === null) return null;
  if (end === line.from + at + 1) return tag;
  const last = text.sliceString(end - 1, end);
  return last === "/" || last === "\n" ? null : tag;
}

/** The `<` of the start tag that is not closed before a place, or null. */
export function openTagBefore(text: Text, pos: number): number | null {
  let depth = 0;
  let line = text.lineAt(pos);
  let col = pos - line.from;
  for (;;) {
    const at = col > 0 ? line.text.lastIndexOf("<", col - 1) : -1;
    if (at < 0) {
      if (line.number === 1) return null;
      line = text.line(line.number - 1);
      col = line.length + 1;
      continue;
    }
    const tag = tagAt(text, line, at);
    if (tag?.kind === "end") depth++;
    else if (tag && depth-- === 0) return line.from + at;
    col = at;
  }
}

/** The `<` of the end tag of an element, from inside its start tag; null when there is none. */
export function endTagAfter(
  text: Text,
  pos: number,
  name: string,
  isKeyword: IsKeyword,
): number | null {
  const wanted = name.toLowerCase();
  const endsInWord = charClass(name.codePointAt(name.length - 1)!, isKeyword) >= WORD;
  let depth = 0;
  let line = text.lineAt(pos);
  let col = pos - line.from + 1;
  for (;;) {
    const at = line.text.indexOf("<", col);
    if (at < 0) {
      if (line.number === text.lines) return null;
      line = text.line(line.number + 1);
      col = 0;
      continue;
    }
    const tag = tagAt(text, line, at);
    if (tag?.name.toLowerCase() === wanted) {
      if (tag.kind === "start") {
        // At the end of its row only the name is there; Vim does not see such a tag here.
        if (endsInWord && at + 1 + tag.name.length < line.length) depth++;
      } else if (depth-- === 0) {
        return line.from + at;
      }
    }
    col = at + 1;
  }
}
