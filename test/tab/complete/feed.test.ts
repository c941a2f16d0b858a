import assert from "node:assert/strict";
import { test } from "node:test";
import { changedRows, Feed } from "../../../src/tab/complete/feed.ts";
import type { DocumentSnapshot } from "../../../src/text/prediction.ts";
import { ChangeSet, type Text, textOf } from "../../../src/text/text.ts";

function doc(id: number, text: Text, path: string | null = `/p/${id}.ts`): DocumentSnapshot {
  return { id, revision: 0, text, path, filetype: "", pos: 0, isKeyword: () => true };
}

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

for (const seed of [1, 2, 3]) {
  test(`what is sent makes the rows of the one before those of the next (seed ${seed})`, () => {
    const next = random(seed);
    let text = textOf(Array.from({ length: 300 }, (_, i) => `line ${i % 7}`).join("\n"));
    let rows = text.toJSON();
    for (let turn = 0; turn < 60; turn++) {
      const from = next(text.length + 1);
      const to = Math.min(text.length, from + next(30));
      const insert = textOf(["", "x", "a\nb", "\n", "line 3\nline 4"][next(5)]!);
      const after = ChangeSet.of({ from, to, insert }, text.length).apply(text);
      const change = changedRows(text, after);
      if (change) {
        const { row, removed, lines } = change;
        rows = [...rows.slice(0, row), ...lines, ...rows.slice(row + removed)];
      }
      assert.deepEqual(rows, after.toJSON());
      text = after;
    }
  });
}

test("only what changed is sent", () => {
  const feed = new Feed();
  const text = textOf("one\ntwo\nthree");
  assert.deepEqual(feed.updates([doc(1, text)]), [
    { id: 1, path: "/p/1.ts", text: "one\ntwo\nthree", change: null },
  ]);
  assert.deepEqual(feed.updates([doc(1, text)]), []);
  const after = ChangeSet.of({ from: 4, insert: textOf("x") }, text.length).apply(text);
  assert.deepEqual(feed.updates([doc(1, after)]), [
    { id: 1, path: "/p/1.ts", text: null, change: { row: 1, removed: 1, lines: ["xtwo"] } },
  ]);
  const renamed = feed.updates([doc(1, after, "/p/2.ts")]);
  assert.equal(renamed[0]?.text, "one\nxtwo\nthree");
});

test("files that are not open are not sent: the project's are read", () => {
  assert.deepEqual(new Feed().updates([doc(-3, textOf("a"))]), []);
});

test("many new documents are sent a few at a time", () => {
  const feed = new Feed();
  const long = textOf("x".repeat(90_000));
  const docs = [1, 2, 3, 4, 5].map((id) => doc(id, long));
  const sent = () => feed.updates(docs).map(({ id }) => id);
  assert.deepEqual(sent(), [1, 2, 3]);
  assert.deepEqual(sent(), [4, 5]);
  assert.deepEqual(sent(), []);
});
