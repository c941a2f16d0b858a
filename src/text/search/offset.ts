/** The search command line: `/pat/e+1;?other?b`. */
import { UserError } from "../../base/errors.ts";
import { afterCharacter, beforeCharacter } from "../pattern/char-class.ts";
import { skipPattern } from "../pattern/delimiter.ts";
import type { PatternMatch } from "../pattern/pattern.ts";
import type { Point, Text } from "../text.ts";
import { lineCount, lineText } from "../text.ts";

/** Where the cursor goes from a match. */
export interface SearchOffset {
  /** `line`: rows from the match's start; `start`, `end`: characters from there. */
  readonly kind: "start" | "end" | "line";
  readonly count: number;
}

export const NO_OFFSET: SearchOffset = { kind: "start", count: 0 };

export type SearchDirection = "/" | "?";

/** One of the searches of a command line that `;` joins. */
export interface SearchStep {
  readonly direction: SearchDirection;
  /** Empty: the last pattern again. */
  readonly pattern: string;
  /** Undefined when there is neither pattern nor offset: the last offset again. */
  readonly offset: SearchOffset | undefined;
}

export interface SearchCommand {
  readonly steps: readonly SearchStep[];
  /** What follows the last offset and was not understood. */
  readonly rest: string;
}

/** Reads an offset at the start of a string: what it says and how long it is (UTF-16). */
export function parseOffset(source: string): {
  readonly offset: SearchOffset;
  readonly length: number;
} {
  const form = /^(?:(?=[-+0-9])|([esb]))?([-+]?[0-9]+|[-+])?/.exec(source)!;
  const [whole, letter, number] = form;
  let count = 0;
  if (number === "+") count = 1;
  else if (number === "-") count = -1;
  else if (number !== undefined) count = Number.parseInt(number, 10);
  const isLine = letter === undefined && number !== undefined;
  const kind = isLine ? "line" : letter === "e" ? "end" : "start";
  return { offset: { kind, count }, length: whole.length };
}

/** Reads what was typed after `/` or `?`. Throws E386 when `;` is followed by neither. */
export function parseSearch(
  source: string,
  direction: SearchDirection,
  magic = true,
): SearchCommand {
  const steps: SearchStep[] = [];
  let at = 0;
  let sign = direction;
  for (;;) {
    const end = skipPattern(source, at, sign, magic);
    let pattern = source.slice(at, end);
    if (sign === "?") pattern = unescapeDelimiter(pattern);
    const closed = end < source.length;
    const read = closed
      ? parseOffset(source.slice(end + 1))
      : { offset: pattern === "" ? undefined : NO_OFFSET, length: 0 };
    steps.push({ direction: sign, pattern, offset: read.offset });
    at = closed ? end + 1 + read.length : source.length;
    if (source[at] !== ";") return { steps, rest: source.slice(at) };
    const next = source[at + 1];
    if (next !== "/" && next !== "?") throw new UserError("E386: Expected '?' or '/' after ';'");
    sign = next;
    at += 2;
  }
}

function unescapeDelimiter(pattern: string): string {
  return pattern.replace(/\\(.)/gsu, (whole, char) => (char === "?" ? "?" : whole));
}

/** The next character's place, past a line's end (but on an empty line); null at the text's end. */
function forwardFrom(text: Text, { row, col }: Point): Point | null {
  const line = lineText(text, row);
  const next = col < line.length ? afterCharacter(line, col) : col;
  if (next < line.length) return { row, col: next };
  if (row + 1 < lineCount(text)) return { row: row + 1, col: 0 };
  return null;
}

/** The place of the character before, null at the text's start. */
function backwardFrom(text: Text, { row, col }: Point): Point | null {
  if (col > 0) return { row, col: beforeCharacter(lineText(text, row), col) };
  if (row === 0) return null;
  const line = lineText(text, row - 1);
  return { row: row - 1, col: line === "" ? 0 : beforeCharacter(line, line.length) };
}

/** Moves over characters, at most to the text's ends; `left` is what could not be moved. */
function moveCharacters(
  text: Text,
  from: Point,
  count: number,
): { readonly at: Point; readonly left: number } {
  let at = from;
  for (let left = Math.abs(count); left > 0; left--) {
    const next = count > 0 ? forwardFrom(text, at) : backwardFrom(text, at);
    if (next === null) return { at, left };
    at = next;
  }
  return { at, left: 0 };
}

/**
 * Where a search starts so that a character offset does not find the match at the cursor again. Rows
 * -1 and of the line count stand for the places before and after the text, as `findPattern` takes.
 */
export function searchStart(text: Text, cursor: Point, offset: SearchOffset): Point {
  if (offset.kind === "line" || offset.count === 0) return cursor;
  const { at, left } = moveCharacters(text, cursor, -offset.count);
  if (left === 0) return at;
  return offset.count > 0 ? { row: -1, col: 0 } : { row: lineCount(text), col: 0 };
}

export interface OffsetPlace {
  readonly at: Point;
  /** An operator takes whole rows. */
  readonly linewise: boolean;
  /** An operator takes the character at the place too. */
  readonly inclusive: boolean;
}

/** Where an offset puts the cursor. `at` is where the search itself put it (`Found.at`, found with
 * `searchEnd` for offsets of kind `end`). */
export function applyOffset(
  text: Text,
  found: { readonly match: PatternMatch; readonly at: Point },
  offset: SearchOffset,
): OffsetPlace {
  const inclusive = offset.kind === "end";
  if (offset.kind !== "line") {
    const { at } = moveCharacters(text, found.at, offset.count);
    return { at, linewise: false, inclusive };
  }
  const row = Math.max(0, Math.min(lineCount(text) - 1, found.at.row + offset.count));
  return { at: { row, col: 0 }, linewise: true, inclusive };
}
