/** `it` and `at`: XML and HTML tags. */
import { charClass, type IsKeyword, WORD } from "../keyword.ts";
import { SAME_ROW, STUCK, Walker } from "../motion/walker.ts";
import type { Text } from "../text.ts";
import { isInIndent } from "./block.ts";
import type { ObjectContext, ObjectSelection } from "./contract.ts";

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

interface Tag {
  readonly kind: "start" | "end";
  readonly name: string;
}

/** The tag whose `<` is at a column of a row: `<name ...>` (over rows too, not `<name/>`), `</name>`. */
function tagAt(text: Text, line: { text: string; from: number }, col: number): Tag | null {
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
function openTagBefore(text: Text, pos: number): number | null {
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
function endTagAfter(text: Text, pos: number, name: string, isKeyword: IsKeyword): number | null {
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

/** Is the cursor inside `<...>` (or, with `end`, `</...>`) on its row? */
function isInTag(walker: Walker, end: boolean): boolean {
  const { line, col } = walker;
  let at = col;
  // Vim looks back for the bracket that starts a tag, from the cursor's character on.
  while (at > 0 && line[at] !== "<") {
    at--;
    if (line[at] === ">") return false;
  }
  if (line[at] !== "<") return false;
  if (end) return line[at + 1] === "/";
  if (line[at + 1] === "/") return false;
  const close = line.indexOf(">", at);
  if (close < 0) return false;
  return line[close - 1] !== "/";
}

export function tagObject(context: ObjectContext): ObjectSelection | null {
  const { text, pos, visual } = context;
  const cursor = new Walker(text, pos);
  let oldStart = pos;
  const beforeEnd = new Walker(text, pos);
  if (!visual) beforeEnd.backOverEnd();
  let oldEnd = beforeEnd.pos;
  if (!visual || visual.anchor === pos) {
    while (isInIndent(cursor)) if (cursor.forward() !== SAME_ROW) break;
    if (isInTag(cursor, false)) {
      while (cursor.char !== ">") if (cursor.forward() === STUCK) break;
    } else if (isInTag(cursor, true)) {
      while (cursor.char !== "<") if (cursor.back() === STUCK) break;
      cursor.back();
      oldEnd = cursor.pos;
    }
  } else if (visual.anchor < pos) {
    oldStart = visual.anchor;
    cursor.goTo(visual.anchor);
  } else {
    oldEnd = visual.anchor;
  }

  let around = context.around;
  let count = context.count;
  for (;;) {
    for (let left = count; left > 0; left--) {
      const open = openTagBefore(text, cursor.pos);
      if (open === null) return null;
      cursor.goTo(open);
    }
    const open = cursor.pos;
    cursor.forward();
    let nameEnd = cursor.col;
    while (nameEnd < cursor.line.length && !" \t>".includes(cursor.line[nameEnd]!)) nameEnd++;
    const name = cursor.line.slice(cursor.col, nameEnd);
    if (name === "") return null;
    const close = endTagAfter(text, cursor.pos, name, context.options.isKeyword);
    if (close === null || close < oldEnd) {
      // An element without an end, or one that ends too early: go on further out.
      count = 1;
      cursor.goTo(open);
      continue;
    }
    let start = open;
    let exact = false;
    cursor.goTo(close);
    if (around) {
      while (cursor.char !== ">") if (cursor.forward() === STUCK) break;
    } else {
      // Before an end tag at the start of a row, an operator takes the line break too.
      exact = visual === undefined && cursor.col === 0 && cursor.char === "<";
      if (!exact && cursor.char === "<") cursor.back();
      const inside = new Walker(text, open);
      while (inside.forward() !== STUCK) {
        if (inside.char === ">") {
          inside.forward();
          start = inside.pos;
          break;
        }
      }
      if (visual && start === oldStart && cursor.pos === oldEnd) {
        around = true;
        cursor.goTo(oldStart);
        count = context.count;
        continue;
      }
    }
    const isEmpty = cursor.pos < start;
    return {
      start,
      end: isEmpty ? start : cursor.pos,
      inclusive: visual !== undefined || !(isEmpty || exact),
      exact,
      linewise: false,
      mode: "v",
      failed: false,
    };
  }
}
