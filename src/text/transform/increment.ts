import type { LineEdit } from "./options.ts";

/**
 * CTRL-A and CTRL-X. Numbers are 64-bit: a decimal one carries its sign apart from a 64-bit
 * magnitude, the others wrap around.
 */

const MAX = (1n << 64n) - 1n;

export interface NumberFormats {
  /** As the option: a comma list of bin, hex, octal, alpha, unsigned. */
  readonly nrformats: string;
}

/** What a number at a place is: its prefix letter ("" for decimal, "0" for octal), size and value. */
interface Parsed {
  readonly prefix: string;
  readonly length: number;
  readonly value: bigint;
}

const isDigit = (ch: string | undefined) => ch !== undefined && ch >= "0" && ch <= "9";
const isBinary = (ch: string | undefined) => ch === "0" || ch === "1";
const isHex = (ch: string | undefined) => ch !== undefined && /^[0-9a-fA-F]$/.test(ch);
const isAlpha = (ch: string | undefined) => ch !== undefined && /^[A-Za-z]$/.test(ch);

/**
 * The edit that adds `delta` to the number at or after `col`, or null when there is none. With
 * `visual` (columns `[from, to)` of the selection in this line) only a number that starts in the
 * selection counts, and a `-` outside it is no sign. All columns are UTF-16 offsets.
 */
export function increment(
  line: string,
  col: number,
  delta: number | bigint,
  formats: NumberFormats,
  visual?: { readonly from: number; readonly to: number },
): LineEdit | null {
  const names = new Set(formats.nrformats.split(","));
  const alpha = names.has("alpha");
  const unsigned = names.has("unsigned");
  const startsNumber = (ch: string | undefined) => isDigit(ch) || (alpha && isAlpha(ch));
  let start: number;
  let removeMinus = false;
  if (visual) {
    start = visual.from;
    while (start < visual.to && start < line.length && !startsNumber(line[start])) start++;
    if (start >= visual.to) return null;
    removeMinus = start > visual.from && line[start - 1] === "-" && !unsigned;
  } else {
    if (col >= line.length) return null;
    start = numberStart(line, col, names, startsNumber);
  }
  const first = line[start];
  if (!startsNumber(first)) return null;
  if (alpha && isAlpha(first)) return shiftLetter(line, start, BigInt(delta));

  let negative = removeMinus;
  let from = start;
  if (!visual && start > 0 && line[start - 1] === "-" && !unsigned) {
    from--;
    negative = true;
  }
  const limit = visual ? visual.to : line.length;
  const number = parseNumber(line.slice(start, limit), names);
  if (number.prefix !== "" && negative) {
    from = start;
    negative = false;
  }
  const amount = BigInt(delta);
  let subtract = amount < 0n;
  if (negative) subtract = !subtract;
  const size = amount < 0n ? -amount : amount;
  let value = BigInt.asUintN(64, subtract ? number.value - size : number.value + size);
  if (number.prefix === "") {
    if (subtract && value > number.value) {
      value = BigInt.asUintN(64, 1n + (value ^ MAX));
      negative = !negative;
    } else if (!subtract && value < number.value) {
      value = value ^ MAX;
      negative = !negative;
    }
    if (value === 0n) negative = false;
  }
  if (unsigned && negative) {
    value = subtract ? 0n : MAX;
    negative = false;
  }
  const end = start + number.length;
  const to = marksEnd(line, end);
  if (removeMinus && !negative && number.prefix === "" && start > 0) from = start - 1;
  const sign = negative && !(removeMinus && from === start) ? "-" : "";
  const insert = sign + written(value, number, line.slice(start, end), first === "0", names);
  return { from, to, insert, cursorCol: Math.max(from + insert.length - 1, 0) };
}

