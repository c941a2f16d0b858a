import assert from "node:assert/strict";
import { test } from "node:test";
import { addStatement, addToList, removeNames } from "../../../src/patterns/names/import-edit.ts";
import { isImportLine } from "../../../src/patterns/names/import-line.ts";
import { type Family, goPackage, importsOf } from "../../../src/patterns/names/imports.ts";
import {
  moved,
  pythonModule,
  rustModule,
  scriptModule,
} from "../../../src/patterns/names/module-path.ts";
import { changeOf, type Hunk } from "../../../src/text/prediction.ts";
import { slice, textOf } from "../../../src/text/text.ts";

function told(text: string, family: Family): string[] {
  return importsOf(textOf(text), family).map(
    ({ module, names }) => `${module}: ${names.map(({ name }) => name).join(" ")}`,
  );
}

const READ: readonly [Family, text: string, ...imports: string[]][] = [
  ["script", 'import a, { b, type c as d } from "./x";', "./x: a b d"],
  ["script", "import * as ns from 'm'\nimport type { T } from 'n';", "m: ns", "n: T"],
  ["script", "import {\n  a,\n  b,\n} from 'm';", "m: a b"],
  ["script", "const { a, b: c } = require('m');\nvar d = require('n')", "m: a c", "n: d"],
  ["python", "import os\nimport a.b as c\nfrom .m import x, y as z", "os: os", "a.b: c", ".m: x z"],
  ["python", "from m import (\n    a,  # why\n    b,\n)\n", "m: a b"],
  ["go", 'import (\n\t"fmt"\n\n\ty "gopkg.in/yaml.v3"\n)', "fmt: fmt", "gopkg.in/yaml.v3: y"],
  ["go", 'import "net/http"', "net/http: http"],
  ["rust", "use std::io;\nuse a::b::{C, D as E};", "std: io", "a::b: C E"],
  ["rust", "pub(crate) use a::B;", "a: B"],
];

test("imports of five languages", () => {
  for (const [family, text, ...imports] of READ)
    assert.deepEqual(told(text, family), imports, text);
});

test("lines that import", () => {
  for (const line of [
    "import a from 'b'",
    "from a import b",
    "use a::b;",
    "const a = require('b');",
    "#include <a.h>",
    "export * from './a'",
    "} from './a';",
  ]) {
    assert.ok(isImportLine(line), line);
  }
  for (const line of ["imports = 1", "const a = b;", "from = 1", "// import it"]) {
    assert.ok(!isImportLine(line), line);
  }
});

test("the names of Go packages", () => {
  assert.equal(goPackage("github.com/a/go-b/v2"), "b");
  assert.equal(goPackage("gopkg.in/yaml.v3"), "yaml");
});

function edited(text: string, hunks: readonly Hunk[]): string {
  const before = textOf(text);
  const after = changeOf(hunks, before.length).apply(before);
  return slice(after, 0, after.length);
}

const ADDED: readonly [Family, text: string, name: string, after: string][] = [
  ["script", "import { a, c } from 'm';", "b", "import { a, b, c } from 'm';"],
  ["script", "import {a} from 'm'", "b", "import {a, b} from 'm'"],
  ["script", "import { c, a } from 'm';", "b", "import { c, a, b } from 'm';"],
  ["script", "import {\n  a,\n  c,\n} from 'm';", "b", "import {\n  a,\n  b,\n  c,\n} from 'm';"],
  ["script", "import {\n\ta,\n\tb\n} from 'm';", "c", "import {\n\ta,\n\tb,\n\tc\n} from 'm';"],
  ["script", "const { a } = require('m');", "b", "const { a, b } = require('m');"],
  ["python", "from m import a, c", "b", "from m import a, b, c"],
  ["python", "from m import (\n    a,\n)", "b", "from m import (\n    a,\n    b,\n)"],
  ["rust", "use a::{B, D};", "C", "use a::{B, C, D};"],
];

test("a name put into a list keeps to its order and form", () => {
  for (const [family, text, name, after] of ADDED) {
    const [statement] = importsOf(textOf(text), family);
    const hunk = addToList(textOf(text), statement!, name);
    assert.ok(hunk, text);
    assert.equal(edited(text, [hunk]), after);
  }
});

const REMOVED: readonly [Family, text: string, names: string, after: string][] = [
  ["script", "import { a, b } from 'm';\nx", "a", "import { b } from 'm';\nx"],
  ["script", "import { a, b } from 'm';\nx", "b", "import { a } from 'm';\nx"],
  ["script", "import { a, b } from 'm';\nx", "a b", "x"],
  ["script", "import {\n  a,\n  b,\n} from 'm';", "a", "import {\n  b,\n} from 'm';"],
  ["python", "from m import a, b, c\n", "b", "from m import a, c\n"],
  ["python", "import os\nimport re\n", "os", "import re\n"],
  ["go", 'import (\n\t"fmt"\n\t"os"\n)', "os", 'import (\n\t"fmt"\n)'],
  ["rust", "use a::{B, C};\nuse d::E;\n", "E", "use a::{B, C};\n"],
];

test("names taken out of imports", () => {
  for (const [family, text, names, after] of REMOVED) {
    const wanted = names.split(" ");
    const statement = importsOf(textOf(text), family).find((one) =>
      one.names.some(({ name }) => wanted.includes(name)),
    )!;
    const gone = statement.names.filter(({ name }) => wanted.includes(name));
    assert.equal(edited(text, removeNames(textOf(text), statement, gone)), after);
  }
});

const PLACED: readonly [Family, text: string, line: string, module: string, after: string][] = [
  [
    "script",
    "import a from 'a'\nimport c from 'c'\nx",
    "import b from 'b'",
    "b",
    "import a from 'a'\nimport b from 'b'\nimport c from 'c'\nx",
  ],
  [
    "script",
    "import a from 'a'\nimport x from './x'\n\ny",
    "import z from './z'",
    "./z",
    "import a from 'a'\nimport x from './x'\nimport z from './z'\n\ny",
  ],
  [
    "script",
    "'use strict';\n\nf()",
    "import a from 'a';",
    "a",
    "'use strict';\n\nimport a from 'a';\nf()",
  ],
  ["python", "# by me\nx = 1", "import os", "os", "# by me\nimport os\nx = 1"],
];

test("where a new statement goes", () => {
  for (const [family, text, line, module, after] of PLACED) {
    const hunk = addStatement(textOf(text), importsOf(textOf(text), family), line, module);
    assert.equal(edited(text, [hunk]), after);
  }
});

test("what files call each other", () => {
  assert.equal(moved("./x", "src/a/b.ts", "src/c/d.ts"), "../a/x");
  assert.equal(moved("../x", "src/a/b.ts", "src/d.ts"), "./x");
  assert.equal(moved("react", "src/a.ts", "b.ts"), "react");
  assert.equal(scriptModule("src/a.ts", "src/b/index.ts", ""), "./b");
  assert.equal(scriptModule("src/a.ts", "src/b.ts", ".js"), "./b.js");
  assert.equal(pythonModule("src/p/a.py", "src/p/b.py", true), ".b");
  assert.equal(pythonModule("tests/a.py", "src/p/b.py", false), "p.b");
  assert.equal(rustModule("crates/x/src/a/mod.rs"), "crate::a");
});
