/** The quickfix lists: a stack of lists whose positions follow the text. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Editor } from "../../src/editor/editor.ts";
import { hasLocations, locationsOf, quickfixOf } from "../../src/editor/quickfix.ts";
import { replaceSpec, textOf } from "../../src/text/text.ts";

function open(text: string) {
  const editor = new Editor({ now: () => 0, poll: () => {} });
  const doc = editor.addDocument(textOf(text), "/p/a.txt");
  editor.addTab(editor.newWindow(doc));
  return { editor, doc };
}

const at = (row: number, col = 0) => ({
  path: "/p/a.txt",
  point: { row, col },
  text: `row ${row}`,
});

test("positions are carried through changes of an open document", () => {
  const { editor, doc } = open("one\ntwo\nthree");
  const quickfix = quickfixOf(editor);
  const end = { row: 2, col: 5 };
  quickfix.set({ title: "t", items: [at(0), { ...at(2, 2), endPoint: end }] });
  editor.dispatch(doc, { changes: replaceSpec(0, 0, "new\nrow\n"), origin: "test" });
  editor.dispatch(doc, {
    changes: replaceSpec(doc.text.length, doc.text.length, "!"),
    origin: "t",
  });
  assert.deepEqual(
    quickfix.list!.items.map((item) => item.point),
    [
      { row: 2, col: 0 },
      { row: 4, col: 2 },
    ],
  );
  assert.deepEqual(quickfix.list!.items[1]!.endPoint, { row: 4, col: 6 });
});

test("older lists are carried along, and items of other files stay", () => {
  const { editor, doc } = open("one\ntwo");
  const quickfix = quickfixOf(editor);
  quickfix.set({ title: "old", items: [at(1), { ...at(1), path: "/p/b.txt" }] });
  quickfix.set({ title: "new", items: [{ doc, point: { row: 1, col: 0 }, text: "" }] });
  editor.dispatch(doc, { changes: replaceSpec(0, 0, "x\n"), origin: "test" });
  assert.equal(quickfix.list!.items[0]!.point!.row, 2);
  assert.equal(quickfix.go(-1), true);
  assert.deepEqual(
    quickfix.list!.items.map(({ point }) => point!.row),
    [2, 1],
  );
});

test("a new list drops the newer ones, and ten are kept", () => {
  const { editor } = open("");
  const quickfix = quickfixOf(editor);
  assert.equal(quickfix.list, null);
  for (let i = 0; i < 12; i++) quickfix.set({ title: `list ${i}`, items: [] });
  assert.deepEqual(quickfix.stack, { count: 10, at: 9 });
  assert.equal(quickfix.go(-9), true);
  assert.equal(quickfix.go(-1), false);
  assert.equal(quickfix.list!.title, "list 2");
  quickfix.set({ title: "after", items: [] });
  assert.deepEqual(
    quickfix.titles().map(({ title }) => title),
    ["list 2", "after"],
  );
});

test("renewing a list keeps its place in the stack and its index", () => {
  const { editor } = open("");
  const quickfix = quickfixOf(editor);
  quickfix.set({ title: "a", items: [at(0), at(1), at(2)] });
  quickfix.select(2);
  quickfix.replace({ title: "a", items: [at(0), at(1)] });
  assert.equal(quickfix.list!.index, 1);
  assert.equal(quickfix.stack.count, 1);
  let calls = 0;
  const stop = quickfix.onChange(() => calls++);
  quickfix.add([at(5)]);
  stop();
  quickfix.select(0);
  assert.equal(calls, 1);
  assert.equal(quickfix.list!.items.length, 3);
});

test("a window has lists of its own", () => {
  const { editor } = open("a\nb");
  assert.equal(hasLocations(editor.win), false);
  locationsOf(editor, editor.win).set({ title: "l", items: [at(1)] });
  assert.equal(hasLocations(editor.win), true);
  assert.equal(quickfixOf(editor).list, null);
  editor.dispatch(editor.doc, { changes: replaceSpec(0, 0, "\n"), origin: "test" });
  assert.equal(locationsOf(editor, editor.win).list!.items[0]!.point!.row, 2);
});
