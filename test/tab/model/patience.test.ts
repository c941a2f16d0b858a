/** What completes the text at once waits for the model's answer, where that is likelier to be right. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { changeOf, type Predictor } from "../../../src/text/prediction.ts";
import { type Desk, desk, type Script } from "./scripted.ts";

const NONE: Script = { pieces: [], end: 50 };
const USUAL_MS = 200;

/** Says `insert` at the end of a line that ends in `line`. */
function completer(line: string, insert: string, probability: number): Predictor {
  return {
    name: "complete",
    first: true,
    predict: ({ doc, mode, trigger }) => {
      const before = doc.text.lineAt(doc.pos).text;
      if (mode !== "insert" || trigger === "move" || !before.endsWith(line)) return [];
      return [
        {
          doc: doc.id,
          revision: doc.revision,
          changes: changeOf([{ from: doc.pos, to: doc.pos, insert }], doc.text.length),
          probability,
          cursor: doc.pos + insert.length,
          reason: "a test",
        },
      ];
    },
  };
}

/** A model that has answered before, and says `last` behind "x = ". */
async function made(own: Predictor, last: Script): Promise<Desk> {
  const one = desk(
    "\n",
    ({ prompt }) => {
      if (prompt.kind !== "infill") return NONE;
      if (prompt.prefix.endsWith("x = ")) return last;
      const isFirst = prompt.prefix === "a";
      return isFirst ? { pieces: [[USUAL_MS, "known"]], end: USUAL_MS + 10 } : NONE;
    },
    { parts: { predictors: [own] } },
  );
  await one.type("ia", 3000);
  await one.type("<Tab>", 9000);
  await one.type("<CR>x =", 100);
  // By then requests are earned again.
  await one.wait(30_000);
  return one;
}

test("a weak one waits for the model, which is shown instead", async () => {
  const one = await made(completer("x = ", "f(1);", 0.5), { pieces: [[150, "g(2);"]], end: 160 });
  await one.type(" ", 100);
  assert.equal(one.shown, null);
  await one.wait(100);
  assert.deepEqual(one.shown, ["g(2);", "ghost"]);
});

test("it waits as long as answers usually take, and is shown then", async () => {
  const one = await made(completer("x = ", "f(1);", 0.5), { pieces: [[900, "g(2);"]], end: 910 });
  await one.type(" ", 150);
  assert.equal(one.shown, null);
  await one.wait(250);
  assert.deepEqual(one.shown, ["f(1);", "ghost"]);
  await one.wait(1000);
  assert.deepEqual(one.shown, ["f(1);", "ghost"], "what is shown stays");
});

test("it is shown as soon as the model has nothing to say", async () => {
  const one = await made(completer("x = ", "f(1);", 0.5), { pieces: [], end: 60 });
  await one.type(" ", 40);
  assert.equal(one.shown, null);
  await one.wait(60);
  assert.deepEqual(one.shown, ["f(1);", "ghost"]);
});

const AT_ONCE: readonly (readonly [string, string, string, number])[] = [
  ["a likely one", "x = ", "f(1);", 0.8],
  ["the end of a word", "x", "yz", 0.5],
];
for (const [name, line, insert, probability] of AT_ONCE) {
  test(`${name} is shown at once`, async () => {
    const one = await made(completer(line, insert, probability), {
      pieces: [[150, "g(2);"]],
      end: 160,
    });
    await one.type(line === "x" ? "<BS><BS>" : " ", 40);
    assert.deepEqual(one.shown, [insert, "ghost"]);
  });
}

test("who asks, and who has no model, does not wait", async () => {
  const asks = await made(completer("x = ", "f(1);", 0.5), { pieces: [[150, "g(2);"]], end: 160 });
  await asks.type(" ", 10);
  await asks.type("<C-g>t", 20);
  assert.deepEqual(asks.shown, ["f(1);", "ghost"]);
  const off = await made(completer("x = ", "f(1);", 0.5), { pieces: [[150, "g(2);"]], end: 160 });
  off.editor.options.set("model", false);
  await off.type(" ", 40);
  assert.deepEqual(off.shown, ["f(1);", "ghost"]);
});
