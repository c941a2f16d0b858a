import assert from "node:assert/strict";
import { test } from "node:test";
import { Lab } from "./lab.ts";

test("a small file is told as a whole, by its name in the project", async () => {
  const lab = new Lab({
    files: { "package.json": "{}", "src/a.ts": "const one = 1;\nconst two = 2;\n" },
  });
  lab.open("src/a.ts", [1, 6]);
  const scene = await lab.scene();
  assert.equal(scene.path, "src/a.ts");
  assert.equal(scene.text, "const one = 1;\nconst two = 2;");
  assert.equal(scene.cursor, 21);
  assert.equal(scene.firstRow, 0);
  assert.equal(scene.rows, 2);
  assert.equal(scene.language, "typescript");
  assert.deepEqual(scene.masked, []);
  assert.deepEqual(scene.edits, []);
});
