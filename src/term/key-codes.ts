/** The keys that terminals report: names of sequences, and a key with its modifiers. */
import { type Key, keyOfChar, parseKeys } from "../base/key.ts";
import { isHalf } from "../base/surrogates.ts";

export const SHIFT = 1;
export const ALT = 2;
export const CTRL = 4;
const SUPER = 8;
export const META = 32;

/** `CSI n ~`. */
export const TILDE_KEYS: Readonly<Record<number, string>> = {
  1: "Home",
  2: "Insert",
  3: "Del",
  4: "End",
  5: "PageUp",
  6: "PageDown",
  7: "Home",
  8: "End",
  11: "F1",
  12: "F2",
  13: "F3",
  14: "F4",
  15: "F5",
  17: "F6",
  18: "F7",
  19: "F8",
  20: "F9",
  21: "F10",
  23: "F11",
  24: "F12",
  25: "F13",
  26: "F14",
  28: "F15",
  29: "F16",
  31: "F17",
  32: "F18",
  33: "F19",
  34: "F20",
};

/** `CSI A`, `CSI 1 ; 5 A`, `SS3 A`. */
export const LETTER_KEYS: Readonly<Record<string, string>> = {
  A: "Up",
  B: "Down",
  C: "Right",
  D: "Left",
  F: "End",
  H: "Home",
  P: "F1",
  Q: "F2",
  R: "F3",
  S: "F4",
};

/** rxvt's `CSI a` (with Shift) and `SS3 a` (with CTRL). */
export const RXVT_ARROWS: Readonly<Record<string, string>> = {
  a: "Up",
  b: "Down",
  c: "Right",
  d: "Left",
};

/** The application keypad, `SS3 p`. */
export const KEYPAD: Readonly<Record<string, string>> = {
  M: "CR",
  X: "=",
  j: "*",
  k: "+",
  l: ",",
  m: "-",
  n: ".",
  o: "/",
  p: "0",
  q: "1",
  r: "2",
  s: "3",
  t: "4",
  u: "5",
  v: "6",
  w: "7",
  x: "8",
  y: "9",
};

const CODE_NAMES: Readonly<Record<number, string>> = {
  9: "Tab",
  13: "CR",
  27: "Esc",
  32: "Space",
  60: "lt",
  127: "BS",
  8: "BS",
  57361: "",
  57399: "0",
  57400: "1",
  57401: "2",
  57402: "3",
  57403: "4",
  57404: "5",
  57405: "6",
  57406: "7",
  57407: "8",
  57408: "9",
  57409: ".",
  57410: "/",
  57411: "*",
  57412: "-",
  57413: "+",
  57414: "CR",
  57415: "=",
  57416: ",",
  57417: "Left",
  57418: "Right",
  57419: "Up",
  57420: "Down",
  57421: "PageUp",
  57422: "PageDown",
  57423: "Home",
  57424: "End",
  57425: "Insert",
  57426: "Del",
};

const SHIFTED_ON_MOST = /^[~!@#$%^&*()_+{}|:"<>?]$/;

/**
 * The canonical key of a name ("Up", "F5", "a") with modifier bits (SHIFT, ALT, ...). Bits that
 * Vim's notation has no letter for are left out.
 */
export function keyOf(name: string, modifiers: number): Key {
  let prefix = "";
  if (modifiers & ALT) prefix += "M-";
  if (modifiers & META) prefix += "T-";
  if (modifiers & SUPER) prefix += "D-";
  if (modifiers & CTRL) prefix += "C-";
  if (modifiers & SHIFT) prefix += "S-";
  if (prefix === "" && [...name].length === 1) return keyOfChar(name);
  const keys = parseKeys(`<${prefix}${name}>`);
  return keys.length === 1 ? keys[0]! : keyOfChar(name);
}

/**
 * The key of a code point as the kitty protocol, CSI u and modifyOtherKeys report it, or null for a
 * key without meaning here (a modifier alone, a media key). `shifted` and `base` are the alternate
 * codes of the kitty protocol, 0 when not given.
 */
export function keyOfCode(code: number, modifiers: number, shifted = 0, base = 0): Key | null {
  let bits = modifiers & (SHIFT | ALT | CTRL | SUPER | META);
  if (code >= 57376 && code <= 57398) return keyOf(`F${code - 57376 + 13}`, bits);
  const named = CODE_NAMES[code];
  if (named !== undefined) {
    if (code === 60) bits &= ~SHIFT;
    return named === "" ? null : keyOf(named, bits);
  }
  if ((code >= 57344 && code <= 63743) || code < 32 || !isScalar(code)) return null;
  let name = String.fromCodePoint(code);
  const command = (bits & (CTRL | ALT | SUPER)) !== 0;
  // CTRL with a letter of another script means the key where the Latin letter is.
  if (command && code > 0x7f && base >= 33 && base < 127) name = String.fromCodePoint(base);
  const letter = /^\p{L}$/u.test(name);
  if ((bits & SHIFT) !== 0) {
    if (shifted > 32 && isScalar(shifted) && !(letter && command)) {
      name = String.fromCodePoint(shifted);
      bits &= ~SHIFT;
    } else if (SHIFTED_ON_MOST.test(name)) bits &= ~SHIFT;
    else if (letter && !command) {
      name = name.toUpperCase();
      bits &= ~SHIFT;
    }
  }
  return keyOf(name === "<" ? "lt" : name, bits);
}

function isScalar(code: number): boolean {
  return code <= 0x10ffff && !isHalf(code);
}

/** The key of a typed character, with the ESC that stands for Alt before it. */
export function keyOfTyped(char: string, alt: boolean): Key {
  const key = keyOfChar(char);
  if (!alt) return key;
  return key.length > 1 && key.startsWith("<") ? `<M-${key.slice(1)}` : `<M-${key}>`;
}
