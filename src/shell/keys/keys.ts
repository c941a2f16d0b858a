/**
 * Keys as the bytes that a program in a terminal reads: the encodings of xterm, and the kitty keyboard
 * protocol where the program has asked for it. Keys are pressed; nobody tells us that they are let go.
 */
import { type Key, textOfKey } from "../../base/key.ts";
import type { TerminalModes } from "../emulator/protocol.ts";

export type KeyModes = Pick<TerminalModes, "applicationCursor" | "kitty">;

/** Flags of the kitty protocol. */
const DISAMBIGUATE = 1;
const ALTERNATES = 4;
const ALL_AS_ESCAPES = 8;
const ASSOCIATED_TEXT = 16;

const SHIFT = 1;
const ALT = 2;
const CTRL = 4;
const SUPER = 8;
const META = 32;

interface Pressed {
  /** A character, or the name of a key. */
  readonly name: string;
  readonly mods: number;
}

/** Keys that end in a letter: `CSI A`, with modifiers `CSI 1 ; m A`. */
const LETTERS: Readonly<Record<string, string>> = {
  Up: "A",
  Down: "B",
  Right: "C",
  Left: "D",
  Home: "H",
  End: "F",
  F1: "P",
  F2: "Q",
  F3: "R",
  F4: "S",
};

/** Keys that are a number: `CSI 5 ~`, with modifiers `CSI 5 ; m ~`. */
const NUMBERS: Readonly<Record<string, number>> = {
  Insert: 2,
  Del: 3,
  PageUp: 5,
  PageDown: 6,
  F5: 15,
  F6: 17,
  F7: 18,
  F8: 19,
  F9: 20,
  F10: 21,
  F11: 23,
  F12: 24,
  Help: 28,
};

/** Keys with a byte of their own, and what it is. */
const BYTES: Readonly<Record<string, number>> = { CR: 13, Esc: 27, Tab: 9, BS: 127, Space: 32 };

/** What CTRL makes of characters that are no letters. */
const CONTROLS: Readonly<Record<string, number>> = {
  " ": 0,
  "@": 0,
  "2": 0,
  "[": 27,
  "3": 27,
  "\\": 28,
  "4": 28,
  "]": 29,
  "5": 29,
  "^": 30,
  "6": 30,
  "~": 30,
  _: 31,
  "-": 31,
  "/": 31,
  "7": 31,
  "?": 127,
  "8": 127,
};

const MODIFIER_BITS: Readonly<Record<string, number>> = {
  S: SHIFT,
  M: ALT,
  C: CTRL,
  D: SUPER,
  T: META,
};

/** What is written to the program for a key in canonical notation; null: it is none of a terminal. */
export function encodeKey(key: Key, modes: KeyModes): string | null {
  const pressed = pressedOf(key);
  if (pressed === null) return null;
  return modes.kitty === 0 ? legacy(pressed, modes.applicationCursor) : kitty(pressed, modes.kitty);
}

function pressedOf(key: Key): Pressed | null {
  if (key === "<NL>") return { name: "j", mods: CTRL };
  if (key === "<C-@>") return { name: " ", mods: CTRL };
  const text = key === "<Tab>" ? null : textOfKey(key);
  if (text !== null) return { name: text, mods: 0 };
  const match = /^<((?:[MTDCS]-)*)(.+)>$/su.exec(key);
  if (match === null) return null;
  let mods = 0;
  for (const letter of match[1]!) mods |= MODIFIER_BITS[letter] ?? 0;
  let name = match[2]!;
  if (name === "lt") name = "<";
  else if (name === "Space") name = " ";
  else if (name === "NL") return { name: "j", mods: mods | CTRL };
  const known = [...name].length === 1 || name in LETTERS || name in NUMBERS || name in BYTES;
  return known || /^F(1[3-9]|2\d|3[0-5])$/.test(name) ? { name, mods } : null;
}

