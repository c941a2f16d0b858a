/**
 * Positions as servers count them: a 0-based line and a character, which is a count of UTF-8 bytes,
 * UTF-16 code units or code points, as was agreed on with the server.
 */
import type { Position, Range } from "vscode-languageserver-protocol";
import { isHigh, isLow } from "../../base/surrogates.ts";
import type { Span, Text } from "../../text/text.ts";

export type { Range };

export type PositionEncoding = "utf-8" | "utf-16" | "utf-32";

/** The position of an offset (UTF-16) of a text. */
export function toPosition(text: Text, pos: number, encoding: PositionEncoding): Position {
  const line = text.lineAt(pos);
  return { line: line.number - 1, character: unitsOf(line.text, pos - line.from, encoding) };
}

/**
 * The offset of a position; what is outside of the text goes to the nearest place in it, and a
 * position inside of a character to its start. Numbers that are none count as 0.
 */
export function fromPosition(text: Text, position: Position, encoding: PositionEncoding): number {
  const row = whole(position?.line);
  if (row >= text.lines) return text.length;
  const line = text.line(row + 1);
  return line.from + columnOf(line.text, whole(position?.character), encoding);
}

export function toRange(text: Text, from: number, to: number, encoding: PositionEncoding): Range {
  return { start: toPosition(text, from, encoding), end: toPosition(text, to, encoding) };
}

/** The offsets of a range; a range whose end lies before its start is empty. */
export function fromRange(text: Text, range: Range, encoding: PositionEncoding): Span {
  const from = fromPosition(text, range?.start, encoding);
  return { from, to: Math.max(from, fromPosition(text, range?.end, encoding)) };
}

/** How many units of an encoding the first `col` UTF-16 units of a line are. */
export function unitsOf(line: string, col: number, encoding: PositionEncoding): number {
  if (encoding === "utf-16") return col;
  let [start, units] = [0, 0];
  if (line.length > LONG_LINE) {
    const marks = marksOf(line, encoding);
    const mark = marks.findLast((each) => each.col <= col)!;
    [start, units] = [mark.col, mark.units];
  }
  return units + countUnits(line, start, col, encoding);
}

function countUnits(line: string, from: number, to: number, encoding: PositionEncoding): number {
  let units = 0;
  for (let i = from; i < to; i++) {
    const code = line.charCodeAt(i);
    if (encoding === "utf-32") {
      units++;
      if (isPair(line, i, code)) i++;
    } else if (code < 0x80) units++;
    else if (code < 0x800) units += 2;
    else if (isPair(line, i, code)) {
      units += 4;
      i++;
    } else units += 3;
  }
  return units;
}

/** The UTF-16 column that lies `units` into a line, at most its length, never inside of a pair. */
export function columnOf(line: string, units: number, encoding: PositionEncoding): number {
  if (encoding === "utf-16") {
    const col = Math.min(units, line.length);
    const inPair = col > 0 && col < line.length && isPair(line, col - 1, line.charCodeAt(col - 1));
    return inPair ? col - 1 : col;
  }
  let left = units;
  let col = 0;
  if (line.length > LONG_LINE) {
    const mark = marksOf(line, encoding).findLast((each) => each.units <= units)!;
    left -= mark.units;
    col = mark.col;
  }
  while (col < line.length && left > 0) {
    const code = line.charCodeAt(col);
    const pair = isPair(line, col, code);
    const size = encoding === "utf-32" || code < 0x80 ? 1 : code < 0x800 ? 2 : pair ? 4 : 3;
    if (size > left) break;
    left -= size;
    col += pair ? 2 : 1;
  }
  return col;
}

/** Longer lines are not counted from their start each time. */
const LONG_LINE = 8192;
const MARK_EVERY = 4096;

interface Mark {
  readonly col: number;
  readonly units: number;
}

/** Of the long line that was asked for last: servers tell many places of one line. */
let marked: { readonly line: string; readonly encoding: string; readonly marks: Mark[] } | null =
  null;

function marksOf(line: string, encoding: PositionEncoding): Mark[] {
  if (marked?.line === line && marked.encoding === encoding) return marked.marks;
  const marks: Mark[] = [{ col: 0, units: 0 }];
  let [col, units] = [0, 0];
  while (col + MARK_EVERY < line.length) {
    let next = col + MARK_EVERY;
    if (isPair(line, next - 1, line.charCodeAt(next - 1))) next++;
    units += countUnits(line, col, next, encoding);
    col = next;
    marks.push({ col, units });
  }
  marked = { line, encoding, marks };
  return marks;
}

function isPair(line: string, at: number, code: number): boolean {
  return isHigh(code) && isLow(line.charCodeAt(at + 1));
}

function whole(value: unknown): number {
  return typeof value === "number" && value > 0 ? Math.floor(value) : 0;
}
