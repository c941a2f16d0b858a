import assert from "node:assert/strict";
import { test } from "node:test";
import {
  changeOf,
  type Hunk,
  hunksOf,
  interpolate,
  KeptStates,
  type Prediction,
} from "../../src/text/prediction.ts";
import { slice, textOf } from "../../src/text/text.ts";

function prediction(text: string, hunks: readonly Hunk[], cursor = 0): Prediction {
  return {
    id: 1,
    doc: 1,
    revision: 0,
    changes: changeOf(hunks, text.length),
    source: "test",
    probability: 1,
    cursor,
    reason: "",
  };
}

/** What is left of a prediction after an edit, as hunks; null when it is dropped. */
function after(text: string, hunks: readonly Hunk[], edit: readonly Hunk[]): Hunk[] | null {
  const left = interpolate(prediction(text, hunks), changeOf(edit, text.length), textOf(text));
  return left && hunksOf(left.changes);
}

const GHOST = [{ from: 2, to: 2, insert: "REM" }];
const REPLACE = [{ from: 2, to: 5, insert: "new" }];

const CASES: ReadonlyArray<
  readonly [string, string, readonly Hunk[], Hunk, readonly Hunk[] | null]
> = [
  [
    "typing the start shortens",
    "LO",
    GHOST,
    { from: 2, to: 2, insert: "R" },
    [{ from: 3, to: 3, insert: "EM" }],
  ],
  [
    "typing more shortens more",
    "LO",
    GHOST,
    { from: 2, to: 2, insert: "RE" },
    [{ from: 4, to: 4, insert: "M" }],
  ],
  ["typing all of it ends it", "LO", GHOST, { from: 2, to: 2, insert: "REM" }, null],
  ["typing something else drops it", "LO", GHOST, { from: 2, to: 2, insert: "X" }, null],
  ["typing more than it drops it", "LO", GHOST, { from: 2, to: 2, insert: "REMX" }, null],
  [
    "a change elsewhere moves it",
    "LOxx",
    GHOST,
    { from: 0, to: 1, insert: "abc" },
    [{ from: 4, to: 4, insert: "REM" }],
  ],
  ["deleting beside it drops it", "LO", GHOST, { from: 1, to: 2, insert: "" }, null],
  [
    "deleting what it replaces leaves an insertion",
    "a old b",
    REPLACE,
    { from: 2, to: 5, insert: "" },
    [{ from: 2, to: 2, insert: "new" }],
  ],
  [
    "deleting a part leaves the rest to replace",
    "a old b",
    REPLACE,
    { from: 2, to: 3, insert: "" },
    [{ from: 2, to: 4, insert: "new" }],
  ],
  [
    "typing its start in front",
    "a old b",
    REPLACE,
    { from: 2, to: 2, insert: "n" },
    [{ from: 3, to: 6, insert: "ew" }],
  ],
  [
    "replacing by its start",
    "a old b",
    REPLACE,
    { from: 2, to: 5, insert: "ne" },
    [{ from: 4, to: 4, insert: "w" }],
  ],
  [
    "replacing a part by its start",
    "a old b",
    REPLACE,
    { from: 2, to: 3, insert: "n" },
    [{ from: 3, to: 5, insert: "ew" }],
  ],
  ["a larger change drops it", "a old b", REPLACE, { from: 1, to: 6, insert: "new" }, null],
];

for (const [name, text, hunks, edit, left] of CASES) {
  test(`interpolate: ${name}`, () => assert.deepEqual(after(text, hunks, [edit]), left));
}

/** A small generator with a seed, so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomHunks(next: (below: number) => number, length: number, most: number): Hunk[] {
  const hunks: Hunk[] = [];
  let at = 0;
  for (let n = next(most) + 1; n > 0 && at <= length; n--) {
    const from = at + next(Math.max(1, length - at));
    const to = Math.min(length, from + next(4));
    const insert = Array.from({ length: next(4) }, () => "ab\n"[next(3)]).join("");
    if (from < to || insert !== "") hunks.push({ from, to, insert });
    at = to + 2;
  }
  return hunks;
}

/** Whether two ranges of the same text touch. */
function touch(a: Hunk, b: Hunk): boolean {
  return a.from <= b.to && a.to >= b.from;
}

function applied(text: string, hunks: readonly Hunk[]): string {
  let out = "";
  let at = 0;
  for (const { from, to, insert } of hunks) {
    out += text.slice(at, from) + insert;
    at = to;
  }
  return out + text.slice(at);
}

test("what is left of a prediction leads to the predicted text with the other edits in it", () => {
  let kept = 0;
  for (let seed = 1; seed <= 6000; seed++) {
    const next = random(seed);
    const text = Array.from({ length: 4 + next(24) }, () => "abc \n"[next(5)]).join("");
    const predicted = hunksOf(changeOf(randomHunks(next, text.length, 3), text.length));
    const made = randomHunks(next, text.length, 2);
    // Half of the edits type a part of what is predicted.
    const target = predicted[next(Math.max(1, predicted.length))];
    if (target && next(2) === 0) {
      const typed = target.insert.slice(0, next(target.insert.length + 1));
      made.splice(0, made.length, {
        from: target.from,
        to: target.from + next(target.to - target.from + 1),
        insert: typed,
      });
    }
    const edit = hunksOf(changeOf(made, text.length));
    if (predicted.length === 0 || edit.length === 0) continue;
    const left = interpolate(
      prediction(text, predicted),
      changeOf(edit, text.length),
      textOf(text),
    );
    if (!left) continue;
    kept++;
    const elsewhere = edit.filter((part) => !predicted.some((hunk) => touch(part, hunk)));
    const all = [...predicted, ...elsewhere].sort((a, b) => a.from - b.from);
    const present = textOf(applied(text, edit));
    const reached = left.changes.apply(present);
    assert.equal(slice(reached, 0, reached.length), applied(text, all), `seed ${seed}`);
    assert.equal(left.revision, 1);
    assert.ok(left.cursor >= 0 && left.cursor <= reached.length);
  }
  assert.ok(kept > 500, `${kept} predictions were kept`);
});

test("the cursor of a prediction stays behind its text", () => {
  const made = prediction("ab\ncd", [{ from: 4, to: 4, insert: "xyz" }], 7);
  const left = interpolate(
    made,
    changeOf([{ from: 0, to: 0, insert: "12" }], 5),
    textOf("ab\ncd"),
  )!;
  assert.equal(left.cursor, 9);
  const typed = interpolate(
    made,
    changeOf([{ from: 4, to: 4, insert: "x" }], 5),
    textOf("ab\ncd"),
  )!;
  assert.equal(typed.cursor, 7);
});

test("kept states are known by their text, and what came after them is forgotten", () => {
  const kept = new KeptStates<string>();
  kept.keep(1, textOf("a"), "at a");
  kept.keep(1, textOf("ab"), "at ab");
  kept.keep(2, textOf("a"), "elsewhere");
  assert.equal(kept.take(1, textOf("abc")), null);
  assert.equal(kept.take(1, textOf("a")), "at a");
  assert.equal(kept.take(1, textOf("ab")), null);
});
