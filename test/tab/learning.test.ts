/** What becomes of suggestions is learned from, and remembered in a real database. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Store } from "../../src/store/store.ts";
import type { Lesson } from "../../src/tab/arbiter/fates.ts";
import { Learning } from "../../src/tab/learning.ts";
import type { Outcome } from "../../src/tab/ranking/features.ts";
import { answer, replacing, scripted } from "./fake-predictors.ts";
import { only, session } from "./session.ts";

const root = fs.mkdtempSync(join(os.tmpdir(), "hunch-learning-"));
const stores: Store[] = [];
after(async () => {
  for (const store of stores) await store.close();
  fs.rmSync(root, { recursive: true, maxRetries: 10 });
});

function storeIn(name: string): Store {
  const onMessage = (message: string) => assert.fail(message);
  const store = new Store({ folder: join(root, name), onMessage });
  stores.push(store);
  return store;
}

/** A ghost `bcd` behind each `a`, and a store to remember in. */
function play(name: string) {
  const store = storeIn(name);
  const ghost = scripted("ghost", (s) => {
    const { pos, text } = s.doc;
    const typed = /a(b?c?)$/.exec(text.lineAt(pos).text.slice(0, pos - text.lineAt(pos).from));
    if (!typed) return [];
    return [answer(s, [{ from: pos, to: pos, insert: "bcd".slice(typed[1]!.length) }])];
  });
  const made = session("SECRET WORDS\n\n", [1, 0], [ghost.predictor], { store });
  only(made, "ghost");
  const outcomes = async () => {
    await made.tab.close();
    const rows = (await store.ask("listOutcomes", { after: 0, limit: 100 }))!;
    return rows.map(({ fate, accepted, weight }) => [fate, accepted, weight]);
  };
  return { made, store, outcomes };
}

type Script = (made: ReturnType<typeof play>["made"]) => Promise<void>;

const CASES: ReadonlyArray<readonly [string, Script, readonly (readonly unknown[])[]]> = [
  ["taken", (made) => made.type("ia<Tab>"), [["accepted", 1, 1]]],
  ["taken in part, and the rest typed over", (made) => made.type("ia<C-l>"), [["accepted", 1, 1]]],
  ["dismissed", (made) => made.type("ia<C-]>"), [["dismissed", 0, 1]]],
  ["typed over after it was read", (made) => made.type("iax"), [["typed over", 0, 0.5]]],
  [
    "typed over at once",
    async (made) => {
      await made.type("ia");
      made.now -= 950;
      await made.type("x");
    },
    [["typed over", 0, 0.15]],
  ],
  ["typed as it was", (made) => made.type("iabcd"), [["typed", 1, 0.5]]],
  [
    "taken and praised",
    (made) => made.type("ia<Tab><Esc>g<Tab>"),
    [
      ["accepted", 1, 1],
      ["excellent", 1, 5],
    ],
  ],
];

for (const [name, script, expected] of CASES) {
  test(`outcome: ${name}`, async () => {
    const { made, outcomes } = play(name.replaceAll(" ", "-"));
    await script(made);
    assert.deepEqual(await outcomes(), expected);
  });
}

test("an accept that is undone was not wanted", async () => {
  const store = storeIn("undone");
  const edit = scripted("edit", replacing("old", "new"));
  const made = session("old\n\nx y z\n", [2, 0], [edit.predictor], { store });
  only(made, "edit");
  await made.type("x<Tab>u");
  assert.equal(made.text, "old\n\n y z\n");
  await made.tab.close();
  const rows = (await store.ask("listOutcomes", { after: 0, limit: 9 }))!;
  assert.deepEqual(
    rows.map(({ fate, accepted, weight }) => [fate, accepted, weight]),
    [
      ["accepted", 1, 1],
      ["undone", 0, 2],
    ],
  );
});

test("a suggestion that was seen for a second while the user edits elsewhere is passed by", async () => {
  const store = storeIn("passed");
  const edit = scripted("edit", (s) => [answer(s, [{ from: 0, to: 3, insert: "new" }])]);
  const made = session("old\n\nx y z\n", [2, 0], [edit.predictor], { store });
  only(made, "edit");
  await made.type("xx");
  assert.deepEqual(made.shown, ["new", "edit"]);
  await made.type("x");
  await made.tab.close();
  const [row] = (await store.ask("listOutcomes", { after: 0, limit: 9 }))!;
  assert.deepEqual([row?.fate, row?.accepted], ["passed by", 0]);
});

