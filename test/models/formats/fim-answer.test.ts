/** Answers of fill in the middle: what is kept of them, and when. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { formats } from "../../../src/models/formats/all.ts";
import type { Finish } from "../../../src/models/prompt.ts";
import { applied, editOf, read, rendered, sceneOf } from "./scenes.ts";

const qwen = formats.find((format) => format.name === "qwen")!;

interface Case {
  readonly is: string;
  /** With `‸` at the cursor. */
  readonly text: string;
  readonly answer: string;
  readonly to: string;
  readonly finish?: Finish;
}

const cases: readonly Case[] = [
  { is: "a word", text: "const a = ‸", answer: "1;", to: "const a = 1;" },
  { is: "lines", text: "f() {‸", answer: "\n  a();\n  b();\n}", to: "f() {\n  a();\n  b();\n}" },
  {
    is: "a tail that stands there",
    text: "add(‸);\nnext();",
    answer: "1, 2);",
    to: "add(1, 2);\nnext();",
  },
  {
    is: "a tail of lines that stand there",
    text: "f() {\n  ‸\n}\n\ng();",
    answer: "a();\n}\n\ng();",
    to: "f() {\n  a();\n}\n\ng();",
  },
  {
    is: "a next line that stands there, behind a blank one",
    text: "f() {\n  ‸\n\n  return x;\n}",
    answer: "a();\n  return x;",
    to: "f() {\n  a();\n\n  return x;\n}",
  },
  { is: "a closer of its own", text: "f(g(‸)", answer: "x)", to: "f(g(x))" },
  {
    is: "closers of its own block",
    text: "{\n‸\n}",
    answer: "if (a) {\n}",
    to: "{\nif (a) {\n}\n}",
  },
  { is: "a closer in its middle", text: "add(‸)", answer: "1);", to: "add(1);" },
  {
    is: "lines behind a closer",
    text: "add(‸)\nend",
    answer: "1)\nsub(2)",
    to: "add(1)\nsub(2)\nend",
  },
  {
    is: "an unfinished last line",
    text: "a‸",
    answer: "b\nc\nunfinis",
    to: "ab\nc",
    finish: "length",
  },
  { is: "one unfinished line", text: "a‸", answer: "bcd", to: "a", finish: "length" },
  {
    is: "the same again and again",
    text: "‸",
    answer: "print(1)\nfoo();\nfoo();\nfoo();\nfoo();\n",
    to: "print(1)\nfoo();",
  },
  {
    is: "the next function",
    text: "function f() {‸",
    answer: "\n  return 1;\n}\n\nfunction g() {\n  return 2;\n}",
    to: "function f() {\n  return 1;\n}",
  },
  {
    is: "the next function, by indentation",
    text: "def f():‸",
    answer: "\n    return 1\n\ndef g():\n    return 2",
    to: "def f():\n    return 1",
  },
  {
    is: "the rest of a function, with a block in it",
    text: "function f() {\n  let sum‸\n",
    answer: " = 0;\n  for (const a of b) {\n    sum += a;\n  }\n  return sum;\n}\n\nfunction g() {",
    to: "function f() {\n  let sum = 0;\n  for (const a of b) {\n    sum += a;\n  }\n  return sum;\n}\n",
  },
  {
    is: "the rest of a function that is closed already",
    text: "function f() {\n  let sum‸\n}\n",
    answer: " = 0;\n  for (const a of b) {\n    sum += a;\n  }\n  return sum;\n}\n\nfunction g() {",
    to: "function f() {\n  let sum = 0;\n  for (const a of b) {\n    sum += a;\n  }\n  return sum;\n}\n",
  },
  {
    is: "another branch",
    text: "if a:‸",
    answer: "\n    b()\nelse:\n    c()",
    to: "if a:\n    b()\nelse:\n    c()",
  },
  {
    is: "what follows the block",
    text: "class A {\n  f() {\n    ‸\n  }\n}",
    answer: "a();\n    b();\n  }\n\n  g() {",
    to: "class A {\n  f() {\n    a();\n    b();\n  }\n}",
  },
  {
    is: "what stands behind the cursor, and on from there",
    text: "@‸\ndef slow(x):\n    return x\n",
    answer: "cache\ndef slow(x):\n    return x\n\ndef other():\n    pass",
    to: "@cache\ndef slow(x):\n    return x\n",
  },
  {
    is: "nothing but what stands behind the cursor, and on from there",
    text: "import a\n‸\ndef slow(x):\n    return x\n",
    answer: "\ndef slow(x):\n    return x\n\ndef other():\n    pass",
    to: "import a\n\ndef slow(x):\n    return x\n",
  },
  {
    is: "a fence",
    text: "def f():\n    ‸\n",
    answer: "```python\nreturn 1\n```\nThis returns one.",
    to: "def f():\n    return 1\n",
  },
  {
    is: "talk behind a fence",
    text: "def f():\n    ‸\n",
    answer: "return 1\n```\nThis returns one.",
    to: "def f():\n    return 1\n",
  },
  {
    is: "quotes that are no fence",
    text: "const a = ‸;",
    answer: "`b`",
    to: "const a = `b`;",
  },
  {
    is: "fences of a text that has them",
    text: "```js\na();\n```\n\n‸",
    answer: "```js\nb();\n```",
    to: "```js\na();\n```\n\n```js\nb();\n```",
  },
  {
    is: "lines before the rest of the line",
    text: "a()\n‸def g():\n    pass",
    answer: "def f():\n    return 1\n\n\n",
    to: "a()\ndef f():\n    return 1\n\n\ndef g():\n    pass",
  },
  {
    is: "lines before the rest of the line, without a break between them",
    text: "if a:\n    ‸go()\n",
    answer: "if b:\n        stop()",
    to: "if a:\n    if b:\n        stop()\n    go()\n",
  },
  {
    is: "lines before the rest of the line, cut off",
    text: "if a:\n    ‸go()\n",
    answer: "if b:\n        stop()\n        an unfin",
    to: "if a:\n    if b:\n        stop()\n    go()\n",
    finish: "length",
  },
  {
    is: "lines between brackets",
    text: "function f() {‸}\n",
    answer: "\n  return 1;\n",
    to: "function f() {\n  return 1;\n}\n",
  },
  {
    is: "lines between brackets, with the closer",
    text: "f([‸]);\n",
    answer: "\n  1,\n  2,\n]);\ng();",
    to: "f([\n  1,\n  2,\n]);\n",
  },
  { is: "a blank before the rest", text: "return ‸y;", answer: "x + ", to: "return x + y;" },
  {
    is: "the rest of the line",
    text: "return ‸y;\nz();",
    answer: "x + y;\n",
    to: "return x + y;\nz();",
  },
  { is: "blanks at the end", text: "a‸", answer: "b  \n\n", to: "ab" },
  { is: "nothing", text: "a‸", answer: "", to: "a" },
  { is: "blanks only", text: "a‸", answer: "  \n ", to: "a" },
  { is: "an end token", text: "a‸", answer: "b<|endoftext|>c", to: "ab" },
  { is: "a smile", text: "a = '‸'", answer: "\u{1f600}'", to: "a = '\u{1f600}'" },
];

