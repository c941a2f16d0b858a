import assert from "node:assert/strict";
import { test } from "node:test";
import { editing } from "../commands/ex/editing.ts";

const heights = (run: ReturnType<typeof editing>): number[] =>
  run.editor.tab.windows.map((win) => win.height);

test("winfixheight: a window keeps its height when others are made equal or closed", () => {
  const run = editing("");
  run.type(":split<CR>:resize 5<CR>:setlocal winfixheight<CR><C-w>j:split<CR>");
  assert.equal(heights(run)[0], 5);
  run.type("<C-w>=");
  assert.equal(heights(run)[0], 5);
  run.type(":close<CR>");
  assert.equal(heights(run)[0], 5);
});

test("foldclose: folds that the cursor leaves are closed", () => {
  const run = editing("a\n\tb\n\tc\nd\n\te\n\tf");
  run.type(":set foldmethod=indent foldclose=all shiftwidth=8<CR>jzo");
  const closed = () => run.editor.win.folds.folds.map((fold) => fold.closed);
  assert.deepEqual(closed(), [false, true]);
  run.type("gg");
  assert.deepEqual(closed(), [true, true]);
});

test(":set changes the window or buffer it is given in, and what is made later", () => {
  const run = editing("");
  run.type(":split<CR>:set number tabstop=3<CR>:new<CR>");
  const { windows } = run.editor.tab;
  assert.deepEqual(
    windows.map((win) => [win.options.get("number"), win.doc.options.get("tabstop")]),
    [
      [true, 3],
      [true, 3],
      [false, 3],
    ],
  );
  run.type(":setlocal tabstop=5<CR>:set tabstop=4<CR><C-w>j");
  assert.equal(run.editor.doc.options.get("tabstop"), 3);
});
