/** `is` and `as`. */
import { findSentence } from "../motion/sentence.ts";
import { STUCK, Walker } from "../motion/walker.ts";
import type { ObjectContext, ObjectSelection } from "./contract.ts";

function isBlank(walker: Walker): boolean {
  return walker.char === " " || walker.char === "\t";
}

/** Back to the first of the blanks before a place. */
function toFirstBlank(walker: Walker): void {
  while (walker.backOverEnd() !== STUCK) {
    if (!isBlank(walker)) {
      walker.forwardOverEnd();
      return;
    }
  }
}

export function sentenceObject(context: ObjectContext): ObjectSelection | null {
  const { text, around, visual, options } = context;
  const cursor = new Walker(text, context.pos);
  const next = () => cursor.goTo(findSentence(text, cursor.pos, 1, true, options) ?? cursor.pos);
  const previous = () =>
    cursor.goTo(findSentence(text, cursor.pos, 1, false, options) ?? cursor.pos);
  const forward = (count: number, fromStart: boolean) => {
    let atStart = fromStart;
    for (let left = count - 1; left >= 0; left--) {
      next();
      if (atStart) toFirstBlank(cursor);
      if (left === 0 || atStart) cursor.backOverEnd();
      atStart = !atStart;
    }
  };

  /** Grows the selection at its head; `cursor` is on the next sentence, `probe` at the head. */
  const extend = (from: number, anchor: number, probe: Walker) => {
    let steps = around ? context.count * 2 : context.count;
    if (from < anchor) {
      let atStart = true;
      probe.backOverEnd();
      while (probe.pos < cursor.pos) {
        if (!isBlank(probe)) {
          atStart = false;
          break;
        }
        probe.forwardOverEnd();
      }
      if (!atStart) {
        previous();
        if (cursor.pos === from) atStart = true;
        else next();
      }
      while (steps-- > 0) {
        if (atStart) toFirstBlank(cursor);
        if (!atStart || (!around && !isBlank(cursor))) previous();
        atStart = !atStart;
      }
      return;
    }
    probe.forwardOverEnd();
    let atStart = true;
    if (probe.pos !== cursor.pos) {
      atStart = false;
      while (probe.pos < cursor.pos) {
        if (!isBlank(probe)) {
          atStart = true;
          break;
        }
        probe.forwardOverEnd();
      }
      if (atStart) previous();
      else cursor.goTo(from);
    }
    forward(steps, atStart);
  };
  const selection = (start: number, mode: ObjectSelection["mode"]): ObjectSelection => ({
    start,
    end: cursor.pos,
    inclusive: true,
    linewise: false,
    mode,
    failed: false,
  });

  next();
  if (visual && visual.anchor !== context.pos) {
    extend(context.pos, visual.anchor, new Walker(text, context.pos));
    return selection(visual.anchor, visual.mode);
  }
  const start = new Walker(text, context.pos);
  const probe = start.copy();
  while (isBlank(probe)) if (probe.forwardOverEnd() === STUCK) break;
  const startsBlank = probe.pos === cursor.pos;
  if (startsBlank) {
    toFirstBlank(start);
  } else {
    previous();
    start.goTo(cursor.pos);
  }
  const steps = around ? context.count * 2 : context.count - (startsBlank ? 1 : 0);
  if (steps > 0) forward(steps, true);
  else cursor.backOverEnd();
  if (around) {
    if (startsBlank) {
      toFirstBlank(cursor);
      if (isBlank(cursor)) cursor.backOverEnd();
    } else if (!isBlank(cursor)) {
      toFirstBlank(start);
    }
  }
  if (visual) {
    // On one blank before a sentence nothing would grow.
    if (start.pos === cursor.pos) {
      extend(start.pos, visual.anchor, probe);
      return selection(visual.anchor, visual.mode);
    }
    return selection(start.pos, "v");
  }
  const inclusive = cursor.forwardOverEnd() === STUCK;
  return { ...selection(start.pos, "v"), inclusive };
}
