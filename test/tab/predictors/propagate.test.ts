import assert from "node:assert/strict";
import { test } from "node:test";
import { propagate } from "../../../src/tab/predictors/propagate.ts";
import { answersOf, outcomes, type Told } from "./scene.ts";

const CASES: readonly [about: string, told: Told, ...expected: string[]][] = [
  [
    "a new parameter is passed on",
    {
      files: { "a.ts": "function f(a: A, b: B) {\n}\nf(a, b);\n" },
      steps: [["b: B", "b: B, c: C"]],
    },
    "a.ts: f(a, b, c);",
  ],
  [
    "a parameter that went is no longer given",
    {
      files: { "a.py": "def f(a, b):\n    pass\n", "b.py": "f(1, 2)\n" },
      steps: [["a, b", "b"]],
    },
    "b.py: f(2)",
  ],
  [
    "in the middle, and over several rows",
    {
      files: { "a.go": "func f(a int, c int) {\n}\nfunc g() {\n\tf(\n\t\ta,\n\t\tc,\n\t)\n}\n" },
      steps: [["a int, c", "a int, b int, c"]],
    },
    "a.go: b, / c,",
  ],
  [
    "what a call gives, its definition takes",
    {
      files: { "a.py": "def f(a):\n    pass\n\nf(a)\n" },
      steps: [["\nf(a)\n", "\nf(a, b)\n"]],
    },
    "a.py: def f(a, b):",
  ],
  [
    "a place, where nobody knows what to give",
    {
      files: { "a.rs": "fn f(a: A) {\n}\nfn g() { f(a); }\n" },
      steps: [["a: A", "a: A, (b, c): (B, C)"]],
    },
    "a.rs:2:12",
  ],
];

test("changed lists of parameters and arguments", async () => {
  for (const [about, told, ...expected] of CASES) {
    assert.deepEqual(outcomes(await answersOf(propagate, told), told), expected, about);
  }
});

test("another definition of the same name, and text, are left alone", async () => {
  const told: Told = {
    files: { "a.py": "def f(a):\n    pass\n", "b.py": "def f(a):\n    # f(a)\n    pass\n" },
    steps: [["f(a)", "f(a, b)"]],
  };
  assert.deepEqual(await answersOf(propagate, told), []);
});
