/** Going to what ran, and taking it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { BLOCKS, block, blockStage, LINES, PROMPT } from "./stage.ts";

test("[[ and ]] go from prompt to prompt, with counts, and CTRL-O comes back", async () => {
  const s = await blockStage();
  await s.keys("<C-\\><C-n>");
  assert.equal(s.row(), 9);
  await s.keys("[[");
  assert.equal(s.row(), 5);
  await s.keys("2[[");
  assert.equal(s.row(), 1);
  await s.keys("]]");
  assert.equal(s.row(), 4);
  await s.keys("2]]");
  assert.equal(s.row(), 9);
  await s.keys("<C-o>");
  assert.equal(s.row(), 4);
  await s.close();
});

test("CTRL-\\ [ leaves a live terminal for the command before", async () => {
  const s = await blockStage();
  await s.keys("<C-\\>[");
  assert.deepEqual([s.row(), s.editor.mode], [5, "normal"]);
  await s.keys("<C-\\>[");
  assert.equal(s.row(), 4);
  await s.keys("<C-\\>]");
  assert.equal(s.row(), 5);
  await s.close();
});

const OBJECTS: readonly [row: number, keys: string, yanked: string | undefined][] = [
  [1, "yio", "a.txt\nb.txt"],
  [3, "yio", "a.txt\nb.txt"],
  [2, "yao", "$ ls\na.txt\nb.txt"],
  [4, "yio", undefined],
  [4, "yao", "$ true"],
  [6, "vioy", "not ok 1\nnot ok 2\nnot ok 3"],
  // At the prompt that waits: what ran last.
  [9, "yio", "not ok 1\nnot ok 2\nnot ok 3"],
  [9, "<C-\\>c", "not ok 1\nnot ok 2\nnot ok 3"],
  [2, "<C-\\>oy", "a.txt\nb.txt"],
];

for (const [row, keys, yanked] of OBJECTS) {
  test(`${keys} in line ${row}`, async () => {
    const s = await blockStage();
    await s.keys(`<C-\\><C-n>${row}G`);
    await s.keys(keys);
    assert.equal(s.yanked()?.replace(/\n$/, ""), yanked);
    await s.close();
  });
}

test("in a live terminal CTRL-\\ c yanks the last output", async () => {
  const s = await blockStage();
  await s.keys("<C-\\>c");
  assert.equal(s.yanked()?.trimEnd(), "not ok 1\nnot ok 2\nnot ok 3");
  await s.close();
});

test("a command runs again; one that deletes only after a question", async () => {
  const lines = [...LINES.slice(0, 8), "$ rm -rf build", "$ "];
  const rm = block({ id: 4, command: "rm -rf build", promptLine: 8, outputLine: 9, endLine: 9 });
  const s = await blockStage(lines, [...BLOCKS, rm]);
  await s.keys("<C-\\><C-n>6G<C-\\>r");
  assert.equal(s.emulators.input, "npm test\r");
  assert.equal(s.editor.mode, "terminal");
  await s.keys("<C-\\>r");
  assert.equal(s.emulators.input, "npm test\r");
  await s.keys("n");
  await s.keys("<C-\\>ry");
  assert.equal(s.emulators.input, "npm test\rrm -rf build\r");
  await s.close();
});

test("nothing runs again in the middle of a line, or while something runs", async () => {
  const s = await blockStage();
  const more = { prompt: { ...PROMPT, before: "git" } };
  s.frame({ rows: LINES, more });
  await s.keys("<C-\\>r");
  assert.match(s.editor.message?.text ?? "", /typed at the prompt/);
  s.frame({ rows: LINES, more: { prompt: null } });
  await s.keys("<C-\\>r");
  assert.match(s.editor.message?.text ?? "", /busy/);
  assert.equal(s.emulators.input, "");
  await s.close();
});

test("rows are right when the scrollback has lost lines, and blocks that are gone are forgotten", async () => {
  const s = await blockStage();
  s.emulators.first = 2;
  s.lines(LINES.slice(2));
  s.frame({ rows: LINES.slice(2), cursor: [6, 2], more: { prompt: PROMPT } });
  await s.keys("<C-\\><C-n>2ggyio");
  assert.equal(s.yanked(), undefined);
  await s.keys("ggyio");
  assert.equal(s.yanked()?.trimEnd(), "b.txt");
  await s.keys("]]]]yio");
  assert.equal(s.yanked()?.trimEnd(), "not ok 1\nnot ok 2\nnot ok 3");
  s.say(block({ id: 3, promptLine: -1, outputLine: -1, endLine: -1 }));
  assert.deepEqual(
    s.registry.all[0]?.blocks.map(({ id }) => id),
    [1, 2],
  );
  await s.close();
});
