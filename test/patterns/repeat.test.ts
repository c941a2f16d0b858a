import assert from "node:assert/strict";
import { test } from "node:test";
import { type ExampleRule, generalise, ruleOf } from "../../src/patterns/example-rule.ts";
import { likePlaces } from "../../src/patterns/like-place.ts";
import { ChangeSet, slice, textOf } from "../../src/text/text.ts";

const isWord = (code: number) => /[\p{L}\p{N}_]/u.test(String.fromCodePoint(code));

/** The rule of replacing `[from, to)` of a text; both texts are given with `[` `]` around it. */
function example(marked: string, insert: string): { rule: ExampleRule | null; text: string } {
  const from = marked.indexOf("«");
  const to = marked.indexOf("»") - 1;
  const text = marked.replace(/[«»]/g, "");
  const before = textOf(text);
  const change = ChangeSet.of({ from, to, insert: textOf(insert) }, text.length);
  const after = change.apply(before);
  const rule = ruleOf({ before, after, from, to, start: from, insert }, isWord);
  return { rule, text: slice(after, 0, after.length) };
}

/** Marks the places of a rule in a text with `«»`, in the order in which they are offered. */
function places(rule: ExampleRule, text: string, start = rule.at.to): string[] {
  const found = likePlaces(rule, {
    text: textOf(text),
    isWord,
    start,
    except: rule.at,
    limit: 10,
  });
  return found.map(({ from, to }) => {
    const lineFrom = text.lastIndexOf("\n", from - 1) + 1;
    const end = text.indexOf("\n", to);
    const line = `${text.slice(lineFrom, from)}«${text.slice(from, to)}»`;
    return line + text.slice(to, end < 0 ? text.length : end);
  });
}

const CASES: ReadonlyArray<readonly [string, string, string, readonly string[]]> = [
  [
    "a word is changed as a whole, after the place first",
    "id = userId\nlet «old»\nold, older, bold\nold()",
    "young",
    ["«old», older, bold", "«old»()"],
  ],
  [
    "a changed part of a word stands for the word",
    "user«Id» = 1\nuserId\nmyId\nuserIdx",
    "Name",
    ["«userId»"],
  ],
  ["places before come last", "foo\n«foo»\nfoo", "bar", ["«foo»", "«foo»"]],
  ["what was done already is left out", "«x» = 1\nthis.x = 2\nx = 3", "this.x", ["«»x = 3"]],
  ["a mark needs its neighbours", "f(a«,» b)\nf(a, b)\ng(c, d)", ";", ["f(a«,» b)"]],
  [
    "text put in before a word",
    "«»load(a)\nload(b)\nawait load(c)\npreload(d)",
    "await ",
    ["«»load(b)"],
  ],
  [
    "a line's end is a neighbour",
    "let a = f(1)«»\nlet b = f(1)\nlet c = f(1);\nlet d = (1) + 2",
    ";",
    ["let b = f(1)«»"],
  ],
  ["a deleted word", "very «big » house\na big house", "", ["a «big »house"]],
];

for (const [name, marked, insert, expected] of CASES) {
  test(`repeat: ${name}`, () => {
    const { rule, text } = example(marked, insert);
    assert.ok(rule);
    assert.deepEqual(places(rule, text), expected);
  });
}

test("nothing is learned from blanks, from lines that are put in, from long texts", () => {
  assert.equal(example("a« »b", "  ").rule, null);
  assert.equal(example("a\n«»b", "new line\n").rule, null);
  assert.equal(example(`«${"long ".repeat(200)}»`, "short").rule, null);
});

test("two examples leave out what they disagree about", () => {
  const first = example("let a = f(1)«»\n", ";").rule!;
  const second = example("let b = g[0]«»\n", ";").rule!;
  assert.deepEqual(first.left.tokens, [")", "1"]);
  const both = generalise(first, second)!;
  assert.deepEqual(both.left.tokens, []);
  assert.equal(both.right.edge, true);
  assert.equal(both.examples, 2);
  const text = "let a = f(1);\nlet c = x\nlet d = y;\n";
  assert.deepEqual(places(both, text), ["let c = x«»"]);
});

test("different edits have no common rule", () => {
  assert.equal(generalise(example("«a»", "bb").rule!, example("«a»", "cc").rule!), null);
});

test("surrogate pairs are never split", () => {
  const { rule } = example("say «😀» and 😀", "😁");
  assert.equal(rule?.old, "😀");
});
