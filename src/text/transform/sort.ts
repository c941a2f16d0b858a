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
  const keyed = lines.map((line) => ({ line, key: keyOf(line, options, match) }));
  const compare = (a: SortKey, b: SortKey) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
    if (typeof a !== "string" || typeof b !== "string") return a < b ? -1 : a > b ? 1 : 0;
    return compareText(a, b);
  };
  keyed.sort((a, b) => compare(a.key, b.key));
  if (options.reverse) keyed.reverse();
  if (!options.unique) return keyed.map((item) => item.line);
  const kept: typeof keyed = [];
  for (const item of keyed) {
    const last = kept[kept.length - 1];
    const same = last !== undefined && fold(last.line, options) === fold(item.line, options);
    if (!same) kept.push(item);
  }
  return kept.map((item) => item.line);
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
    const surrogateX = x >= 0xd800 && x < 0xe000;
    const surrogateY = y >= 0xd800 && y < 0xe000;
    if (surrogateX !== surrogateY) return surrogateX ? 1 : -1;
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
