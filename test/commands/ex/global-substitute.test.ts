/** `:g` with `:s` over many rows is one change and ends up as it does one by one, over few rows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { composeEditor } from "../../../src/app/compose.ts";
import { parseKeys } from "../../../src/base/key.ts";
import { KeyLoop } from "../../../src/editor/key-loop.ts";
import { textOf } from "../../../src/text/text.ts";

const COMMANDS = [
  "g/end/s/row/v/",
  "g/end/s/5/v/",
  "g/end/s//fin/",
  "g/end/s/x/y\\rz/",
  "g/end/s/nope/z/",
  "v/end/s/o/0/g",
  "g/row/s/x$//e",
  "g/end/s/row/~s/",
  "g/end/s/row/\\=line('.')/",
];

/** What is there after a command; rows are counted from the last one. */
function after(rows: number, command: string) {
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  const lines = Array.from({ length: rows }, (_, i) => `  row ${i % 10} x ${i % 3 ? "a" : "end"}`);
  const doc = editor.addDocument(textOf([...lines, "last"].join("\n")), null);
  editor.addTab(editor.newWindow(doc));
  const changes: number[] = [];
  editor.events.on("change", ({ revision }) => changes.push(revision));
  new KeyLoop(editor, editor.mainFiber).feed(parseKeys(`:${command}<CR>`));
  const line = doc.text.lineAt(editor.win.cursor.pos);
  const fromEnd = (name: string) => {
    const mark = doc.marks.get(name);
    return mark === undefined || mark.row === 0 ? null : doc.text.lines - mark.row;
  };
  const state = {
    head: doc.text.sliceString(0, 200),
    cursor: [doc.text.lines - line.number, editor.win.cursor.pos - line.from],
    marks: ["[", "]", "."].map(fromEnd),
    message: editor.messages.at(-1)?.text.replace(/\d+/g, "N"),
    pattern: editor.search.pattern,
    bugs: editor.bugs,
  };
  return { state, changes: changes.length };
}

for (const command of COMMANDS) {
  test(`:${command}`, () => {
    const many = after(3000, command);
    assert.deepEqual(many.state, after(240, command).state);
    assert.ok(many.changes <= 1, `${many.changes} changes`);
  });
}
