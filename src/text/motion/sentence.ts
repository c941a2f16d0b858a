/** `(` and `)`: sentences. */
import type { Text } from "../text.ts";
import type { Target } from "./contract.ts";
import { type MacroOptions, startsBlock } from "./paragraph.ts";
import { STUCK, Walker } from "./walker.ts";

const TERMINATORS = ".!?";
const CLOSERS = ")]\"'";

function isBlank(char: string): boolean {
  return char === " " || char === "\t";
}

function isOneOf(char: string, set: string): boolean {
  return char !== "" && set.includes(char);
}

function startsParagraph(walker: Walker, options: MacroOptions): boolean {
  return walker.col === 0 && startsBlock(walker.text, walker.row, "", false, options);
}

/** Back over blanks and the punctuation that ends a sentence. */
function backOverEnding(walker: Walker, forward: boolean): void {
  let seenTerminator = false;
  for (;;) {
    const char = walker.char;
    if (!isBlank(char) && !isOneOf(char, TERMINATORS + CLOSERS)) return;
    const before = walker.copy();
    if (before.backOverEnd() === STUCK || (before.rowIsEmpty && forward)) return;
    if (seenTerminator) return;
    if (isOneOf(char, TERMINATORS)) seenTerminator = true;
    if (isOneOf(char, CLOSERS) && !isOneOf(before.char, TERMINATORS + CLOSERS)) return;
    walker.backOverEnd();
  }
}

/** The place after a sentence that ends at the terminator under `walker`, or null. */
function afterTerminator(walker: Walker, options: MacroOptions): Walker | null {
  const probe = walker.copy();
  let stuck = false;
  do {
    stuck = probe.forward() === STUCK;
  } while (!stuck && isOneOf(probe.char, CLOSERS));
  const strict = options.cpoptions.includes("J");
  let ends = stuck || probe.atRowEnd;
  if (!ends && !strict) ends = isBlank(probe.char);
  if (!ends && strict && probe.char === " ") {
    ends = probe.forward() !== STUCK && probe.char === " ";
  }
  if (!ends) return null;
  if (probe.atRowEnd) probe.forward();
  return probe;
}

/**
 * The start of the `count`-th next (`forward`) or previous sentence. The position may be the end of
 * the text's last row.
 */
export function findSentence(
  text: Text,
  pos: number,
  count: number,
  forward: boolean,
  options: MacroOptions,
): number | null {
  const walker = new Walker(text, pos);
  const step = () => (forward ? walker.forwardOverEnd() : walker.backOverEnd());
  let left = count;
  while (left-- > 0) {
    const startedAt = walker.pos;
    let found = false;
    let keepBlanks = false;
    if (walker.atRowEnd) {
      do {
        if (step() === STUCK) break;
      } while (walker.atRowEnd);
      found = forward;
    } else if (forward && startsParagraph(walker, options)) {
      if (walker.onLastRow) return null;
      walker.goToRow(walker.row + 1);
      found = true;
    } else if (!forward) {
      walker.backOverEnd();
    }
    if (!found) {
      backOverEnding(walker, forward);
      const startRow = walker.row;
      for (;;) {
        if (walker.atRowEnd || startsParagraph(walker, options)) {
          if (!forward && walker.row !== startRow) walker.goToRow(walker.row + 1, walker.col);
          break;
        }
        if (isOneOf(walker.char, TERMINATORS)) {
          const after = afterTerminator(walker, options);
          if (after) {
            walker.goTo(after.pos);
            break;
          }
        }
        if (step() === STUCK) {
          if (left > 0) return null;
          keepBlanks = true;
          break;
        }
      }
    }
    while (!keepBlanks && isBlank(walker.char)) if (walker.forwardOverEnd() === STUCK) break;
    if (walker.pos === startedAt) {
      if (step() === STUCK) {
        if (left > 0) return null;
        break;
      }
      left++;
    }
  }
  return walker.pos;
}

/** `)`; exclusive, at the end of a row with text clip it with `settle`. */
export function sentenceForward(
  text: Text,
  pos: number,
  count: number,
  options: MacroOptions,
): number | null {
  return findSentence(text, pos, count, true, options);
}

/** `(`; exclusive. */
export function sentenceBackward(
  text: Text,
  pos: number,
  count: number,
  options: MacroOptions,
): number | null {
  return findSentence(text, pos, count, false, options);
}

/**
 * Takes an exclusive target off the end of a row with text: one character back and inclusive. Vim
 * does so after `(`, `)` and word motions, except in visual mode.
 */
export function settle(text: Text, target: Target): Target {
  const walker = new Walker(text, target.pos);
  if (!walker.atRowEnd || walker.rowIsEmpty) return target;
  walker.back();
  return { pos: walker.pos, inclusive: true };
}
