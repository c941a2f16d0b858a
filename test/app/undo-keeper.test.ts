import assert from "node:assert/strict";
import { test } from "node:test";
import { composeEditor } from "../../src/app/compose.ts";
import { UndoKeeper } from "../../src/app/undo-keeper.ts";
import type { Document } from "../../src/editor/document.ts";
import type { Editor } from "../../src/editor/editor.ts";
import type { Store } from "../../src/store/store.ts";
import { textOf } from "../../src/text/text.ts";

/** A database that only knows undo trees. */
function trees(): { store: Pick<Store, "ask">; kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  const ask = async (name: string, at: { path: string; hash: string; tree: Uint8Array }) => {
    const key = `${at.path} ${at.hash}`;
    if (name === "saveUndo") kept.set(key, at.tree);
    return kept.get(key) ?? null;
  };
  return { store: { ask } as unknown as Pick<Store, "ask">, kept };
}

function open(text: string, hash: string): { editor: Editor; doc: Document } {
  const editor = composeEditor({ now: () => 5000, poll: () => {} });
  const doc = editor.addDocument(textOf(text), "/f.txt");
  doc.options.set("undofile", true);
  doc.file.hash = () => hash;
  editor.addTab(editor.newWindow(doc));
  return { editor, doc };
}

/** A session that appends a word, writes the file, and is left. */
function writeOnce(store: Pick<Store, "ask">, secret = false): void {
  const { editor, doc } = open("one", "before");
  const keeper = new UndoKeeper(editor, store, () => !secret);
  editor.dispatch(doc, { changes: { from: 3, insert: " two" }, origin: "input.type" });
  doc.undo.saved = doc.undo.current;
  doc.file.hash = () => "after";
  editor.events.emit("document-saved", doc);
  keeper.saveAll();
}

const cases = [
  { name: "the bytes that were written", text: "one two", hash: "after", states: 2 },
  { name: "other bytes", text: "one two", hash: "others", states: 1 },
  { name: "a text of another length", text: "one 2", hash: "after", states: 1 },
];

for (const { name, text, hash, states } of cases) {
  test(`a history is looked for in a file with ${name}`, async () => {
    const { store } = trees();
    writeOnce(store);
    const { editor, doc } = open(text, hash);
    new UndoKeeper(editor, store, () => true).load(doc);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(doc.undo.nodes.length, states);
    assert.ok(!doc.modified);
  });
}

test("a text that was changed meanwhile keeps its own history", async () => {
  const { store } = trees();
  writeOnce(store);
  const { editor, doc } = open("one two", "after");
  new UndoKeeper(editor, store, () => true).load(doc);
  editor.dispatch(doc, { changes: { from: 0, insert: "x" }, origin: "input.type" });
  const { undo } = doc;
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(doc.undo, undo);
});

test("a secret file leaves none", () => {
  const { store, kept } = trees();
  writeOnce(store, true);
  assert.equal(kept.size, 0);
});
