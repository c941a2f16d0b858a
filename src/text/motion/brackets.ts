/** `%` and the searches for brackets that are not closed: `[(` `[{` `])` `]}` `[m` and the like. */
import type { Text } from "../text.ts";
import { commentEnd, commentStart } from "./comment.ts";
import type { Reached } from "./contract.ts";
import { backslashesBefore, scanForMatch } from "./match-scan.ts";
import { isAtDirective, isDirective, matchingDirective } from "./preprocessor.ts";
import { nextColumn, STUCK, Walker } from "./walker.ts";

export interface BracketOptions {
  /** 'matchpairs', for example `(:),{:},[:]`. */
  readonly matchPairs: string;
  /** `%`: quotes mean nothing; `M`: backslashes mean nothing. */
  readonly cpoptions: string;
}

export interface BracketPair {
  readonly open: string;
  readonly close: string;
}

/** The pairs of 'matchpairs'; malformed items are left out. */
function pairsOf(matchPairs: string): readonly BracketPair[] {
  const pairs: BracketPair[] = [];
  for (const item of matchPairs.split(",")) {
    const match = /^(.\p{M}*):(.\p{M}*)$/u.exec(item);
    if (match) pairs.push({ open: match[1]!, close: match[2]! });
  }
  return pairs;
}

/** The end of a comment that starts or ends at the cursor. `"none"`: the cursor is at neither. */
function matchingComment(text: Text, pos: number): number | null | "none" {
  const line = text.lineAt(pos);
  const col = pos - line.from;
  const before = line.text[col - 1];
  const here = line.text[col];
  const after = line.text[col + 1];
  if (here === "/") {
    if (after === "*") return commentEnd(text, pos + 1);
    if (before === "*") return commentStart(text, pos - 1, false);
  } else if (here === "*") {
    if (after === "/") return commentStart(text, pos, false);
    if (before === "/") return commentEnd(text, pos);
  }
  return "none";
}

export interface BracketMatch {
  readonly pos: number;
  /** `#if` and the like: an operator works on rows. Otherwise it is inclusive. */
  readonly linewise: boolean;
}

/** `%` without a count: from the first bracket of the row at or after the cursor to its match. */
export function matchingBracket(
  text: Text,
  pos: number,
  options: BracketOptions,
): BracketMatch | null {
  const line = text.lineAt(pos);
  const plain = options.cpoptions.includes("%");
  const ignoreBackslash = options.cpoptions.includes("M");
  const directive = (): BracketMatch | null => {
    const found = matchingDirective(text, pos);
    return found === null ? null : { pos: found, linewise: true };
  };
  if (!plain) {
    if (isAtDirective(line.text, pos - line.from)) return directive();
    const comment = matchingComment(text, pos);
    if (comment !== "none") return comment === null ? null : { pos: comment, linewise: false };
  }
  const pairs = pairsOf(options.matchPairs);
  for (let col = pos - line.from; col < line.length; col = nextColumn(line.text, col)) {
    const char = String.fromCodePoint(line.text.codePointAt(col)!);
    const pair = pairs.find(({ open, close }) => open === char || close === char);
    if (!pair) continue;
    const backward = pair.open !== char;
    const found = scanForMatch(text, line.from + col, {
      from: char,
      wanted: backward ? pair.open : pair.close,
      backward,
      escaped: !ignoreBackslash && backslashesBefore(line.text, col) % 2 === 1,
      plain,
      ignoreBackslash,
    });
    return found === null ? null : { pos: found, linewise: false };
  }
  return !plain && isDirective(line.text) ? directive() : null;
}

/** The bracket of a pair that is not closed before `pos` (or, with `close`, not opened after). */
function enclosingBracket(
  text: Text,
  pos: number,
  bracket: string,
  options: BracketOptions,
): number | null {
  const pair = [...pairsOf(options.matchPairs), { open: "<", close: ">" }].find(
    ({ open, close }) => open === bracket || close === bracket,
  );
  if (!pair) return null;
  const backward = pair.open === bracket;
  return scanForMatch(text, pos, {
    from: backward ? pair.close : pair.open,
    wanted: bracket,
    backward,
    escaped: false,
    plain: options.cpoptions.includes("%"),
    ignoreBackslash: options.cpoptions.includes("M"),
  });
}

/** `[(` `[{` `])` `]}`: the `count`-th enclosing bracket, or the outermost; null for none. */
export function unmatchedBracket(
  text: Text,
  pos: number,
  count: number,
  bracket: "(" | "{" | ")" | "}",
  options: BracketOptions,
): number | null {
  let place: number | null = null;
  for (let left = count; left > 0; left--) {
    const next: number | null = enclosingBracket(text, place ?? pos, bracket, options);
    if (next === null) break;
    place = next;
  }
  return place;
}

/** `[#` `]#`: the `count`-th #if, #else or #endif around the row, linewise; null for none. */
export function unmatchedDirective(
  text: Text,
  pos: number,
  count: number,
  direction: 1 | -1,
): number | null {
  let place: number | null = null;
  for (let left = count; left > 0; left--) {
    const next: number | null = matchingDirective(text, place ?? pos, direction);
    if (next === null) break;
    place = next;
  }
  return place;
}

/**
 * `[m` `]m` `[M` `]M`: starts (`m`) and ends (`M`) of methods, taken to be the braces one level
 * inside the outermost. `failed` with a position: Vim beeps but goes there.
 */
export function methodEdge(
  text: Text,
  pos: number,
  count: number,
  key: "[m" | "]m" | "[M" | "]M",
  options: BracketOptions,
): Reached | null {
  const backward = key[0] === "[";
  const bracket = backward ? "{" : "}";
  const facing = backward === (key[1] === "m");
  let outer: number | null = null;
  let previous: number | null = null;
  for (;;) {
    const next: number | null = enclosingBracket(text, outer ?? pos, bracket, options);
    if (next === null) break;
    previous = outer;
    outer = next;
  }
  const walker = new Walker(text, previous ?? pos);
  let place = previous;
  let left = previous !== null && facing ? count - 1 : count;
  while (left > 0) {
    if ((backward ? walker.back() : walker.forward()) === STUCK) break;
    const char = walker.char;
    if (char !== "{" && char !== "}") continue;
    if ((char === bracket && facing) || (left === 1 && !facing)) {
      place = walker.pos;
      outer = place;
      left = 0;
    } else if (outer === null) {
      outer = walker.pos;
      place = outer;
      left--;
    } else {
      place = enclosingBracket(text, walker.pos, bracket, options);
      if (place === null) break;
      walker.goTo(place);
      left--;
    }
  }
  return place === null ? null : { pos: place, failed: false };
}