for (const { is, text, answer, to, finish = "stop" } of cases) {
  test(is, () => {
    const scene = sceneOf(text);
    for (const piece of [1, 2, 7, 1000]) {
      const reading = read(rendered(qwen, scene).reader(), answer, finish, piece);
      assert.equal(reading.refused, null);
      assert.equal(applied(scene.text, reading.hunks), to, `in pieces of ${piece}`);
    }
  });
}

const refusals: readonly [text: string, answer: string, why: string][] = [
  ["a‸", "b<|fim_middle|>c", "the answer has <|fim_middle|> in it"],
  ["a‸", "b <fim_suffix>", "the answer has <fim_suffix> in it"],
  ["f(a‸);", "\nx", "a line break first, where text follows"],
];
for (const [text, answer, refused] of refusals) {
  test(`refused: ${refused}`, () => {
    for (const piece of [1, 1000]) {
      const reading = read(rendered(qwen, sceneOf(text)).reader(), answer, "stop", piece);
      assert.deepEqual(reading, { hunks: [], cursor: null, done: true, refused });
    }
  });
}

test("lines are there as soon as they are complete", () => {
  const reader = rendered(qwen, sceneOf("f() {\n  ‸\n}")).reader();
  const inserts = ["a(", ");", "\n", "  b", "();\n", "}"].map((piece) => {
    const [hunk] = reader.add(piece).hunks;
    return hunk?.kind === "span" ? hunk.insert : null;
  });
  assert.deepEqual(inserts, [null, null, "a();", "a();", "a();\n  b();", "a();\n  b();"]);
});

test("a token that comes in pieces is never shown", () => {
  const reader = rendered(qwen, sceneOf("‸")).reader();
  assert.deepEqual(reader.add("a\nb\n<|endof").hunks, [
    { kind: "span", from: 0, to: 0, insert: "a\nb" },
  ]);
  const reading = reader.add("text|>");
  assert.equal(reading.done, true);
  assert.deepEqual(reading.hunks, [{ kind: "span", from: 0, to: 0, insert: "a\nb" }]);
});

test("what the user just took away is not put in again", () => {
  const edit = editOf({ path: "src/cart.ts", original: "const a = 12;", updated: "const a = ;" });
  const scene = sceneOf("const a = ‸;", { edits: [{ ...edit, open: true }] });
  assert.deepEqual(read(rendered(qwen, scene).reader(), "12").hunks, []);
  assert.equal(read(rendered(qwen, scene).reader(), "13").hunks.length, 1);
});
