/**
 * The gate follows its user: after 100 answers of somebody with habits it foretells the next ones
 * better than the prior does, and what it foretells is about as likely as it says.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { calibration, calibrationError } from "../../../src/tab/eval/counts.ts";
import { randomSource } from "../../../src/tab/eval/random.ts";
import { featuresOf, type Moment } from "../../../src/tab/ranking/features.ts";
import { type Gate, userGate } from "../../../src/tab/ranking/gate.ts";
import { changeOf, type Prediction } from "../../../src/text/prediction.ts";
import { ChangeSet, type Text, textOf } from "../../../src/text/text.ts";

const ANSWERS = 100;
const HELD = 400;

const TEXT: Text = textOf(
  Array.from({ length: 400 }, (_, row) => `  const value${row} = call(${row});`).join("\n"),
);

interface Scene {
  readonly prediction: Prediction;
  readonly moment: Moment;
  /** How likely anybody takes it. */
  readonly good: number;
  readonly rows: number;
}

interface Persona {
  readonly name: string;
  /** The chance that this user takes a prediction. */
  takes(scene: Scene): number;
}

const PERSONAS: readonly Persona[] = [
  {
    name: "takes renames, never parallel lines",
    takes: ({ prediction, good }) =>
      prediction.source === "rename" ? 0.95 : prediction.source === "parallel" ? 0.02 : good,
  },
  {
    name: "likes what is near, hates what is far",
    takes: ({ rows, good }) => (rows <= 5 ? 0.9 : rows > 40 ? 0.03 : good),
  },
  { name: "takes nearly everything", takes: () => 0.92 },
  { name: "wants nearly nothing", takes: ({ good }) => (good > 0.9 ? 0.3 : 0.03) },
  {
    name: "never goes where only a place is known",
    takes: ({ prediction, good }) => (prediction.changes.empty ? 0.02 : good),
  },
  {
    name: "lets nothing be deleted",
    takes: ({ prediction, good }) => (prediction.changes.newLength < TEXT.length ? 0.03 : good),
  },
];

const SOURCES = ["repeat", "rename", "parallel", "place"];

/** A prediction somewhere in a file, of a predictor that knows about itself how good it is. */
function sceneOf(random: () => number, id: number): Scene {
  const source = SOURCES[Math.floor(random() * SOURCES.length)]!;
  const cursorRow = 200;
  const far = random() < 0.5;
  const rows = Math.floor(random() * (far ? 180 : 6)) * (random() < 0.3 ? -1 : 1);
  const line = TEXT.line(cursorRow + rows + 1);
  const good = random();
  const from = line.from + 8;
  const kind = random();
  const insert = kind < 0.3 ? "" : kind < 0.6 ? "other" : "otherName";
  const changes =
    source === "place"
      ? ChangeSet.empty(TEXT.length)
      : changeOf([{ from, to: from + (kind > 0.8 ? 0 : 5), insert }], TEXT.length);
  const prediction: Prediction = {
    id,
    doc: 1,
    revision: 0,
    changes,
    source,
    probability: good,
    cursor: from,
    reason: "",
  };
  const moment: Moment = {
    doc: 1,
    row: cursorRow,
    pos: TEXT.line(cursorRow + 1).from,
    mode: "normal",
    filetype: "typescript",
    sinceKeyMs: 500,
    sinceEditMs: 500,
    recent: [],
    sight: null,
  };
  return { prediction, moment, good, rows: Math.abs(rows) };
}

interface Case {
  readonly scene: Scene;
  readonly features: ReturnType<typeof featuresOf>;
  readonly taken: boolean;
}

function casesOf(persona: Persona, count: number, random: () => number): Case[] {
  return Array.from({ length: count }, (_, i) => {
    const scene = sceneOf(random, i + 1);
    const features = featuresOf(scene.prediction, TEXT, scene.moment, {
      also: new Map(),
      order: 0,
      ofSource: 1,
      all: 1,
      rivals: 0,
      inGroup: 0,
      groupOrder: 0,
      bestOfSource: 0,
      bestOfKind: 0,
      placeHere: 0,
      placeNear: 0,
      editHere: 0,
      editBest: 0,
    });
    return { scene, features, taken: random() < persona.takes(scene) };
  });
}

function logLoss(gate: Gate, cases: readonly Case[]): number {
  let sum = 0;
  for (const { scene, features, taken } of cases) {
    const chance = gate.chance(scene.prediction, features);
    sum -= Math.log(Math.max(1e-6, taken ? chance : 1 - chance));
  }
  return sum / cases.length;
}

for (const [i, persona] of PERSONAS.entries()) {
  test(`the gate learns the habits of one who ${persona.name}`, () => {
    const seed = 1000 + i;
    const random = randomSource(seed);
    const prior = userGate();
    const gate = userGate();
    for (const { features, taken } of casesOf(persona, ANSWERS, random)) {
      gate.learn(features, taken ? 1 : 0, 1);
    }
    const held = casesOf(persona, HELD, random);
    const before = logLoss(prior, held);
    const after = logLoss(gate, held);
    assert.ok(after < before, `seed ${seed}: log-loss ${before.toFixed(3)} → ${after.toFixed(3)}`);
    const restored = userGate();
    restored.load(gate.save());
    assert.equal(logLoss(restored, held).toFixed(9), after.toFixed(9));
  });
}

test("nobody's habits lead far from the prior, however often they answer", () => {
  const random = randomSource(7);
  const gate = userGate();
  const prior = userGate();
  const cases = casesOf(PERSONAS[3]!, 3000, random);
  for (const { features } of cases) gate.learn(features, 0, 5);
  const { save } = gate;
  const drift = Object.values((JSON.parse(save()) as { drift: Record<string, number> }).drift);
  assert.ok(Math.max(...drift.map(Math.abs)) <= 1.5);
  const worst = cases.map(({ scene, features }) => gate.chance(scene.prediction, features));
  assert.ok(worst.every((chance) => chance > 0 && chance < 1));
  assert.ok(logLoss(prior, cases) > 0);
});

test("what is no gate's is refused", () => {
  const gate = userGate();
  for (const saved of ["", "[]", "null", "{}", '{"version":2,"drift":{}}', '{"version":1}']) {
    assert.throws(() => gate.load(saved), SyntaxError, saved);
  }
  gate.load('{"version":1,"drift":{"bias":"much","raw":0.5}}');
  assert.deepEqual(JSON.parse(gate.save()), { version: 1, drift: { raw: 0.5 } });
});

test("the calibration error is the mean distance of predicted from observed", () => {
  const judged = [
    { chance: 0.05, right: false },
    { chance: 0.15, right: true },
    { chance: 0.95, right: true },
    { chance: 0.95, right: true },
  ];
  const error = calibrationError(calibration(judged, 10));
  assert.equal(error?.toFixed(4), ((0.05 + 0.85 + 0.05 + 0.05) / 4).toFixed(4));
  assert.equal(calibrationError([]), null);
});
