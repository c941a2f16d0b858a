import assert from "node:assert/strict";
import { test } from "node:test";
import { Editor } from "../../src/editor/editor.ts";
import {
  bottomRow,
  cursorScreenPosition,
  gutterParts,
  gutterWidth,
  posAtScreen,
  rowHeight,
  screenRows,
  scrollToCursor,
} from "../../src/editor/viewport.ts";
import { Sign, VirtualLines } from "../../src/text/slots.ts";
import { textOf } from "../../src/text/text.ts";

function newEditor(text: string, height = 5, width = 20): Editor {
  const editor = new Editor({ now: () => 0, poll: () => {} });
  const doc = editor.addDocument(textOf(text), null);
  const win = editor.newWindow(doc);
  editor.addTab(win);
  win.height = height;
  win.width = width;
  return editor;
}

test("the gutter grows with what is shown in it", () => {
  const editor = newEditor("x\n".repeat(1200));
  const { win, doc } = editor;
  assert.equal(gutterWidth(win), 0);
  win.options.set("number", true);
  assert.deepEqual(gutterParts(win), { fold: 0, sign: 0, number: 5 });
  doc.slots.publish("signs", "test", [new Sign(">>", "Sign").range(0)]);
  win.options.set("foldcolumn", "2");
  assert.deepEqual(gutterParts(win), { fold: 2, sign: 2, number: 5 });
  win.options.set("signcolumn", "no");
  assert.equal(gutterWidth(win), 7);
});

test("wrapped lines and virtual lines have their height", () => {
  const editor = newEditor(`short\n${"x".repeat(50)}\nend`);
  const { win, doc } = editor;
  assert.deepEqual(
    [0, 1, 2].map((row) => rowHeight(editor, win, row)),
    [1, 3, 1],
  );
  assert.equal(bottomRow(editor, win), 3);
  const lines = new VirtualLines([[{ text: "one", group: "G" }], [{ text: "two", group: "G" }]]);
  doc.slots.publish("lines", "test", [lines.range(0)]);
  assert.equal(rowHeight(editor, win, 0), 3);
  const shown = screenRows(editor, win).map((r) =>
    r.kind === "text" ? `${r.row}.${r.part}` : r.kind,
  );
  assert.deepEqual(shown, ["0.0", "virtual", "virtual", "1.0", "1.1"]);
  assert.equal(bottomRow(editor, win), 1);
});

test("a line higher than the window is shown around the cursor", () => {
  const editor = newEditor("x".repeat(1000));
  const { win } = editor;
  editor.setCursor(win, 500);
  scrollToCursor(editor, win);
  assert.equal(win.top, 0);
  assert.equal(win.skip, 21);
  assert.deepEqual(cursorScreenPosition(editor, win), { row: 4, cell: 0 });
  editor.setCursor(win, 0);
  scrollToCursor(editor, win);
  assert.equal(win.skip, 0);
});

test("screen places and positions map there and back", () => {
  const editor = newEditor(`a\tb\n${"日本語 word ".repeat(6)}\n\nend`, 10, 20);
  const { win, doc } = editor;
  win.options.set("number", true);
  editor.setMode("insert");
  for (let pos = 0; pos < doc.text.length; pos++) {
    editor.setCursor(win, pos);
    scrollToCursor(editor, win);
    const place = cursorScreenPosition(editor, win);
    assert.ok(place, `pos ${pos}`);
    assert.equal(posAtScreen(editor, win, place.row, place.cell), pos);
  }
});

test("a 20 MB line costs no more than what is shown of it", () => {
  const editor = newEditor("word ".repeat(4_000_000));
  const { win } = editor;
  editor.setCursor(win, 19_000_000);
  scrollToCursor(editor, win);
  assert.equal(win.skip, 19_000_000 / 20 - 4);
  assert.deepEqual(cursorScreenPosition(editor, win), { row: 4, cell: 0 });
});
