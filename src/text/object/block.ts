/** `i(` `a(` and the other brackets. */
import { type BracketSearch, scanForMatch } from "../motion/match-scan.ts";
import { SAME_ROW, Walker } from "../motion/walker.ts";
import type { ObjectContext, ObjectSelection } from "./contract.ts";

/** Is a place in the indent of its row, its own character included? */
export function isInIndent(walker: Walker): boolean {
  const col = walker.col;
  for (let at = 0; at <= col; at++) {
    const char = walker.line[at];
    if (char !== " " && char !== "\t") return false;
  }
  return true;
}

export interface Brackets {
  readonly open: string;
  readonly close: string;
}

export function blockObject(context: ObjectContext, brackets: Brackets): ObjectSelection | null {
  const { text, pos, around, visual } = context;
  const { open, close } = brackets;
  const ignoreBackslash = context.options.cpoptions.includes("M");
  const settings = { escaped: false, ignoreBackslash };
  const plain = context.options.cpoptions.includes("%");
  const opening = (from: number, more: Partial<BracketSearch>) =>
    scanForMatch(text, from, { from: close, wanted: open, backward: true, ...settings, ...more });
  const closing = (from: number) =>
    scanForMatch(text, from, { from: open, wanted: close, backward: false, plain, ...settings });

  const cursor = new Walker(text, pos);
  let oldStart = pos;
  let oldEnd = pos;
  if (!visual || visual.anchor === pos) {
    if (open === "{") while (isInIndent(cursor)) if (cursor.forward() !== SAME_ROW) break;
    if (cursor.char === open) cursor.forward();
  } else if (visual.anchor < pos) {
    oldStart = visual.anchor;
    cursor.goTo(visual.anchor);
  } else {
    oldEnd = visual.anchor;
  }

  // Outwards from the cursor; where nothing encloses it, the next block of the text.
  const encloses = opening(cursor.pos, { plain: true }) !== null;
  let found: number | null = null;
  for (let left = context.count; left > 0; left--) {
    found = opening(cursor.pos, { plain: true, backward: encloses });
    if (found === null) return null;
    cursor.goTo(found);
  }
  if (found === null) return null;
  const start = new Walker(text, found);
  let end = closing(cursor.pos);
  if (end === null) return null;
  cursor.goTo(end);

  let fromRowStart = false;
  while (!around) {
    start.forwardOverEnd();
    fromRowStart = cursor.col === 0;
    cursor.backOverEnd();
    while (isInIndent(cursor)) {
      fromRowStart = true;
      if (cursor.backOverEnd() !== SAME_ROW) break;
    }
    const grew = start.pos < oldStart || oldEnd < cursor.pos;
    if (!visual || grew) break;
    cursor.goTo(oldStart);
    cursor.backOverEnd();
    found = opening(cursor.pos, { plain });
    if (found === null) return null;
    start.goTo(found);
    end = closing(found);
    if (end === null) return null;
    cursor.goTo(end);
  }

  const result = { linewise: false, mode: "v", failed: false } as const;
  if (visual) {
    if (fromRowStart && !cursor.atRowEnd) cursor.forward();
    return { ...result, start: start.pos, end: cursor.pos, inclusive: true };
  }
  let inclusive = false;
  if (fromRowStart) cursor.forwardOverEnd();
  else if (start.pos <= cursor.pos) inclusive = true;
  else cursor.goTo(start.pos);
  return { ...result, start: start.pos, end: cursor.pos, inclusive };
}
