import assert from "node:assert/strict";
import { test } from "node:test";
import {
  changeOf,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
} from "../../src/text/prediction.ts";
import { drawn, session } from "./session.ts";

/** A predictor that answers when the test says so. */
function slow() {
  const asked: Array<{
    readonly snapshot: PredictionSnapshot;
    readonly signal: AbortSignal;
    answer(insert: string, at?: number): void;
  }> = [];
  const predictor: Predictor = {
    name: "slow",
    predict: (snapshot, signal) =>
      new Promise((resolve) => {
        asked.push({
          snapshot,
          signal,
          answer(insert, at = snapshot.doc.pos) {
            resolve([insertion(snapshot, at, insert)]);
          },
        });
      }),
  };
  return { predictor, asked };
}

function insertion(snapshot: PredictionSnapshot, at: number, insert: string): PredictionAnswer {
  return {
    doc: snapshot.doc.id,
    revision: snapshot.doc.revision,
    changes: changeOf([{ from: at, to: at, insert }], snapshot.doc.text.length),
    probability: 0.9,
    cursor: at + insert.length,
    reason: "a test",
  };
}

test("an answer to a question that a newer one has ended is not shown", async () => {
  const { predictor, asked } = slow();
  const made = session("\n", [0, 0], [predictor]);
  await made.type("ia");
  const [first] = asked;
  made.loop.feed(["b"]);
  first!.answer("bcd");
  await made.burst("");
  assert.deepEqual(made.shown, null, "the newer question ended the older one");
  made.loop.feed(["c"]);
  asked[1]!.answer("cde");
  await made.burst("");
  assert.equal(made.shown, null);
});

test("an answer for an older revision is rebased, or dropped when typing contradicts it", async () => {
  for (const [typed, shown] of [
    ["b", ["cd", "ghost"]],
    ["x", null],
  ] as const) {
    const { predictor, asked } = slow();
    const made = session("\n", [0, 0], [predictor]);
    await made.type("ia");
    // The key is worked off, its frame and the next question are still to come.
    made.loop.feed([typed]);
    asked[0]!.answer("bcd");
    await Promise.resolve();
    await Promise.resolve();
    await new Promise<void>((resolve) => setImmediate(resolve));
    assert.deepEqual(made.shown, shown);
  }
});

test("a new question ends the one before", async () => {
  const { predictor, asked } = slow();
  const made = session("\n", [0, 0], [predictor]);
  await made.type("iab");
  assert.equal(asked.length, 2);
  assert.equal(asked[0]!.signal.aborted, true);
  assert.equal(asked[1]!.signal.aborted, false);
});

test("typing through a ghost asks nothing", async () => {
  const { predictor, asked } = slow();
  const made = session("\n", [0, 0], [predictor]);
  await made.type("ia");
  asked[0]!.answer("bcd");
  await made.burst("");
  await made.burst("");
  assert.deepEqual(made.shown, ["bcd", "ghost"]);
  await made.type("bc");
  assert.deepEqual(made.shown, ["d", "ghost"]);
  const asking = asked.filter(({ snapshot }) => snapshot.trigger !== "accept");
  assert.equal(asking.length, 1);
});

test("a predictor that fails is reported, the others go on", async () => {
  const failing: Predictor = {
    name: "failing",
    predict: () => Promise.reject(new Error("out of ideas")),
  };
  const made = session("computeTotal\n\n", [1, 0], [failing]);
  await made.type("icomp");
  assert.match(made.editor.bugs[0]!.where, /failing/);
  assert.deepEqual(made.shown, ["uteTotal", "ghost"]);
});

test("a throttled predictor is not asked again at once", async () => {
  let asked = 0;
  const throttled: Predictor = {
    name: "throttled",
    throttle: 3_600_000,
    predict: () => {
      asked++;
      return [];
    },
  };
  const made = session("\n", [0, 0], [throttled]);
  await made.type("iabc");
  assert.equal(asked, 1);
});

test("several lines are drawn below the line they start in, and come as one change", async () => {
  const { predictor, asked } = slow();
  const made = session("if x\nend\n", [0, 3], [predictor]);
  await made.type("a ");
  asked[0]!.answer("then\n  go()\nelse");
  await made.burst("");
  await made.burst("");
  assert.deepEqual(drawn(made.editor), ["insert@0,5 - +then|  go()|else"]);
  await made.type("<Tab>");
  assert.equal(made.text, "if x then\n  go()\nelse\nend\n");
  assert.deepEqual(made.cursor, [2, 4]);
  assert.deepEqual(drawn(made.editor), []);
});

test("text accepted in insert mode is a part of what . and the . register repeat", async () => {
  const made = session("computeTotal\n\n\n", [1, 0]);
  await made.type("icomp<C-l>!<Esc>");
  assert.equal(made.text.split("\n")[1], "computeTotal!");
  await made.type("j0.");
  assert.equal(made.text.split("\n")[2], "computeTotal!");
  assert.equal(made.editor.modal.lastInsert, "computeTotal!");
});

test("CTRL-I is not Tab where the terminal tells them apart", async () => {
  const made = session("old\nold\n", [0, 0]);
  made.editor.options.set("tabshow", "0.1");
  await made.type("Ggg<C-o>ggciwnew<Esc>");
  assert.deepEqual(made.shown, ["new", "edit"]);
  await made.type("<C-i>");
  assert.equal(made.text, "new\nold\n");
});

test("a change in a thousand places is let go of", async () => {
  const made = session("old x\n".repeat(1000), [0, 0]);
  made.editor.options.set("tabshow", "0.1");
  await made.type("cwnew<Esc>");
  assert.deepEqual(made.shown, ["new", "edit"]);
  const { doc } = made.editor;
  const changes = Array.from({ length: 900 }, (_, i) => ({ from: 6 * i + 300, to: 6 * i + 301 }));
  made.editor.dispatch(doc, { changes, origin: "ex" });
  made.loop.feed(["j"]);
  assert.equal(made.shown, null);
  assert.equal(made.tab.history.edits.length, 0);
});
