/** The fuzzy matcher: what matches, what comes first, and that slices and narrowing change nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { narrows, parseQuery, positionsOf, scoreOf } from "../../src/base/fuzzy.ts";
import { FuzzyFilter } from "../../src/base/fuzzy-filter.ts";

const matches = (query: string, text: string) => scoreOf(parseQuery(query), text) >= 0;

const MATCHING: ReadonlyArray<readonly [query: string, text: string, matches: boolean]> = [
  ["abc", "a-b-c", true],
  ["abc", "acb", false],
  ["", "anything", true],
  ["   ", "anything", true],
  ["foo bar", "bar/foo", true],
  ["foo bar", "bar/fo", false],
  ["'foo", "f-oo", false],
  ["'foo", "a foo", true],
  ["^src", "src/a", true],
  ["^src", "lib/src", false],
  [".ts$", "a.ts", true],
  [".ts$", "a.tsx", false],
  ["^a.ts$", "a.ts", true],
  ["^a.ts$", "aa.ts", false],
  ["!test", "src/a.ts", true],
  ["!test", "src/a.test.ts", false],
  ["!^src", "lib/src", true],
  ["!.ts$", "a.tsx", true],
  ["foo | bar", "a bar", true],
  ["foo | bar", "a baz", false],
  ["foo | bar x", "bar", false],
  ["fb", "FooBar", true],
  ["fB", "fooBar", true],
  ["fB", "foobar", false],
  ["a\\ b", "a b", true],
  ["a\\ b", "ab", false],
  ["e", "é", true],
  ["é", "e", false],
  ["ÉT", "ÉTÉ", true],
  ["é", "É", true],
  ["!", "x", true],
  ["^", "x", true],
  ["$", "a$", true],
  ["|", "a|b", true],
  ["日本", "日 本.txt", true],
];

test("what matches a query", () => {
  for (const [query, text, expected] of MATCHING) {
    assert.equal(matches(query, text), expected, `${query} in ${text}`);
  }
});

const BETTER: ReadonlyArray<readonly [query: string, better: string, worse: string]> = [
  ["fb", "foo_bar", "afxb"],
  ["fb", "fooBar", "foobar"],
  ["key", "src/key.ts", "src/monkey.ts"],
  ["abc", "abc", "a_b_c_"],
  ["conf", "config.ts", "src/console/f.ts"],
  ["2", "a-2", "a12b2"],
];

test("starts of words, humps and letters in a row come first", () => {
  for (const [query, better, worse] of BETTER) {
    const parsed = parseQuery(query);
    assert.ok(scoreOf(parsed, better) > scoreOf(parsed, worse), `${query}: ${better} > ${worse}`);
  }
});

test("positions name the letters that match", () => {
  const cases: ReadonlyArray<readonly [string, string, string]> = [
    ["fb", "foo_bar", "^   ^"],
    ["abc", "xabxabc", "    ^^^"],
    ["'oo", "foo", " ^^"],
    ["bar foo", "foo/bar", "^^^ ^^^"],
    ["!x ts$", "a.ts", "  ^^"],
    ["zz", "foo", ""],
  ];
  for (const [query, text, marks] of cases) {
    const expected = [...marks].flatMap((mark, i) => (mark === "^" ? [i] : []));
    assert.deepEqual(positionsOf(parseQuery(query), text), expected, `${query} in ${text}`);
  }
});

test("a very long text is matched in bounded memory", () => {
  const text = `${"ab".repeat(100_000)}/target.ts`;
  assert.ok(matches("target", text));
  assert.deepEqual(positionsOf(parseQuery("target"), text).length, 6);
});

test("a query that goes on narrows, others do not", () => {
  const yes = [
    ["", "a"],
    ["a", "ab"],
    ["a ", "a b"],
    ["a", "a b"],
    ["a", "a$"],
    ["^a", "^ab"],
  ];
  const no = [
    ["ab", "a"],
    ["!a", "!ab"],
    ["a$", "a$b"],
    ["a", "a | b"],
    ["a", "b"],
    ["a", "a\\"],
  ];
  for (const [from, to] of yes) assert.ok(narrows(from!, to!), `${from} → ${to}`);
  for (const [from, to] of no) assert.ok(!narrows(from!, to!), `${from} → ${to}`);
});

/** Names from a small alphabet, so that most queries match something. */
function names(count: number): string[] {
  let state = 7;
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const word = () => Array.from({ length: 1 + next(6) }, () => "abcABC_.1é"[next(10)]).join("");
  return Array.from({ length: count }, () => `${word()}/${word()}/${word()}`);
}

const TYPED = [
  "a",
  "ab",
  "ab ",
  "ab c",
  "ab c$",
  "ab",
  "!a",
  "!ab",
  "'b",
  "b | c",
  "B",
  "Bc",
  "é",
  "",
];

test("slices, narrowing and late texts give what one pass gives", () => {
  const all = names(3000);
  let clock = 0;
  const sliced = new FuzzyFilter(
    (i) => all[i]!,
    () => clock++,
  );
  let size = 500;
  for (const query of TYPED) {
    sliced.setQuery(query);
    for (let slice = 0; slice < 5; slice++) sliced.work(0.5);
    size = Math.min(all.length, size + 300);
    sliced.resize(size);
    while (sliced.work(0.5)) assert.ok(sliced.count <= size);
    const parsed = parseQuery(query);
    const expected = all
      .slice(0, size)
      .map((text, index) => ({ text, index, score: scoreOf(parsed, text) }))
      .filter(({ score }) => score >= 0)
      .sort((a, b) => b.score - a.score || (query === "" ? 0 : a.text.length - b.text.length));
    assert.equal(sliced.count, expected.length, query);
    assert.deepEqual(
      sliced.best(0, size),
      expected.map(({ index }) => index),
      query,
    );
  }
});

test("what is found so far is in order before the end", () => {
  const all = names(2000);
  let clock = 0;
  const filter = new FuzzyFilter(
    (i) => all[i]!,
    () => clock++,
  );
  filter.resize(all.length);
  filter.setQuery("ab");
  filter.work(0.5);
  filter.work(0.5);
  assert.equal(filter.done, false);
  const scores = filter.best(0, 10).map((index) => scoreOf(filter.query, all[index]!));
  assert.deepEqual(
    scores,
    [...scores].sort((a, b) => b - a),
  );
  assert.deepEqual(filter.best(3, 6), filter.best(0, 6).slice(3));
});
