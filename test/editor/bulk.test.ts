import assert from "node:assert/strict";
import { test } from "node:test";
import { composeEditor } from "../../src/app/compose.ts";
import { parseKeys } from "../../src/base/key.ts";
import type { DocumentChange } from "../../src/editor/editor.ts";
import { KeyLoop } from "../../src/editor/key-loop.ts";
import { type Text, textOf } from "../../src/text/text.ts";

function open(text: string) {
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  const doc = editor.addDocument(textOf(text), null);
  editor.addTab(editor.newWindow(doc));
  const loop = new KeyLoop(editor, editor.mainFiber);
  const told: DocumentChange[] = [];
  editor.events.on("change", (change) => told.push(change));
  return { editor, doc, told, keys: (keys: string) => loop.feed(parseKeys(keys)) };
}

const ROWS = 3000;
const lines = Array.from({ length: ROWS }, (_, i) => `line ${i} ${i % 3 === 0 ? "three" : "-"}`);
const threes = lines.filter((line) => line.endsWith("three"));
const others = lines.filter((line) => !line.endsWith("three"));

const CASES: readonly (readonly [command: string, expected: readonly string[]])[] = [
  ["%norm Ax", lines.map((line) => `${line}x`)],
  ["g/three/norm ix", lines.map((line) => (line.endsWith("three") ? `x${line}` : line))],
  ["g/three/m0", [...[...threes].reverse(), ...others]],
  ["g/three/m$", [...others, ...threes]],
  ["g/three/t.", lines.flatMap((line) => (line.endsWith("three") ? [line, line] : [line]))],
  ["g/three/norm dd", others],
  [
    "g/three/s/line/&s/",
    lines.map((line) => (line.endsWith("three") ? `lines${line.slice(4)}` : line)),
  ],
  ["g/three/s/ three/\\r3/", lines.flatMap((line) => line.replace(" three", "\n3").split("\n"))],
  [
    "g/three/s/line/x/|s/x/yy/",
    lines.map((line) => (line.endsWith("three") ? line.replace("line", "yy") : line)),
  ],
  ["g/three/norm u", lines],
];

for (const [command, expected] of CASES) {
  test(`:${command} over many rows is told as few changes and is one undo`, () => {
    const before = lines.join("\n");
    const { editor, doc, told, keys } = open(before);
    const start: Text = doc.text;
    keys(`:${command.replaceAll("<", "<lt>")}<CR>`);
    assert.deepEqual(editor.bugs, []);
    const after = expected.join("\n");
    assert.equal(doc.text.sliceString(0), after);
    assert.ok(told.length <= 4, `${told.length} changes were told`);
    let text = start;
    for (const { change, before: from, after: to } of told) {
      assert.equal(from, text);
      text = change.apply(text);
      assert.ok(text.eq(to));
    }
    assert.ok(text.eq(doc.text));
    keys("u");
    assert.equal(doc.text.sliceString(0), before);
    keys("<C-r>");
    assert.equal(doc.text.sliceString(0), after);
  });
}

test("marks go along with many changes", () => {
  const { doc, keys } = open(lines.join("\n"));
  keys(":2000mark a<CR>:1,1000norm ox<CR>");
  assert.equal(doc.marks.get("a")?.row, 2999);
});

test("undoing amid many changes does what it does amid few", () => {
  const [few, many] = [200, 2000].map((rows) => {
    const { doc, keys } = open(lines.slice(0, rows).join("\n"));
    keys("x:%norm xu<CR>");
    return doc.text.sliceString(0).split("\n").slice(0, 200);
  });
  assert.deepEqual(many, few);
});

test("a command that fails half-way leaves nothing untold", () => {
  const { doc, told, keys } = open(lines.join("\n"));
  keys(":g/three/s/line 15 three/x/<CR>");
  assert.equal(doc.text.line(16).text, "x");
  assert.ok(told.at(-1)?.after.eq(doc.text));
});
