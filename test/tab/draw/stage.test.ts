import assert from "node:assert/strict";
import { test } from "node:test";
import { stageOf } from "../../../src/tab/draw/stage.ts";
import { changeOf, type Hunk, hunksOf, type Prediction } from "../../../src/text/prediction.ts";
import { slice, type Text, textOf } from "../../../src/text/text.ts";

const SEED = Number(process.env.SEED ?? 20261122);

function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function predicted(text: Text, hunks: readonly Hunk[]): Prediction {
  const changes = changeOf(hunks, text.length);
  const last = hunks[hunks.length - 1]!;
  return {
    id: 1,
    doc: 1,
    revision: 3,
    changes,
    source: "t",
    probability: 1,
    cursor: changes.mapPos(last.to, 1),
    reason: "r",
  };
}

const textAfter = (prediction: Prediction, text: Text) => prediction.changes.apply(text);
const string = (text: Text) => slice(text, 0, text.length);

test("a short prediction is one stage", () => {
  const text = textOf("a\nb\nc");
  const prediction = predicted(text, [{ from: 1, to: 1, insert: "x\ny" }]);
  assert.deepEqual(stageOf(prediction, text, { pos: 1 }), { first: prediction, rest: null });
});

test("a long ghost is cut behind a line, and its rest starts with the next one", () => {
  const text = textOf("f() {");
  const body = Array.from({ length: 30 }, (_, i) => `\n  line ${i}`).join("");
  const prediction = predicted(text, [{ from: 5, to: 5, insert: body }]);
  const { first, rest } = stageOf(prediction, text, { pos: 5, lines: 12 });
  const [shown] = hunksOf(first.changes);
  assert.equal(shown!.insert.split("\n").length, 13);
  assert.equal(first.cursor, 5 + shown!.insert.length);
  const then = textAfter(first, text);
  assert.ok(hunksOf(rest!.changes)[0]!.insert.startsWith("\n  line 12"));
  assert.equal(string(textAfter(rest!, then)), string(textAfter(prediction, text)));
  assert.equal(rest!.revision, 4);
  assert.equal(rest!.cursor, prediction.cursor);
});

test("whole lines before a line stay whole lines", () => {
  const text = textOf("end");
  const insert = Array.from({ length: 5 }, (_, i) => `l${i}\n`).join("");
  const prediction = predicted(text, [{ from: 0, to: 0, insert }]);
  const { first } = stageOf(prediction, text, { pos: 0, lines: 2 });
  assert.equal(string(textAfter(first, text)), "l0\nl1\nend");
});

test("places far from each other are stages, the one at the cursor first", () => {
  const text = textOf("a\nb\nc\nd\ne\nf\ng\nh");
  const prediction = predicted(text, [
    { from: 0, to: 1, insert: "A" },
    { from: 2, to: 3, insert: "B" },
    { from: 12, to: 13, insert: "G" },
  ]);
  const { first, rest } = stageOf(prediction, text, { pos: 10 });
  assert.deepEqual(hunksOf(first.changes), [{ from: 12, to: 13, insert: "G" }]);
  assert.equal(hunksOf(rest!.changes).length, 2);
  const whole = stageOf(prediction, text, { pos: 10, gap: Number.POSITIVE_INFINITY });
  assert.equal(whole.rest, null);
});

test("stages made one after the other lead to what was predicted", () => {
  const pick = random(SEED);
  for (let round = 0; round < 400; round++) {
    const lines = Array.from({ length: 1 + pick(40) }, () => "word ".repeat(pick(4)));
    const text = textOf(lines.join("\n"));
    const hunks: Hunk[] = [];
    let at = 0;
    while (at <= text.length && hunks.length < 5) {
      const from = at + pick(30);
      const to = from + (pick(2) === 0 ? 0 : pick(60));
      if (to > text.length) break;
      const insert = Array.from({ length: pick(30) }, () => "x".repeat(pick(4))).join("\n");
      if (from < to || insert !== "") hunks.push({ from, to, insert });
      at = to + 1;
    }
    if (hunks.length === 0) continue;
    const prediction = predicted(text, hunks);
    const wanted = string(textAfter(prediction, text));
    let now = text;
    let left: Prediction | null = prediction;
    let stages = 0;
    while (left !== null) {
      const limits = { pos: pick(now.length + 1), lines: 1 + pick(12) };
      const { first, rest } = stageOf(left, now, limits);
      const grown = hunksOf(first.changes).reduce((n, h) => n + h.insert.split("\n").length - 1, 0);
      assert.ok(grown <= limits.lines, `seed ${SEED} round ${round}: ${grown} lines`);
      now = first.changes.apply(now);
      assert.ok(first.cursor >= 0 && first.cursor <= now.length, `seed ${SEED} round ${round}`);
      left = rest;
      assert.ok(++stages < 500, `seed ${SEED} round ${round}: no end`);
    }
    assert.equal(string(now), wanted, `seed ${SEED} round ${round}`);
  }
});
