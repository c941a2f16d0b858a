import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { readBytes, readCapabilities } from "../../src/term/system.ts";
import { findTerminfo, parseTerminfo, terminfoDirectories } from "../../src/term/terminfo.ts";
import { isAnsi, terminalStrings } from "../../src/term/tput.ts";

const SYSTEM = [
  "/etc/terminfo",
  "/lib/terminfo",
  "/usr/share/terminfo",
  "/usr/local/share/terminfo",
];
const onThisMachine = (name: string): boolean =>
  SYSTEM.some((directory) => existsSync(`${directory}/${name[0]}/${name}`));

/** A compiled entry made by hand: flags, numbers and strings by index, and extended ones by name. */
function compiled(
  width: 2 | 4,
  parts: {
    flags: number[];
    numbers: number[];
    strings: (string | null)[];
    extended?: [string, boolean | number | string][];
  },
): Uint8Array {
  const out: number[] = [];
  const number = (value: number, size: number): void => {
    for (let i = 0; i < size; i++) out.push((value >> (8 * i)) & 255);
  };
  const pad = (): void => {
    if (out.length % 2 === 1) out.push(0);
  };
  const text = (value: string): void => {
    for (const char of value) out.push(char.charCodeAt(0));
    out.push(0);
  };
  const offsets = (values: (string | null)[], start = 0): { at: number[]; size: number } => {
    let size = start;
    const at = values.map((value) => {
      if (value === null) return -1;
      const here = size;
      size += value.length + 1;
      return here;
    });
    return { at, size };
  };
  const names = "test|a test";
  const strings = offsets(parts.strings);
  for (const value of [width === 4 ? 0x21e : 0x11a, names.length + 1, parts.flags.length])
    number(value, 2);
  for (const value of [parts.numbers.length, parts.strings.length, strings.size]) number(value, 2);
  text(names);
  out.push(...parts.flags);
  pad();
  for (const value of parts.numbers) number(value, width);
  for (const value of strings.at) number(value, 2);
  for (const value of parts.strings) if (value !== null) text(value);
  if (parts.extended) {
    pad();
    const by = (kind: string) => parts.extended!.filter(([, value]) => typeof value === kind);
    const ordered = [...by("boolean"), ...by("number"), ...by("string")];
    const values = by("string").map(([, value]) => value as string);
    const valueOffsets = offsets(values);
    const nameOffsets = offsets(ordered.map(([name]) => name));
    for (const kind of ["boolean", "number", "string"]) number(by(kind).length, 2);
    number(values.length + ordered.length, 2);
    number(valueOffsets.size + nameOffsets.size, 2);
    for (const [, value] of by("boolean")) out.push(value ? 1 : 0);
    pad();
    for (const [, value] of by("number")) number(value as number, width);
    for (const value of [...valueOffsets.at, ...nameOffsets.at]) number(value, 2);
    for (const value of values) text(value);
    for (const [name] of ordered) text(name);
  }
  return Uint8Array.from(out);
}

for (const width of [2, 4] as const) {
  test(`an entry with ${width * 8}-bit numbers is read, extended part too`, () => {
    const numbers = Array.from({ length: 14 }, (_, i) =>
      i === 13 ? (width === 4 ? 0x1000000 : 256) : -1,
    );
    const strings = Array.from({ length: 11 }, (_, i) =>
      i === 10 ? "\x1b[H" : i === 3 ? "csr" : null,
    );
    const bytes = compiled(width, {
      flags: [0, 1, 0],
      numbers,
      strings,
      extended: [
        ["Tc", true],
        ["RGB", 8],
        ["Smulx", "\x1b[4:%p1%dm"],
        ["AX", false],
      ],
    });
    const entry = parseTerminfo(bytes)!;
    assert.deepEqual(entry.names, ["test", "a test"]);
    assert.deepEqual(
      [entry.flag("am"), entry.flag("xenl"), entry.flag("Tc"), entry.flag("AX")],
      [true, false, true, false],
    );
    assert.deepEqual([entry.number("colors"), entry.number("cols")], [numbers[13], -1]);
    assert.deepEqual(
      [entry.string("cup"), entry.string("csr"), entry.string("ed")],
      ["\x1b[H", "csr", null],
    );
    assert.deepEqual([entry.number("RGB"), entry.string("Smulx")], [8, "\x1b[4:%p1%dm"]);
    for (let cut = 0; cut < bytes.length; cut++) parseTerminfo(bytes.subarray(0, cut));
    assert.equal(parseTerminfo(bytes.subarray(0, 20)), null);
  });
}

test("noise is no entry and never throws", () => {
  assert.equal(parseTerminfo(new Uint8Array()), null);
  let state = 5;
  for (let round = 0; round < 2000; round++) {
    const bytes = Uint8Array.from({ length: 40 }, () => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return state >>> 16;
    });
    bytes.set(round % 2 === 0 ? [0x1a, 1] : [0x1e, 2]);
    parseTerminfo(bytes);
  }
});

test("directories are searched in ncurses' order, by letter and by hexadecimal", () => {
  const env = { TERMINFO: "/a", HOME: "/h", TERMINFO_DIRS: "/b::/c" };
  assert.deepEqual(terminfoDirectories(env), ["/a", "/h/.terminfo", "/b", ...SYSTEM, "/c"]);
  const asked: string[] = [];
  findTerminfo("xterm", { TERMINFO: "/a" }, (path) => {
    asked.push(path);
    return null;
  });
  assert.deepEqual(asked.slice(0, 2), ["/a/x/xterm", "/a/78/xterm"]);
  assert.equal(
    findTerminfo("../../etc/passwd", {}, () => assert.fail("was read")),
    null,
  );
});

const REAL: readonly [string, number, boolean][] = [
  ["xterm-256color", 256, true],
  ["tmux-256color", 256, false],
  ["screen-256color", 256, false],
  ["linux", 8, true],
  ["vt100", -1, false],
  ["dumb", -1, false],
];

for (const [name, colours, bce] of REAL) {
  test(`this machine's ${name} is read`, { skip: !onThisMachine(name) }, () => {
    const entry = findTerminfo(name, {}, readBytes)!;
    assert.equal(entry.names[0], name);
    assert.deepEqual([entry.number("colors"), entry.flag("bce")], [colours, bce]);
    assert.ok(isAnsi(entry));
  });
}

test("a terminal that is not ANSI gets its strings compiled", {
  skip: !onThisMachine("vt52"),
}, () => {
  const { capabilities } = readCapabilities({ TERM: "vt52" });
  assert.equal(capabilities.strings?.move(3, 4), "\x1bY#$");
  assert.equal(capabilities.strings?.eraseLine, "\x1bK");
});

test("a string that does not compile is silently none", () => {
  const spoken: unknown[] = [];
  const error = console.error;
  console.error = (...words) => spoken.push(words);
  try {
    const entry = {
      names: ["broken"],
      flag: () => false,
      number: () => -1,
      string: (name: string) => (name === "cup" ? "%?%p1%{" : "x"),
    };
    const strings = terminalStrings(entry);
    assert.ok(strings === null || typeof strings.move(1, 1) === "string");
    assert.deepEqual(spoken, []);
  } finally {
    console.error = error;
  }
});
