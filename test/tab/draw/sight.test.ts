import assert from "node:assert/strict";
import { test } from "node:test";
import { sightOf } from "../../../src/tab/snapshot.ts";
import { session } from "../session.ts";

test("a change below rows that are wrapped is out of sight, and Tab goes there first", async () => {
  const long = "word ".repeat(100);
  const made = session(`let total = 0;\n${`${long}\n`.repeat(6)}print(total);\n`, [0, 4]);
  assert.ok(sightOf(made.editor).lastRow < 7);
  await made.type("ciwsum<Esc>");
  assert.deepEqual(made.shown, ["sum", "jump"]);
  made.editor.win.options.set("wrap", false);
  assert.equal(sightOf(made.editor).lastRow, made.editor.win.height - 1);
});
