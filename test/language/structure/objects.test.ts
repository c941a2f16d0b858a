/** Text objects, motions, growing selections and comments by the syntax tree. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { KEY_CASES } from "./object-cases.ts";
import { structureStage } from "./stage.ts";

for (const { filetype, text, keys, selected, result } of KEY_CASES) {
  test(`${filetype}: ${keys} in ${JSON.stringify(text.slice(0, 50))}`, async () => {
    const stage = await structureStage(text, filetype);
    stage.keys(keys);
    if (selected !== undefined) assert.equal(stage.selected(), selected);
    if (result !== undefined) assert.equal(stage.shown(), result);
    assert.equal(stage.editor.messages.filter(({ kind }) => kind === "error").length, 0);
    stage.close();
  });
}

test("without a tree the keys do what Vim does", async () => {
  const stage = await structureStage("‸if (a) b", "nothing");
  stage.keys("dif");
  assert.equal(stage.shown(), "‸if (a) b");
  stage.keys("%");
  assert.equal(stage.shown(), "if (a‸) b");
  stage.close();
});
