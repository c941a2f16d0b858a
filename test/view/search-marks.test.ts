import assert from "node:assert/strict";
import { test } from "node:test";
import { SearchMarks } from "../../src/view/search-marks.ts";
import { stage } from "./stage.ts";

const LONG = `foo ${"0123456789".repeat(20_000)} foo bar ${"0123456789".repeat(20_000)}foo`;
const MIDDLE = LONG.indexOf("foo bar");

const CASES: readonly {
  readonly pattern: string;
  readonly from: number;
  readonly to: number;
  readonly found: readonly number[] | null;
}[] = [
  { pattern: "foo", from: 0, to: 50, found: [0, 3] },
  { pattern: "foo", from: MIDDLE - 20, to: MIDDLE + 20, found: [MIDDLE, MIDDLE + 3] },
  { pattern: "^.", from: MIDDLE - 20, to: MIDDLE + 20, found: null },
  { pattern: "$", from: MIDDLE - 20, to: MIDDLE + 20, found: null },
  { pattern: "bar$", from: MIDDLE - 20, to: MIDDLE + 20, found: null },
  {
    pattern: "foo$",
    from: LONG.length - 40,
    to: LONG.length,
    found: [LONG.length - 3, LONG.length],
  },
  { pattern: "\\<bar\\>", from: MIDDLE, to: MIDDLE + 5, found: [MIDDLE + 4, MIDDLE + 7] },
];

for (const { pattern, from, to, found } of CASES) {
  test(`/${pattern} is marked in columns ${from} to ${to} of a long line`, () => {
    const { editor } = stage(`${LONG}\nshort foo`);
    editor.search.pattern = pattern;
    editor.search.highlight = true;
    const marks = new SearchMarks();
    marks.prepare(editor, editor.win, 0, 2, () => ({ from, to }));
    assert.deepEqual(marks.at(0), found);
    if (pattern === "foo") assert.deepEqual(marks.at(1), [6, 9]);
  });
}

test("a window that moves along a long line marks what it shows then", () => {
  const { editor } = stage(LONG);
  editor.search.pattern = "foo";
  editor.search.highlight = true;
  const marks = new SearchMarks();
  marks.prepare(editor, editor.win, 0, 1, () => ({ from: 0, to: 50 }));
  editor.win.skip = 40;
  marks.prepare(editor, editor.win, 0, 1, () => ({ from: MIDDLE, to: MIDDLE + 9 }));
  assert.deepEqual(marks.at(0), [MIDDLE, MIDDLE + 3]);
});
