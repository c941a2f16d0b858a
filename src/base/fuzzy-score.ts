/**
 * The score of one pattern in one text: how well letters in order, possibly with gaps, are what was
 * meant. Matches at the starts of words, path segments and humps of camelCase are worth more, as are
 * letters in a row; gaps cost. The best alignment is found (Smith and Waterman's way), not the first.
 * The weights are those that users of fzf know.
 */

const MATCH = 16;
const GAP_START = -3;
const GAP_MORE = -1;
const BOUNDARY = 8;
const BOUNDARY_BLANK = 10;
const BOUNDARY_DELIMITER = 9;
const NON_WORD = 8;
const CAMEL = 7;
const CONSECUTIVE = 4;
const FIRST_FACTOR = 2;

const BLANK = 0;
const OTHER = 1;
const DELIMITER = 2;
const LOWER = 3;
const UPPER = 4;
const LETTER = 5;
const DIGIT = 6;
const CLASSES = 7;

/** Above this many cells the first alignment is taken instead of the best one. */
const MOST_CELLS = 1 << 17;

const CLASS = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const ch = String.fromCharCode(code);
  if (/[a-z]/.test(ch)) CLASS[code] = LOWER;
  else if (/[A-Z]/.test(ch)) CLASS[code] = UPPER;
  else if (/[0-9]/.test(ch)) CLASS[code] = DIGIT;
  else if (/[ \t-\r]/.test(ch)) CLASS[code] = BLANK;
  else if ("/,:;|".includes(ch)) CLASS[code] = DELIMITER;
  else CLASS[code] = OTHER;
}

function classOf(code: number): number {
  if (code < 128) return CLASS[code]!;
  const ch = String.fromCharCode(code);
  if (/\p{Ll}/u.test(ch)) return LOWER;
  if (/\p{Lu}/u.test(ch)) return UPPER;
  if (/\p{L}/u.test(ch)) return LETTER;
  if (/\p{N}/u.test(ch)) return DIGIT;
  return /\s/.test(ch) ? BLANK : OTHER;
}

const BONUS = new Uint8Array(CLASSES * CLASSES);
for (let before = 0; before < CLASSES; before++) {
  for (let at = 0; at < CLASSES; at++) BONUS[before * CLASSES + at] = bonusOf(before, at);
}

function bonusOf(before: number, at: number): number {
  if (at > OTHER) {
    if (before === BLANK) return BOUNDARY_BLANK;
    if (before === DELIMITER) return BOUNDARY_DELIMITER;
    if (before === OTHER) return BOUNDARY;
  }
  if ((before === LOWER && at === UPPER) || (before !== DIGIT && at === DIGIT)) return CAMEL;
  if (at === OTHER || at === DELIMITER) return NON_WORD;
  return at === BLANK ? BOUNDARY_BLANK : 0;
}

const LOWERED = new Uint16Array(65_536);
const PLAINED = new Uint16Array(65_536);

function lowered(code: number): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code;
  if (LOWERED[code] === 0) {
    const low = String.fromCharCode(code).toLowerCase();
    LOWERED[code] = low.length === 1 ? low.charCodeAt(0) : code;
  }
  return LOWERED[code]!;
}

/** Without its accent: `e` of `é`. */
function plained(code: number): number {
  if (code < 128 || (code >= 0xac00 && code < 0xe000)) return code;
  if (PLAINED[code] === 0) {
    PLAINED[code] = String.fromCharCode(code).normalize("NFD").charCodeAt(0);
  }
  return PLAINED[code]!;
}

/** A pattern as it is compared: folded code units, and how texts are folded for it. */
export interface Needle {
  readonly codes: Uint16Array;
  /** Upper and lower case differ (smart case: the pattern has an upper-case letter). */
  readonly exactCase: boolean;
  /** Accents differ: the pattern has one. */
  readonly exactAccents: boolean;
}

export function needleOf(pattern: string): Needle {
  const exactCase = pattern !== pattern.toLowerCase();
  const units = Array.from({ length: pattern.length }, (_, i) => pattern.charCodeAt(i));
  const exactAccents = units.some((code) => plained(code) !== code);
  return { codes: Uint16Array.from(units), exactCase, exactAccents };
}

function fold(code: number, needle: Needle): number {
  if (code < 128) return !needle.exactCase && code >= 65 && code <= 90 ? code + 32 : code;
  const low = needle.exactCase ? code : lowered(code);
  return needle.exactAccents ? low : plained(low);
}

