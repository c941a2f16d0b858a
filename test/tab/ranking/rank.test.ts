/** Order, merging, places of unsure changes, and what is shown of them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Moment } from "../../../src/tab/ranking/features.ts";
import { type Gate, userGate } from "../../../src/tab/ranking/gate.ts";
import { type Ranked, rank } from "../../../src/tab/ranking/rank.ts";
import { choose, EAGERNESS, thresholdsOf } from "../../../src/tab/ranking/thresholds.ts";
import { changeOf, type Prediction } from "../../../src/text/prediction.ts";
import { ChangeSet, textOf } from "../../../src/text/text.ts";

const TEXT = textOf(["alpha one", "beta one", "gamma one", "delta one"].join("\n"));
const MOMENT: Moment = {
  doc: 1,
  row: 0,
  pos: 0,
  mode: "normal",
  filetype: "typescript",
  sinceKeyMs: 500,
  sinceEditMs: 500,
  recent: [],
  sight: null,
};
const GATE: Gate = {
  chance: ({ probability }) => probability,
  worth: ({ editHere = 0 }) => 2 * editHere,
  learn: () => {},
  save: () => "",
  load: () => {},
};

let ids = 0;

function change(source: string, from: number, to: number, insert: string, probability: number) {
  const changes = changeOf([{ from, to, insert }], TEXT.length);
  const fixed = { doc: 1, revision: 0, cursor: from, reason: "" };
  return { id: ++ids, source, changes, probability, ...fixed } satisfies Prediction;
}

function ranked(...found: Prediction[]): readonly Ranked[] {
  return rank(found, (doc) => (doc === 1 ? TEXT : null), MOMENT, GATE);
}

const isChange = ({ prediction }: Ranked) => !prediction.changes.empty;

test("the likeliest comes first", () => {
  const list = ranked(change("a", 15, 18, "two", 0.3), change("a", 25, 28, "two", 0.6));
  assert.deepEqual(
    list.filter(isChange).map(({ chance }) => chance),
    [0.6, 0.3],
  );
});

test("the same change in other words is one, and the sources agree", () => {
  const word = change("repeat", 15, 18, "two", 0.4);
  const line = change("rename", 10, 18, "beta two", 0.5);
  const list = ranked(word, line).filter(isChange);
  assert.equal(list.length, 1);
  assert.equal(list[0]!.prediction, line);
  assert.equal(list[0]!.features["also.repeat"], 0.4);
  assert.equal(list[0]!.features.agreed, 0.5);
});

test("two texts for one spot are rivals", () => {
  const [first, second] = ranked(
    change("a", 15, 18, "two", 0.5),
    change("a", 15, 18, "six", 0.4),
  ).filter(isChange);
  assert.ok(first!.features.rivals! > 0);
  assert.ok(second!.features.rivals! > 0);
  assert.ok(first!.features.leadOfSource! > 0 && second!.features.leadOfSource! < 0);
});

test("an unsure change lends its place, but not where the user is", () => {
  const far = change("a", 25, 28, "two", 0.2);
  const here = change("a", 6, 9, "two", 0.3);
  const places = ranked(far, here).filter((one) => !isChange(one));
  assert.deepEqual(
    places.map(({ prediction }) => [prediction.id, prediction.cursor]),
    [[-far.id, 25]],
  );
  assert.equal(places[0]!.features.editHere, 0.2);
  // A second look finds the same.
  const again = ranked(far, here, ...places.map(({ prediction }) => prediction));
  assert.equal(again.length, 3);
});

test("a change knows of a place on its row", () => {
  const place: Prediction = {
    ...change("place", 25, 25, "", 0.7),
    changes: ChangeSet.empty(TEXT.length),
  };
  const list = ranked(change("a", 26, 28, "x", 0.5), change("a", 15, 18, "y", 0.5), place);
  const here = list.filter(isChange).map(({ features }) => features.placeHere ?? 0);
  assert.deepEqual([...here].sort(), [0, 0.7]);
});

test("a change is shown before a place, a place by what it saves", () => {
  const thresholds = { edit: 0.4, place: 0.3 };
  const sure = change("a", 25, 28, "two", 0.5);
  assert.equal(choose(ranked(sure), thresholds)?.prediction, sure);
  const unsure = change("a", 25, 28, "two", 0.2);
  assert.equal(choose(ranked(unsure), thresholds)?.prediction.id, -unsure.id);
  assert.equal(choose(ranked(change("a", 25, 28, "two", 0.1)), thresholds), null);
  assert.equal(choose([], thresholds), null);
});

test("who is quiet shows less than who is eager", () => {
  const { quiet, normal, eager } = EAGERNESS;
  assert.ok(quiet.edit > normal.edit && normal.edit > eager.edit);
  assert.ok(quiet.place > normal.place && normal.place > eager.place);
  assert.deepEqual(thresholdsOf("quiet"), quiet);
  for (const level of [0, 0.2, normal.edit, 0.5, 1]) {
    assert.equal(thresholdsOf(level).edit, level);
    assert.ok(Number.isFinite(thresholdsOf(level).place));
  }
  assert.ok(thresholdsOf(0.9).place > thresholdsOf(0.1).place);
});

test("the shipped prior answers for every predictor, known or not", () => {
  const gate = userGate();
  for (const source of ["repeat", "parallel", "rename", "place", "never-heard-of"]) {
    const list = rank([change(source, 25, 28, "two", 0.8)], () => TEXT, MOMENT, gate);
    for (const { chance, worth } of list) {
      assert.ok(chance > 0 && chance < 1);
      assert.ok(worth === undefined || (worth >= -1 && worth <= 5));
    }
  }
});
