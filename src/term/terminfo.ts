/**
 * Compiled terminfo entries, in ncurses' two formats: 16-bit numbers (magic 0x011a) and 32-bit ones
 * (0x021e, which newer systems use for every 256-colour entry), with the extended section that
 * holds what terminfo has no fixed place for (`Tc`, `RGB`, `Smulx`, `Ss`, `kUP5`).
 *
 * Only the capabilities that this program asks about have names here. A broken file reads as null:
 * the program then goes on with what it knows of the terminal's name.
 */

/** What the program asks an entry. Absent and cancelled capabilities are false, -1 and null. */
export interface Terminfo {
  /** The names of the entry, the last one is a description. */
  readonly names: readonly string[];
  flag(name: string): boolean;
  number(name: string): number;
  string(name: string): string | null;
}

/** The file access that `findTerminfo` needs: the bytes of a file, or null when it cannot be read. */
export type ReadBytes = (path: string) => Uint8Array | null;

const FLAGS: Readonly<Record<string, number>> = { am: 1, xenl: 4, bce: 28 };
const NUMBERS: Readonly<Record<string, number>> = { cols: 0, lines: 2, colors: 13 };
const STRINGS: Readonly<Record<string, number>> = {
  csr: 3,
  clear: 5,
  el: 6,
  ed: 7,
  hpa: 8,
  cup: 10,
  civis: 13,
  cnorm: 16,
  blink: 26,
  bold: 27,
  smcup: 28,
  dim: 30,
  rev: 34,
  smul: 36,
  ech: 37,
  sgr0: 39,
  rmcup: 40,
  kbs: 55,
  kdch1: 59,
  kcud1: 61,
  kf1: 66,
  kf10: 67,
  kf2: 68,
  kf3: 69,
  kf4: 70,
  kf5: 71,
  kf6: 72,
  kf7: 73,
  kf8: 74,
  kf9: 75,
  khome: 76,
  kich1: 77,
  kcub1: 79,
  knp: 81,
  kpp: 82,
  kcuf1: 83,
  kcuu1: 87,
  rmkx: 88,
  smkx: 89,
  indn: 109,
  rin: 113,
  kcbt: 148,
  kend: 164,
  kf11: 216,
  kf12: 217,
  sitm: 311,
  setaf: 359,
  kmous: 355,
};

const MAGIC_16 = 0x011a;
const MAGIC_32 = 0x021e;

