/** `<Leader>` in the default keys. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseKeys } from "../../src/base/key.ts";
import { followLeader, type KeymapData, keymapsOf } from "../../src/config/keymap-data.ts";
import { Editor } from "../../src/editor/editor.ts";

const DATA: KeymapData = {
  normal: { "<Leader>ff": "picker.files", "<Leader>fb": "picker.buffers", gg: "motion.first-row" },
};

function keysOf(editor: Editor): string[] {
  return [...editor.defaultKeys.normal!.entries()].map(({ keys }) => keys.join(""));
}

test("the default keys stand behind a backslash, and behind another leader when it is set", () => {
  const editor = new Editor({ now: () => 0, poll: () => {} });
  editor.defaultKeys = keymapsOf(DATA);
  followLeader(editor, DATA);
  assert.deepEqual(keysOf(editor), ["\\fb", "\\ff", "gg"]);
  editor.exState.mapleader = " ";
  assert.deepEqual(keysOf(editor), [" fb", " ff", "gg"]);
  editor.exState.mapleader = "";
  assert.deepEqual(keysOf(editor), ["\\fb", "\\ff", "gg"]);
});

test("what the user has put on such a key stays", () => {
  const editor = new Editor({ now: () => 0, poll: () => {} });
  editor.defaultKeys = keymapsOf(DATA);
  followLeader(editor, DATA);
  editor.defaultKeys.normal!.set({
    keys: parseKeys("\\ff"),
    action: { type: "command", name: "mine" },
    when: "",
    silent: true,
    doc: "",
  });
  editor.exState.mapleader = ",";
  assert.deepEqual(keysOf(editor), [",fb", "\\ff", "gg"]);
});
