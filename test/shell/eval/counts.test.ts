import assert from "node:assert/strict";
import { test } from "node:test";
import {
  countCommand,
  figuresOf,
  ghostWord,
  keysFor,
  noCounts,
} from "../../../src/shell/eval/counts.ts";

const WORDS: readonly (readonly [string, string])[] = [
  ["atus", "atus"],
  [" status -s", " status"],
  ["src/app/main.ts", "src/"],
  ["/app", "/"],
  ["   ", "   "],
];

for (const [rest, word] of WORDS) {
  test(`the first word of ${JSON.stringify(rest)}`, () => assert.equal(ghostWord(rest), word));
}

/** The same ghost behind every prefix. */
function always(command: string, ghost: string): string[] {
  return Array.from({ length: command.length }, () => ghost);
}

const KEYS: readonly (readonly [string, string, string, number, boolean, number])[] = [
  ["typed by hand", "ls -l", "cat", 1, true, 5],
  ["taken whole", "git status", "git status", 1, false, 2],
  ["taken on the empty line", "git status", "git status", 0, false, 1],
  ["a wrong end, by whole lines", "cat a.txt", "cat b.txt", 1, false, 9],
  ["a wrong end, by words", "cat a.txt", "cat b.txt", 1, true, 8],
  ["one character is no gain", "ab", "ab", 1, true, 2],
  ["folders are words", "cd src/app/x", "cd src/app/y", 1, true, 5],
];

for (const [name, command, ghost, from, byWord, keys] of KEYS) {
  test(`keys: ${name}`, () => {
    const ghosts = always(command, ghost).map((each, at) =>
      each.startsWith(command.slice(0, at)) ? each : null,
    );
    assert.equal(keysFor(command, ghosts, from, byWord), keys);
  });
}

test("figures are shares of what was counted", () => {
  const counts = noCounts();
  countCommand(counts, "ls -a", [["ls -a", "ls"], ["ls -a"], ["ls -l"], [], []], true);
  countCommand(counts, "pwd", [["ls"], ["pwd"], ["pwd"]], false);
  const figures = figuresOf(counts);
  assert.equal(figures.commands, 2);
  assert.equal(figures.seenBefore, 50);
  assert.equal(figures.top1, 50);
  assert.equal(figures.emptyPrecision, 50);
  // Six positions behind a first character; a ghost at four of them, three of those the command.
  assert.equal(figures.ghostShown, 66.7);
  assert.equal(figures.ghostPrecision, 75);
  assert.equal(figuresOf(noCounts()).savedWord, null);
});
