/** `it` and `at`: XML and HTML tags. */
import { endTagAfter, indexFrom, openTagBefore } from "../motion/tag-scan.ts";
import { SAME_ROW, STUCK, Walker } from "../motion/walker.ts";
import { isInIndent } from "./block.ts";
import type { ObjectContext, ObjectSelection } from "./contract.ts";

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
  const close = indexFrom(walker.text, walker.from + at, ">");
  return close !== null && walker.text.sliceString(close - 1, close) !== "/";
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
