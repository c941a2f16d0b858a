/** Character classes: what 'iskeyword' means, and where words of other scripts break. */

/** Tells whether a code point is a keyword character. */
export type IsKeyword = (codePoint: number) => boolean;

/** Class of blanks, ends of lines included. */
export const BLANK = 0;
/** Class of punctuation; for WORD motions also of everything that is not blank. */
export const PUNCTUATION = 1;
/** Class of keyword characters. Higher classes are scripts of their own. */
export const WORD = 2;

const EMOJI = 3;
const BRAILLE = 0x2800;
const HIRAGANA = 0x3040;
const KATAKANA = 0x30a0;
const IDEOGRAPH = 0x4e00;
const HANGUL = 0xac00;

/** `[first, last, class]` above U+00FF, sorted; what is missing is a word character. Measured from
 * Neovim 0.7 by moving over every code point. */
const RANGES: readonly (readonly [number, number, number])[] = [
  [0x037e, 0x037e, 1],
  [0x0387, 0x0387, 1],
  [0x055a, 0x055f, 1],
  [0x0589, 0x0589, 1],
  [0x05be, 0x05be, 1],
  [0x05c0, 0x05c0, 1],
  [0x05c3, 0x05c3, 1],
  [0x05f3, 0x05f4, 1],
  [0x060c, 0x060c, 1],
  [0x061b, 0x061b, 1],
  [0x061f, 0x061f, 1],
  [0x066a, 0x066d, 1],
  [0x06d4, 0x06d4, 1],
  [0x0700, 0x070d, 1],
  [0x0964, 0x0965, 1],
  [0x0970, 0x0970, 1],
  [0x0df4, 0x0df4, 1],
  [0x0e4f, 0x0e4f, 1],
  [0x0e5a, 0x0e5b, 1],
  [0x0f04, 0x0f12, 1],
  [0x0f3a, 0x0f3d, 1],
  [0x0f85, 0x0f85, 1],
  [0x104a, 0x104f, 1],
  [0x10fb, 0x10fb, 1],
  [0x1361, 0x1368, 1],
  [0x166d, 0x166e, 1],
  [0x1680, 0x1680, 0],
  [0x169b, 0x169c, 1],
  [0x16eb, 0x16ed, 1],
  [0x1735, 0x1736, 1],
  [0x17d4, 0x17dc, 1],
  [0x1800, 0x180a, 1],
  [0x2000, 0x200b, 0],
  [0x200c, 0x2027, 1],
  [0x2028, 0x2029, 0],
  [0x202a, 0x202e, 1],
  [0x202f, 0x202f, 0],
  [0x2030, 0x205e, 1],
  [0x205f, 0x205f, 0],
  [0x2060, 0x27ff, 1],
  [0x2800, 0x28ff, BRAILLE],
  [0x2900, 0x2998, 1],
  [0x29d8, 0x29db, 1],
  [0x29fc, 0x29fd, 1],
  [0x2b05, 0x2b07, EMOJI],
  [0x2b1b, 0x2b1c, EMOJI],
  [0x2b50, 0x2b50, EMOJI],
  [0x2b55, 0x2b55, EMOJI],
  [0x2e00, 0x2e7f, 1],
  [0x3000, 0x3000, 0],
  [0x3001, 0x3020, 1],
  [0x3030, 0x3030, 1],
  [0x303d, 0x303d, 1],
  [0x3040, 0x309f, HIRAGANA],
  [0x30a0, 0x30ff, KATAKANA],
  [0x3297, 0x3297, EMOJI],
  [0x3299, 0x3299, EMOJI],
  [0x3300, 0x9fff, IDEOGRAPH],
  [0xac00, 0xd7a3, HANGUL],
  [0xf900, 0xfaff, IDEOGRAPH],
  [0xfd3e, 0xfd3f, 1],
  [0xfe30, 0xfe6b, 1],
  [0xff00, 0xff0f, 1],
  [0xff1a, 0xff20, 1],
  [0xff3b, 0xff40, 1],
  [0xff5b, 0xff65, 1],
  [0x1d000, 0x1d24f, 1],
  [0x1d400, 0x1d7ff, 1],
  [0x1f000, 0x1f9ff, 1],
  [0x1fa70, 0x1fa74, EMOJI],
  [0x1fa78, 0x1fa7a, EMOJI],
  [0x1fa80, 0x1fa86, EMOJI],
  [0x1fa90, 0x1faa8, EMOJI],
  [0x1fab0, 0x1fab6, EMOJI],
  [0x1fac0, 0x1fac2, EMOJI],
  [0x1fad0, 0x1fad6, EMOJI],
  [0x20000, 0x2a6df, IDEOGRAPH],
  [0x2a700, 0x2b81f, IDEOGRAPH],
  [0x2f800, 0x2fa1f, IDEOGRAPH],
];

