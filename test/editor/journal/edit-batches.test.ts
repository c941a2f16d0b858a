/** Batches of a large change, one after another, must make the same text as the change. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { editBatches } from "../../../src/editor/journal/edit-batches.ts";
import { applyMany } from "../../../src/text/many-edits.ts";
import { ChangeSet, Text, textOf } from "../../../src/text/text.ts";

const rows = (count: number, row: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => row(i));

const BEFORE = Text.of(rows(40_000, (i) => `row ${i} of the text`));
const changed = (every: number) =>
  Text.of(
    [...BEFORE.iterLines()].map((row, i) => (i % every === 0 ? row.replace("of", "oof") : row)),
  );

function blocks(after: Text, size: number): ChangeSet {
  const specs = [];
  for (let first = 1; first <= BEFORE.lines; first += size) {
    const last = Math.min(first + size - 1, BEFORE.lines);
    const insert = after.slice(after.line(first).from, after.line(last).to);
    specs.push({ from: BEFORE.line(first).from, to: BEFORE.line(last).to, insert });
  }
  return ChangeSet.of(specs, BEFORE.length);
}

const at = BEFORE.line(300).from;
const CASES: { name: string; change: ChangeSet; most: number }[] = [
  { name: "one row in forty", change: blocks(changed(40), 512), most: 200_000 },
  { name: "every row", change: blocks(changed(1), 512), most: 400_000 },
  {
    name: "a large insertion",
    change: ChangeSet.of({ from: at, to: at + 7, insert: BEFORE }, BEFORE.length),
    most: 2_000_000,
  },
  {
    name: "rows go and come",
    change: ChangeSet.of(
      [
        { from: 0, to: 5, insert: textOf("a\nb") },
        { from: 400, to: 90_000, insert: BEFORE },
        { from: 100_000, to: 100_002, insert: textOf("x") },
      ],
      BEFORE.length,
    ),
    most: 2_000_000,
  },
  { name: "a letter", change: ChangeSet.of({ from: 9, insert: "x" }, BEFORE.length), most: 1 },
];

for (const { name, change, most } of CASES) {
  test(`batches of ${name}`, () => {
    let text = BEFORE;
    let written = 0;
    for (const edits of editBatches(change, BEFORE)) {
      if ("spans" in edits) {
        written += edits.spans.length + edits.insert.length;
        text = applyMany(text, edits);
        continue;
      }
      const specs = [];
      for (let i = 0; i < edits.length; i += 3) {
        const insert = edits[i + 2] as string;
        written += insert.length;
        specs.push({ from: Number(edits[i]), to: Number(edits[i + 1]), insert: textOf(insert) });
      }
      text = ChangeSet.of(specs, text.length).apply(text);
    }
    assert.ok(text.eq(change.apply(BEFORE)));
    assert.ok(written <= most, `${written} units`);
  });
}
