import assert from "node:assert/strict";
import { test } from "node:test";
import type { CellRow } from "../../../src/screen/cell-row.ts";
import { ghostRows } from "../../../src/shell/terminal/ghost-rows.ts";

function row(text: string, clusters: readonly number[] | null = null): CellRow {
  const taken = clusters === null ? null : Uint8Array.from(clusters);
  return { text, clusters: taken, runs: new Uint32Array(0), wrapped: false };
}

/** Of the cursor's row, the cells left in it, the ghost: its rows on a screen of 10 cells. */
const CASES: readonly [string, readonly CellRow[], number, string, readonly string[]][] = [
  ["it has room", [row("$ git")], 5, " st", [" st"]],
  ["it goes on below", [row("$ git"), row("")], 5, " status", [" stat", "us"]],
  ["it is as long as the row", [row("$ git"), row("")], 5, " stat", [" stat"]],
  ["a wide character does not fit", [row("$ git"), row("")], 5, "abcd日本", ["abcd", "日本"]],
  ["wide characters count twice", [row("$ git"), row("")], 5, "日本語", ["日本", "語"]],
  [
    "a mark belongs to its letter",
    [row("$ git"), row("")],
    5,
    "abcde\u0301f",
    ["abcde\u0301", "f"],
  ],
  ["below stands something", [row("$ git"), row("x")], 5, " status", [" sta…"]],
  ["the screen ends", [row("$ git")], 5, " status", [" sta…"]],
  [
    "the screen ends below",
    [row("$ git"), row("")],
    5,
    "x".repeat(20),
    ["xxxxx", `${"x".repeat(9)}…`],
  ],
  ["a wide character is cut", [row("$ git")], 5, "abc日本", ["abc…"]],
  ["the cursor is behind the last cell", [row("0123456789"), row("")], 10, "ab", ["", "ab"]],
  ["it does not reach what stands at the right", [row("$ git   m")], 5, "ab", ["ab"]],
  ["it touches what stands at the right", [row("$ git   m")], 5, "abc", ["abc  "]],
  [
    "it covers wide characters at the right",
    [row("$ git 日本", [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 2])],
    5,
    "ab",
    ["ab   "],
  ],
  ["nothing", [row("$ git")], 5, "", []],
];

for (const [what, rows, col, ghost, expected] of CASES) {
  test(`a ghost on the screen: ${what}`, () => {
    assert.deepEqual(ghostRows(ghost, rows, 10, { row: 0, col }, "…"), expected);
  });
}
