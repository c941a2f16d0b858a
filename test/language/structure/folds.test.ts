/** `foldmethod=syntax`: the folds, and that their states outlive edits. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fold } from "../../../src/editor/folds.ts";
import { structureStage } from "./stage.ts";

const CODE = [
  "‸function a() {",
  "  if (x) {",
  "    one();",
  "  } else {",
  "    two();",
  "  }",
  "}",
  "function b() {",
  "  three();",
  "}",
].join("\n");

const shape = (folds: readonly Fold[]): unknown[] =>
  folds.map(({ start, end, closed, children }) => [
    `${start}-${end}${closed ? "" : " open"}`,
    ...shape(children),
  ]);

async function folded(text: string, filetype: string) {
  const stage = await structureStage(text, filetype);
  const { win } = stage.editor;
  win.options.set("foldenable", true);
  stage.keys(":set fdm=syntax<CR>");
  win.folds.refresh();
  return { stage, win, now: () => shape(win.folds.folds) };
}

test("blocks fold, nested, and a line that closes and opens is the second one's", async () => {
  const { stage, now } = await folded(CODE, "typescript");
  assert.deepEqual(now(), [["0-6", ["1-2"], ["3-5"]], ["7-9"]]);
  stage.close();
});

test("what is open stays open through edits, and the other folds closed", async () => {
  const { stage, win, now } = await folded(CODE, "typescript");
  stage.keys("zo");
  assert.deepEqual(now(), [["0-6 open", ["1-2"], ["3-5"]], ["7-9"]]);
  stage.keys("ggO// new<Esc>");
  // The tree comes later: until then the folds are mapped.
  assert.deepEqual(now(), [["1-7 open", ["2-3"], ["4-6"]], ["8-10"]]);
  await stage.settle();
  stage.frame();
  win.folds.refresh();
  assert.deepEqual(now(), [["1-7 open", ["2-3"], ["4-6"]], ["8-10"]]);
  stage.keys("u");
  await stage.settle();
  stage.frame();
  win.folds.refresh();
  assert.deepEqual(now(), [["0-6 open", ["1-2"], ["3-5"]], ["7-9"]]);
  stage.close();
});

test("a new fold is open", async () => {
  const { stage, win, now } = await folded(`${CODE}\n`, "typescript");
  stage.keys("Gofunction c() {<CR>four();<CR>}<Esc>");
  await stage.settle();
  stage.frame();
  win.folds.refresh();
  assert.deepEqual(now().at(-1), ["11-13 open"]);
  stage.close();
});

test("imports and comments next to each other fold together", async () => {
  const text = '‸import a from "a";\nimport b from "b";\n\n// one\n// two\nx();';
  const { stage, now } = await folded(text, "typescript");
  assert.deepEqual(now(), [["0-1"], ["3-4"]]);
  stage.close();
});

test("Python: functions, classes, branches", async () => {
  const text = "‸def a(x):\n    if x:\n        b()\n    else:\n        c()\n\nclass D:\n    pass";
  const { stage, now } = await folded(text, "python");
  assert.deepEqual(now(), [["0-4", ["1-4", ["3-4"]]], ["6-7"]]);
  stage.close();
});

test("foldnestmax and foldlevel count", async () => {
  const { stage, win, now } = await folded(CODE, "typescript");
  win.options.set("foldnestmax", 1);
  win.folds.refresh();
  assert.deepEqual(now(), [["0-6"], ["7-9"]]);
  win.options.set("foldlevel", 1);
  win.folds.refresh();
  assert.deepEqual(now(), [["0-6 open"], ["7-9 open"]]);
  stage.close();
});