function legacy({ name, mods }: Pressed, applicationCursor: boolean): string | null {
  if (name.startsWith("F") && name.length === 3 && Number(name.slice(1)) > 12) {
    // As xterm and its terminfo: F13 is Shift-F1.
    const number = Number(name.slice(1)) - 12;
    return number > 12 ? null : legacy({ name: `F${number}`, mods: mods | SHIFT }, false);
  }
  const letter = LETTERS[name];
  if (letter !== undefined) {
    if ((mods & ~META) !== 0) return `\x1b[1;${xtermModifiers(mods)}${letter}`;
    return name.startsWith("F") || applicationCursor ? `\x1bO${letter}` : `\x1b[${letter}`;
  }
  const number = NUMBERS[name];
  if (number !== undefined) {
    return (mods & ~META) === 0 ? `\x1b[${number}~` : `\x1b[${number};${xtermModifiers(mods)}~`;
  }
  // Nothing says that a character comes with the key that window managers take.
  if ((mods & SUPER) !== 0) return null;
  const prefix = (mods & (ALT | META)) === 0 ? "" : "\x1b";
  if (name === "Tab") return (mods & SHIFT) === 0 ? `${prefix}\t` : `${prefix}\x1b[Z`;
  if (name === "BS") return prefix + ((mods & CTRL) === 0 ? "\x7f" : "\b");
  const byte = BYTES[name];
  if (byte !== undefined) return prefix + String.fromCharCode(byte);
  return prefix + ((mods & CTRL) === 0 ? shifted(name, mods) : control(name));
}

/** xterm knows four modifiers; what is written is one more than their bits. */
function xtermModifiers(mods: number): number {
  return 1 + (mods & (SHIFT | ALT | CTRL | SUPER));
}

function shifted(char: string, mods: number): string {
  if ((mods & SHIFT) === 0) return char;
  const upper = char.toUpperCase();
  return [...upper].length === 1 ? upper : char;
}

function control(char: string): string {
  if (/^[A-Za-z]$/.test(char)) return String.fromCharCode(char.charCodeAt(0) & 31);
  const code = CONTROLS[char];
  return code === undefined ? char : String.fromCharCode(code);
}

function kitty({ name, mods }: Pressed, flags: number): string | null {
  const all = (flags & ALL_AS_ESCAPES) !== 0;
  if ((flags & (DISAMBIGUATE | ALL_AS_ESCAPES)) === 0) return legacy({ name, mods }, false);
  if (name === "F3") return functional(13, "~", mods);
  const letter = LETTERS[name];
  if (letter !== undefined) return functional(null, letter, mods);
  const number = NUMBERS[name];
  if (number !== undefined) return functional(number, "~", mods);
  if (/^F\d\d$/.test(name)) return unicode(57376 + Number(name.slice(1)) - 13, mods, "", "");
  const byte = BYTES[name];
  if (byte !== undefined) {
    // Enter, Tab and Backspace stay themselves, so that `reset` can be typed behind a crashed program.
    if (!all && mods === 0 && name !== "Esc") return String.fromCharCode(byte);
    return unicode(byte, mods, "", "");
  }
  return character(name, mods, flags);
}

function character(name: string, mods: number, flags: number): string {
  const all = (flags & ALL_AS_ESCAPES) !== 0;
  const lower = name.toLowerCase();
  const isUpper = lower !== name && [...lower].length === 1;
  const held = isUpper ? mods | SHIFT : mods;
  if (!all && (mods & ~SHIFT) === 0) return shifted(name, mods);
  const base = isUpper ? lower : name;
  const typed = shifted(base, held);
  const alternate = (flags & ALTERNATES) !== 0 && typed !== base ? `:${typed.codePointAt(0)}` : "";
  const text =
    all && (flags & ASSOCIATED_TEXT) !== 0 && (held & ~SHIFT) === 0
      ? String(typed.codePointAt(0))
      : "";
  return unicode(base.codePointAt(0)!, held, alternate, text);
}

function functional(number: number | null, final: string, mods: number): string {
  if (mods === 0) return number === null ? `\x1b[${final}` : `\x1b[${number}${final}`;
  return `\x1b[${number ?? 1};${1 + mods}${final}`;
}

function unicode(code: number, mods: number, alternate: string, text: string): string {
  const modifiers = mods === 0 ? "" : String(1 + mods);
  const rest = text !== "" ? `;${modifiers};${text}` : modifiers === "" ? "" : `;${modifiers}`;
  return `\x1b[${code}${alternate}${rest}u`;
}
