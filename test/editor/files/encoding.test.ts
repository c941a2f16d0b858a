import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decode,
  decodeStream,
  encodeAll,
  type FileFormat,
  NEW_FILE_FORMAT,
} from "../../../src/editor/files/encoding.ts";
import { Text } from "../../../src/text/text.ts";
import { random } from "./random.ts";

type Case = readonly [
  name: string,
  bytes: string,
  lines: readonly string[],
  format?: Partial<FileFormat>,
];

/** Bytes are written as latin-1 strings. */
const CASES: readonly Case[] = [
  ["an empty file", "", [""]],
  ["one line break", "\n", [""], { blankLine: true }],
  ["two line breaks", "\n\n", ["", ""]],
  ["a line", "one\n", ["one"]],
  ["no final line break", "one\ntwo", ["one", "two"], { endofline: false }],
  ["a dos file", "one\r\ntwo\r\n", ["one", "two"], { fileformat: "dos" }],
  ["one dos line break", "\r\n", [""], { fileformat: "dos", blankLine: true }],
  ["dos without the last", "one\r\ntwo", ["one", "two"], { fileformat: "dos", endofline: false }],
  ["dos with a lone CR", "a\r\nb\r", ["a", "b\r"], { fileformat: "dos", endofline: false }],
  ["dos with a doubled CR", "a\r\r\nb\r\n", ["a\r", "b"], { fileformat: "dos" }],
  ["mixed, dos first", "one\r\ntwo\nthree\r\n", ["one\r", "two", "three\r"]],
  ["mixed, unix first", "one\ntwo\r\n", ["one", "two\r"]],
  ["lone CR", "one\rtwo\n", ["one\rtwo"]],
  ["NUL bytes", "a\0b\n\0\n", ["a\0b", "\0"]],
  ["UTF-8", "\xc3\xa9\xf0\x9f\x91\x8d\n", ["é👍"]],
  ["UTF-8 with BOM", "\xef\xbb\xbfone\n", ["one"], { bom: true }],
  ["only a BOM", "\xef\xbb\xbf", [""], { bom: true }],
  ["two BOMs", "\xef\xbb\xbf\xef\xbb\xbf\n", ["\ufeff"], { bom: true }],
  ["latin-1 bytes", "caf\xe9\n", ["caf\udce9"]],
  ["a cut sequence", "\xe2\x82", ["\udce2\udc82"], { endofline: false }],
  ["an overlong sequence", "\xc0\xaf\n", ["\udcc0\udcaf"]],
  ["an encoded surrogate", "\xed\xa0\x80\n", ["\udced\udca0\udc80"]],
  ["beyond Unicode", "\xf4\x90\x80\x80\n", ["\udcf4\udc90\udc80\udc80"]],
  ["a good character after a bad one", "\xff\xc3\xa9\xf0\x9f\x91\x8d\n", ["\udcffé👍"]],
  ["UTF-16LE", "\xff\xfea\0\n\0", ["a"], { encoding: "utf-16le", bom: true }],
  ["UTF-16BE", "\xfe\xff\0a\0\n", ["a"], { encoding: "utf-16be", bom: true }],
  [
    "UTF-16 dos",
    "\xff\xfea\0\r\0\n\0",
    ["a"],
    { encoding: "utf-16le", bom: true, fileformat: "dos" },
  ],
  [
    "a lone UTF-16 surrogate",
    "\xff\xfe\x00\xd8\n\0",
    ["\ud800"],
    { encoding: "utf-16le", bom: true },
  ],
  ["an odd UTF-16 file", "\xff\xfea\0\n", ["\udcff\udcfea\0"]],
];

for (const [name, latin1, lines, format] of CASES) {
  test(`${name} reads as its lines and is written back`, () => {
    const bytes = Buffer.from(latin1, "latin1");
    const decoded = decode(bytes);
    assert.deepEqual(decoded.text.toJSON(), lines);
    assert.deepEqual(decoded.format, { ...NEW_FILE_FORMAT, ...format });
    assert.deepEqual(encodeAll(decoded.text, decoded.format), bytes);
  });
}

const PARTS = ["\n", "\r\n", "\r", "é", "👍", "a", "\0", "日本", "line of text"].map((s) =>
  Buffer.from(s),
);

test("random bytes round trip, whatever the reads they come in", () => {
  for (let seed = 1; seed <= 400; seed++) {
    const below = random(seed);
    const parts: Buffer[] = [];
    if (below(4) === 0) parts.push(Buffer.from([0xff, 0xfe]));
    for (let k = below(60); k > 0; k--) {
      if (below(2) === 0) parts.push(PARTS[below(PARTS.length)]!);
      else parts.push(Buffer.from(Array.from({ length: below(9) }, () => below(256))));
    }
    const bytes = Buffer.concat(parts);
    let at = 0;
    const { text, format } = decodeStream((into) => {
      const count = Math.min(1 + below(20), into.length, bytes.length - at);
      bytes.copy(into, 0, at, at + count);
      at += count;
      return count;
    });
    assert.deepEqual(encodeAll(text, format), bytes, `seed ${seed}`);
  }
});

const LONG = 1_300_001;
const BIG: readonly (readonly [string, Buffer])[] = [
  ["one very long line", Buffer.alloc(LONG, "x")],
  ["long lines of wide characters", Buffer.from(`${"日👍".repeat(300_000)}\n`.repeat(2))],
  ["many short lines", Buffer.from("short\n".repeat(400_000))],
  ["many dos lines", Buffer.from("short\r\n".repeat(300_000))],
  ["dos until the last line", Buffer.from(`${"short\r\n".repeat(300_000)}x\n`)],
  ["a BOM before a long line", Buffer.from(`\ufeff${"x".repeat(LONG)}`)],
  ["big UTF-16", Buffer.from(`\ufeff${"日本\n".repeat(500_000)}`, "utf16le")],
  ["binary without line breaks", Buffer.alloc(LONG, 0xfe).fill(0, 5)],
];

for (const [name, bytes] of BIG) {
  test(`${name} round trips over the size of a piece`, () => {
    const { text, format } = decode(bytes);
    assert.ok(encodeAll(text, format).equals(bytes));
  });
}

test("pieces that cut a pair in a long line write whole characters", () => {
  const text = Text.of([`a${"👍".repeat(200_000)}`]);
  assert.equal(encodeAll(text, NEW_FILE_FORMAT).toString(), `${text.toString()}\n`);
});

test("a lone surrogate that is no escape is written in its three-byte form", () => {
  assert.deepEqual([...encodeAll(Text.of(["\ud800"]), NEW_FILE_FORMAT)], [0xed, 0xa0, 0x80, 10]);
});

test("an emptied file is written without a line", () => {
  assert.equal(encodeAll(Text.empty, decode(Buffer.from("a\nb\n")).format).length, 0);
});

test("a forced dos format strips the CRs that are there", () => {
  const { text, format } = decode(Buffer.from("a\r\nb\n"), { fileformat: "dos" });
  assert.deepEqual([text.toJSON(), format.fileformat], [["a", "b"], "dos"]);
});

test("a forced latin1 shows bytes as characters and refuses what it can't write", () => {
  const { text, format } = decode(Buffer.from("caf\xe9\n", "latin1"), { encoding: "latin1" });
  assert.equal(text.toString(), "café");
  assert.deepEqual(encodeAll(text, format), Buffer.from("caf\xe9\n", "latin1"));
  assert.throws(() => encodeAll(Text.of(["日"]), format), /E513/);
});
