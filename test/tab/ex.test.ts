/** `:Tab` and its subcommands. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseKeys } from "../../src/base/key.ts";
import { replacing, scripted } from "./fake-predictors.ts";
import { only, session } from "./session.ts";

type Made = ReturnType<typeof session>;

/** A session in which `total` becomes `sum` in three places, one of which is shown. */
async function renaming(): Promise<Made> {
  const t = scripted("t", replacing("total", "sum"));
  const made = session("x\ntotal one\ntotal two\ntotal three\n", [0, 0], [t.predictor]);
  only(made, "t");
  await made.type("rY");
  assert.deepEqual(made.shown, ["sum", "edit"]);
  return made;
}

/** Runs a command line, and what it waits for. */
async function run(made: Made, line: string): Promise<string> {
  made.loop.feed(parseKeys(`:${line}<CR>`));
  for (let n = 0; n < 20; n++) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    await made.burst("");
  }
  return made.editor.message?.text ?? "";
}

test(":Tab lists the coming steps as if each were taken, and makes none", async () => {
  const made = await renaming();
  const before = made.text;
  const lines = (await run(made, "Tab")).split("\n");
  assert.equal(made.text, before);
  const places = lines.map((line) => line.replace(/ +/g, " ").split(" ").slice(0, 7).join(" "));
  assert.match(places[0]!, /^1 edit \[buffer 1\]:2 total → sum/);
  assert.match(places[1]!, /^2 edit \[buffer 1\]:3/);
  assert.match(places[2]!, /^3 edit \[buffer 1\]:4/);
  assert.match(places[3]!, /^4 save \[buffer 1\]/);
  assert.equal(lines.length, 4);
  assert.deepEqual(made.shown, ["sum", "edit"], "what was shown is still there");
  assert.equal((await run(made, "Tab next 2")).split("\n").length, 2);
  assert.equal((await run(made, "2Tab next")).split("\n").length, 2);
});

test("what a server said is a coming step, too", async () => {
  const t = scripted("t", (s) => (s.trigger === "change" ? replacing("total", "sum")(s) : []));
  const made = session("x\ntotal one\ntotal two\n", [0, 0], [{ ...t.predictor, live: true }]);
  only(made, "t");
  await made.type("rY");
  const lines = (await run(made, "Tab")).split("\n");
  assert.match(lines[0]!, /^1 edit .*:2 /);
  assert.match(lines[1]!, /^2 edit .*:3 /);
  assert.match(lines[2]!, /^3 save/);
  await made.type("<Tab>");
  assert.deepEqual(made.shown, ["sum", "edit"], "and it follows at once");
});

for (const line of ["2Tab", "Tab 2", "Tab take 2"]) {
  test(`:${line} takes two steps`, async () => {
    const made = await renaming();
    await run(made, line);
    assert.equal(made.text, "Y\nsum one\nsum two\ntotal three\n");
    assert.deepEqual(made.shown, ["sum", "edit"]);
    await made.type("u");
    assert.equal(made.text, "Y\nsum one\ntotal two\ntotal three\n", "each is an undo step");
  });
}

test("a count that is larger than the chain takes what there is and says so", async () => {
  const made = await renaming();
  assert.match(await run(made, "9Tab"), /3 of 9 steps/);
  assert.equal(made.text, "Y\nsum one\nsum two\nsum three\n");
  assert.match(await run(made, "Tab 1"), /Nothing is predicted/);
  assert.match(await run(made, "Tab"), /Nothing is predicted/);
});

test(":Tab log tells what was shown and what became of it", async () => {
  const made = await renaming();
  await made.type("<Tab>");
  await made.type("<Esc>");
  const lines = (await run(made, "Tab log")).split("\n");
  assert.match(lines[0]!, /t +edit +\d+ % +\d+ ms {2}accepted +a test/);
  assert.match(lines[1]!, /dismissed +a test/);
});

test(":Tab status says what is asked, what is off, how often the next step was there", async () => {
  const made = await renaming();
  await made.type("<Tab><Tab>");
  const text = await run(made, "Tab status");
  assert.match(text, /predictions: on, shown when normal/);
  assert.match(text, /accepts: 2; the next suggestion followed 2 times, 100 % at once/);
  assert.match(text, /repeat is off: a test/);
  assert.match(text, /learned from: 2 answers/);
});

test(":Tab forget forgets what was learned", async () => {
  const made = await renaming();
  await made.type("<Tab>");
  assert.equal(made.tab.arbiter.fates.recent.length, 1);
  assert.match(await run(made, "Tab forget"), /forgotten/);
  assert.equal(made.tab.arbiter.fates.recent.length, 0);
  assert.doesNotMatch(await run(made, "Tab log"), /accepted/);
});

test(":Tab off and on", async () => {
  const made = await renaming();
  await run(made, "Tab off");
  assert.equal(made.shown, null);
  await run(made, "Tab on");
  assert.notEqual(made.shown, null);
});

test("what :Tab does not know it refuses", async () => {
  const made = await renaming();
  assert.match(await run(made, "Tab dance"), /E475: Invalid argument: dance/);
  assert.match(await run(made, "Tab next x"), /E474: Invalid argument: x/);
});
