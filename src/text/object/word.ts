/** `iw` `aw` `iW` `aW`. */
import { BLANK, charClass } from "../keyword.ts";
import { STUCK, Walker } from "../motion/walker.ts";
import { wordBackward, wordEnd, wordEndBackward, wordForward } from "../motion/words.ts";
import type { ObjectContext, ObjectSelection } from "./contract.ts";

/** Back to the start of the word or the blanks at the cursor, on its row. */
function backInRow(walker: Walker, kind: () => number): void {
  const start = kind();
  while (walker.col > 0) {
    walker.back();
    if (kind() !== start) {
      walker.forward();
      return;
    }
  }
}

/** One place left on the row; false at its start. */
function left(walker: Walker): boolean {
  if (walker.col === 0) return false;
  walker.back();
  return true;
}

/** Words (`big`: WORDs) and the blanks between them. */
export function wordObject(context: ObjectContext, big: boolean): ObjectSelection | null {
  const { text, around, visual } = context;
  const words = { isKeyword: context.options.isKeyword, big };
  const walker = new Walker(text, context.pos);
  const kind = () => charClass(walker.code, words.isKeyword, big);
  const isBlank = () => kind() === BLANK;
  let start = visual?.anchor ?? context.pos;
  let count = context.count;
  let inclusive = true;
  let wantsBlanks = false;
  const failure = (): ObjectSelection => ({
    start,
    end: walker.pos,
    inclusive,
    linewise: false,
    mode: visual?.mode ?? "v",
    failed: true,
  });

  if (!visual || visual.anchor === context.pos) {
    backInRow(walker, kind);
    const first = walker.pos;
    if (isBlank() === around) {
      const reached = wordEnd(text, walker.pos, 1, { ...words, stop: true, empty: true });
      walker.goTo(reached.pos);
      if (reached.failed) return failure();
    } else {
      walker.goTo(wordForward(text, walker.pos, 1, { ...words, stopAtLineEnd: true }).pos);
      if (walker.col === 0) walker.backOverEnd();
      else walker.back();
      wantsBlanks = around;
    }
    start = first;
    count--;
  }
  const first = start;
  for (; count > 0; count--) {
    inclusive = true;
    if (visual && walker.pos < start) {
      if (walker.backOverEnd() === STUCK) return failure();
      if (around === isBlank()) {
        const reached = wordBackward(text, walker.pos, 1, { ...words, stop: true });
        walker.goTo(reached.pos);
        if (reached.failed) return failure();
      } else {
        const reached = wordEndBackward(text, walker.pos, 1, { ...words, stopAtLineStart: true });
        walker.goTo(reached.pos);
        if (reached.failed) return failure();
        walker.forwardOverEnd();
      }
    } else {
      if (walker.forwardOverEnd() === STUCK) return failure();
      if (around === isBlank()) {
        const reached = wordEnd(text, walker.pos, 1, { ...words, stop: true, empty: true });
        walker.goTo(reached.pos);
        if (reached.failed) return failure();
      } else {
        const reached = wordForward(text, walker.pos, 1, { ...words, stopAtLineEnd: true });
        walker.goTo(reached.pos);
        if (reached.failed && count > 1) return failure();
        if (!left(walker)) inclusive = false;
      }
    }
  }
  if (wantsBlanks && (!isBlank() || (walker.col === 0 && !inclusive))) {
    // No blanks after the word: take those before it, but not the indent.
    const end = walker.pos;
    walker.goTo(first);
    if (left(walker)) {
      backInRow(walker, kind);
      if (isBlank() && walker.col > 0) start = walker.pos;
    }
    walker.goTo(end);
  }
  const mode = visual?.mode === "V" ? "v" : (visual?.mode ?? "v");
  return { start, end: walker.pos, inclusive, linewise: false, mode, failed: false };
}
