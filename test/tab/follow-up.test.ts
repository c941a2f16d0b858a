/** What follows a suggestion is there in the frame of its accept. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { snapshotAfter } from "../../src/tab/arbiter/snapshot-after.ts";
import type { PredictionSnapshot } from "../../src/text/prediction.ts";
import { answer, replacing, scripted, slow, stringOf } from "./fake-predictors.ts";
import { addDocument, only, session } from "./session.ts";

/** Works one key off and looks at what is shown before anything else runs. */
function press(made: ReturnType<typeof session>, key: string) {
  made.loop.feed([key]);
  return made.shown;
}

/** Goes on with the next line of a list, a line at a time. */
function lines(list: readonly string[]) {
  return scripted("lines", (s) => {
    const line = s.doc.text.lineAt(s.doc.pos);
    const next = list[list.indexOf(line.text) + 1];
    if (list.indexOf(line.text) < 0 || next === undefined) return [];
    return [answer(s, [{ from: line.to, to: line.to, insert: `\n${next}` }])];
  });
}

const STEPS = ["one", "two", "three", "four", "five", "six"];

test("a chain of accepts shows each next suggestion in the frame of the last", async () => {
  const made = session("\n", [0, 0], [lines(STEPS).predictor]);
  only(made, "lines");
  await made.type("ione");
  for (const next of STEPS.slice(2)) {
    const shown = press(made, "<Tab>");
    assert.deepEqual(shown, [`\n${next}`, "ghost"]);
    await made.burst("");
  }
  await made.type("<Tab>");
  const { accepts, ready, late } = made.tab.arbiter.chains;
  assert.deepEqual([accepts, ready, late], [5, 4, 0]);
  assert.equal(made.text, `${STEPS.join("\n")}\n`);
});

test("in scripted sessions with the built-in predictors at least 4 of 5 follow at once", async () => {
  const texts = [
    "let total = 0;\nadd(total);\nprint(total);\nsave(total);\nlog(total);\n",
    "a: total\nb: total\nc: total\nd: total\ne: total\nf: total\n",
    `${"call(total, other);\n".repeat(12)}`,
  ];
  let ready = 0;
  let late = 0;
  for (const text of texts) {
    const made = session(text, [0, text.indexOf("total")]);
    made.editor.options.set("tabshow", "0.1");
    await made.type("ciwsum<Esc>");
    for (let n = 0; n < 12 && made.shown; n++) await made.type("<Tab>");
    ready += made.tab.arbiter.chains.ready;
    late += made.tab.arbiter.chains.late;
  }
  assert.ok(ready >= 10, `${ready} follow-ups`);
  assert.ok(ready / (ready + late) >= 0.8, `${ready} of ${ready + late}`);
});

test("the follow-up of a ghost that is typed is there, too", async () => {
  const made = session("\n", [0, 0], [lines(STEPS).predictor]);
  only(made, "lines");
  await made.type("ione");
  await made.type("<CR>tw");
  assert.deepEqual(made.shown, ["o", "ghost"]);
  assert.deepEqual(press(made, "o"), ["\nthree", "ghost"]);
});

test("typing along keeps the follow-up, another edit makes it anew", async () => {
  const { predictor, asked } = lines(STEPS);
  const made = session("zero\n\n", [1, 0], [predictor]);
  only(made, "lines");
  await made.type("ione");
  const speculative = () => asked.filter(({ trigger }) => trigger === "accept").length;
  const before = speculative();
  await made.type("<CR>t");
  assert.equal(speculative(), before);
  made.editor.dispatch(made.editor.doc, { changes: { from: 0, insert: "x" }, origin: "lsp.edit" });
  await made.type("w");
  assert.equal(speculative(), before + 1);
});

test("one that is not ready leaves what holds, and comes as soon as it is", async () => {
  const model = slow("model", 2);
  const made = session("\n", [0, 0], [model.predictor]);
  only(made, "model");
  await made.type("ia");
  model.asked[0]!.say("b");
  await new Promise<void>((resolve) => setImmediate(resolve));
  await made.burst("");
  assert.equal(press(made, "<Tab>"), null);
  const next = model.asked.find(({ snapshot }) => snapshot.trigger === "accept")!;
  next.say("c");
  await new Promise<void>((resolve) => setImmediate(resolve));
  await made.burst("");
  assert.deepEqual(made.shown, ["c", "ghost"]);
  assert.equal(made.tab.arbiter.chains.late, 1);
});

