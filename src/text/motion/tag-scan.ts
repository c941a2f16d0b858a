/** Searches for XML and HTML tags, as the tag text objects and `%` need them. */
import { charClass, type IsKeyword, WORD } from "../keyword.ts";
import type { Text } from "../text.ts";

/** The offset of the next `char` from a place, or null. */
export function indexFrom(text: Text, from: number, char: string): number | null {
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
  const end = indexFrom(text, line.from + at + 1, ">");
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

/** Is a lower-case name at a column? Its dots stand for any character, as in Vim. */
function isNamed(line: string, col: number, name: string): boolean {
  if (col + name.length > line.length) return false;
  const found = line.slice(col, col + name.length).toLowerCase();
  if (found === name) return true;
  if (!name.includes(".") || found.length !== name.length) return false;
  for (let at = 0; at < name.length; at++) {
    if (name[at] !== "." && name[at] !== found[at]) return false;
  }
  return true;
}

/** Does a start tag with a name (in lower case) begin at a column? */
function startsElement(
  text: Text,
  line: { text: string; from: number },
  col: number,
  name: string,
): boolean {
  const after = col + 1 + name.length;
  if (!isNamed(line.text, col + 1, name)) return false;
  const char = line.text[after];
  if (char === ">") return true;
  if (char !== undefined && char !== " " && char !== "\t") return false;
  const end = indexFrom(text, line.from + after, ">");
  if (end === null) return false;
  return end === line.from + after + 1 || text.sliceString(end - 1, end) !== "/";
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
    if (endsInWord && startsElement(text, line, at, wanted)) {
      depth++;
    } else if (isNamed(line.text, at, `</${wanted}>`)) {
      if (depth-- === 0) return line.from + at;
    }
    col = at + 1;
  }
}
