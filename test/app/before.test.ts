import assert from "node:assert/strict";
import { test } from "node:test";
import { composeEditor } from "../../src/app/compose.ts";
import { runBefore } from "../../src/app/opening.ts";
import { Text } from "../../src/text/text.ts";

test("--cmd runs before there is a buffer, and what it sets stays", () => {
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  runBefore(editor, ["set number tabstop=3", "nonsense", "set ignorecase"]);
  assert.equal(editor.message?.text, "E492: Not an editor command: nonsense");
  assert.deepEqual([editor.docs.length, editor.tabs.length], [0, 0]);
  const doc = editor.addDocument(Text.empty, null);
  const win = editor.newWindow(doc);
  assert.equal(doc.id, 1);
  assert.equal(win.options.get("number"), true);
  assert.equal(doc.options.get("tabstop"), 3);
  assert.equal(editor.options.get("ignorecase"), true);
});
