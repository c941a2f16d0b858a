/** How predictors are asked: several at a time, in parts, called off, failing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Predictor } from "../../src/text/prediction.ts";
import { answer, replacing, scripted, slow } from "./fake-predictors.ts";
import { only, session } from "./session.ts";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

async function rest(made: ReturnType<typeof session>): Promise<void> {
  await turn();
  await made.burst("");
  await made.burst("");
}

test("a long question outlives a key that agrees with its answer, which is carried", async () => {
  const model = slow("model", 2);
  const made = session("\n", [0, 0], [model.predictor]);
  only(made, "model");
  await made.type("ia");
  await made.type("b");
  assert.equal(model.asked[0]!.signal.aborted, false, "the older question goes on");
  model.asked[0]!.say("bcd");
  await rest(made);
  assert.deepEqual(made.shown, ["cd", "ghost"]);
});

test("at most two questions are open; the oldest is the nearest to its answer", async () => {
  const model = slow("model", 2);
  const made = session("\n", [0, 0], [model.predictor]);
  only(made, "model");
  await made.type("iabcd");
  const open = model.asked.map(({ signal }) => !signal.aborted);
  assert.equal(made.tab.arbiter.questions.inFlight, 2);
  assert.deepEqual([open[0], open[open.length - 1]], [true, true]);
  assert.equal(open.filter(Boolean).length, 2);
});

test("an answer that typing contradicts is dropped", async () => {
  const model = slow("model", 2);
  const made = session("\n", [0, 0], [model.predictor]);
  only(made, "model");
  await made.type("iax");
  model.asked[0]!.say("bcd");
  await rest(made);
  assert.equal(made.shown, null);
});

test("undo ends what is under way", async () => {
  const model = slow("model", 2);
  const made = session("one\n", [0, 0], [model.predictor]);
  only(made, "model");
  await made.type("Atwo<Esc>");
  await made.type("u");
  assert.ok(model.asked.every(({ signal }) => signal.aborted));
});

test("a stream lengthens what it has shown", async () => {
  const model = slow("model", 2);
  const made = session("\n", [0, 0], [model.predictor]);
  only(made, "model");
  await made.type("ia");
  const [question] = model.asked;
  question!.say("bc");
  await rest(made);
  assert.deepEqual(made.shown, ["bc", "ghost"]);
  question!.say("bc de");
  await rest(made);
  assert.deepEqual(made.shown, ["bc de", "ghost"]);
  question!.say("other text");
  await rest(made);
  assert.deepEqual(made.shown, ["bc de", "ghost"], "what is looked at stays");
});

test("what is typed past the end of a stream's part waits for the rest", async () => {
  const model = slow("model", 2);
  const made = session("\n", [0, 0], [model.predictor]);
  only(made, "model");
  await made.type("ia");
  model.asked[0]!.say("b");
  await rest(made);
  await made.type("b");
  model.asked[0]!.say("bcd");
  await rest(made);
  assert.deepEqual(made.shown, ["cd", "ghost"]);
});

test("a slow suggestion's follow-up is asked for while it is shown, and adopted by the accept", async () => {
  const model = slow("model", 2);
  const made = session("\n", [0, 0], [model.predictor]);
  only(made, "model");
  await made.type("ia");
  model.asked[0]!.say("bc");
  model.asked[0]!.end();
  await rest(made);
  const next = model.asked.find(({ snapshot }) => snapshot.trigger === "accept")!;
  assert.equal(next.snapshot.doc.pos, 3);
  const before = model.asked.length;
  await made.type("<Tab>");
  assert.equal(next.signal.aborted, false);
  assert.equal(model.asked.length, before, "nothing is asked twice");
  next.say("def");
  await rest(made);
  assert.deepEqual(made.shown, ["def", "ghost"]);
});

test("what completes the text is shown before the others have answered", async () => {
  const ending = scripted("ending", (s) => [
    answer(s, [{ from: s.doc.pos, to: s.doc.pos, insert: "bc" }]),
  ]);
  const others = slow("others");
  const made = session("\n", [0, 0], [others.predictor, { ...ending.predictor, first: true }]);
  only(made, "ending", "others");
  made.loop.feed(["i", "a"]);
  const frame = made.burst("");
  assert.deepEqual(made.shown, ["bc", "ghost"]);
  assert.equal(others.asked.length, 0, "who types on is not interested in other places");
  await turn();
  assert.equal(others.asked.length, 1);
  others.asked[0]!.say("other");
  others.asked[0]!.end();
  await frame;
  assert.deepEqual(made.shown, ["bc", "ghost"], "and stays");
  assert.equal(made.tab.arbiter.held.length, 2);
});

const FAILING: Readonly<Record<string, Predictor["predict"]>> = {
  "at once": () => {
    throw new Error("out of ideas");
  },
  later: () => Promise.reject(new Error("out of ideas")),
  "in the middle of a stream": async function* () {
    yield [];
    throw new Error("out of ideas");
  },
};

for (const [when, predict] of Object.entries(FAILING)) {
  test(`a predictor that fails ${when} is off from then on, once, and the others go on`, async () => {
    let asked = 0;
    const failing: Predictor = {
      name: "failing",
      predict(snapshot, signal) {
        asked++;
        return predict(snapshot, signal);
      },
    };
    const fine = scripted("fine", (s) => [
      answer(s, [{ from: s.doc.pos, to: s.doc.pos, insert: `!${s.doc.pos}` }]),
    ]);
    const made = session("\n", [0, 0], [failing, fine.predictor]);
    only(made, "failing", "fine");
    await made.type("iab");
    assert.equal(asked, 1);
    assert.equal(made.editor.bugs.length, 1);
    assert.match(made.editor.bugs[0]!.where, /failing/);
    assert.match(made.tab.arbiter.questions.off.get("failing")!, /out of ideas/);
    assert.deepEqual(made.shown, ["!2", "ghost"]);
  });
}

test("what is there is shown when the others take long", async () => {
  const early = scripted("early", (s) => [answer(s, [{ from: 0, to: 1, insert: "A" }])]);
  let clock = (): void => {};
  const late = scripted("late", () => {
    clock();
    return [];
  });
  const last = scripted("last", () => []);
  const made = session("abc\nx\n", [1, 0], [early.predictor, late.predictor, last.predictor]);
  only(made, "early", "late", "last");
  // The second one takes longer than a person should wait.
  clock = () => {
    made.now += 20;
  };
  made.loop.feed(["r", "y"]);
  const frame = made.burst("");
  assert.equal(last.asked.length, 0);
  assert.deepEqual(made.shown, ["A", "edit"]);
  await frame;
  assert.deepEqual(made.shown, ["A", "edit"]);
  assert.ok(last.asked.length > 0);
});

test("who is asked again and says the same is held once", async () => {
  const many = scripted("many", replacing("aa", "bb"));
  const made = session(`x\n${"aa\n".repeat(15)}`, [0, 0], [many.predictor]);
  only(made, "many");
  made.editor.options.set("tabshow", "0");
  await made.type("x");
  for (let n = 0; n < 3; n++) {
    made.tab.arbiter.asks.filesChanged();
    await made.burst("");
  }
  const changes = made.tab.arbiter.held.filter(({ prediction }) => !prediction.changes.empty);
  assert.equal(changes.length, 15);
});
