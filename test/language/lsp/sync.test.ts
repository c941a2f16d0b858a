/** The server's text is the buffer's after every change, in every encoding. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Document } from "../../../src/editor/document.ts";
import type { Editor } from "../../../src/editor/editor.ts";
import { sentText } from "../../../src/language/lsp/document-sync.ts";
import { textOf } from "../../../src/text/text.ts";
import { lab, scripted, stateOf } from "./lab.ts";
import { randomEdit, randomText, seeded } from "./random-edits.ts";

const seed = Number(process.env.HUNCH_SEED ?? 1);
const EDITS = 300;

for (const encoding of ["utf-8", "utf-16", "utf-32"] as const) {
  test(`random edits and undo, ${encoding}, seed ${seed}`, async () => {
    const random = seeded(seed);
    const here = lab({
      files: { "a.txt": randomText(random) },
      servers: { script: scripted({ encoding }) },
    });
    const doc = here.open("a.txt");
    const client = await here.client(doc, "script");
    assert.equal(client.encoding, encoding);
    for (let i = 0; i < EDITS; i++) {
      randomEdit(random, here.editor, doc);
      // Often several changes are sent together.
      if (random() < 0.5) continue;
      const state = await stateOf(client, doc);
      assert.deepEqual(state.faults, []);
      assert.equal(state.text, sentText(doc.text, true), `edit ${i}, seed ${seed}`);
      assert.equal(state.version, doc.revision);
    }
    const state = await stateOf(client, doc);
    assert.ok(state.told.filter((method) => method === "textDocument/didChange").length > 50);
  });
}

function dispatch(editor: Editor, doc: Document, from: number, to: number, insert: string): void {
  editor.dispatch(doc, { changes: { from, to, insert: textOf(insert) }, origin: "test" });
}

test("a server that wants the whole text gets it", async () => {
  const here = lab({ files: { "a.txt": "a\n" }, servers: { script: scripted({ sync: 1 }) } });
  const doc = here.open("a.txt");
  const client = await here.client(doc, "script");
  dispatch(here.editor, doc, 0, 1, "b\nc");
  assert.equal((await stateOf(client, doc)).text, "b\nc\n");
});

test("a macro over many rows is one text, not thousands of changes", async () => {
  const rows = Array.from({ length: 3000 }, (_, i) => `row ${i}`);
  const here = lab({
    files: { "a.txt": `${rows.join("\n")}\n` },
    servers: { script: scripted() },
  });
  const doc = here.open("a.txt");
  const client = await here.client(doc, "script");
  here.keys(":%s/row/line<CR>ggqqAx<Esc>jq100@q");
  const state = await stateOf(client, doc);
  assert.equal(state.text, `${doc.text.sliceString(0, doc.text.length, "\n")}\n`);
  assert.equal(state.text?.startsWith("line 0x\nline 1x"), true);
  assert.deepEqual(state.faults, []);
});

test("a lone carriage return and half a pair do not shift anything", async () => {
  const here = lab({
    files: { "a.txt": "a\rb\n" },
    servers: { script: scripted({ encoding: "utf-8" }) },
  });
  const doc = here.open("a.txt");
  const client = await here.client(doc, "script");
  dispatch(here.editor, doc, 3, 3, "\ud83d x");
  dispatch(here.editor, doc, 5, 5, "é");
  const state = await stateOf(client, doc);
  assert.equal(state.text, "a b\ufffd éx\n");
  assert.deepEqual(state.faults, []);
});

test("a file without a final line break, one that is saved, one that gets another name", async () => {
  const here = lab({ files: { "a.txt": "a" }, servers: { script: scripted() } });
  const doc = here.open("a.txt");
  const client = await here.client(doc, "script");
  assert.equal((await stateOf(client, doc)).text, "a");
  dispatch(here.editor, doc, 1, 1, "b");
  here.keys(":w<CR>");
  const saved = await stateOf(client, doc);
  assert.equal(saved.text, "ab");
  assert.ok(saved.told.includes("textDocument/didSave"));
  here.keys(":saveas other.txt<CR>");
  await here.until(
    () => client.documents.get(doc)?.path.endsWith("other.txt"),
    "the server is told of the other name",
  );
  assert.equal((await stateOf(client, doc)).text, "ab");
});