/** A bit for each letter and kind of character in a text: a pattern needs all of its bits. */
export function bitsOf(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code >= 128) code = plained(lowered(code));
    if (code >= 97 && code <= 122) bits |= 1 << (code - 97);
    else if (code >= 65 && code <= 90) bits |= 1 << (code - 65);
    else if (code >= 48 && code <= 57) bits |= 1 << (26 + (code & 1));
    else if (code === 47) bits |= 1 << 28;
    else if (code === 46) bits |= 1 << 29;
    else bits |= 1 << 30;
  }
  return bits;
}

let folded = new Uint16Array(1024);
let bonus = new Uint8Array(1024);
let scores = new Int32Array(16_384);
let runs = new Int32Array(16_384);
let firsts = new Int32Array(64);

function grow(length: number, cells: number, letters: number): void {
  if (folded.length < length) {
    folded = new Uint16Array(length * 2);
    bonus = new Uint8Array(length * 2);
  }
  if (scores.length < cells) {
    scores = new Int32Array(cells * 2);
    runs = new Int32Array(cells * 2);
  }
  if (firsts.length < letters) firsts = new Int32Array(letters * 2);
}

/**
 * The score of the letters of `needle` in order, or -1. Their offsets (UTF-16, ascending) are added
 * to `positions` when it is given.
 */
export function fuzzyScore(
  text: string,
  needle: Needle,
  positions: number[] | null = null,
): number {
  const { codes } = needle;
  const letters = codes.length;
  if (letters === 0) return 0;
  const length = text.length;
  // Are the letters there at all?
  let found = 0;
  let first = -1;
  let want = codes[0]!;
  for (let i = 0; i < length; i++) {
    if (fold(text.charCodeAt(i), needle) !== want) continue;
    if (first < 0) first = i;
    if (++found === letters) break;
    want = codes[found]!;
  }
  if (found < letters) return -1;
  const lastCode = codes[letters - 1]!;
  let last = length - 1;
  while (fold(text.charCodeAt(last), needle) !== lastCode) last--;
  const width = last - first + 1;
  const cells = width * letters;
  if (cells > MOST_CELLS) return spanScore(text, needle, first, positions);
  grow(last + 1, cells, letters);

  // The bonus of each place, and the row of the first letter.
  let before = first > 0 ? classOf(text.charCodeAt(first - 1)) : BLANK;
  let best = 0;
  let bestAt = first;
  let previous = 0;
  let gap = false;
  let next = 0;
  const head = codes[0]!;
  for (let i = first; i <= last; i++) {
    const code = text.charCodeAt(i);
    const kind = code < 128 ? CLASS[code]! : classOf(code);
    const at = fold(code, needle);
    const worth = BONUS[before * CLASSES + kind]!;
    folded[i] = at;
    bonus[i] = worth;
    before = kind;
    if (next < letters && at === codes[next]!) firsts[next++] = i;
    const cell = i - first;
    if (at === head) {
      const score = MATCH + worth * FIRST_FACTOR;
      scores[cell] = score;
      runs[cell] = 1;
      gap = false;
      if (letters === 1 && score > best) {
        best = score;
        bestAt = i;
        if (worth >= BOUNDARY) break;
      }
    } else {
      scores[cell] = Math.max(previous + (gap ? GAP_MORE : GAP_START), 0);
      runs[cell] = 0;
      gap = true;
    }
    previous = scores[cell]!;
  }
  if (letters === 1) {
    positions?.push(bestAt);
    return best;
  }

  for (let letter = 1; letter < letters; letter++) {
    const code = codes[letter]!;
    const from = firsts[letter]!;
    const row = letter * width;
    const above = row - width;
    gap = false;
    let left = 0;
    if (from > first) scores[row + from - first - 1] = 0;
    for (let i = from; i <= last; i++) {
      const cell = i - first;
      const skip: number = left + (gap ? GAP_MORE : GAP_START);
      let take = 0;
      let run = 0;
      if (folded[i] === code) {
        take = scores[above + cell - 1]! + MATCH;
        let worth = bonus[i]!;
        run = runs[above + cell - 1]! + 1;
        if (run > 1) {
          const opening = bonus[i - run + 1]!;
          if (worth >= BOUNDARY && worth > opening) run = 1;
          else worth = Math.max(worth, CONSECUTIVE, opening);
        }
        if (take + worth < skip) {
          take += bonus[i]!;
          run = 0;
        } else take += worth;
      }
      runs[row + cell] = run;
      gap = take < skip;
      const score = Math.max(take, skip, 0);
      if (letter === letters - 1 && score > best) {
        best = score;
        bestAt = i;
      }
      scores[row + cell] = score;
      left = score;
    }
  }
  if (positions !== null) trace(first, width, letters, bestAt, positions);
  return best;
}

