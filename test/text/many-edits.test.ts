import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeRecord, MAGIC, readRecords } from "../../src/editor/journal/record.ts";
import {
  applyMany,
  joinEdits,
  type ManyEdits,
  ManyEditsBuilder,
  someEdits,
} from "../../src/text/many-edits.ts";
import { Text } from "../../src/text/text.ts";

const ROWS = 5000;
const before = Text.of(Array.from({ length: ROWS }, (_, i) => `row ${i} of many`));

const CASES: readonly (readonly [name: string, insert: (row: number) => string])[] = [
  ["the same", () => "ROW"],
  ["nothing", () => ""],
  ["something else", (row) => `${row}`],
  ["wide and several rows", (row) => (row % 7 === 0 ? "行\n漢" : "")],
  ["first the same, then not", (row) => (row < 3000 ? "ab" : "c\nd")],
];

function build(insert: (row: number) => string): ManyEdits {
  const builder = new ManyEditsBuilder();
  let at = 0;
  let row = 0;
  for (const line of before.iterLines()) {
    builder.add(at, at + 3, insert(row++));
    at += line.length + 1;
  }
  return builder.done();
}

for (const [name, insert] of CASES) {
  test(`many edits that insert ${name}`, () => {
    const edits = build(insert);
    let row = 0;
    const lines = [...before.iterLines()].map((line) => insert(row++) + line.slice(3));
    const expected = lines.join("\n");
    assert.equal(applyMany(before, edits).sliceString(0), expected);
    const half = ROWS / 2;
    const length = edits.repeated ? 0 : edits.insert.length;
    let first = 0;
    for (let i = 0; i < half; i++) first += edits.spans[i * 3 + 2]!;
    const parts = [someEdits(edits, 0, half, 0), someEdits(edits, half, ROWS, first)] as const;
    assert.ok(length === 0 || parts[0].insert.length + parts[1].insert.length === length);
    assert.equal(applyMany(before, joinEdits(parts)).sliceString(0), expected);
    assert.equal(applyMany(applyMany(before, parts[1]), parts[0]).sliceString(0), expected);
    const record = { kind: "many", seq: 1, revision: 2, when: 3, edits } as const;
    const { records } = readRecords(Buffer.concat([MAGIC, encodeRecord(record)]));
    assert.deepEqual(records, [record]);
  });
}

test("edits that do not fit are refused", () => {
  const builder = new ManyEditsBuilder();
  builder.add(5, 999_999_999, "x");
  assert.throws(() => applyMany(before, builder.done()));
});
