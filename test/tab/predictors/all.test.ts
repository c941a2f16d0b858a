/** What all predictors of texts have in common. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_LOOKED_THROUGH, textPredictors } from "../../../src/tab/predictors/all.ts";
import type { DocumentSnapshot, PredictionSnapshot } from "../../../src/text/prediction.ts";
import { Text } from "../../../src/text/text.ts";

function documentOf(id: number, text: Text, read: () => void): DocumentSnapshot {
  return {
    id,
    revision: 1,
    get text() {
      read();
      return text;
    },
    path: `/p/${id}.ts`,
    filetype: "typescript",
    pos: 0,
    isKeyword: () => true,
  };
}

const LARGE = Text.of(["x".repeat(MOST_LOOKED_THROUGH + 1)]);
const SMALL = Text.of(["let a = 1;"]);

function snapshotOf(doc: DocumentSnapshot, others: readonly DocumentSnapshot[]) {
  const snapshot: PredictionSnapshot = {
    doc,
    others,
    mode: "insert",
    edits: [],
    trigger: "change",
  };
  return snapshot;
}

test("nothing is looked for in a text that is too large, nor in one beside it", async () => {
  for (const predictor of textPredictors(async () => {})) {
    const { signal } = new AbortController();
    let reads = 0;
    const large = documentOf(1, LARGE, () => reads++);
    assert.deepEqual(predictor.predict(snapshotOf(large, []), signal), [], predictor.name);
    assert.equal(reads, 1, predictor.name);
    reads = 0;
    await predictor.predict(
      snapshotOf(
        documentOf(2, SMALL, () => {}),
        [large],
      ),
      signal,
    );
    // Its length is looked at once to see it, and once to leave it out.
    assert.ok(reads <= 2, predictor.name);
  }
});