/** The way back through the table, from the last letter at `end`. */
function trace(
  first: number,
  width: number,
  letters: number,
  end: number,
  positions: number[],
): void {
  const found: number[] = [];
  let letter = letters - 1;
  let inRun = true;
  for (let i = end; letter >= 0 && i >= first; i--) {
    const row = letter * width;
    const cell = i - first;
    const score = scores[row + cell]!;
    const diagonal = letter > 0 && i > firsts[letter - 1]! ? scores[row - width + cell - 1]! : 0;
    const left = i > firsts[letter]! ? scores[row + cell - 1]! : 0;
    if (score > diagonal && (score > left || (score === left && inRun))) {
      found.push(i);
      if (letter-- === 0) break;
    }
    const below = letter + 1 < letters && cell + 1 < width && i + 1 >= firsts[letter + 1]!;
    const nextRun = below && runs[row + width + cell + 1]! > 0;
    inRun = runs[row + cell]! > 1 || nextRun;
  }
  for (let i = found.length - 1; i >= 0; i--) positions.push(found[i]!);
}

/** The first alignment from `from` on, tightened from its end: for texts that are very long. */
function spanScore(text: string, needle: Needle, from: number, positions: number[] | null): number {
  const { codes } = needle;
  let letter = 0;
  let end = from;
  for (; letter < codes.length; end++) {
    if (fold(text.charCodeAt(end), needle) === codes[letter]!) letter++;
  }
  let start = end - 1;
  for (letter = codes.length - 1; letter >= 0; start--) {
    if (fold(text.charCodeAt(start), needle) === codes[letter]!) letter--;
  }
  return scoreIn(text, needle, start + 1, end, positions);
}

/** The score of the letters of `needle` as they come in `[from, to)`. */
function scoreIn(
  text: string,
  needle: Needle,
  from: number,
  to: number,
  positions: number[] | null,
): number {
  const { codes } = needle;
  let before = from > 0 ? classOf(text.charCodeAt(from - 1)) : BLANK;
  let score = 0;
  let letter = 0;
  let run = 0;
  let opening = 0;
  let gap = false;
  for (let i = from; i < to && letter < codes.length; i++) {
    const code = text.charCodeAt(i);
    const kind = classOf(code);
    if (fold(code, needle) === codes[letter]!) {
      let worth = BONUS[before * CLASSES + kind]!;
      if (run === 0) opening = worth;
      else {
        if (worth >= BOUNDARY && worth > opening) opening = worth;
        worth = Math.max(worth, opening, CONSECUTIVE);
      }
      score += MATCH + (letter === 0 ? worth * FIRST_FACTOR : worth);
      positions?.push(i);
      gap = false;
      run++;
      letter++;
    } else {
      score += gap ? GAP_MORE : GAP_START;
      gap = true;
      run = 0;
    }
    before = kind;
  }
  return score;
}

/**
 * The score of `needle` as a whole in the text, or -1: anywhere (where it stands best), at the start
 * or at the end (white space around the text does not count).
 */
export function exactScore(
  text: string,
  needle: Needle,
  where: "any" | "start" | "end" | "whole",
  positions: number[] | null = null,
): number {
  const { length } = needle.codes;
  if (length === 0) return 0;
  const begin = text.search(/\S|$/);
  const end = text.trimEnd().length;
  if (where === "any") {
    const at = bestPlace(text, needle);
    return at < 0 ? -1 : scoreIn(text, needle, at, at + length, positions);
  }
  if (where === "whole" && end - begin !== length) return -1;
  const at = where === "end" ? end - length : begin;
  if (at < 0 || !stands(text, needle, at)) return -1;
  return scoreIn(text, needle, at, at + length, positions);
}

function stands(text: string, needle: Needle, at: number): boolean {
  const { codes } = needle;
  if (at + codes.length > text.length) return false;
  for (let k = 0; k < codes.length; k++) {
    if (fold(text.charCodeAt(at + k), needle) !== codes[k]!) return false;
  }
  return true;
}

function bestPlace(text: string, needle: Needle): number {
  const head = needle.codes[0]!;
  let best = -1;
  let bestWorth = -1;
  for (let i = 0; i + needle.codes.length <= text.length; i++) {
    if (fold(text.charCodeAt(i), needle) !== head || !stands(text, needle, i)) continue;
    const before = i > 0 ? classOf(text.charCodeAt(i - 1)) : BLANK;
    const worth = BONUS[before * CLASSES + classOf(text.charCodeAt(i))]!;
    if (worth > bestWorth) {
      bestWorth = worth;
      best = i;
    }
    if (worth >= BOUNDARY) break;
  }
  return best;
}
