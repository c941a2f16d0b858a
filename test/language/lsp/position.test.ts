/** Positions in bytes, code units and code points; globs; addresses. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { globTest } from "../../../src/language/lsp/glob.ts";
import {
  columnOf,
  fromPosition,
  fromRange,
  type PositionEncoding,
  toPosition,
  unitsOf,
} from "../../../src/language/lsp/position.ts";
import { pathOfUri, uriOf } from "../../../src/language/lsp/uri.ts";
import { textOf } from "../../../src/text/text.ts";
import { randomText, seeded } from "./random-edits.ts";

const ENCODINGS: readonly PositionEncoding[] = ["utf-8", "utf-16", "utf-32"];

/** By what Node says a prefix is. */
function reference(prefix: string, encoding: PositionEncoding): number {
  if (encoding === "utf-8") return Buffer.byteLength(prefix.toWellFormed());
  return encoding === "utf-16" ? prefix.length : [...prefix].length;
}

test("every place of a text, there and back", () => {
  const text = textOf(`${randomText(seeded(7))}\ud83d half\n\udc00`);
  for (const encoding of ENCODINGS) {
    for (let pos = 0; pos <= text.length; pos++) {
      const line = text.lineAt(pos);
      const col = pos - line.from;
      const low = line.text.charCodeAt(col);
      const high = line.text.charCodeAt(col - 1);
      if (low >= 0xdc00 && low < 0xe000 && high >= 0xd800 && high < 0xdc00) continue;
      const position = toPosition(text, pos, encoding);
      assert.equal(position.character, reference(line.text.slice(0, col), encoding));
      assert.equal(fromPosition(text, position, encoding), pos);
    }
  }
});

test("a very long line is counted as a short one", () => {
  const random = seeded(8);
  let line = "";
  while (line.length < 60_000) line += randomText(random).replaceAll("\n", "😀é");
  for (const encoding of ENCODINGS) {
    for (let col = 0; col < line.length; col += 997) {
      const low = line.charCodeAt(col);
      const at = low >= 0xdc00 && low < 0xe000 ? col - 1 : col;
      const units = reference(line.slice(0, at), encoding);
      assert.equal(unitsOf(line, at, encoding), units);
      assert.equal(columnOf(line, units, encoding), at);
    }
    assert.equal(columnOf(line, 1e9, encoding), line.length);
  }
});

const INSIDE: readonly [PositionEncoding, number, number][] = [
  ["utf-16", 2, 1],
  ["utf-16", 99, 4],
  ["utf-8", 2, 1],
  ["utf-8", 4, 1],
  ["utf-8", 5, 3],
  ["utf-8", 6, 3],
  ["utf-8", 99, 4],
  ["utf-32", 2, 3],
  ["utf-32", 99, 4],
];

for (const [encoding, units, col] of INSIDE) {
  test(`${units} units of ${encoding} into a😀é are column ${col}`, () => {
    assert.equal(columnOf("a😀é", units, encoding), col);
  });
}

test("what is outside of the text goes to the nearest place; nonsense is the start", () => {
  const text = textOf("ab\ncd");
  const at = (line: unknown, character: unknown) =>
    fromPosition(text, { line, character } as never, "utf-16");
  assert.deepEqual([at(0, 9), at(1, 9), at(2, 0), at(9, 9)], [2, 5, 5, 5]);
  assert.deepEqual([at(-1, -1), at(Number.NaN, "x"), at(0.9, 1.9)], [0, 0, 1]);
  assert.equal(fromPosition(text, undefined as never, "utf-8"), 0);
  assert.deepEqual(fromRange(text, undefined as never, "utf-8"), { from: 0, to: 0 });
  assert.equal(unitsOf("é", 1, "utf-8"), 2);
});

const GLOBS: readonly [unknown, string, boolean][] = [
  ["**/*.ts", "/p/a.ts", true],
  ["**/*.ts", "/p/src/deep/a.ts", true],
  ["**/*.ts", "/p/a.tsx", false],
  ["*.ts", "/p/a.ts", true],
  ["*.ts", "/p/src/a.ts", false],
  ["src/**/x", "/p/src/x", true],
  ["src/**/x", "/p/src/a/b/x", true],
  ["/p/{a,b}.{c,h}", "/p/b.h", true],
  ["**/[a-c]?.ts", "/p/bz.ts", true],
  ["**/[!a-c]?.ts", "/p/bz.ts", false],
  ["**/tsconfig*.json", "/p/x/tsconfig.build.json", true],
  [{ baseUri: "file:///p/src", pattern: "*.ts" }, "/p/src/a.ts", true],
  [{ baseUri: { uri: "file:///p/src/", name: "x" }, pattern: "**/*" }, "/p/src/b/a.ts", true],
  [{ baseUri: "file:///p/src", pattern: "*.ts" }, "/p/a.ts", false],
  [{ baseUri: 3, pattern: "*.ts" }, "/p/a.ts", false],
  ["[z-a]", "/p/z", false],
  [null, "/p/a", false],
  ["a+(b)|c", "/p/a+(b)|c", true],
];

for (const [pattern, path, holds] of GLOBS) {
  test(`${JSON.stringify(pattern)} ${holds ? "takes" : "leaves"} ${path}`, () => {
    assert.equal(globTest(pattern, "/p")(path), holds);
  });
}

test("addresses of files with any name, and what is no file", () => {
  for (const path of ["/a b/ü#?%.ts", "/tmp/new\nline", "/x/[y]/😀"]) {
    assert.equal(pathOfUri(uriOf(path)), path);
  }
  assert.equal(pathOfUri("file:///a%20b/%C3%BC.ts"), "/a b/ü.ts");
  for (const wrong of [
    "http://x/y",
    "file://host/x",
    "file:///%2f",
    "file:///%00",
    "file:///%E0%A4",
    3,
  ]) {
    assert.equal(pathOfUri(wrong), null);
  }
});
