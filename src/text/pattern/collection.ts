/** Reads `[...]` of a pattern. */
import { UserError } from "../../base/errors.ts";
import type { Collection } from "./char-set.ts";
import { namedTest } from "./char-set.ts";

const ESCAPES: Readonly<Record<string, number>> = { r: 13, t: 9, e: 27, b: 8 };

function widthAt(source: string, at: number): number {
  return (source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

const NAMED = /\[:([a-z]+):\]/y;
const EQUIVALENT = /\[=(.)=\]/suy;
const ELEMENT = /\[\.(.)\.\]/suy;

function read(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

function namedAt(source: string, at: number): RegExpExecArray | null {
  const match = read(NAMED, source, at);
  return match && namedTest(match[1]!, () => false) ? match : null;
}

/**
 * The offset of the `]` that ends a collection whose `[` stands before `from`, or the length of the
 * pattern when there is none (then the `[` is an ordinary character).
 */
export function collectionEnd(source: string, from: number): number {
  let at = from;
  if (source[at] === "^") at++;
  if (source[at] === "]" || source[at] === "-") at++;
  while (at < source.length && source[at] !== "]") {
    const char = source[at]!;
    if (char === "-") {
      at++;
      if (at < source.length && source[at] !== "]") at += widthAt(source, at);
    } else if (char === "\\" && "]^-n\\nrtebdoxuU".includes(source[at + 1] ?? " ")) {
      at += 2;
    } else if (char === "[") {
      const item = namedAt(source, at) ?? read(EQUIVALENT, source, at) ?? read(ELEMENT, source, at);
      at += item ? item[0].length : 1;
    } else {
      at += widthAt(source, at);
    }
  }
  return Math.min(at, source.length);
}

const DIGITS: Readonly<Record<string, readonly [number, RegExp]>> = {
  d: [10, /[0-9]{1,10}/y],
  o: [8, /[0-3]?[0-7]{1,2}/y],
  x: [16, /[0-9a-fA-F]{1,2}/y],
  u: [16, /[0-9a-fA-F]{1,4}/y],
  U: [16, /[0-9a-fA-F]{1,8}/y],
};

/** The number of `\%d123`, `\%x2a` … whose letter stands at `at`; undefined when no digit follows. */
export function codeNumberAt(
  source: string,
  at: number,
): { readonly code: number; readonly end: number } | undefined {
  const form = DIGITS[source[at] ?? ""];
  const match = form && read(form[1], source, at + 1);
  if (!match) return undefined;
  const code = Number.parseInt(match[0], form[0]);
  return { code: code > 0x10ffff ? 0xfffd : code, end: at + 1 + match[0].length };
}

export interface CollectionRead {
  readonly collection: Collection;
  /** `\n` stands inside: line breaks match too. */
  readonly newline: boolean;
}

/** Reads what stands between `[` and the `]` at `end`. Throws E944 for a range upside down. */
export function readCollection(source: string, from: number, end: number): CollectionRead {
  const ranges: [number, number][] = [];
  const names: string[] = [];
  const equivalents: number[] = [];
  let newline = false;
  let at = from;
  const negated = source[at] === "^";
  if (negated) at++;
  /** The last single character, which a `-` can make the start of a range. */
  let start = -1;
  let inRange = false;
  if (source[at] === "-") {
    start = 0x2d;
    ranges.push([start, start]);
    at++;
  }
  while (at < end) {
    const char = source[at]!;
    let code = -1;
    let next = at + widthAt(source, at);
    if (char === "[") {
      const named = namedAt(source, at);
      const equivalent = named ? null : read(EQUIVALENT, source, at);
      const element = named || equivalent ? null : read(ELEMENT, source, at);
      if (named) names.push(named[1]!);
      else if (equivalent) equivalents.push(equivalent[1]!.codePointAt(0)!);
      if (named || equivalent) {
        at += (named ?? equivalent)![0].length;
        start = -1;
        continue;
      }
      if (element) {
        code = element[1]!.codePointAt(0)!;
        next = at + element[0].length;
      }
    }
    if (char === "-" && start !== -1 && !inRange) {
      inRange = true;
      at = next;
      continue;
    }
    if (char === "\\" && at + 1 < end + 1) {
      const letter = source[at + 1] ?? "";
      const number = codeNumberAt(source, at + 1);
      if (number) {
        code = number.code;
        next = number.end;
      } else if (letter === "n" && !inRange) {
        newline ||= !negated;
        at += 2;
        start = -1;
        continue;
      } else if (ESCAPES[letter] !== undefined) {
        code = ESCAPES[letter]!;
        next = at + 2;
      } else if (letter !== "" && "]^-\\".includes(letter)) {
        code = letter.charCodeAt(0);
        next = at + 2;
      } else if (letter === "n") {
        code = 10;
        next = at + 2;
      }
    }
    if (code < 0) code = source.codePointAt(at)!;
    if (inRange) {
      if (start > code) throw new UserError("E944: Reverse range in character class");
      ranges.push([start, code]);
      inRange = false;
      start = -1;
    } else {
      ranges.push([code, code]);
      start = code;
    }
    at = next;
  }
  if (inRange) ranges.push([0x2d, 0x2d]);
  return { collection: { negated, ranges, names, equivalents }, newline };
}
