import assert from "node:assert/strict";
import { test } from "node:test";
import { editing } from "../ex/editing.ts";

/** Keys after a fold over rows 2 to 4 is made and closed, and whether it is open then. */
const CASES: ReadonlyArray<readonly [keys: string, open: boolean]> = [
  ["3G", false],
  ["gg3j", false],
  ["gg/three<CR>", true],
  ["gg/t<CR>n", true],
  ["3G%", true],
  ["3Gl", true],
  ["2Gmaggma2G`a", false],
  ["2Gma4j`a", true],
  [":normal! 2Gl<CR>", false],
  ["Gx2Gxu", true],
  ["3Gu", false],
  ["gg:3<CR>", false],
  [":set foldopen=jump<CR>gg3G", true],
  [":set foldopen=<CR>gg/three<CR>", false],
  ["ggqqjlq", true],
  ["2Gix<Esc>", true],
];
for (const [keys, open] of CASES) {
  test(`${keys} ${open ? "opens" : "leaves"} the fold`, () => {
    const run = editing("one\ntwo\n(three)\ntwo\nfive\nsix");
    run.type("2Gzf2j5G");
    run.type(keys);
    assert.equal(run.editor.win.folds.closedAt(2) === null, open);
  });
}
