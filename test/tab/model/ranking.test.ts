/** What a model's suggestions are worth beside those of the embedded predictors. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Moment } from "../../../src/tab/ranking/features.ts";
import { userGate } from "../../../src/tab/ranking/gate.ts";
import { rank } from "../../../src/tab/ranking/rank.ts";
import { EAGERNESS } from "../../../src/tab/ranking/thresholds.ts";
import { changeOf, type Prediction } from "../../../src/text/prediction.ts";
import { textOf } from "../../../src/text/text.ts";

const TEXT = textOf("const total = \n");
const POS = 14;
const MOMENT: Moment = {
  doc: 1,
  row: 0,
  pos: POS,
  mode: "insert",
  filetype: "typescript",
  sinceKeyMs: 500,
  sinceEditMs: 500,
  recent: [],
  sight: null,
};

function ghost(source: string, insert: string, more: Partial<Prediction> = {}): Prediction {
  return {
    id: insert.length,
    doc: 1,
    revision: 0,
    changes: changeOf([{ from: POS, to: POS, insert }], TEXT.length),
    source,
    probability: 0.55,
    cursor: POS + insert.length,
    reason: "a test",
    ...more,
  };
}

function chanceOf(gate: ReturnType<typeof userGate>, ...found: Prediction[]): number {
  const ranked = rank(found, () => TEXT, MOMENT, gate);
  return ranked.find(({ prediction }) => prediction.source === "model")?.chance ?? 0;
}

test("a model is shown from the first day, and likelier where others begin with the same", () => {
  const gate = userGate();
  const model = ghost("model", "sum(items);", { model: "small" });
  const alone = chanceOf(gate, model);
  assert.ok(alone > EAGERNESS.normal.edit);
  assert.ok(chanceOf(gate, model, ghost("complete", "sum(")) > alone);
  assert.ok(chanceOf(gate, model, ghost("complete", "other")) <= alone);
});

test("what a user makes of one model is learned for that model first of all", () => {
  const gate = userGate();
  const of = (name: string) => ghost("model", "sum(items);", { model: name });
  for (let n = 0; n < 30; n++) {
    const [one] = rank([of("small")], () => TEXT, MOMENT, gate);
    gate.learn(one!.features, 0, 1);
  }
  const refused = chanceOf(gate, of("small"));
  const other = chanceOf(gate, of("large"));
  assert.ok(refused < EAGERNESS.normal.edit);
  assert.ok(other > refused);
  for (let n = 0; n < 40; n++) {
    const [one] = rank([of("large")], () => TEXT, MOMENT, gate);
    gate.learn(one!.features, 1, 1);
  }
  assert.ok(chanceOf(gate, of("large")) > chanceOf(gate, of("small")) + 0.05);
});

test("a model comes before a weak repetition, long or not, and behind what is likely", () => {
  const order = (...found: Prediction[]) =>
    rank(found, () => TEXT, MOMENT, userGate()).map(({ prediction }) => prediction.source);
  const long = ghost("model", "one;\ntwo;\nthree;\nfour;\nfive;", {
    model: "small",
    probability: 0.5,
  });
  const short = ghost("model", "sum(items);", { model: "small" });
  for (const model of [long, short]) {
    assert.equal(order(model, ghost("complete", "again", { probability: 0.46 }))[0], "model");
    assert.equal(order(model, ghost("complete", "likely", { probability: 0.75 }))[0], "complete");
  }
});
