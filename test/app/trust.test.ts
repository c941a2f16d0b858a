/** `:trust` and the notice about a project that nobody has decided about. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { wholeEditor } from "../../scripts/whole-editor.ts";
import { parseKeys } from "../../src/base/key.ts";
import type { Editor } from "../../src/editor/editor.ts";
import { KeyLoop } from "../../src/editor/key-loop.ts";
import { textOf } from "../../src/text/text.ts";

function project(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "hunch-project-")));
  mkdirSync(join(folder, ".git"));
  mkdirSync(join(folder, "src"));
  return folder;
}

/** Opens files one after the other and waits for what follows each. */
async function open(editor: Editor, ...paths: string[]): Promise<string[]> {
  for (const path of paths) {
    const doc = editor.addDocument(textOf(""), path);
    editor.win.doc = doc;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return editor.messages.map(({ text }) => text);
}

test("one notice for a project, none for a single file", async () => {
  const folder = project();
  const single = realpathSync(mkdtempSync(join(tmpdir(), "hunch-single-")));
  const editor = wholeEditor();
  editor.cwd = "/elsewhere";
  const messages = await open(
    editor,
    join(folder, "src", "a.ts"),
    join(folder, "b.ts"),
    join(single, "notes.txt"),
  );
  assert.deepEqual(messages, [`${folder} is not trusted: no servers, no hooks (:trust)`]);
});

test(":trust decides about the project of the buffer, :trust! forgets it", async () => {
  const folder = project();
  const editor = wholeEditor();
  editor.cwd = folder;
  await open(editor, join(folder, "src", "a.ts"));
  const loop = new KeyLoop(editor, editor.mainFiber);
  editor.loop = loop;
  const said = (keys: string): string | undefined => {
    loop.feed(parseKeys(keys));
    return editor.messages.at(-1)?.text;
  };
  assert.equal(said(":trust<CR>"), `${folder} is trusted`);
  assert.equal(said(":trust list<CR>"), `trusted\t${folder}`);
  assert.equal(said(":untrust src<CR>"), "src is not trusted");
  assert.equal(said(":trust! src<CR>"), "Nothing is decided about src");
  assert.equal(said(":trust!<CR>"), `Nothing is decided about ${folder}`);
  assert.equal(said(":trust list<CR>"), "No folder is trusted");
});
