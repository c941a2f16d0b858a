import assert from "node:assert/strict";
import { test } from "node:test";
import { editing } from "../ex/editing.ts";

/** Keys, one command each, and what undo and redo say at the end; as Neovim 0.7.2 does it. */
const MESSAGES: ReadonlyArray<readonly [keys: readonly string[], message: string]> = [
  [["x", "u"], "1 change; before #1  0 seconds ago"],
  [["x", "u", "<C-r>"], "1 change; after #1  0 seconds ago"],
  [["dd", "u"], "1 more line; before #1  0 seconds ago"],
  [["dd", "u", "<C-r>"], "1 line less; after #1  0 seconds ago"],
  [["3dd", "u"], "3 more lines; before #1  0 seconds ago"],
  [["yy", "2p", "u"], "2 fewer lines; before #1  0 seconds ago"],
  [[":%s/a/b/g<CR>", "u"], "3 changes; before #1  0 seconds ago"],
  [["x", "dd", "2u"], "1 more line; before #1  0 seconds ago"],
  [["x", "dd", "9u"], "1 more line; before #1  0 seconds ago"],
  [["u"], "Already at oldest change"],
  [["x", "<C-r>"], "Already at newest change"],
  [["x", "j", "x", "g-"], "1 change; before #2  0 seconds ago"],
  [["x", "j", "x", ":undo 0<CR>"], "2 changes; before #1  0 seconds ago"],
  [["x", "j", "x", "u", "u", ":undo 2<CR>"], "2 changes; after #2  0 seconds ago"],
];
for (const [keys, message] of MESSAGES) {
  test(`${keys.join(" ")} says ${message}`, () => {
    const run = editing("a a\na\na\nb");
    for (const key of keys) run.type(key);
    assert.equal(run.message, message);
  });
}

test("a command that leaves the text as it is does not make it modified", () => {
  const run = editing("a a\nb");
  for (const keys of ["gguG", "gg=j", "x", "u"]) {
    run.type(keys);
    assert.equal(run.editor.doc.modified, keys === "x", keys);
  }
});

test("undo of very many places counts them", () => {
  const run = editing(Array.from({ length: 500 }, () => "a").join("\n"));
  run.type(":%s/a/b/<CR>");
  run.type("u");
  assert.equal(run.message, "500 changes; before #1  0 seconds ago");
  run.type(":%norm Ax<CR>");
  run.type("u");
  assert.equal(run.message, "500 changes; before #2  0 seconds ago");
});

/** What operators over more than two rows say. */
for (const [keys, message] of [
  ["gUG", "4 lines changed"],
  ["gUj", ""],
  ["=G", "4 lines indented"],
  [">G", "4 lines >ed 1 time"],
  [":set tw=5<CR>gqG", "4 more lines"],
  ["ggVGr-", ""],
] as const) {
  test(`${keys} says ${JSON.stringify(message)}`, () => {
    const run = editing("aaaa bbbb\n\ncccc dddd\neeee ffff gggg");
    run.type(keys);
    assert.equal(run.message, message);
  });
}
