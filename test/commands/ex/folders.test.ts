import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { editing } from "./editing.ts";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "hunch-cd-")));
  for (const name of ["a", "b", "c"]) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

function started() {
  const run = editing("");
  run.editor.cwd = folder;
  return run;
}
const below = (path: string) => path.slice(folder.length);

test(":lcd is for the window, and for the windows split from it", () => {
  const run = started();
  run.type(":split<CR>:lcd a<CR>:split<CR>");
  assert.equal(below(run.editor.cwd), "/a");
  run.type("<C-w>b");
  assert.equal(below(run.editor.cwd), "");
});

test(":tcd is for the windows of the tab page that have none of their own", () => {
  const run = started();
  run.type(":tabnew<CR>:tcd b<CR>:split<CR>");
  assert.equal(below(run.editor.cwd), "/b");
  run.type(":tabnext<CR>");
  assert.equal(below(run.editor.cwd), "");
});

test(":cd takes the folders of the window and of the tab page away", () => {
  const run = started();
  run.type(`:tcd a<CR>:lcd ../b<CR>:cd ../c<CR>`);
  assert.equal(below(run.editor.cwd), "/c");
  run.type(":split<CR>");
  assert.equal(below(run.editor.cwd), "/c");
});

test(":cd - goes back, in its own scope", () => {
  const run = started();
  run.type(":cd a<CR>:cd ../b<CR>:cd -<CR>");
  assert.equal(below(run.editor.cwd), "/a");
  run.type(":lcd -<CR>");
  assert.equal(run.message, "E186: No previous directory");
});
