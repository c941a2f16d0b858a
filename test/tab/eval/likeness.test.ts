import assert from "node:assert/strict";
import { test } from "node:test";
import { deltaChrF, keptCharacters, reversedCharacters } from "../../../src/tab/eval/likeness.ts";

const TEXT = "const width = 3;\nopen(width);\nclose(width);\n";
const at = (piece: string) => TEXT.indexOf(piece);
const put = (old: string, text: string) => ({ from: at(old), to: at(old) + old.length, text });

test("delta chrF: exactly it is 1, nothing of it is 0, more of it is more", () => {
  const wanted = [[put("3", "80")]];
  assert.equal(deltaChrF(TEXT, put("3", "80"), wanted), 1);
  // The same by another span.
  assert.equal(deltaChrF(TEXT, put("width = 3", "width = 80"), wanted), 1);
  assert.equal(deltaChrF(TEXT, put("close", "shut"), [[]]), 0);
  const near = deltaChrF(TEXT, put("3", "800"), wanted);
  const far = deltaChrF(TEXT, put("3", "other(1)"), wanted);
  assert.ok(1 > near && near > far && far > 0, `${near} ${far}`);
  // The likest of what may be meant counts, also of several edits together.
  const both = [put("open", "read"), put("close", "shut")];
  const made = put("open(width);\nclose", "read(width);\nshut");
  assert.equal(deltaChrF(TEXT, made, [[both[0]!], both]), 1);
  assert.ok(deltaChrF(TEXT, made, [[both[0]!]]) < 1);
  const long = TEXT.repeat(500);
  const end = long.length - 1;
  assert.equal(deltaChrF(long, put("3", "80"), [[{ from: end, to: end, text: "80" }]]), 0);
});

test("kept: tokens in their order, weighed by their length", () => {
  assert.deepEqual(keptCharacters("read(width);", "x = read(width, 1);"), { all: 12, kept: 12 });
  assert.deepEqual(keptCharacters("paint(a)", "draw(a)"), { all: 8, kept: 3 });
  assert.deepEqual(keptCharacters("b a", "a b"), { all: 2, kept: 1 });
  assert.deepEqual(keptCharacters("", "a"), { all: 0, kept: 0 });
});

test("reversed: what takes out what was put in, and puts back what was taken", () => {
  // `3` was `80` before.
  const last = { from: at("3"), to: at("3") + 1, removed: "80" };
  assert.deepEqual(reversedCharacters(put("3", "80"), last), { all: 3, reversed: 3 });
  assert.deepEqual(reversedCharacters(put("3", "4"), last), { all: 2, reversed: 1 });
  assert.deepEqual(reversedCharacters(put("open", "80"), last), { all: 6, reversed: 0 });
  assert.deepEqual(reversedCharacters(put("3", "80"), null), { all: 3, reversed: 0 });
});
