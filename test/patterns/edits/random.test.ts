import assert from "node:assert/strict";
import { test } from "node:test";
import { changeOf, type RecordedEdit } from "../../../src/text/prediction.ts";
import { slice, type Text, textOf } from "../../../src/text/text.ts";
import { candidatesOf, record, SEARCHES, snapshotOf } from "./episode.ts";

const LINES = [
  "const user = read(name);",
  "  const post = read(title, 1);",
  "if (user.name === 'x') {",
  "  return getUser(user, post);",
  "}",
  "",
  '\tcase User: { id: 1, name: "a" },',
  '\tcase Post: { id: 2, name: "b" },',
  "// 😀 naïve — comment, with user_name",
  "export { user, post };",
];
const INSERTS = [
  "",
  " ",
  "user",
  "post2",
  "await ",
  ", x",
  "\n",
  "  if (a) {\n",
  "😀",
  "(",
  "foo(bar",
  "}\n",
];

/** Numbers from 0 to 1, the same for the same seed. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const BASE = Number(process.env.SEED ?? 1);

test(`random edits: candidates apply, change something, undo nothing (SEED=${BASE})`, () => {
  for (let round = 0; round < 40; round++) {
    const random = numbers(BASE + round);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const texts: Text[] = [0, 1].map(() =>
      textOf(Array.from({ length: 4 + Math.floor(random() * 20) }, () => pick(LINES)).join("\n")),
    );
    const edits: RecordedEdit[] = [];
    for (let step = 0; step < 8; step++) {
      const file = random() < 0.8 ? 0 : 1;
      const text = texts[file]!;
      const from = place(text, Math.floor(random() * text.length));
      const to =
        random() < 0.5
          ? from
          : place(text, Math.min(text.length, from + Math.floor(random() * 14)));
      const insert = pick(INSERTS);
      if (from === to && insert === "") continue;
      const at = record(texts, edits, file, Math.min(from, to), Math.max(from, to), insert);
      const snapshot = snapshotOf(
        texts,
        edits,
        at.file,
        at.pos,
        random() < 0.3 ? "insert" : "normal",
      );
      for (const name of Object.keys(SEARCHES)) {
        for (const candidate of candidatesOf(name, snapshot)) {
          const what = `seed ${BASE + round}, ${name}: ${JSON.stringify(candidate)}`;
          const before = texts[candidate.doc - 1]!;
          const after = changeOf(candidate.hunks, before.length).apply(before);
          assert.ok(!after.eq(before), what);
          assert.ok(wellFormed(slice(after, 0, after.length)), what);
          const last = edits[edits.length - 1]!;
          assert.ok(candidate.doc !== last.doc || !after.eq(last.before), `undone: ${what}`);
          for (const value of Object.values(candidate.traits))
            assert.ok(Number.isFinite(value), what);
          assert.ok(candidate.score > 0 && candidate.score < 1, what);
        }
      }
    }
  }
});

/** Not between the halves of a character. */
function place(text: Text, pos: number): number {
  const next = slice(text, pos, Math.min(text.length, pos + 1)).charCodeAt(0);
  return next >= 0xdc00 && next <= 0xdfff ? pos + 1 : pos;
}

function wellFormed(string: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(string);
}
