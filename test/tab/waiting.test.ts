/** What waits: changes that are the same at many places, and how it is looked at. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { quickfixOf } from "../../src/editor/quickfix.ts";
import { Waiting } from "../../src/tab/arbiter/waiting.ts";
import type { Ranked } from "../../src/tab/ranking/rank.ts";
import {
  changeOf,
  type Hunk,
  type PredictionAnswer,
  type Predictor,
} from "../../src/text/prediction.ts";
import { answer, replacing, scripted, slow } from "./fake-predictors.ts";
import { only, session } from "./session.ts";

const LEAST = 0.3;
let ids = 0;

function one(source: string, chance: number, hunk: Hunk | null, more: object = {}): Ranked {
  const prediction = {
    id: ++ids,
    doc: 1,
    revision: 0,
    changes: changeOf(hunk ? [hunk] : [], 100),
    source,
    probability: chance,
    cursor: hunk?.to ?? ids,
    reason: "a test",
    group: "g",
    ...more,
  };
  return { prediction, chance, features: {} };
}

const at = (from: number, to = from + 3): Hunk => ({ from, to, insert: "new" });

const CASES: readonly (readonly [string, readonly Ranked[], number])[] = [
  ["guesses", [one("parallel", 0.24, at(0)), one("parallel", 0.22, at(9))], 0],
  ["a likely one and its like", [one("repeat", 0.5, at(0)), one("repeat", 0.22, at(9))], 2],
  ["a likely one and guesses", [one("repeat", 0.5, at(0)), one("repeat", 0.2, at(9))], 1],
  ["references, however far away", [one("rename", 0.25, at(0)), one("rename", 0.05, at(9))], 2],
  ["unlikely references", [one("rename", 0.1, at(0)), one("rename", 0.05, at(9))], 0],
  ["uses", [one("server-propagate", 0.5, at(0)), one("server-propagate", 0.3, null)], 2],
  [
    "uses without fault",
    [one("server-propagate", 0.5, at(0)), one("server-propagate", 0.1, null)],
    1,
  ],
  ["the same place twice", [one("repeat", 0.9, at(0)), one("repeat", 0.9, at(0, 20))], 1],
];

for (const [what, held, count] of CASES) {
  test(`of ${what} ${count} wait`, () => {
    const waiting = new Waiting();
    waiting.add(held, LEAST);
    assert.equal(waiting.places, count);
  });
}

test("what has become unlikely waits no more", () => {
  const waiting = new Waiting();
  const held = [one("repeat", 0.5, at(0)), one("repeat", 0.5, at(9))];
  assert.equal(waiting.add(held, LEAST), true);
  assert.equal(waiting.add(held, LEAST), false, "nothing is new");
  const less = held.map((ranked) => ({ ...ranked, chance: 0.1 }));
  assert.equal(waiting.add(less, LEAST), true);
  assert.equal(waiting.largest, null);
});

test("what an edit led to waits no more when the edit is undone, and goes on after one that is not", async () => {
  const total = scripted("t", replacing("total", "sum"));
  const made = session(`x\n${"total\n".repeat(5)}`, [0, 0], [total.predictor]);
  only(made, "t");
  await made.type("rY");
  const { arbiter } = made.tab;
  await made.type("<Tab>");
  assert.equal(arbiter.waitingGroup?.predictions.length, 4);
  await made.type("u");
  assert.equal(arbiter.waitingGroup?.predictions.length, 4, "only an accept was taken back");
  await made.type("u");
  assert.equal(made.text.startsWith("x"), true);
  assert.equal(arbiter.waitingGroup, null);
});

test("what is not said again by who says all that there is, is withdrawn", async () => {
  const server = slow("server-propagate", 2);
  const made = session("x\none\ntwo\nthree\n", [0, 0], [{ ...server.predictor, live: true }]);
  only(made, "server-propagate");
  await made.type("rY");
  const [question] = server.asked;
  const fix = (from: number, to: number): PredictionAnswer =>
    answer(question!.snapshot, [{ from, to, insert: "fixed" }], { group: "g" });
  const place = answer(question!.snapshot, [], { cursor: 10, group: "g" });
  const { arbiter } = made.tab;
  const say = async (...list: PredictionAnswer[]) => {
    question!.answers(list);
    await new Promise<void>((resolve) => setImmediate(resolve));
    await made.burst("");
  };
  await say(fix(2, 5), fix(6, 9), place);
  assert.deepEqual(made.shown, ["fixed", "edit"]);
  assert.equal(arbiter.waitingGroup?.predictions.length, 3);
  await say(fix(6, 9), place);
  assert.equal(arbiter.shown?.prediction.cursor, 11);
  assert.equal(arbiter.waitingGroup?.predictions.length, 2);
  await say();
  assert.equal(made.shown, null);
  assert.equal(arbiter.waitingGroup, null);
});

test("places without a text are a list to go through", async () => {
  const places: Predictor = {
    name: "server-propagate",
    predict: (s) => [2, 6, 10].map((cursor) => answer(s, [], { cursor, group: "g" })),
  };
  const made = session("x\none\ntwo\nthree\n", [0, 0], [places]);
  only(made, "server-propagate");
  made.editor.doc.path = "/p/a.ts";
  await made.type("rY<Bslash>to");
  const list = quickfixOf(made.editor).list;
  assert.deepEqual(
    list?.items.map(({ path, point, text }) => [path, point?.row, text]),
    [
      ["/p/a.ts", 1, "one"],
      ["/p/a.ts", 2, "two"],
      ["/p/a.ts", 3, "three"],
    ],
  );
});
