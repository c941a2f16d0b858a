import assert from "node:assert/strict";
import { test } from "node:test";
import { wordChanges } from "../../../src/patterns/names/edit-words.ts";
import { enclosing } from "../../../src/patterns/names/enclosing.ts";
import { editRuns, renameRules } from "../../../src/patterns/names/rename-rule.ts";
import { textOf } from "../../../src/text/text.ts";
import { type Step, stepsOf } from "../../tab/predictors/scene.ts";

function rules(text: string, ...steps: Step[]) {
  return renameRules(editRuns(stepsOf(text, steps))).map(
    ({ pair, made, declared, pure, taken }) => ({
      pair: `${pair.oldText} ${pair.newText}`,
      made,
      declared,
      pure,
      taken,
    }),
  );
}

test("a name typed over is a rename", () => {
  const [rule] = rules("let userId = f();\nuserId;", ["userId", "accountId"]);
  assert.deepEqual(rule, {
    pair: "userId accountId",
    made: 1,
    declared: true,
    pure: true,
    taken: false,
  });
});

test("so is a part of a name, and what several edits on one row make of it", () => {
  assert.equal(rules("get_user()", ["user", "account"])[0]?.pair, "get_user get_account");
  const [rule] = rules("getUser();", ["User", ""], ["get", "getAccount"]);
  assert.equal(rule?.pair, "getUser getAccount");
});

test("names of a line that was written anew", () => {
  const found = rules("old_a = f(b, old_a)\n", ["old_a = f(b, old_a)", "new_a = f(c, new_a)"]);
  assert.deepEqual(
    found.map(({ pair, made }) => [pair, made]),
    [
      ["old_a new_a", 2],
      ["b c", 1],
    ],
  );
});

test("what is no rename", () => {
  assert.deepEqual(rules("const a = 1;", ["const", "let"]), []);
  assert.deepEqual(rules("f(a)", ["a", "a, b"]), []);
  assert.deepEqual(rules("f(a, b, c)", ["a, b, c", "x"]), []);
});

test("a rename that was taken back is none", () => {
  const found = rules("foo\nfoo\n", ["foo", "bar"], ["\n", "\n\n"], ["bar", "foo"]);
  assert.ok(!found.some(({ pair }) => pair === "foo bar"));
});

test("a name that was there before is told", () => {
  assert.equal(rules("a = first\nb = second", ["first", "second"])[0]?.taken, true);
});

test("changes are widened to whole words", () => {
  const [edit] = stepsOf("getUserId()", [["User", "Account"]]);
  const [change] = wordChanges(edit!);
  assert.deepEqual([change?.old, change?.insert], ["getUserId", "getAccountId"]);
  assert.deepEqual([change?.gone, change?.come], [["getUserId"], ["getAccountId"]]);
});

const DEFINITIONS: readonly [text: string, row: number, names: string][] = [
  ["class A {\n  f(x) {\n    g();\n  }\n}", 2, "f A"],
  ["export const f = async (x) => {\n  g();\n};", 1, "f"],
  ["class A:\n    def f(self):\n        g()\n", 2, "f A"],
  ["func (s *S) F(x int) error {\n\tg()\n}", 1, "F"],
  ["impl A {\n    pub fn f(&self) {\n        g();\n    }\n}", 2, "f A"],
  ["g();", 0, ""],
];

test("the definitions around a row", () => {
  for (const [text, row, names] of DEFINITIONS) {
    const found = enclosing(textOf(text), row).map(({ name }) => name);
    assert.equal(found.join(" "), names, text);
  }
});
