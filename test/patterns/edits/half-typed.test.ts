import assert from "node:assert/strict";
import { test } from "node:test";
import { halfTyped } from "../../../src/patterns/edits/half-typed.ts";
import { sceneOf } from "../../../src/patterns/edits/scene.ts";
import type { RecordedEdit } from "../../../src/text/prediction.ts";
import { slice, type Text, textOf } from "../../../src/text/text.ts";
import { candidatesOf, finished, record, snapshotOf } from "./episode.ts";

/** The first `old` became `next`; then the second is being replaced by `typed`. */
function typing(text: string, old: string, next: string, typed: string) {
  const texts: Text[] = [textOf(text)];
  const edits: RecordedEdit[] = [];
  const first = text.indexOf(old);
  record(texts, edits, 0, first, first + old.length, next);
  const now = slice(texts[0]!, 0, texts[0]!.length);
  const from = now.indexOf(old, first + next.length);
  const { pos } = record(texts, edits, 0, from, from + old.length, typed);
  return snapshotOf(texts, edits, 0, pos, "insert");
}

const CASES: ReadonlyArray<readonly [string, string, string | null]> = [
  ["what begins like the earlier edit is completed", "str", "ictEqual"],
  ["what is deleted only is replaced as before", "", "strictEqual"],
  ["what begins otherwise is not", "deep", null],
  ["what is whole is not", "strictEqual", null],
];

for (const [name, typed, rest] of CASES) {
  test(`half typed: ${name}`, () => {
    const snapshot = typing("is.equal(a)\nis.equal(b)\n", "equal", "strictEqual", typed);
    const [found] = finished(halfTyped(finished(sceneOf(snapshot))));
    assert.equal(found?.hunks[0]?.insert ?? null, rest);
    if (rest !== null) assert.equal(found?.hunks[0]?.from, snapshot.doc.pos);
  });
}

test("nothing is learned from what is still being typed", () => {
  const snapshot = typing("one two\none two\none two\n", "one", "1", "2");
  for (const { reason } of candidatesOf("repeat", snapshot))
    assert.ok(!reason.includes('"2"'), reason);
});
