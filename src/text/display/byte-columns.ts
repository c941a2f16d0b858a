/**
 * UTF-8 bytes before a column of a line, as Vim counts columns. Long lines are counted once: a
 * checkpoint every 8 kB is kept, and a changed line takes over what lies before and after the change.
 */
import { isHigh } from "../../base/surrogates.ts";
import { overlapOf } from "./overlap.ts";
import { asciiUntil, PIECE } from "./plain-scan.ts";

const STEP = 8192;
const KEPT = 3;

interface Counted {
  readonly line: string;
  /** Columns that split no surrogate pair, ascending, and the bytes before each. */
  readonly cols: number[];
  readonly bytes: number[];
}

const kept: Counted[] = [];

/** The UTF-8 bytes of the first `col` (UTF-16) units of a line; an escaped byte counts as one. */
export function utf8Length(line: string, col: number): number {
  const end = Math.min(col, line.length);
  if (line.length <= STEP) return count(line, 0, end);
  const counted = countedLine(line);
  const { cols, bytes } = counted;
  advance(counted, end);
  let low = 0;
  let high = cols.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (cols[middle]! <= end) low = middle;
    else high = middle - 1;
  }
  return bytes[low]! + count(line, cols[low]!, end);
}

/** Adds checkpoints until the last one is less than a step before `end`. */
function advance({ line, cols, bytes }: Counted, end: number): void {
  for (let at = cols[cols.length - 1]!; at + STEP <= end; ) {
    let next = at + STEP;
    if (isHigh(line.charCodeAt(next - 1))) next++;
    const isAscii = line.length > PIECE && asciiUntil(line, at, next) === next;
    bytes.push(bytes[bytes.length - 1]! + (isAscii ? next - at : count(line, at, next)));
    cols.push(next);
    at = next;
  }
}

function countedLine(line: string): Counted {
  const found = kept.findIndex((one) => one.line === line);
  if (found === kept.length - 1 && found >= 0) return kept[found]!;
  const counted = found >= 0 ? kept.splice(found, 1)[0]! : inherited(line, kept[kept.length - 1]);
  kept.push(counted);
  if (kept.length > KEPT) kept.shift();
  return counted;
}

function inherited(line: string, older: Counted | undefined): Counted {
  const counted: Counted = { line, cols: [0], bytes: [0] };
  if (older === undefined) return counted;
  const { prefix, suffix } = overlapOf(older.line, line);
  const { cols, bytes } = counted;
  let i = 1;
  for (; i < older.cols.length && older.cols[i]! < prefix; i++) {
    cols.push(older.cols[i]!);
    bytes.push(older.bytes[i]!);
  }
  // Checkpoints after the change move with the text.
  const shift = line.length - older.line.length;
  while (i < older.cols.length && older.cols[i]! <= older.line.length - suffix) i++;
  if (i >= older.cols.length) return counted;
  const from = older.cols[i]! + shift;
  advance(counted, from);
  const at = cols[cols.length - 1]!;
  const more = bytes[bytes.length - 1]! + count(line, at, from) - older.bytes[i]!;
  for (; i < older.cols.length; i++) {
    if (older.cols[i]! + shift === cols[cols.length - 1]) continue;
    cols.push(older.cols[i]! + shift);
    bytes.push(older.bytes[i]! + more);
  }
  return counted;
}

function count(line: string, from: number, end: number): number {
  let bytes = 0;
  for (let i = from; i < end; i++) {
    const code = line.charCodeAt(i);
    if (code < 0x80) bytes++;
    else if (code < 0x800) bytes += 2;
    else if (isHigh(code)) {
      bytes += 4;
      i++;
    } else if (code >= 0xdc80 && code <= 0xdcff) bytes++;
    else bytes += 3;
  }
  return bytes;
}