function rangeClass(codePoint: number): number {
  let low = 0;
  let high = RANGES.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last, kind] = RANGES[middle]!;
    if (codePoint < first) high = middle - 1;
    else if (codePoint > last) low = middle + 1;
    else return kind;
  }
  return WORD;
}

/**
 * The class of a code point: 0 blank, 1 punctuation, 2 word, higher for emoji, ideographs, kana,
 * Hangul, Braille. Give 0 for the end of a line. `big` knows only blank (0) and the rest (1).
 */
export function charClass(codePoint: number, isKeyword: IsKeyword, big = false): number {
  if (codePoint < 0x100) {
    if (codePoint === 0x20 || codePoint === 0x09 || codePoint === 0 || codePoint === 0xa0) {
      return BLANK;
    }
    if (big) return PUNCTUATION;
    return isKeyword(codePoint) ? WORD : PUNCTUATION;
  }
  const kind = rangeClass(codePoint);
  return big && kind !== BLANK ? PUNCTUATION : kind;
}

/** Letters that have a case, as '@' in 'iskeyword' means them. */
function isCased(codePoint: number): boolean {
  const char = String.fromCharCode(codePoint);
  return char.toLowerCase() !== char || char.toUpperCase() !== char;
}

/** The items of an option like `@,48-57,_,^a-c,,`; a comma counts where an item starts. */
function itemsOf(option: string): string[] {
  const items: string[] = [];
  let at = 0;
  while (at < option.length) {
    let end = option[at] === "^" && at + 1 < option.length ? at + 2 : at + 1;
    const next = option.indexOf(",", end);
    end = next < 0 ? option.length : next;
    items.push(option.slice(at, end));
    at = end + 1;
  }
  return items;
}

const RANGE_PATTERN = /^(\d+|.)(?:-(\d+|.))?$/su;

function codeOf(part: string): number {
  return /^\d+$/.test(part) ? Number(part) : part.codePointAt(0)!;
}

/**
 * Compiles an option in the format of 'iskeyword'. It decides about U+0000 to U+00FF; above, every
 * character of a word-like class is a keyword character. Items that make no sense are passed over.
 */
export function compileIsKeyword(option: string): IsKeyword {
  const table = new Uint8Array(256);
  for (const item of itemsOf(option)) {
    const excludes = item.length > 1 && item.startsWith("^");
    const body = excludes ? item.slice(1) : item;
    const value = excludes ? 0 : 1;
    if (body === "@") {
      for (let code = 1; code < 256; code++) if (isCased(code)) table[code] = value;
      continue;
    }
    const match = RANGE_PATTERN.exec(body);
    if (!match) continue;
    const first = codeOf(match[1]!);
    const last = match[2] === undefined ? first : codeOf(match[2]);
    for (let code = first; code <= last && code < 256; code++) table[code] = value;
  }
  table[0] = 0;
  return (codePoint) => (codePoint < 256 ? table[codePoint] === 1 : rangeClass(codePoint) >= WORD);
}
