import assert from "node:assert/strict";
import { test } from "node:test";
import { LineGhost, shellPart } from "../../../src/shell/prompt/command-line.ts";

const PARTS: readonly (readonly [line: string, part: string | null])[] = [
  ["!git s", "git s"],
  ["! git s", "git s"],
  ["  !ls", "ls"],
  ["!", ""],
  ["r !ls", "ls"],
  ["read!ls", "ls"],
  ["terminal git", "git"],
  ["ter git", "git"],
  ["te git", "git"],
  ["vertical terminal npm t", "npm t"],
  ["botright vert ter npm t", "npm t"],
  ["split | terminal npm t", "npm t"],
  ["botright 10split|te npm t", "npm t"],
  ["10new | r !git s", "git s"],
  ["Run npm t", "npm t"],
  ["Run", null],
  ["Runs npm t", null],
  ["s/a|terminal b", null],
  ["echo 'x | terminal b", null],
  ["terminal", null],
  ["term", null],
  ["terminals x", null],
  ["echo terminal x", null],
  ["%!sort", null],
  ["w !x", null],
  ["set wrap!", null],
  ["", null],
];

test("which part of a command line is the shell's", () => {
  for (const [line, part] of PARTS) assert.equal(shellPart(line), part, line);
});

function ghostOf(commands: readonly string[]) {
  const asked: string[] = [];
  let due = false;
  const state = { on: true };
  const ghost = new LineGhost({
    ask(prefix) {
      asked.push(prefix);
      const found = commands.filter((each) => each.startsWith(prefix) && each !== prefix);
      return found.map((command) => ({ command, chance: 1, wordChance: 1, reason: "" }));
    },
    later() {
      due = true;
    },
    enabled: () => state.on,
  });
  const rest = (line: string): string => {
    if (due) ghost.answer();
    due = false;
    return ghost.textFor(line);
  };
  return { ghost, rest, asked, state };
}

test("a command line is given a ghost behind its frame, which typing shortens", () => {
  const { ghost, rest, asked } = ghostOf(["git status", "git stash", "npm test"]);
  assert.equal(ghost.textFor("!g"), "");
  assert.equal(rest("!g"), "it status");
  assert.equal(ghost.textFor("!gi"), "t status");
  assert.equal(ghost.textFor("!git status"), "");
  assert.equal(ghost.textFor("!gx"), "");
  assert.equal(rest("!gx"), "");
  assert.deepEqual(asked, ["g", "gx"]);
  ghost.left();
  assert.equal(ghost.textFor("!n"), "");
  assert.equal(rest("!n"), "pm test");
});

test("suggestions are cycled", () => {
  const { ghost, rest } = ghostOf(["git status", "git stash"]);
  ghost.textFor("!git st");
  assert.equal(rest("!git st"), "atus");
  ghost.cycle(1);
  assert.equal(ghost.textFor("!git st"), "ash");
  ghost.cycle(1);
  assert.equal(ghost.textFor("!git st"), "atus");
  ghost.cycle(-1);
  assert.equal(ghost.textFor("!git st"), "ash");
});

test("nothing is suggested on an empty line, elsewhere, or with characters that Vim replaces", () => {
  const { rest, ghost, asked, state } = ghostOf(["git status", "git show HEAD~1 -- %", "echo a!"]);
  for (const line of ["!", "set x", "!git show", "!echo"]) {
    ghost.textFor(line);
    assert.equal(rest(line), "", line);
  }
  state.on = false;
  ghost.textFor("!git st");
  assert.equal(rest("!git st"), "");
  assert.deepEqual(asked, ["git show", "echo"]);
});

test("a line without an answer is asked for again when more is known", () => {
  const commands: string[] = [];
  const { ghost, rest } = ghostOf(commands);
  assert.equal(rest("!sta"), "");
  assert.equal(rest("!sta"), "");
  commands.push("stat --dereference");
  ghost.reconsider();
  assert.equal(rest("!sta"), "t --dereference");
  ghost.left();
  ghost.reconsider();
});
