/** What the server's items and edits are as changes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { changeOfEdit, changeOfItem, rawLength } from "../../../src/tab/copilot/changes.ts";
import { readEdits, readItems, readStatus } from "../../../src/tab/copilot/protocol.ts";
import { slice, textOf } from "../../../src/text/text.ts";
import { range } from "./lab.ts";

interface ItemCase {
  readonly name: string;
  /** The cursor stands at `|`. */
  readonly text: string;
  readonly insertText: string;
  readonly range: ReturnType<typeof range>;
  /** The text afterwards, with the cursor at `|`; null: nothing. */
  readonly becomes: string | null;
  /** It puts text in at the cursor and nothing else; default: true. */
  readonly ghost?: boolean;
}

const ITEMS: readonly ItemCase[] = [
  {
    name: "the line from its start",
    text: "  ret|",
    insertText: "  return a + b;",
    range: range(0, 0, 5),
    becomes: "  return a + b;|",
  },
  {
    name: "with brackets behind the cursor",
    text: "f(|)",
    insertText: "f(a, b)",
    range: range(0, 0, 3),
    becomes: "f(a, b|)",
  },
  {
    name: "several lines",
    text: "a {|",
    insertText: "a {\n  b\n}",
    range: range(0, 0, 3),
    becomes: "a {\n  b\n}|",
  },
  {
    name: "carriage returns",
    text: "a|",
    insertText: "a\r\nb",
    range: range(0, 0, 1),
    becomes: "a\nb|",
  },
  {
    name: "beyond the basic plane",
    text: "'😀|",
    insertText: "'😀😀'",
    range: range(0, 0, 3),
    becomes: "'😀😀'|",
  },
  {
    name: "another text before the cursor",
    text: "retrun |x",
    insertText: "return x",
    range: range(0, 0, 8),
    becomes: "retur|n x",
    ghost: false,
  },
  { name: "nothing new", text: "a b|", insertText: "a b", range: range(0, 0, 3), becomes: null },
  {
    name: "for another place",
    text: "a|\nb",
    insertText: "bc",
    range: range(1, 0, 1),
    becomes: null,
  },
];

for (const { name, text, insertText, range: place, becomes, ghost = true } of ITEMS) {
  test(`item: ${name}`, () => {
    const pos = text.indexOf("|");
    const before = textOf(text.replace("|", ""));
    const [item] = readItems({ items: [{ insertText, range: place }] })!;
    const found = changeOfItem(before, pos, item!, true);
    if (becomes === null) return assert.equal(found, null);
    assert.ok(found);
    const after = found.changes.apply(before);
    const made = slice(after, 0, after.length);
    if (!ghost) return assert.equal(made, becomes.replace("|", ""));
    assert.equal(`${made.slice(0, found.cursor)}|${made.slice(found.cursor)}`, becomes);
  });
}

interface EditCase {
  readonly name: string;
  readonly text: string;
  readonly edit: string;
  readonly range: ReturnType<typeof range>;
  readonly becomes: string | null;
}

const EDITS: readonly EditCase[] = [
  { name: "a word", text: "let a = b;", edit: "c", range: range(0, 8, 9), becomes: "let a = c;" },
  {
    name: "a range that stops short of the line",
    text: "call(a);",
    edit: "call(a, b);",
    range: range(0, 0, 6),
    becomes: "call(a, b);",
  },
  {
    name: "a range that means what it says",
    text: "call(a);",
    edit: "run",
    range: range(0, 0, 4),
    becomes: "run(a);",
  },
  {
    name: "an insertion before the rest of the line",
    text: "f(a)",
    edit: "(b)",
    range: range(0, 1, 1),
    becomes: "f(b)(a)",
  },
  {
    name: "lines at the end of the file",
    text: "a",
    edit: "b\n",
    range: range(1, 0, 0),
    becomes: "a\nb",
  },
  {
    name: "a deletion over lines",
    text: "a\nb\nc",
    edit: "",
    range: range(1, 0, 0, 2),
    becomes: "a\nc",
  },
  { name: "behind the end", text: "a", edit: "b", range: range(7, 0, 0), becomes: null },
  { name: "no change", text: "a", edit: "a", range: range(0, 0, 1), becomes: null },
];

for (const { name, text, edit, range: place, becomes } of EDITS) {
  test(`edit: ${name}`, () => {
    const before = textOf(text);
    const textDocument = { uri: "file:///a", version: 1 };
    const [read] = readEdits({ edits: [{ text: edit, range: place, textDocument }] })!;
    const found = changeOfEdit(before, read!, true);
    if (becomes === null) return assert.equal(found, null);
    const after = found!.changes.apply(before);
    assert.equal(slice(after, 0, after.length), becomes);
  });
}

test("what is no answer is none", () => {
  assert.deepEqual(readItems(null), []);
  assert.equal(readItems("yes"), null);
  assert.deepEqual(readItems({ items: [1, { insertText: 5 }, { insertText: "a" }] }), []);
  const place = { start: { line: -1, character: 0 }, end: { line: 0, character: 1 } };
  assert.deepEqual(readItems([{ insertText: "a", range: place }]), []);
  assert.equal(readEdits({ edit: [] }), null);
  assert.deepEqual(readEdits({ edits: [{ text: "a", range: range(0, 0, 0) }] }), []);
  assert.equal(readStatus({ kind: "Odd" }), null);
  assert.deepEqual(readStatus({ kind: "Warning", busy: 1 }), {
    kind: "Warning",
    message: "",
    busy: false,
  });
});

test("a part of a text with carriage returns is counted as it came", () => {
  assert.equal(rawLength("a\r\nbc", 1), 1);
  assert.equal(rawLength("a\r\nbc", 3), 4);
  assert.equal(rawLength("abc", 9), 3);
});
