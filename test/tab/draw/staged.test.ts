import assert from "node:assert/strict";
import { test } from "node:test";
import { changeOf, hunksOf, type Predictor } from "../../../src/text/prediction.ts";
import { only, session } from "../session.ts";

const BODY = Array.from({ length: 30 }, (_, i) => `\n  line(${i});`).join("");

/** Says once, where a line ends in a brace, that thirty lines follow. */
function long(): Predictor {
  let said = false;
  return {
    name: "long",
    predict({ doc }) {
      const { text, pos } = doc;
      if (said || text.sliceString(Math.max(0, pos - 1), pos) !== "{") return [];
      said = true;
      const insert = `${BODY}\n}`;
      return [
        {
          doc: doc.id,
          revision: doc.revision,
          changes: changeOf([{ from: pos, to: pos, insert }], text.length),
          probability: 0.95,
          cursor: pos + insert.length,
          reason: "a test",
        },
      ];
    },
  };
}

test("a long ghost comes in stages, each of them seen before it is taken", async () => {
  const made = session("f() \nend\n", [0, 4], [long()]);
  only(made, "long");
  await made.type("a{");
  const { arbiter } = made.tab;
  const lines = () => hunksOf(arbiter.shown!.prediction.changes)[0]!.insert.split("\n");
  assert.equal(lines().length, 13);
  const seen: number[] = [];
  for (let stage = 0; stage < 3; stage++) {
    seen.push(lines().length - 1);
    assert.equal(arbiter.shown!.kind, "ghost");
    await made.type("<Tab>");
  }
  assert.deepEqual(seen, [12, 11, 8]);
  assert.equal(made.text, `f() {${BODY}\n}\nend\n`);
  // Others may say where to go next.
  assert.notEqual(made.tab.arbiter.shown?.prediction.source, "long");
  await made.type("<Esc>u");
  assert.equal(made.text, "f() \nend\n", "one undo for the insertion");
});

test("typing goes on through the stages", async () => {
  const made = session("f() \nend\n", [0, 4], [long()]);
  only(made, "long");
  await made.type("a{");
  await made.type("<Tab>");
  const left = hunksOf(made.tab.arbiter.shown!.prediction.changes)[0]!.insert;
  assert.ok(left.startsWith("\n  line(12);"));
  await made.type("x");
  assert.notEqual(made.tab.arbiter.shown?.prediction.source, "long");
});
