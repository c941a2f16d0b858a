/** What is shown stays, gives way or goes; nothing is shown that was not wanted. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseKeys } from "../../src/base/key.ts";
import { EAGERNESS } from "../../src/tab/ranking/thresholds.ts";
import type { PredictionAnswer, PredictionSnapshot } from "../../src/text/prediction.ts";
import { answer, replacing, scripted, stringOf } from "./fake-predictors.ts";
import { only, session } from "./session.ts";

/** Ghosts at the cursor: the rests of texts that start with what stands in the line. */
function rests(...texts: readonly (readonly [string, number])[]) {
  return scripted("rests", (s) => {
    const { pos } = s.doc;
    const line = s.doc.text.lineAt(pos);
    const typed = line.text.slice(0, pos - line.from);
    return texts
      .filter(([text]) => typed !== "" && text.startsWith(typed) && text !== typed)
      .map(([text, probability]) =>
        answer(s, [{ from: pos, to: pos, insert: text.slice(typed.length) }], { probability }),
      );
  });
}

test("a typed character that contradicts the ghost switches to one that agrees, in its frame", async () => {
  const { predictor, asked } = rests(["abcone", 0.9], ["abdtwo", 0.3], ["abdother", 0.2]);
  const made = session("\n", [0, 0], [predictor]);
  only(made, "rests");
  await made.type("iab");
  assert.deepEqual(made.shown, ["cone", "ghost"]);
  const before = asked.length;
  made.loop.feed(["d"]);
  assert.deepEqual(made.shown, ["two", "ghost"]);
  assert.equal(asked.length, before);
});

test("what is unlikely is not shown before the likely one is refuted, but when it is asked for", async () => {
  const made = session("\n", [0, 0], [rests(["abdtwo", 0.2]).predictor]);
  only(made, "rests");
  await made.type("iab");
  assert.equal(made.shown, null);
  await made.type("<C-g>t");
  assert.deepEqual(made.shown, ["dtwo", "ghost"]);
  await made.type("d");
  assert.equal(made.tab.arbiter.held.length, 1);
});

for (const value of ["quiet", "normal", "eager", "0.99", "0.01"] as const) {
  test(`tabshow=${value}`, async () => {
    const made = session("\n", [0, 0], [rests(["abcone", 0.55]).predictor]);
    only(made, "rests");
    made.editor.options.set("tabshow", "0");
    await made.type("iab");
    const { chance } = made.tab.arbiter.shown!;
    assert.ok(chance > 0.05 && chance < 0.95, `${chance}`);
    made.editor.options.set("tabshow", value);
    made.editor.events.emit("option", { name: "tabshow" });
    const least = EAGERNESS[value as keyof typeof EAGERNESS]?.edit ?? Number(value);
    assert.equal(made.shown !== null, chance >= least);
  });
}

test("tabshow takes words and shares, and nothing else", () => {
  const { options } = session("\n").editor;
  for (const value of ["quiet", "eager", "0", "0.3", ".5", "1", "1.0"])
    options.set("tabshow", value);
  for (const value of ["", "loud", "1.1", "-1", "50"]) {
    assert.throws(() => options.set("tabshow", value), /E474/);
  }
});

test("after an edit elsewhere something clearly likelier takes the place, else what is seen stays", async () => {
  for (const [later, expected] of [
    [0.99, "new"],
    [0.6, "old"],
  ] as const) {
    const two = scripted("two", (s) => {
      const text = stringOf(s.doc.text);
      const more = text.includes("#");
      const found: PredictionAnswer[] = [];
      if (more) found.push(answer(s, [{ from: 4, to: 7, insert: "new" }], { probability: later }));
      return [...found, answer(s, [{ from: 0, to: 3, insert: "old" }], { probability: 0.7 })];
    });
    const made = session("aaa bbb\n\nz\n", [2, 0], [two.predictor]);
    only(made, "two");
    await made.type("rY");
    assert.deepEqual(made.shown, ["old", "edit"]);
    await made.type("r#");
    assert.deepEqual(made.shown, [expected, "edit"]);
  }
});

test("what is dismissed stays away while nothing changes, and is free after another edit", async () => {
  const made = session(
    "total\n\nx\n",
    [2, 0],
    [scripted("t", replacing("total", "sum")).predictor],
  );
  only(made, "t");
  // A reject makes the next one less likely; here it is about the reject alone.
  made.editor.options.set("tabshow", "0.05");
  await made.type("rY");
  assert.deepEqual(made.shown, ["sum", "edit"]);
  await made.type("<Esc>");
  await made.type("jk");
  assert.equal(made.shown, null);
  made.now += 60_000;
  await made.type("ka<Esc>jr!");
  assert.equal(made.shown, null, "the last edit goes on");
  await made.type("kothe next one<Esc>");
  assert.deepEqual(made.shown, ["sum", "edit"]);
});

test("the user is not argued with: what would take back the last edit is not shown", async () => {
  const made = session("old\n", [0, 0], [scripted("back", replacing("new", "old")).predictor]);
  only(made, "back");
  await made.type("cwnew<Esc>");
  assert.equal(made.shown, null);
  assert.equal(made.tab.arbiter.held.length, 0);
});

