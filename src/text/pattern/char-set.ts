/** Sets of characters: Vim's classes (`\w`, `[:alpha:]`) and collections. */
import type { IsKeyword } from "../keyword.ts";
import { fold, isLower, isPrintable, isUpper, upper } from "./char-class.ts";

/** A set that answers for U+0000–U+00FF from a table and above by a predicate. */
export interface CharSet {
  readonly low: Uint8Array;
  readonly high: (code: number) => boolean;
}

export function hasCode(set: CharSet, code: number): boolean {
  return code < 256 ? set.low[code] === 1 : set.high(code);
}

/** The set of all code points that `test` accepts. */
export function setWhere(test: (code: number) => boolean): CharSet {
  const low = new Uint8Array(256);
  for (let code = 0; code < 256; code++) low[code] = test(code) ? 1 : 0;
  return { low, high: test };
}

export const ANY_CHARACTER: CharSet = setWhere(() => true);

type Test = (code: number) => boolean;

const between = (first: string, last: string): Test => {
  const from = first.charCodeAt(0);
  const to = last.charCodeAt(0);
  return (code) => code >= from && code <= to;
};
const digit = between("0", "9");
const lowerAscii = between("a", "z");
const upperAscii = between("A", "Z");
const alpha: Test = (code) => lowerAscii(code) || upperAscii(code);
const blank: Test = (code) => code === 0x20 || code === 9;
const hex: Test = (code) =>
  digit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
const head: Test = (code) => alpha(code) || code === 0x5f;
const word: Test = (code) => head(code) || digit(code);
/** 'isident' and 'isfname' at their defaults. */
const ident: Test = (code) => word(code) || (code >= 192 && code <= 255);
const fname: Test = (code) =>
  code > 255 ||
  alpha(code) ||
  digit(code) ||
  "/.-_+,#$%~=".includes(String.fromCharCode(code)) ||
  (code >= 128 && isLetter(code)) ||
  code >= 0xa0;

function isLetter(code: number): boolean {
  return isLower(code) || isUpper(code);
}

/** Tests of `\i`, `\k` … that do not depend on options, by their letter. */
const CLASSES: Readonly<Record<string, Test>> = {
  i: ident,
  I: (code) => ident(code) && !digit(code),
  f: fname,
  F: (code) => fname(code) && !digit(code),
  p: isPrintable,
  P: (code) => isPrintable(code) && !digit(code),
  s: blank,
  S: (code) => !blank(code),
  d: digit,
  D: (code) => !digit(code),
  x: hex,
  X: (code) => !hex(code),
  o: between("0", "7"),
  O: (code) => !between("0", "7")(code),
  w: word,
  W: (code) => !word(code),
  h: head,
  H: (code) => !head(code),
  a: alpha,
  A: (code) => !alpha(code),
  l: lowerAscii,
  L: (code) => !lowerAscii(code),
  u: upperAscii,
  U: (code) => !upperAscii(code),
};

const built = new Map<string, CharSet>();

/** The set of `\x` for a class letter x; undefined when the letter names no class. */
export function classSet(letter: string, isKeyword: IsKeyword): CharSet | undefined {
  if (letter === "k") return setWhere(isKeyword);
  if (letter === "K") return setWhere((code) => isKeyword(code) && !digit(code));
  const known = built.get(letter);
  if (known) return known;
  const test = Object.hasOwn(CLASSES, letter) ? CLASSES[letter] : undefined;
  if (!test) return undefined;
  const set = setWhere(test);
  built.set(letter, set);
  return set;
}

const NAMED: Readonly<Record<string, Test>> = {
  alnum: (code) => alpha(code) || digit(code),
  alpha,
  blank,
  cntrl: (code) => code < 0x20 || code === 0x7f,
  digit,
  graph: (code) => code > 0x20 && code < 0x7f,
  print: isPrintable,
  punct: (code) => code > 0x20 && code < 0x7f && !alpha(code) && !digit(code),
  space: (code) => (code >= 9 && code <= 13) || code === 0x20,
  xdigit: hex,
  tab: (code) => code === 9,
  return: (code) => code === 13,
  backspace: (code) => code === 8,
  escape: (code) => code === 27,
  ident,
  fname,
};

/** The test of `[:name:]`, or undefined for a name Vim does not know. */
export function namedTest(name: string, isKeyword: IsKeyword): Test | undefined {
  if (name === "keyword") return isKeyword;
  if (name === "lower") return isLower;
  if (name === "upper") return isUpper;
  return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
}

/** What stands inside `[...]`. */
export interface Collection {
  readonly negated: boolean;
  /** `[first, last]` code points. */
  readonly ranges: readonly (readonly [number, number])[];
  /** Names of `[:name:]` items. */
  readonly names: readonly string[];
  /** Plain characters of `[=x=]` items: all their accented forms match. */
  readonly equivalents: readonly number[];
}

function base(code: number): number {
  return String.fromCodePoint(code).normalize("NFD").codePointAt(0)!;
}

/** The set of a collection. Ranges fold when case is ignored, classes do not. */
export function collectionSet(
  collection: Collection,
  isKeyword: IsKeyword,
  ignorecase: boolean,
): CharSet {
  const tests = collection.names.map((name) => namedTest(name, isKeyword)!);
  const { ranges, equivalents, negated } = collection;
  const inRanges: Test = (code) => ranges.some(([first, last]) => code >= first && code <= last);
  const folds: Test = (code) => {
    if (inRanges(code)) return true;
    return ignorecase && (inRanges(fold(code)) || inRanges(upper(code)));
  };
  const bases = equivalents.map(base);
  const test: Test = (code) =>
    folds(code) ||
    tests.some((one) => one(code)) ||
    (bases.length > 0 &&
      (bases.includes(base(code)) || (ignorecase && bases.includes(fold(base(code))))));
  return setWhere(negated ? (code) => !test(code) : test);
}
