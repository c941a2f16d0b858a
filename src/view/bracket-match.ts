/** The bracket at the cursor and its partner, found in what is on the screen. */
import type { Text } from "../text/text.ts";

const OPEN = "([{";
const CLOSE = ")]}";
/** UTF-16 units looked at in each direction: half a millisecond. */
const REACH = 20_000;

export interface BracketPair {
  readonly first: number;
  readonly second: number;
}

/**
 * The offsets of the bracket at `pos` (or just before it, with `before`: insert mode) and of the one
 * that matches it within `from` .. `to`; null where there is none.
 */
export function bracketPair(
  text: Text,
  pos: number,
  before: boolean,
  from: number,
  to: number,
): BracketPair | null {
  const at = bracketAt(text, pos, before);
  if (at < 0) return null;
  const char = text.sliceString(at, at + 1);
  const open = OPEN.indexOf(char);
  const partner =
    open >= 0
      ? forward(text, at, char, CLOSE[open]!, Math.min(to, at + REACH))
      : backward(text, at, char, OPEN[CLOSE.indexOf(char)]!, Math.max(from, at - REACH));
  return partner < 0 ? null : { first: at, second: partner };
}

/** Where the bracket stands whose partner is looked for, or -1. */
export function bracketAt(text: Text, pos: number, before: boolean): number {
  const from = before && pos > 0 ? pos - 1 : pos;
  const near = text.sliceString(from, Math.min(pos + 1, text.length));
  if (isBracket(near.charAt(pos - from))) return pos;
  return from < pos && isBracket(near.charAt(0)) ? from : -1;
}

function isBracket(char: string): boolean {
  return char !== "" && (OPEN.includes(char) || CLOSE.includes(char));
}

function forward(text: Text, at: number, same: string, other: string, to: number): number {
  const slice = text.sliceString(at + 1, to);
  let depth = 0;
  for (let i = 0; i < slice.length; i++) {
    const char = slice[i];
    if (char === same) depth++;
    else if (char === other && depth-- === 0) return at + 1 + i;
  }
  return -1;
}

function backward(text: Text, at: number, same: string, other: string, from: number): number {
  const slice = text.sliceString(from, at);
  let depth = 0;
  for (let i = slice.length - 1; i >= 0; i--) {
    const char = slice[i];
    if (char === same) depth++;
    else if (char === other && depth-- === 0) return from + i;
  }
  return -1;
}