function numberStart(
  line: string,
  col: number,
  names: ReadonlySet<string>,
  startsNumber: (ch: string | undefined) => boolean,
): number {
  const bin = names.has("bin");
  const hex = names.has("hex");
  const hexMark = (i: number) =>
    i > 0 && /^[xX]$/.test(line[i] ?? "") && line[i - 1] === "0" && isHex(line[i + 1]);
  const binMark = (i: number) =>
    i > 0 && /^[bB]$/.test(line[i] ?? "") && line[i - 1] === "0" && isBinary(line[i + 1]);
  const before = (i: number) => {
    while (--i > 0 && /\p{M}/u.test(line[i]!));
    return i;
  };
  let at = col;
  if (bin) while (at > 0 && isBinary(line[at])) at = before(at);
  if (hex) while (at > 0 && isHex(line[at])) at = before(at);
  if (bin && hex && !hexMark(at)) {
    at = col;
    while (at > 0 && isDigit(line[at])) at--;
  }
  if ((hex && hexMark(at)) || (bin && binMark(at))) return at - 1;
  at = col;
  while (at < line.length && !startsNumber(line[at])) at++;
  while (at > 0 && isDigit(line[at - 1]) && !(names.has("alpha") && isAlpha(line[at]))) at--;
  return at;
}

function shiftLetter(line: string, at: number, delta: bigint): LineEdit {
  const base = /[A-Z]/.test(line[at]!) ? 65 : 97;
  const letter = BigInt(line.charCodeAt(at) - base) + delta;
  const clipped = letter < 0n ? 0n : letter > 25n ? 25n : letter;
  const insert = String.fromCharCode(base + Number(clipped));
  return { from: at, to: marksEnd(line, at + 1), insert, cursorCol: at };
}

/** Marks that combine with the last digit or letter go away with it. */
function marksEnd(line: string, at: number): number {
  return at + (/^\p{M}+/u.exec(line.slice(at, at + 32))?.[0].length ?? 0);
}

/** Reads the number that `text` starts with (a digit). */
function parseNumber(text: string, names: ReadonlySet<string>): Parsed {
  if (text[0] === "0") {
    const mark = text[1] ?? "";
    if (names.has("hex") && /^[xX]$/.test(mark) && isHex(text[2])) {
      return digits(text, 2, /^[0-9a-fA-F]+/, 16n, mark);
    }
    if (names.has("bin") && /^[bB]$/.test(mark) && isBinary(text[2])) {
      return digits(text, 2, /^[01]+/, 2n, mark);
    }
    // "0", "08" and "0129" are decimal.
    if (names.has("octal") && /^0[0-7]+(?![0-9])/.test(text)) {
      return digits(text, 0, /^[0-7]+/, 8n, "0");
    }
  }
  return digits(text, 0, /^[0-9]+/, 10n, "");
}

function digits(text: string, skip: number, pattern: RegExp, base: bigint, prefix: string): Parsed {
  const found = pattern.exec(text.slice(skip))![0];
  let value = 0n;
  for (const ch of found) {
    value = value * base + BigInt(Number.parseInt(ch, 16));
  }
  return { prefix, length: skip + found.length, value: value > MAX ? MAX : value };
}

/** Keeps the width of a number with leading zeros, and the case of the last hex letter. */
function written(
  value: bigint,
  number: Parsed,
  old: string,
  leadingZero: boolean,
  names: ReadonlySet<string>,
): string {
  const { prefix } = number;
  const mark = /^[bBxX]$/.test(prefix) ? `0${prefix}` : prefix;
  const radix = /^[bB]$/.test(prefix) ? 2 : /^[xX]$/.test(prefix) ? 16 : prefix === "0" ? 8 : 10;
  let text = value.toString(radix);
  if (radix === 2 && value === 0n) text = "";
  const letters = /[A-Za-z](?=[^A-Za-z]*$)/.exec(old);
  if (letters && /[A-Z]/.test(letters[0])) text = text.toUpperCase();
  const width = old.length - mark.length;
  const pad = leadingZero && !(names.has("octal") && prefix === "");
  return mark + (pad ? text.padStart(width, "0") : text);
}