const lesson = (accepted: number): Lesson => ({
  source: "ghost",
  kind: "edit",
  fate: accepted ? "accepted" : "dismissed",
  accepted,
  weight: 1,
  features: { bias: 1, raw: 0.5, "is.ghost": 1 },
});

function learningIn(store: Store, remembered?: (recent: readonly Outcome[]) => void) {
  let callbacks: (() => void)[] = [];
  const learning = new Learning({
    store,
    now: () => 1,
    later: (_ms, callback) => callbacks.push(callback),
    ...(remembered ? { remembered } : {}),
  });
  const run = () => {
    const all = callbacks;
    callbacks = [];
    for (const callback of all) callback();
    return all.length;
  };
  return { learning, run };
}

const chanceOf = (learning: Learning) =>
  learning.gate.chance({} as never, lesson(1).features).toFixed(6);

test("what was learned holds in the next session, without the editor having ended", async () => {
  const first = learningIn(storeIn("kept"));
  const before = chanceOf(first.learning);
  for (let n = 0; n < 20; n++) first.learning.learn(lesson(0));
  assert.equal(first.run(), 1, "one write for all of them");
  await first.learning.flush();
  // Another process opens the same database while the first is still there, as after a kill.
  const recent: Outcome[] = [];
  const second = learningIn(storeIn("kept"), (list) => recent.push(...list));
  assert.equal(chanceOf(second.learning), before);
  await second.learning.load();
  assert.equal(chanceOf(second.learning), chanceOf(first.learning));
  assert.notEqual(chanceOf(second.learning), before);
  assert.equal(recent.length, 20);
  assert.deepEqual(recent[0], { source: "ghost", kind: "edit", accepted: 0 });
});

test("answers given before the old ones are loaded come on top of them", async () => {
  const first = learningIn(storeIn("early"));
  for (let n = 0; n < 10; n++) first.learning.learn(lesson(0));
  await first.learning.flush();
  const second = learningIn(storeIn("early"));
  second.learning.learn(lesson(0));
  await second.learning.flush();
  first.learning.learn(lesson(0));
  assert.equal(chanceOf(second.learning), chanceOf(first.learning));
});

test("a gate that is lost or foreign is made again from the outcomes", async () => {
  const first = learningIn(storeIn("lost"));
  for (let n = 0; n < 10; n++) first.learning.learn(lesson(0));
  await first.learning.flush();
  for (const value of [null, "not json", '{"upTo":3,"gate":"{}"}']) {
    const store = storeIn("lost");
    await store.ask("putValue", { space: "tab", name: "gate", value, when: 1 });
    const second = learningIn(store);
    await second.learning.load();
    assert.equal(chanceOf(second.learning), chanceOf(first.learning), String(value));
  }
});

test("forgetting leaves nothing in the database", async () => {
  const store = storeIn("forgotten");
  const { learning } = learningIn(store);
  const before = chanceOf(learning);
  learning.learn(lesson(0));
  await learning.flush();
  learning.learn(lesson(0));
  await learning.forget();
  assert.equal(chanceOf(learning), before);
  await learning.flush();
  assert.deepEqual(await store.ask("listOutcomes", { after: 0, limit: 9 }), []);
  assert.equal(await store.ask("getValue", { space: "tab", name: "gate" }), null);
});

test("the outcomes are bounded", async () => {
  const store = storeIn("bounded");
  const row = { source: "s", kind: "edit", fate: "typed", accepted: 1, weight: 1, features: "{}" };
  const many = Array.from({ length: 4100 }, (_, at) => ({ ...row, at }));
  await store.ask("addOutcomes", many);
  const kept = (await store.ask("listOutcomes", { after: 0, limit: 9999 }))!;
  assert.equal(kept.length, 4000);
  assert.equal(kept[kept.length - 1]!.at, 4099);
});

test("nothing of the text is in the database", async () => {
  const { made, store, outcomes } = play("private");
  await made.type("ia<Tab><CR>ax<Esc>");
  await outcomes();
  await store.close();
  for (const name of fs.readdirSync(join(root, "private"))) {
    const bytes = fs.readFileSync(join(root, "private", name)).toString("latin1");
    for (const word of ["SECRET", "bcd", "a test"]) assert.ok(!bytes.includes(word), word);
  }
});
