import assert from "node:assert/strict";
import { test } from "node:test";
import { candidatesOf, importsOf } from "../../src/context/related/imports.ts";
import { textOf } from "../../src/text/text.ts";

/** A file of a project, a line of it, the names that it brings, and one of the places it may lead to. */
const CASES: readonly (readonly [file: string, lines: string, names: string, place: string])[] = [
  ["src/a.ts", 'import { one, two as three } from "./b.ts";', "one two three", "src/b.ts"],
  ["src/a.ts", 'import type { One } from "../c";', "One", "c.ts"],
  ["src/a.ts", 'import main from "./b.js";', "main", "src/b.ts"],
  ["src/a.ts", 'import {\n  one,\n  two,\n} from "./b.ts";', "one two", "src/b.ts"],
  ["src/a.ts", 'export { one } from "./dir";', "one", "src/dir/index.ts"],
  ["src/a.js", "const { one } = require('./b');", "one", "src/b.js"],
  ["pkg/a.py", "from .b import one, two", "one two", "pkg/b.py"],
  ["pkg/sub/a.py", "from ..b import one", "one", "pkg/b.py"],
  ["pkg/a.py", "from pkg.c import one", "one", "pkg/c.py"],
  ["pkg/a.py", "import pkg.d", "", "pkg/d/__init__.py"],
  ["src/a.rs", "use crate::b::{One, Two};", "One Two", "src/b.rs"],
  ["src/a.rs", "mod c;", "", "src/c.rs"],
  ["src/a.c", '#include "b.h"', "include", "src/b.h"],
];

for (const [file, lines, names, place] of CASES) {
  test(`${file}: ${lines.split("\n").join(" ")}`, () => {
    const [found] = importsOf(textOf(`${lines}\n`));
    assert.ok(found !== undefined);
    assert.deepEqual(found.names, names === "" ? [] : names.split(" "));
    assert.ok(candidatesOf(found, `/p/${file}`, "/p").includes(`/p/${place}`));
  });
}

test("what imports nothing", () => {
  const lines = [
    "const a = 'import';",
    "importance(1);",
    "// from here",
    "use strict;",
    "export const a = 1;",
  ];
  for (const line of lines) assert.deepEqual(importsOf(textOf(line)), [], line);
});
