/** Characters as the matcher sees them: combining marks, case, print width, Vim's classes. */
import { isHalf, isHigh, isLow } from "../../base/surrogates.ts";

const MARK = /^\p{M}$/u;

/** Does a combining mark (or an Alef after a Lam) stand at `col`, so that it belongs to the character
 * before? False at the end of the line. */
export function isComposingAt(line: string, col: number): boolean {
  const unit = line.charCodeAt(col);
  if (!(unit >= 0x300)) return false;
  return isComposing(line.codePointAt(col)!) || isLigature(line, col, unit);
}

function isLigature(line: string, col: number, unit: number): boolean {
  const alef = unit === 0x622 || unit === 0x623 || unit === 0x625 || unit === 0x627;
  return alef && col > 0 && line.charCodeAt(col - 1) === 0x644;
}

/** Is the code point a combining mark? */
export function isComposing(code: number): boolean {
  if (code < 0x300) return false;
  if (code < 0x370) return true;
  if (code < 0x483 || (code >= 0x1e00 && code < 0x20d0)) return false;
  if ((code >= 0x3100 && code < 0xa66f) || (code >= 0xac00 && code < 0xd800)) return false;
  return MARK.test(String.fromCodePoint(code));
}

/** The column after the character at `col` with its combining marks (UTF-16; `col < line.length`). */
export function afterCharacter(line: string, col: number): number {
  const unit = line.charCodeAt(col);
  let at = col + 1;
  if (isHigh(unit) && isLow(line.charCodeAt(at))) at++;
  return line.charCodeAt(at) >= 0x300 ? afterMarks(line, at) : at;
}

/** The column after the combining marks that stand at `col`; `col` where there are none. */
export function afterMarks(line: string, col: number): number {
  let at = col;
  while (isComposingAt(line, at)) at += line.codePointAt(at)! > 0xffff ? 2 : 1;
  return at;
}

/** The start of the character before `col` (UTF-16; `col > 0`). */
export function beforeCharacter(line: string, col: number): number {
  let at = col;
  do {
    at--;
    if (isLow(line.charCodeAt(at)) && at > 0 && isHigh(line.charCodeAt(at - 1))) at--;
  } while (at > 0 && isComposingAt(line, at));
  return at;
}

function single(string: string, otherwise: number): number {
  const code = string.codePointAt(0)!;
  return string.length === (code > 0xffff ? 2 : 1) ? code : otherwise;
}

/** Lower case of a code point, one to one. */
export function lower(code: number): number {
  if (code < 0x80) return code >= 0x41 && code <= 0x5a ? code + 32 : code;
  return single(String.fromCodePoint(code).toLowerCase(), code);
}

/** Upper case of a code point, one to one. */
export function upper(code: number): number {
  if (code < 0x80) return code >= 0x61 && code <= 0x7a ? code - 32 : code;
  return single(String.fromCodePoint(code).toUpperCase(), code);
}

/** Code points that count as equal when case is ignored have the same fold. */
export const fold = lower;

export function isUpper(code: number): boolean {
  return lower(code) !== code;
}

export function isLower(code: number): boolean {
  if (code < 0x80) return code >= 0x61 && code <= 0x7a;
  // The sharp s has no upper case of its own.
  return code === 0xdf || upper(code) !== code;
}

const UNPRINTABLE: readonly (readonly [number, number])[] = [
  [0x70f, 0x70f],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0xfffe, 0xffff],
];

/** Does the character show as itself, not as ^X or <xx>? */
export function isPrintable(code: number): boolean {
  if (code < 0x100) return (code >= 0x20 && code < 0x7f) || code >= 0xa0;
  return !UNPRINTABLE.some(([first, last]) => code >= first && code <= last);
}

const WIDE =
  /^[\u1100-\u115f\u231a\u231b\u2329\u232a\u23e9-\u23ec\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{1fa70}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

/** Cells from the start of the line to `col` (UTF-16), as `\%v` counts them. */
export function cellsBefore(line: string, col: number, tabstop: number): number {
  let cells = 0;
  for (let at = 0; at < col && at < line.length; at = afterCharacter(line, at)) {
    const code = line.codePointAt(at)!;
    if (code === 9) cells += tabstop - (cells % tabstop);
    else if (code < 0x20 || code === 0x7f) cells += 2;
    else if (code < 0x7f) cells++;
    else if (!isPrintable(code)) cells += code < 0x100 ? 4 : 6;
    else cells += code >= 0x1100 && WIDE.test(String.fromCodePoint(code)) ? 2 : 1;
  }
  return cells;
}

/** Bytes of the line's first `col` UTF-16 units in UTF-8, as `\%c` counts them. */
export function bytesBefore(line: string, col: number): number {
  let bytes = 0;
  for (let at = 0; at < col && at < line.length; at++) {
    const unit = line.charCodeAt(at);
    if (unit < 0x80) bytes++;
    else if (unit < 0x800) bytes += 2;
    else if (isHalf(unit)) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}
