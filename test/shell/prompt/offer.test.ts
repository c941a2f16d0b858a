import assert from "node:assert/strict";
import { test } from "node:test";
import { isOfferable, nextWord } from "../../../src/shell/prompt/offer.ts";

const CASES: readonly (readonly [prefix: string, command: string, chance: number, ok: boolean])[] =
  [
    ["g", "git status", 0.1, true],
    ["", "git status", 0.1, false],
    ["", "git status", 0.3, true],
    ["  ", "  git status", 0.1, false],
    ["git status", "git status", 1, false],
    ["x", "git status", 1, false],
    ["r", "rm -rf build", 1, false],
    ["git reset", "git reset --hard", 1, false],
    ["sudo a", "sudo apt remove x", 1, false],
    ["t", "tmux new-session 'rm x'", 1, false],
    ["f", "function f { rm x; }", 1, false],
    ["i", "ip netns exec a /bin/rm x", 1, false],
    ["d", "docker run --rm -it alpine", 1, true],
    ["g", "git rm --cached a", 1, false],
    ["c", "cd rm-old", 1, true],
    ["for", "for f in *\ndo echo $f\ndone", 1, false],
    ["e", "echo a\tb", 1, false],
    ["e", "echo \x1b[2J", 1, false],
    ["e", "echo \u202eabc", 1, false],
    ["e", "echo \ud800", 1, false],
    ["e", "echo 日本 👍 é", 1, true],
    ["e", "export TOKEN=ghp_abcdefghijklmnopqrstuvwxyz0123456789", 1, false],
    ["e", `echo ${"x".repeat(500)}`, 1, false],
  ];

test("what is offered behind a cursor", () => {
  for (const [prefix, command, chance, ok] of CASES) {
    const suggestion = { command, chance, wordChance: chance, reason: "" };
    assert.equal(isOfferable(suggestion, prefix), ok, JSON.stringify(command));
  }
});

test("on the empty line what has just happened may ask for it", () => {
  const suggestion = { command: "npm test", chance: 0.2, wordChance: 0.2, reason: "" };
  assert.equal(isOfferable(suggestion, ""), false);
  assert.equal(isOfferable({ ...suggestion, timely: true }, ""), true);
  assert.equal(isOfferable({ ...suggestion, timely: true, chance: 0.05 }, ""), false);
});

const WORDS: readonly (readonly [rest: string, word: string])[] = [
  ["git status", "git"],
  [" status -s", " status"],
  ["  a b", "  a"],
  ["c/shell/prompt x", "c/"],
  ["/usr/bin", "/"],
  ["usr/bin", "usr/"],
  ["bin", "bin"],
  ["//a", "//"],
  ["https://a/b", "https://"],
  [" ", " "],
  ["", ""],
];

test("the next word ends before a blank or behind a slash", () => {
  for (const [rest, word] of WORDS) assert.equal(nextWord(rest), word, rest);
});
