import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { defaultKeymapData } from "../../../src/app/keys.ts";
import { parseKeys } from "../../../src/base/key.ts";
import { installEx } from "../../../src/commands/cmdline/install.ts";
import type { BrowserState } from "../../../src/commands/help/browse.ts";
import { installHelp } from "../../../src/commands/help/install.ts";
import { installModes } from "../../../src/commands/normal/install.ts";
import { keymapsOf } from "../../../src/config/keymap-data.ts";
import { Editor } from "../../../src/editor/editor.ts";
import { KeyLoop } from "../../../src/editor/key-loop.ts";
import { resizeScreen } from "../../../src/editor/layout-windows.ts";
import { rowOf, textOf } from "../../../src/text/text.ts";

const folder = mkdtempSync(join(tmpdir(), "hunch-help-"));
after(() => rmSync(folder, { recursive: true, maxRetries: 10 }));
writeFileSync(join(folder, "index.md"), "# Help\n\nSee `gq`, [more](other.md#words).\n");
writeFileSync(join(folder, "other.md"), "# Other\n\n- `gq` formats\n\n## Words\n\nBack: |help|\n");
writeFileSync(join(folder, "tutor.md"), "# Tutor\n\nDelete this line.\n");
writeFileSync(join(folder, "ARCHITECTURE.md"), "# Not for users\n");

function helped() {
  const editor = new Editor({ now: () => 0, poll: () => {} });
  installModes(editor, keymapsOf(defaultKeymapData()));
  installEx(editor);
  editor.addTab(editor.newWindow(editor.addDocument(textOf("text"), null)));
  const shown: (BrowserState | "closed")[] = [];
  const help = installHelp(editor, {
    folder,
    openBrowser: (first) => {
      shown.push(first);
      return { show: (state) => shown.push(state), close: () => shown.push("closed") };
    },
  });
  resizeScreen(editor, 24, 80);
  const loop = new KeyLoop(editor, editor.mainFiber);
  const feed = (keys: string) => loop.feed(parseKeys(keys));
  const place = () =>
    `${editor.doc.path?.slice(folder.length + 1)}:${rowOf(editor.doc.text, editor.win.cursor.pos)}`;
  return { editor, help, feed, place, shown };
}

test("help opens in a window of its own that can't be changed", () => {
  const { editor, help, place, feed } = helped();
  help.open("gq");
  assert.equal(editor.tab.windows.length, 2);
  assert.equal(place(), "other.md:2");
  assert.equal(editor.doc.kind, "help");
  feed("x");
  assert.match(editor.message?.text ?? "", /E21/);
  help.open("words");
  assert.equal(editor.tab.windows.length, 2);
  assert.equal(place(), "other.md:4");
  feed("q");
  assert.equal(editor.tab.windows.length, 1);
  assert.equal(editor.doc.kind, "file");
});

test("tags are followed, and left again", () => {
  const { editor, help, place, feed } = helped();
  help.open("index");
  feed("jjfg<C-]>");
  assert.equal(place(), "other.md:2");
  feed("G$<C-]>");
  assert.equal(place(), "index.md:0");
  feed("<C-t>");
  assert.equal(place(), "other.md:6");
  feed("<C-t>");
  assert.equal(place(), "index.md:2");
  feed("$F]<CR>");
  assert.equal(place(), "other.md:4");
  feed("<C-t><C-t>");
  assert.match(editor.message?.text ?? "", /E555/);
});

test("an unknown subject is refused", () => {
  const { help } = helped();
  assert.throws(() => help.open("nothing-like-it"), /E149: Sorry, no help for nothing-like-it/);
  assert.throws(() => help.open("not for users"), /E149/);
});

test("the browser filters topics, shows them, and opens the chosen one", () => {
  const { editor, feed, place, shown } = helped();
  editor.maps.n.set({
    keys: ["Q"],
    action: { type: "command", name: "help.open" },
    when: "",
    silent: true,
    doc: "",
  });
  feed("Q");
  const first = shown[0] as BrowserState;
  assert.deepEqual(
    first.topics.map((topic) => topic.tag),
    ["index", "other", "tutor"],
  );
  feed("wo");
  assert.equal((shown.at(-1) as BrowserState).filter, "wo");
  assert.deepEqual((shown.at(-1) as BrowserState).topics[0], { tag: "words", title: "Words" });
  assert.deepEqual((shown.at(-1) as BrowserState).preview.slice(0, 3), [
    "## Words",
    "",
    "Back: |help|",
  ]);
  feed("<BS><BS><Down><CR>");
  assert.equal(shown.at(-1), "closed");
  assert.equal(place(), "other.md:0");
  feed("Q<Esc>");
  assert.equal(shown.at(-1), "closed");
  assert.equal(place(), "other.md:0");
});

test("the tutor is a copy that may be edited", () => {
  const { editor, help, feed } = helped();
  help.tutor();
  assert.equal(editor.tabs.length, 2);
  feed("Gdd");
  assert.equal(editor.doc.text.toString(), "# Tutor\n");
  assert.equal(editor.doc.modified, false);
});
