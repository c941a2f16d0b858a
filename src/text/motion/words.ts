/** Word motions: `w` `W` `e` `E` `b` `B` `ge` `gE`. */
import { BLANK, charClass, type IsKeyword } from "../keyword.ts";
import type { Text } from "../text.ts";
import type { Reached } from "./contract.ts";
import { OTHER_ROW, STUCK, Walker } from "./walker.ts";

export interface WordOptions {
  readonly isKeyword: IsKeyword;
  /** WORDs: only blanks separate. */
  readonly big: boolean;
}

function classAt(walker: Walker, options: WordOptions): number {
  return charClass(walker.code, options.isKeyword, options.big);
}

/** Walks over characters of one class; true when the text ended first. */
function skipForward(walker: Walker, kind: number, options: WordOptions): boolean {
  while (classAt(walker, options) === kind) if (walker.forward() === STUCK) return true;
  return false;
}

function skipBackward(walker: Walker, kind: number, options: WordOptions): boolean {
  while (classAt(walker, options) === kind) if (walker.back() === STUCK) return true;
  return false;
}

/** One `w`. `ended`: the text or (with `stopAtEnd`) the row ended, no further step is possible. */
function stepForward(
  walker: Walker,
  options: WordOptions,
  stopAtEnd: boolean,
): "moved" | "ended" | "failed" {
  const kind = classAt(walker, options);
  const onLastRow = walker.onLastRow;
  const blocked = (step: number) => step === STUCK || (step >= OTHER_ROW && stopAtEnd);
  const first = walker.forward();
  if (first === STUCK || (first >= OTHER_ROW && onLastRow)) return "failed";
  if (blocked(first)) return "ended";
  if (kind !== BLANK) {
    while (classAt(walker, options) === kind) if (blocked(walker.forward())) return "ended";
  }
  while (classAt(walker, options) === BLANK) {
    if (walker.rowIsEmpty) break;
    if (blocked(walker.forward())) return "ended";
  }
  return "moved";
}

/**
 * `w` and `W`. `stopAtLineEnd` (for operators): the last of the counted words ends at its row's end.
 * Fails, at the place it reached, when it started a word on the last character of the text.
 */
export function wordForward(
  text: Text,
  pos: number,
  count: number,
  options: WordOptions & { readonly stopAtLineEnd: boolean },
): Reached {
  const walker = new Walker(text, pos);
  for (let left = count - 1; left >= 0; left--) {
    const how = stepForward(walker, options, options.stopAtLineEnd && left === 0);
    if (how === "failed") return { pos: walker.pos, failed: true };
    if (how === "ended") break;
  }
  return { pos: walker.pos, failed: false };
}

/**
 * `e` and `E`: onto the last character of a word. With `stop` a word whose end is already here
 * counts; with `empty` empty rows count as words.
 */
export function wordEnd(
  text: Text,
  pos: number,
  count: number,
  options: WordOptions & { readonly stop?: boolean; readonly empty?: boolean },
): Reached {
  const walker = new Walker(text, pos);
  const failure = () => ({ pos: walker.pos, failed: true });
  let stop = options.stop ?? false;
  for (let left = count; left > 0; left--) {
    const kind = classAt(walker, options);
    if (walker.forward() === STUCK) return failure();
    let onEmptyRow = false;
    if (kind !== BLANK && classAt(walker, options) === kind) {
      if (skipForward(walker, kind, options)) return failure();
    } else if (!stop || kind === BLANK) {
      while (classAt(walker, options) === BLANK) {
        if (options.empty && walker.rowIsEmpty) {
          onEmptyRow = true;
          break;
        }
        if (walker.forward() === STUCK) return failure();
      }
      if (!onEmptyRow && skipForward(walker, classAt(walker, options), options)) return failure();
    }
    if (!onEmptyRow) walker.back();
    stop = false;
  }
  return { pos: walker.pos, failed: false };
}

/** `b` and `B`: onto the first character of a word. With `stop` a word that starts here counts. */
export function wordBackward(
  text: Text,
  pos: number,
  count: number,
  options: WordOptions & { readonly stop?: boolean },
): Reached {
  const walker = new Walker(text, pos);
  let stop = options.stop ?? false;
  for (let left = count; left > 0; left--) {
    const kind = classAt(walker, options);
    if (walker.back() === STUCK) return { pos: walker.pos, failed: true };
    let onEmptyRow = false;
    if (!stop || kind === BLANK || classAt(walker, options) === kind) {
      while (classAt(walker, options) === BLANK) {
        if (walker.rowIsEmpty) {
          onEmptyRow = true;
          break;
        }
        if (walker.back() === STUCK) return { pos: walker.pos, failed: false };
      }
      if (!onEmptyRow && skipBackward(walker, classAt(walker, options), options)) {
        return { pos: walker.pos, failed: false };
      }
    }
    if (!onEmptyRow) walker.forward();
    stop = false;
  }
  return { pos: walker.pos, failed: false };
}

/** `ge` and `gE`: back onto the last character of a word. */
export function wordEndBackward(
  text: Text,
  pos: number,
  count: number,
  options: WordOptions & { readonly stopAtLineStart?: boolean },
): Reached {
  const walker = new Walker(text, pos);
  const blocked = (step: number) =>
    step === STUCK || (step === OTHER_ROW && options.stopAtLineStart === true);
  for (let left = count; left > 0; left--) {
    const kind = classAt(walker, options);
    const first = walker.back();
    if (first === STUCK) return { pos: walker.pos, failed: true };
    if (blocked(first)) break;
    if (kind !== BLANK) {
      while (classAt(walker, options) === kind) {
        if (blocked(walker.back())) return { pos: walker.pos, failed: false };
      }
    }
    while (classAt(walker, options) === BLANK) {
      if (walker.rowIsEmpty) break;
      if (blocked(walker.back())) return { pos: walker.pos, failed: false };
    }
  }
  return { pos: walker.pos, failed: false };
}
