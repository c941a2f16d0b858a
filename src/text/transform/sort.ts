import { isHalf } from "../../base/surrogates.ts";
import type { Span } from "../text.ts";

export interface SortOptions {
  /** `:sort!` */
  readonly reverse?: boolean;
  readonly ignoreCase?: boolean;
  /** Sort on the first decimal, float, hexadecimal, octal or binary number. */
  readonly numeric?: "n" | "f" | "x" | "o" | "b" | null;
  readonly unique?: boolean;
  /** r: sort on what the pattern matches rather than on what comes after it. */
  readonly onMatch?: boolean;
  /** Called every few milliseconds; may throw to stop. */
  readonly poll?: () => void;
}

type SortKey = string | number | bigint | null;

/**
 * The lines in order; equal ones keep theirs (`:sort!` turns it round). `match` finds the pattern in
 * a line (UTF-16 columns); a line without a match sorts as an empty one.
 */
export function sortLines(
  lines: readonly string[],
  options: SortOptions,
  match?: (line: string) => Span | null,
): string[] {
  const { poll = () => {} } = options;
  if (isPlain(options, match) && !hasSurrogates(lines, poll)) {
    const sorted = mergeSort(lines, undefined, poll);
    if (options.reverse) sorted.reverse();
    return options.unique ? sorted.filter((line, i) => i === 0 || line !== sorted[i - 1]) : sorted;
  }
  const keyed = lines.map((line, i) => {
    if (i % RUN === 0) poll();
    return { line, key: keyOf(line, options, match) };
  });
  const compare = (a: SortKey, b: SortKey) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
    if (typeof a !== "string" || typeof b !== "string") return a < b ? -1 : a > b ? 1 : 0;
    return compareText(a, b);
  };
  const sorted = mergeSort(keyed, (a, b) => compare(a.key, b.key), poll);
  if (options.reverse) sorted.reverse();
  if (!options.unique) return sorted.map((item) => item.line);
  const kept: typeof keyed = [];
  for (const item of sorted) {
    const last = kept[kept.length - 1];
    const same = last !== undefined && fold(last.line, options) === fold(item.line, options);
    if (!same) kept.push(item);
  }
  return kept.map((item) => item.line);
}

/** Sorted natively at one go: some 20 ms. */
const RUN = 16_384;

/** Whole lines by their characters: without surrogates that is the order of UTF-16 units. */
function isPlain(options: SortOptions, match: unknown): boolean {
  return !options.ignoreCase && !options.numeric && match === undefined;
}

function hasSurrogates(lines: readonly string[], poll: () => void): boolean {
  return lines.some((line, i) => {
    if (i % RUN === 0) poll();
    return /[\ud800-\udfff]/.test(line);
  });
}

/** A stable sort that can be stopped; without `compare` strings by their UTF-16 units. */
function mergeSort<T>(
  items: readonly T[],
  compare: ((a: T, b: T) => number) | undefined,
  poll: () => void,
): T[] {
  let from: T[] = [];
  for (let start = 0; start < items.length; start += RUN) {
    poll();
    for (const item of items.slice(start, start + RUN).sort(compare)) from.push(item);
  }
  let to = new Array<T>(items.length);
  for (let size = RUN; size < items.length; size *= 2) {
    for (let start = 0; start < items.length; start += size * 2) {
      poll();
      mergeRuns(from, to, start, start + size, start + size * 2, compare, poll);
    }
    [from, to] = [to, from];
  }
  return from;
}

function mergeRuns<T>(
  from: readonly T[],
  to: T[],
  start: number,
  middle: number,
  end: number,
  compare: ((a: T, b: T) => number) | undefined,
  poll: () => void,
): void {
  const last = Math.min(middle, from.length);
  const stop = Math.min(end, from.length);
  let a = start;
  let b = last;
  for (let at = start; at < stop; at++) {
    if (at % RUN === 0) poll();
    const left =
      b >= stop ||
      (a < last && (compare ? compare(from[a]!, from[b]!) <= 0 : !(from[b]! < from[a]!)));
    to[at] = left ? from[a++]! : from[b++]!;
  }
}

function fold(line: string, options: SortOptions): string {
  return options.ignoreCase ? line.toLowerCase() : line;
}

/** Vim compares bytes: the order of UTF-8 is that of code points, not of UTF-16 units. */
function compareText(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    if (isHalf(x) !== isHalf(y)) return isHalf(x) ? 1 : -1;
    return x - y;
  }
  return a.length - b.length;
}

function keyOf(line: string, options: SortOptions, match?: (line: string) => Span | null): SortKey {
  let from = 0;
  let to = line.length;
  const found = match?.(line);
  if (found) {
    if (options.onMatch) ({ from, to } = found);
    else from = found.to;
  } else if (match) {
    to = 0;
  }
  const part = line.slice(from, to);
  switch (options.numeric) {
    case "n":
      return firstNumber(part, /[0-9]/, /^[0-9]+/, "");
    case "x":
      return firstNumber(part, /[0-9a-fA-F]/, /^(?:0[xX](?=[0-9a-fA-F]))?([0-9a-fA-F]+)/, "0x");
    case "o":
      return firstNumber(part, /[0-9]/, /^[0-7]+/, "0o");
    case "b":
      return firstNumber(part, /[01]/, /^(?:0[bB](?=[01]))?([01]+)/, "0b");
    case "f": {
      const text = part.trimStart().replace(/^\+/, "");
      const number =
        /^[-+]?(?:(?:0x[0-9a-f.]+(?:p[-+]?\d+)?)|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?|inf|nan)/i.exec(
          text,
        );
      if (!number) return part.trim() === "" ? null : 0;
      const word = number[0].toLowerCase();
      if (word.endsWith("inf")) return word[0] === "-" ? -Infinity : Infinity;
      if (word === "nan") return 0;
      const [mantissa, exponent] = word.replace(/^[-+]/, "").split("p");
      const size = word.includes("0x")
        ? hexFloat(mantissa!.slice(2)) * 2 ** Number(exponent ?? 0)
        : Number(mantissa);
      return word[0] === "-" ? -size : size;
    }
    default:
      return options.ignoreCase ? part.toLowerCase() : part;
  }
}

/** The number, in the base of `prefix`, at the first character like `start`. */
function firstNumber(text: string, start: RegExp, number: RegExp, prefix: string): bigint | null {
  const at = text.search(start);
  if (at < 0) return null;
  const found = number.exec(text.slice(at));
  const value = found ? clip(BigInt(prefix + (found[1] ?? found[0]))) : 0n;
  return text[at - 1] === "-" ? -value : value;
}

function hexFloat(digits: string): number {
  const [whole = "", fraction = ""] = digits.split(".");
  return Number.parseInt(`0${whole}${fraction}`, 16) / 16 ** fraction.length;
}

function clip(value: bigint): bigint {
  const max = (1n << 63n) - 1n;
  return value > max ? max : value < -max - 1n ? -max - 1n : value;
}
