import assert from "node:assert/strict";
import { test } from "node:test";
import { commonEnds, commonEndsOfLists, commonTail } from "../../src/text/common-ends.ts";

const CASES: readonly (readonly [string, string, number, number])[] = [
  ["", "", 0, 0],
  ["abc", "abc", 3, 0],
  ["abc", "", 0, 0],
  ["one two", "one four two", 4, 3],
  ["aa", "aaa", 2, 0],
  ["xay", "xby", 1, 1],
  ["👍", "👎", 1, 0],
];

for (const [before, after, head, tail] of CASES) {
  test(`the ends of ${JSON.stringify(before)} and ${JSON.stringify(after)}`, () => {
    assert.deepEqual(commonEnds(before, after), { head, tail });
    assert.deepEqual(commonEndsOfLists(before.split(""), after.split("")), { head, tail });
  });
}

test("a tail is no longer than asked for", () => {
  assert.equal(commonTail("xaaa", "yaaa", 2), 2);
  assert.equal(commonTail("xaaa", "yaaa", 4), 3);
});
