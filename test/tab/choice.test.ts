/** Which of several likely ones is shown. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { goingOn, renameOf, wholeWords } from "../../src/tab/ranking/continuing.ts";
import type { Prediction, PredictionSnapshot } from "../../src/text/prediction.ts";
import { changeOf } from "../../src/text/prediction.ts";
import { textOf } from "../../src/text/text.ts";
import { answer, scripted, stringOf } from "./fake-predictors.ts";
import { only, session } from "./session.ts";

/** A change of the first `from` behind `after`. */
function change(s: PredictionSnapshot, from: string, insert: string, probability: number) {
  const at = stringOf(s.doc.text).lastIndexOf(from);
  const hunk = { from: at, to: at + from.length, insert };
  return at < 0 ? [] : [answer(s, [hunk], { probability })];
}

test("what renames as the newest edit did comes before what is likelier", async () => {
  const guess = scripted("guess", (s) => change(s, "other", "another", 0.9));
  const next = scripted("next", (s) => change(s, "rate", "taxRate", 0.5));
  const made = session("rate\nother\nrate * 2", [0, 0], [guess.predictor, next.predictor]);
  only(made, "guess", "next");
  await made.type("cwtaxRate<Esc>");
  assert.deepEqual(made.shown, ["taxRate", "edit"]);
  await made.type("<Tab>");
  assert.deepEqual(made.shown, ["another", "edit"]);
  assert.equal(made.text, "taxRate\nother\ntaxRate * 2");
});

test("what is too unlikely does not come first, whatever it renames", async () => {
  const guess = scripted("guess", (s) => change(s, "other", "another", 0.9));
  const next = scripted("next", (s) => change(s, "rate", "taxRate", 0.1));
  const made = session("rate\nother\nrate * 2", [0, 0], [guess.predictor, next.predictor]);
  only(made, "guess", "next");
  await made.type("cwtaxRate<Esc>");
  assert.deepEqual(made.shown, ["another", "edit"]);
});

test("who went to a place is shown what belongs right there before the rest of its line", async () => {
  const there = "x = 0;\n".length + 6;
  const made = session(
    "x = 0;\nfirst second",
    [0, 0],
    [
      scripted("place", (s) => [answer(s, [], { cursor: there, probability: 0.95 })]).predictor,
      scripted("line", (s) => change(s, "first", "1st", 0.25)).predictor,
      scripted("exact", (s) => change(s, "second", "2nd", 0.2)).predictor,
    ],
  );
  only(made, "place", "line", "exact");
  await made.type("rY");
  assert.deepEqual(made.shown, ["", "jump"]);
  await made.type("<Tab>");
  assert.deepEqual(made.shown, ["2nd", "edit"]);
});

test("who was led to a name is shown the rename that led there, however unlikely", async () => {
  const made = session(
    "rate;\nfirst rate",
    [0, 0],
    [
      scripted("place", (s) => {
        const cursor = stringOf(s.doc.text).lastIndexOf("rate");
        return [answer(s, [], { cursor, probability: 0.95 })];
      }).predictor,
      scripted("guess", (s) => change(s, "first", "1st", 0.25)).predictor,
      scripted("next", (s) => change(s, "rate", "taxRate", 0.08)).predictor,
    ],
  );
  only(made, "place", "guess", "next");
  await made.type("cwtaxRate<Esc>");
  assert.deepEqual(made.shown, ["", "jump"]);
  await made.type("<Tab>");
  assert.deepEqual(made.shown, ["taxRate", "edit"]);
});

const RENAMES: readonly (readonly [string, number, number, string, string | null])[] = [
  ["use(sum)", 4, 7, "total", "sum total"],
  ["use(sum)", 6, 7, "btotal", "sum subtotal"],
  ["userId", 0, 4, "account", "userId accountId"],
  ["f(a, b)", 3, 6, "", null],
  ["f(a)", 3, 3, ", b", null],
];

for (const [line, from, to, insert, expected] of RENAMES) {
  test(`\`${line}\` ${from}–${to} → \`${insert}\` renames ${expected ?? "nothing"}`, () => {
    const before = textOf(line);
    const changes = changeOf([{ from, to, insert }], before.length);
    const after = changes.apply(before);
    const edit = { doc: 1, before, after, changes, learn: true } as never;
    const renamed = renameOf([edit]);
    assert.equal(renamed && `${renamed.old} ${renamed.next}`, expected);
    const prediction = { doc: 1, changes } as Prediction;
    assert.equal(goingOn(renamed, () => before)({ prediction }), expected !== null);
  });
}

test("whole words are looked for in their line", () => {
  const text = textOf("one\ntwo");
  assert.deepEqual(wholeWords(text, { from: 4, to: 5, insert: "T" }), { old: "two", next: "Two" });
});