/** Reads a compiled entry; null when the bytes are not one. */
export function parseTerminfo(bytes: Uint8Array): Terminfo | null {
  try {
    return readEntry(bytes);
  } catch (error) {
    // A truncated file: the DataView refuses to read beyond its end.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readEntry(bytes: Uint8Array): Terminfo | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint16(0, true);
  if (magic !== MAGIC_16 && magic !== MAGIC_32) return null;
  const width = magic === MAGIC_32 ? 4 : 2;
  const short = (at: number): number => view.getInt16(at, true);
  const wide = (at: number): number => (width === 4 ? view.getInt32(at, true) : short(at));
  const nameSize = short(2);
  const flagCount = short(4);
  const numberCount = short(6);
  const stringCount = short(8);
  const tableSize = short(10);
  if (Math.min(nameSize, flagCount, numberCount, stringCount, tableSize) < 0) return null;
  const flagsAt = 12 + nameSize;
  const numbersAt = even(flagsAt + flagCount);
  const stringsAt = numbersAt + numberCount * width;
  const tableAt = stringsAt + stringCount * 2;
  const end = tableAt + tableSize;
  if (end > bytes.length) return null;
  const names = latin1(bytes, 12, 12 + nameSize)
    .replace(/\0.*$/s, "")
    .split("|");
  const extended = readExtended(bytes, view, even(end), width);
  return {
    names,
    flag(name) {
      const index = FLAGS[name];
      if (index === undefined) return extended.get(name) === true;
      return index < flagCount && bytes[flagsAt + index] === 1;
    },
    number(name) {
      const index = NUMBERS[name];
      if (index === undefined) {
        const value = extended.get(name);
        return typeof value === "number" ? value : -1;
      }
      return index < numberCount ? Math.max(-1, wide(numbersAt + index * width)) : -1;
    },
    string(name) {
      const index = STRINGS[name];
      if (index === undefined) {
        const value = extended.get(name);
        return typeof value === "string" ? value : null;
      }
      if (index >= stringCount) return null;
      const offset = short(stringsAt + index * 2);
      return offset < 0 ? null : cString(bytes, tableAt + offset, end);
    },
  };
}

function readExtended(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  width: number,
): Map<string, boolean | number | string> {
  const found = new Map<string, boolean | number | string>();
  if (at + 10 > bytes.length) return found;
  const short = (offset: number): number => view.getInt16(offset, true);
  const flags = short(at);
  const numbers = short(at + 2);
  const strings = short(at + 4);
  const tableSize = short(at + 8);
  if (Math.min(flags, numbers, strings, tableSize) < 0) return found;
  const flagsAt = at + 10;
  const numbersAt = even(flagsAt + flags);
  const offsetsAt = numbersAt + numbers * width;
  const total = flags + numbers + strings;
  const tableAt = offsetsAt + (strings + total) * 2;
  const end = Math.min(bytes.length, tableAt + tableSize);
  // Values come first in the table, names after the last value; name offsets count from there.
  const values: (string | null)[] = [];
  let namesAt = tableAt;
  for (let i = 0; i < strings; i++) {
    const offset = short(offsetsAt + i * 2);
    const value = offset < 0 ? null : cString(bytes, tableAt + offset, end);
    values.push(value);
    if (value !== null) namesAt = Math.max(namesAt, tableAt + offset + value.length + 1);
  }
  for (let i = 0; i < total; i++) {
    const name = cString(bytes, namesAt + short(offsetsAt + (strings + i) * 2), end);
    if (name === null) continue;
    if (i < flags) {
      if (bytes[flagsAt + i] === 1) found.set(name, true);
    } else if (i < flags + numbers) {
      const where = numbersAt + (i - flags) * width;
      const value = width === 4 ? view.getInt32(where, true) : short(where);
      if (value >= 0) found.set(name, value);
    } else {
      const value = values[i - flags - numbers];
      if (value !== null && value !== undefined) found.set(name, value);
    }
  }
  return found;
}

function even(offset: number): number {
  return offset + (offset & 1);
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

function cString(bytes: Uint8Array, from: number, end: number): string | null {
  const stop = bytes.indexOf(0, from);
  if (from >= end || stop < 0 || stop > end) return null;
  return latin1(bytes, from, stop);
}

/** The directories to search, in ncurses' order. */
export function terminfoDirectories(env: Readonly<Record<string, string | undefined>>): string[] {
  const system = [
    "/etc/terminfo",
    "/lib/terminfo",
    "/usr/share/terminfo",
    "/usr/local/share/terminfo",
  ];
  const directories: string[] = [];
  if (env.TERMINFO) directories.push(env.TERMINFO);
  if (env.HOME) directories.push(`${env.HOME}/.terminfo`);
  // An empty part of TERMINFO_DIRS stands for the system's own place.
  for (const part of env.TERMINFO_DIRS?.split(":") ?? [])
    directories.push(...(part ? [part] : system));
  directories.push(...system);
  return [...new Set(directories)];
}

/** The entry of a terminal, or null when no directory has a readable one. */
export function findTerminfo(
  term: string,
  env: Readonly<Record<string, string | undefined>>,
  read: ReadBytes,
): Terminfo | null {
  // The name comes from the environment: it must not lead out of the directories.
  if (!/^[\w.+-]+$/.test(term) || term.startsWith(".")) return null;
  const letter = term[0]!;
  const hex = letter.charCodeAt(0).toString(16).padStart(2, "0");
  for (const directory of terminfoDirectories(env)) {
    for (const folder of [letter, hex]) {
      const bytes = read(`${directory}/${folder}/${term}`);
      const entry = bytes && parseTerminfo(bytes);
      if (entry) return entry;
    }
  }
  return null;
}
