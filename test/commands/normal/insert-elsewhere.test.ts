import assert from "node:assert/strict";
import { test } from "node:test";
import { enterWindow } from "../../../src/editor/layout-windows.ts";
import { editing } from "../ex/editing.ts";

test("what is typed after the mouse went to another window goes there", () => {
  const run = editing("a\nb");
  const { editor } = run;
  run.type(":new<CR>ix");
  const other = editor.windows.find((win) => win !== editor.win)!;
  enterWindow(editor, other);
  run.type("yz<Esc>");
  assert.equal(run.text, "yza\nb");
  assert.equal(editor.mode, "normal");
  assert.deepEqual(run.cursor, [0, 1]);
  run.type("j.");
  assert.equal(run.text, "yza\nyzb");
  run.type("uu");
  assert.equal(run.text, "a\nb");
  run.type("<C-w>w");
  assert.equal(run.text, "x");
});
