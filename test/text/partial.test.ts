/** Changes taken word by word and line by line. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { randomSource } from "../../src/tab/eval/random.ts";
import { firstWord, type Part, partOf } from "../../src/text/partial.ts";
import {
  changeOf,
  type Hunk,
  hunksOf,
  interpolate,
  type Prediction,
} from "../../src/text/prediction.ts";
import { slice, type Text, textOf } from "../../src/text/text.ts";

const isKeyword = (code: number) => /[\p{L}\p{N}_]/u.test(String.fromCodePoint(code));
const string = (text: Text) => slice(text, 0, text.length);

function predicted(text: Text, hunks: readonly Hunk[]): Prediction {
  const changes = changeOf(hunks, text.length);
  const cursor = changes.newLength;
  const rest = { source: "test", probability: 1, reason: "" };
  return { id: 1, doc: 1, revision: 0, changes, cursor, ...rest };
}

/** Every text on the way, taking a part at a time. */
function steps(start: string, hunks: readonly Hunk[], part: Part): string[] {
  let text = textOf(start);
  let left: Prediction | null = predicted(text, hunks);
  const seen: string[] = [];
  while (left !== null && seen.length < 100) {
    const change = changeOf(partOf(hunksOf(left.changes), text, part, isKeyword), text.length);
    left = interpolate(left, change, text);
    text = change.apply(text);
    seen.push(string(text));
  }
  return seen;
}

const CASES: readonly (readonly [
  what: string,
  part: Part,
  text: string,
  hunks: readonly (readonly [from: number, to: number, insert: string])[],
  steps: readonly string[],
])[] = [
  [
    "a ghost",
    "word",
    "",
    [[0, 0, "a = b(c)"]],
    ["a", "a =", "a = b", "a = b(", "a = b(c", "a = b(c)"],
  ],
  ["a word for a word", "word", "(total)", [[1, 6, "sum"]], ["(sum)"]],
  [
    "words for words",
    "word",
    "old, two;",
    [[0, 8, "new, three"]],
    // What both have in common is passed by.
    ["new, two;", "new, three;"],
  ],
  ["two words for one", "word", "total;", [[0, 5, "the sum"]], ["the;", "the sum;"]],
  ["a deletion", "word", "let the x", [[0, 8, ""]], [" the x", " x", "x"]],
  [
    "a deletion in the middle of a hunk",
    "word",
    "foo bar baz",
    [[0, 11, "foo baz"]],
    ["foo  baz", "foo baz"],
  ],
  ["the end that both have", "word", "foo(bar)", [[0, 8, "baz(bar)"]], ["baz(bar)"]],
  [
    "several hunks",
    "word",
    "a b\na c",
    [
      [0, 1, "x"],
      [4, 5, ""],
      [7, 7, " d"],
    ],
    ["x b\na c", "x b\n c", "x b\n c d"],
  ],
  [
    "wide characters",
    "word",
    "",
    [[0, 0, "日本 👍👍 x"]],
    ["日本", "日本 👍", "日本 👍👍", "日本 👍👍 x"],
  ],
  ["halves of a character", "word", "👍", [[0, 2, "👎"]], ["👎"]],
  ["the lines of a ghost", "line", "", [[0, 0, "a {\n  b\n}"]], ["a {", "a {\n  b", "a {\n  b\n}"]],
  [
    "lines for lines",
    "line",
    "one\ntwo\nsix\nend",
    [[0, 11, "1\n2"]],
    ["1\ntwo\nsix\nend", "1\n2\nend"],
  ],
  ["deleted lines", "line", "one\ntwo\nend", [[0, 8, ""]], ["\ntwo\nend", "\nend", "end"]],
  [
    "the hunks of a line are one",
    "line",
    "f(a, a)\nf(a)",
    [
      [2, 3, "b"],
      [5, 6, "b"],
      [10, 11, "b"],
    ],
    ["f(b, b)\nf(a)", "f(b, b)\nf(b)"],
  ],
];

for (const [what, part, text, hunks, expected] of CASES) {
  test(`${part} by ${part}: ${what}`, () => {
    const list = hunks.map(([from, to, insert]) => ({ from, to, insert }));
    assert.deepEqual(steps(text, list, part), expected);
  });
}

test("all parts make the whole, whatever the change", () => {
  const seed = Number(process.env.SEED ?? 1);
  const chance = randomSource(seed);
  const random = (below: number): number => Math.floor(chance() * below);
  const pieces = ["a", "bc", " ", "\n", "\t", "(", "=>", "é", "日", "👍", "e\u0301", "  x"];
  const some = (most: number) =>
    Array.from({ length: random(most) }, () => pieces[random(pieces.length)]).join("");
  for (let round = 0; round < 600; round++) {
    const parts = Array.from({ length: 1 + random(3) }, () => [some(4), some(4), some(5)] as const);
    let start = "";
    const hunks: Hunk[] = [];
    for (const [keep, old, insert] of parts) {
      start += `${keep};`;
      if (old !== insert) hunks.push({ from: start.length, to: start.length + old.length, insert });
      start += `${old};`;
    }
    if (hunks.length === 0) continue;
    const whole = string(changeOf(hunks, start.length).apply(textOf(start)));
    for (const part of ["word", "line"] as const) {
      const seen = steps(start, hunks, part);
      const told = `seed ${seed}, round ${round}: ${JSON.stringify({ start, hunks, seen })}`;
      assert.equal(seen.at(-1), whole, told);
      assert.ok(seen.length < 100, told);
      for (const text of seen) assert.ok(!/[\ud800-\udbff](?![\udc00-\udfff])/.test(text), told);
    }
  }
});

test("the first word has the blanks before it", () => {
  const words = ["  foo.bar", "=> x", "((", "\n  a b", "   "].map((text) =>
    firstWord(text, isKeyword),
  );
  assert.deepEqual(words, ["  foo", "=>", "(", "\n  a", "   "]);
});
