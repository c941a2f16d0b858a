/** The indent by the syntax tree: new lines, what is typed, `=`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { INDENT_CASES } from "./indent-cases.ts";
import { structureStage } from "./stage.ts";

for (const { filetype, text, keys, result } of INDENT_CASES) {
  test(`${filetype}: ${keys} in ${JSON.stringify(text.slice(0, 60))}`, async () => {
    const stage = await structureStage(text, filetype);
    stage.keys(keys.startsWith("=") ? keys : `${keys}<Esc>`);
    assert.equal(stage.shown(), result);
    stage.close();
  });
}

test("with smartindent or nosyntaxindent Vim's rules hold", async () => {
  const stage = await structureStage("foo(‸", "typescript");
  stage.doc.options.set("syntaxindent", false);
  stage.keys("ob<Esc>");
  assert.equal(stage.shown(), "foo(\n‸b");
  stage.close();
});