test("undo brings back what was there and asks for nothing", async () => {
  const { predictor, asked } = scripted("t", replacing("total", "sum"));
  const made = session("total\nx\n", [1, 0], [predictor]);
  only(made, "t");
  await made.type("rY");
  assert.deepEqual(made.shown, ["sum", "edit"]);
  await made.type("ggrT");
  const questions = () => asked.filter(({ trigger }) => trigger !== "accept").length;
  const before = questions();
  await made.type("u");
  assert.deepEqual(made.shown, ["sum", "edit"]);
  assert.equal(questions(), before);
});

test("nothing is predicted in an ignored file", async () => {
  const { predictor, asked } = scripted("t", replacing("total", "sum"));
  const isIgnored = () => true;
  const made = session("total\nx\n", [1, 0], [predictor], { isIgnored });
  only(made, "t");
  await made.type("rY");
  assert.equal(asked.length, 0);
  assert.equal(made.shown, null);
});

test("a place in the line of the cursor is none", async () => {
  const places = scripted("p", (s: PredictionSnapshot) => [
    answer(s, [], { cursor: 2 }),
    answer(s, [], { cursor: s.doc.text.length - 1 }),
  ]);
  const made = session("abc\nx\n", [0, 0], [places.predictor]);
  only(made, "p");
  await made.type("rY");
  assert.equal(made.tab.arbiter.shown?.prediction.cursor, 5);
});

test("the same change at many places waits, and the status line says how many", async () => {
  const text = "total\n".repeat(5);
  const t = scripted("t", replacing("total", "sum"));
  const made = session(`x\n${text}`, [0, 0], [t.predictor]);
  only(made, "t");
  await made.type("rY");
  const { arbiter } = made.tab;
  assert.equal(arbiter.shown?.siblings.length, 5);
  assert.equal(arbiter.waitingGroup?.predictions.length, 5);
  await made.type("<Tab>");
  assert.equal(arbiter.waitingGroup?.predictions.length, 4);
  assert.equal(arbiter.group(arbiter.shown!.prediction).length, 4);
  await made.type("<Tab><Tab><Tab>");
  assert.equal(arbiter.waitingGroup, null);
});

test("when nobody types, all places are asked for once after an edit", async () => {
  const { predictor, asked } = scripted("t", () => []);
  const made = session("x y\n", [0, 0], [predictor]);
  only(made, "t");
  const idle = () => asked.filter(({ trigger }) => trigger === "idle").length;
  made.tab.idle();
  assert.equal(idle(), 0);
  await made.type("x");
  made.tab.idle();
  made.tab.idle();
  assert.equal(idle(), 1);
  await made.type("u");
  made.tab.idle();
  assert.equal(idle(), 1);
});

test("a suggestion is seen from the frame on that shows it", async () => {
  const made = session("\n", [0, 0], [rests(["abcone", 0.9]).predictor]);
  only(made, "rests");
  await made.type("ia");
  const { since } = made.tab.arbiter.shown!;
  assert.ok(since >= 0);
  await made.type("b");
  assert.equal(made.tab.arbiter.shown!.since, since, "typed along, it has been seen");
});

test("a place moves with the text, and goes when the user edits there", async () => {
  const places = scripted("p", (s) => {
    const at = stringOf(s.doc.text).indexOf("there");
    return s.doc.text.lines > 9 ? [answer(s, [], { cursor: at })] : [];
  });
  const made = session(`here\n${"x\n".repeat(9)}over there\n`, [0, 0], [places.predictor]);
  only(made, "p");
  await made.type("x");
  const first = made.tab.arbiter.shown!;
  assert.equal(first.kind, "jump");
  made.editor.dispatch(made.editor.doc, { changes: { from: 1, insert: "!!" }, origin: "lsp.edit" });
  assert.equal(made.tab.arbiter.held[0]!.prediction.cursor, first.prediction.cursor + 2);
  made.loop.feed(parseKeys("11Gx"));
  assert.equal(made.tab.arbiter.fates.list[0]!.fate, "typed");
});

for (const [keys, fate] of [
  ["<Tab>x", "accepted"],
  ["<Tab>kkkx", "passed by"],
] as const) {
  test(`going to a place and ${keys.slice(5)}: ${fate}`, async () => {
    const places = scripted("p", (s) => [answer(s, [], { cursor: s.doc.text.length - 3 })]);
    const made = session(`here\n${"x\n".repeat(9)}over there\n`, [0, 0], [places.predictor]);
    only(made, "p");
    await made.type("x");
    await made.type(keys);
    assert.equal(made.tab.arbiter.fates.list[0]!.fate, fate);
  });
}

test("who went to a place gets to see what belongs there, though it is not quite likely enough", async () => {
  const far = scripted("far", (s) => {
    const at = stringOf(s.doc.text).indexOf("there");
    const place = answer(s, [], { cursor: at });
    return [
      place,
      answer(s, [{ from: at, to: at + 5, insert: "where" }], { probability: 0.37 }),
      answer(s, [{ from: 12, to: 13, insert: "y" }], { probability: 0.38 }),
    ];
  });
  const made = session(`here\n${"x\n".repeat(9)}over there\n`, [0, 0], [far.predictor]);
  only(made, "far");
  made.editor.options.set("tabshow", "0.5");
  await made.type("x");
  assert.deepEqual(made.shown, ["", "jump"]);
  await made.type("<Tab>");
  assert.deepEqual(made.shown, ["where", "edit"]);
  await made.type("k");
  assert.notDeepEqual(made.shown, ["y", "edit"]);
});
