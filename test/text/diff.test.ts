import assert from "node:assert/strict";
import test from "node:test";
import { diff, hunks } from "../../src/text/diff.ts";
import { MapMode, textOf } from "../../src/text/text.ts";

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const PARTS = [
  "foo",
  "bar",
  "foo bar",
  "",
  "x",
  "}",
  "a.b(c)",
  "👍 ok",
  "👎 ok",
  "é",
  "  ",
  "return 1;",
];

test("applying a difference to the old text gives the new one", () => {
  for (let seed = 1; seed <= 1500; seed++) {
    const next = random(seed);
    const lines = Array.from({ length: 1 + next(9) }, () => PARTS[next(PARTS.length)]!);
    const other = [...lines];
    for (let edits = next(5); edits >= 0; edits--) {
      const at = next(other.length + 1);
      const kind = next(4);
      if (kind === 0) other.splice(at, next(3));
      else if (kind === 1) other.splice(at, 0, PARTS[next(PARTS.length)]!);
      else if (at < other.length) other[at] += PARTS[next(PARTS.length)]!;
    }
    if (other.length === 0) other.push("");
    const a = textOf(lines.join("\n"));
    const b = textOf(other.join("\n"));
    assert.equal(diff(a, b).apply(a).toString(), b.toString(), `seed ${seed}`);
    let rowA = 0;
    const rebuilt: string[] = [];
    for (const hunk of hunks(a, b)) {
      rebuilt.push(...lines.slice(rowA, hunk.fromA), ...other.slice(hunk.fromB, hunk.toB));
      rowA = hunk.toA;
    }
    rebuilt.push(...lines.slice(rowA));
    assert.deepEqual(rebuilt, other, `hunks of seed ${seed}`);
  }
});

test("equal texts have no difference", () => {
  const text = textOf("one\ntwo");
  assert.deepEqual(hunks(text, text), []);
  assert.equal(diff(text, text).empty, true);
});

test("hunks are ranges of rows", () => {
  const a = textOf("a\nb\nc\nd");
  const b = textOf("a\nX\nc\nd\ne");
  assert.deepEqual(hunks(a, b), [
    { fromA: 1, toA: 2, fromB: 1, toB: 2 },
    { fromA: 4, toA: 4, fromB: 4, toB: 5 },
  ]);
});

test("a mark in a changed line survives next to the changed word", () => {
  const a = textOf("const value = old(1);\nnext");
  const b = textOf("const value = renamed(1);\nnext");
  const change = diff(a, b);
  assert.equal(change.mapPos(18, 1, MapMode.TrackDel), 22);
  assert.equal(change.mapPos(6, 1, MapMode.TrackDel), 6);
});

test("a surrogate pair is replaced whole", () => {
  const ranges: number[] = [];
  diff(textOf("👍"), textOf("👎")).iterChanges((from, to) => ranges.push(from, to));
  assert.deepEqual(ranges, [0, 2]);
});

test("many changes without equal ends still give the new text", () => {
  const next = random(5);
  const lines = Array.from({ length: 4000 }, (_, i) => `line ${i}`);
  const other = lines.map((line, i) => (i % 3 === 0 ? `changed ${next(1000)}` : line));
  const a = textOf(lines.join("\n"));
  const b = textOf(other.join("\n"));
  assert.equal(diff(a, b).apply(a).eq(b), true);
  assert.equal(hunks(a, b).length, 1334);
});

test("texts without anything in common are one hunk", () => {
  const a = textOf(Array.from({ length: 3000 }, (_, i) => `a${i}`).join("\n"));
  const b = textOf(Array.from({ length: 2000 }, (_, i) => `b${i}`).join("\n"));
  assert.deepEqual(hunks(a, b), [{ fromA: 0, toA: 3000, fromB: 0, toB: 2000 }]);
});