test("a place that is gone to is followed by what belongs there", async () => {
  const far = scripted("far", (s) => {
    const at = stringOf(s.doc.text).indexOf("TARGET");
    if (at < 0) return [];
    const row = (pos: number) => s.doc.text.lineAt(pos).number;
    if (row(s.doc.pos) !== row(at)) return [answer(s, [], { cursor: at })];
    return [answer(s, [{ from: at, to: at + 6, insert: "done" }])];
  });
  const made = session(`start\n${"x\n".repeat(50)}TARGET\n`, [0, 0], [far.predictor]);
  only(made, "far");
  await made.type("x");
  assert.deepEqual(made.shown, ["", "jump"]);
  assert.deepEqual(press(made, "<Tab>"), ["done", "edit"]);
  assert.deepEqual(made.cursor, [51, 0]);
  await made.burst("");
  await made.type("<Tab>");
  assert.ok(made.text.endsWith("done\n"));
});

test("predictors that need more than the snapshot are not asked about what is not there", async () => {
  const live = scripted("live", () => []);
  const predictor = { ...live.predictor, live: true };
  const { predictor: own } = lines(STEPS);
  const made = session("\n", [0, 0], [own, predictor]);
  only(made, "lines", "live");
  await made.type("ione");
  assert.ok(live.asked.every(({ trigger }) => trigger !== "accept"));
  await made.type("<Tab>");
  const last = live.asked[live.asked.length - 1]!;
  assert.equal(last.trigger, "accept");
  assert.equal(stringOf(last.doc.text), made.text);
});

test("the snapshot after an accept has the texts, the history and the cursor as then", async () => {
  const snapshots: PredictionSnapshot[] = [];
  const total = scripted("total", (s) => {
    snapshots.push(s);
    return replacing("total", "sum")(s);
  });
  const made = session("x total\n", [0, 0], [total.predictor]);
  only(made, "total");
  const other = addDocument(made, "the total\n", "/p/other.ts");
  await made.type("x");
  const now = made.tab.arbiter.snapshot("change");
  const id = other.id;
  const there = answer(now, [{ from: 4, to: 9, insert: "sum" }], { doc: id });
  const after = snapshotAfter(now, { ...there, id: 1, source: "total" }, 5)!;
  assert.equal(after.doc.id, id);
  assert.equal(stringOf(after.doc.text), "the sum\n");
  assert.equal(after.doc.pos, 7);
  assert.equal(after.doc.revision, other.revision + 1);
  assert.deepEqual(
    after.others.map((doc) => doc.id),
    [made.editor.doc.id],
  );
  const last = after.edits[after.edits.length - 1]!;
  assert.deepEqual([last.kind, last.accepted, last.doc], ["accepted", true, id]);
  assert.ok(last.changes.apply(last.before).eq(last.after));
  const stale = { ...there, id: 1, source: "total", revision: 99 };
  assert.equal(snapshotAfter(now, stale, 5), null);
});

test("what completes the text follows at once, before other predictors have answered", async () => {
  const late = slow("late");
  const first = { ...lines(STEPS).predictor, first: true };
  const made = session("\n", [0, 0], [late.predictor, first]);
  only(made, "lines", "late");
  made.loop.feed(["i", "o", "n", "e"]);
  const frame = made.burst("");
  for (let n = 0; n < 6; n++) await new Promise<void>((resolve) => setImmediate(resolve));
  assert.deepEqual(made.shown, ["\ntwo", "ghost"]);
  assert.equal(late.asked.length > 0, true);
  made.tab.frame();
  await Promise.resolve();
  made.now += 1000;
  assert.deepEqual(press(made, "<Tab>"), ["\nthree", "ghost"]);
  for (const question of late.asked) question.end();
  await frame;
});
