/** Conflict markers: found, told from other text, and resolved. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type ConflictSide, findConflicts, resolve } from "../../src/git/conflict.ts";
import { ChangeSet, slice, textOf } from "../../src/text/text.ts";

const TWO = "a\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> other\nb";
const DIFF3 = "<<<<<<< HEAD\nours\n||||||| base\nold\n=======\ntheirs\n>>>>>>> other";

const FOUND: readonly [string, string, readonly (readonly number[])[]][] = [
  ["one", TWO, [[1, -1, 3, 5]]],
  ["with its ancestor", DIFF3, [[0, 2, 4, 6]]],
  [
    "two",
    `${TWO}\n${TWO}`,
    [
      [1, -1, 3, 5],
      [8, -1, 10, 12],
    ],
  ],
  ["empty sides", "<<<<<<<\n=======\n>>>>>>>", [[0, -1, 1, 2]]],
  ["a heading is none", "Title\n=======\ntext", []],
  ["an arrow is none", "<<<<<<<<< x\n=======\n>>>>>>> y", []],
  ["one that does not end", "<<<<<<< HEAD\nours\n=======\n", []],
  ["one that begins anew", "<<<<<<< HEAD\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c", [[1, -1, 3, 5]]],
];

for (const [name, text, expected] of FOUND) {
  test(`conflicts: ${name}`, () => {
    const found = findConflicts(textOf(text));
    assert.deepEqual(
      found.map(({ start, base, middle, end }) => [start, base, middle, end]),
      expected,
    );
  });
}

const RESOLVED: readonly [string, ConflictSide, string][] = [
  [TWO, "ours", "a\nours\nb"],
  [TWO, "theirs", "a\ntheirs\nb"],
  [TWO, "both", "a\nours\ntheirs\nb"],
  [TWO, "none", "a\nb"],
  [DIFF3, "base", "old"],
  [DIFF3, "none", ""],
];

for (const [source, side, expected] of RESOLVED) {
  test(`resolve ${side}: ${JSON.stringify(expected)}`, () => {
    const text = textOf(source);
    const [conflict] = findConflicts(text);
    const change = ChangeSet.of(resolve(text, conflict!, side), text.length);
    const after = change.apply(text);
    assert.equal(slice(after, 0, after.length), expected);
  });
}
