import assert from "node:assert/strict";
import { test } from "node:test";
import { imports } from "../../../src/tab/predictors/import.ts";
import { answersOf, outcomes, type Told } from "./scene.ts";

const CASES: readonly [about: string, told: Told, ...expected: string[]][] = [
  [
    "the import of another file, from where this one stands",
    {
      files: {
        "src/a/b.ts": "import { x } from './x';\n\nf();\n",
        "src/c.ts": "import { useState } from './hooks';\n\nuseState();\n",
      },
      steps: [["f()", "useState()"]],
    },
    "src/a/b.ts: import { useState } from '../hooks'; / ",
  ],
  [
    "a list that has others of the module",
    {
      files: {
        "a.ts": "import { useEffect } from 'react';\n\nf();\n",
        "b.ts": "import { useState } from 'react';\n",
      },
      steps: [["f()", "useState()"]],
    },
    "a.ts: import { useEffect, useState } from 'react';",
  ],
  [
    "what another file exports, as neighbours are written",
    {
      files: {
        "a.ts": 'import {x} from "./x.js"\n\nf()\n',
        "lib/b.ts": "export function helper() {}\n",
      },
      steps: [["f()", "helper()"]],
    },
    'a.ts: import {helper} from "./lib/b.js" / ',
  ],
  [
    "require",
    {
      files: {
        "a.js": "const b = require('./b')\n\nf()\n",
        "lib/c.js": "const util = require('util')\n",
      },
      steps: [["f()", "util.inspect(1)"]],
    },
    "a.js: const util = require('util') / const b = require('./b')",
  ],
  [
    "Python",
    {
      files: { "p/a.py": "import os\n\nx = 1\n", "p/b.py": "from typing import Optional\n" },
      steps: [["x = 1", "x: Optional[int] = 1"]],
    },
    "p/a.py: from typing import Optional / ",
  ],
  [
    "Go",
    {
      files: {
        "a.go": 'package a\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc f() {}\n',
        "b.go": 'package a\n\nimport (\n\t"io"\n)\n',
      },
      steps: [["f() {}", "f() { io.EOF }"]],
    },
    'a.go: "io" / "os"',
  ],
  [
    "Rust",
    {
      files: { "src/a.rs": "use std::io;\n\nfn f() {}\n", "src/b.rs": "pub struct Config;\n" },
      steps: [["f() {}", "f() { Config; }"]],
    },
    "src/a.rs: use crate::b::Config; / ",
  ],
];

test("names that are used but not imported", async () => {
  for (const [about, told, ...expected] of CASES) {
    const answers = await answersOf(imports, told);
    assert.deepEqual(outcomes(answers, told), expected, about);
    assert.match(answers[0]!.reason, /^`\w+` is used but not imported$/);
  }
});

const NONE: readonly [about: string, told: Told][] = [
  [
    "a member",
    {
      files: { "a.ts": "f();\n", "b.ts": "import { get } from 'm';\n" },
      steps: [["f()", "x.get()"]],
    },
  ],
  [
    "a name that is declared",
    {
      files: { "a.ts": "f();\n", "b.ts": "import { get } from 'm';\n" },
      steps: [["f()", "const get = 1"]],
    },
  ],
  [
    "a comment",
    {
      files: { "a.ts": "f();\n", "b.ts": "import { get } from 'm';\n" },
      steps: [["f()", "// get it"]],
    },
  ],
  [
    "a name that is still being typed",
    {
      files: { "a.ts": "f();\n", "b.ts": "import { get } from 'm';\n" },
      steps: [["f();", "get"]],
      mode: "insert",
    },
  ],
];

test("what needs no import", async () => {
  for (const [about, told] of NONE) assert.deepEqual(await answersOf(imports, told), [], about);
});

test("a name is complete when something else follows", async () => {
  const told: Told = {
    files: { "a.ts": "f();\n", "b.ts": "import { get } from 'm';\n" },
    steps: [["f();", "get("]],
    mode: "insert",
  };
  assert.deepEqual(outcomes(await answersOf(imports, told), told), [
    "a.ts: import { get } from 'm'; / get(",
  ]);
});

const IDLE: readonly [told: Told, expected: string][] = [
  [
    { files: { "a.ts": "import { a, b } from 'm';\na(b);\n" }, steps: [["a(b)", "a(1)"]] },
    "a.ts: import { a } from 'm';",
  ],
  [
    { files: { "a.py": "import re\nimport os\nos.x(re)\n" }, steps: [["os.x(re)", "re.x()"]] },
    "a.py: re.x()",
  ],
];

test("imports whose last use went", async () => {
  for (const [told, expected] of IDLE) {
    const answers = await answersOf(imports, told);
    assert.deepEqual(outcomes(answers, told), [expected]);
    assert.match(answers[0]!.reason, /imported but not used any more/);
  }
});
