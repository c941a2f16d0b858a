/** Which matchers read the output of a command. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { commandWords, matchersFor, matcherTable } from "../../../src/shell/matchers/table.ts";

/** The command, the first matcher, and whether others follow. */
const CHOICES: readonly (readonly [string, string, boolean])[] = [
  ["tsc -p .", "tsc", true],
  ["npx eslint . --fix", "eslint", true],
  ["./node_modules/.bin/jest", "jest", true],
  ["python3.11 -m unittest", "python", true],
  ["FOO=1 /usr/bin/gcc-12 a.c", "tsc", true],
  ["cd x && cargo test", "cargo", true],
  ["npm test", "tsc", true],
  ["rg -n foo", "grep", false],
  ["git grep -n foo", "grep", false],
  ["cat a | grep -n foo", "grep", false],
  ["npm test; rg foo", "grep", false],
  ["grep -q foo a && npm test", "tsc", true],
  ["make test\nrg foo", "make", false],
  ["", "tsc", true],
];

for (const [command, first, more] of CHOICES) {
  test(`the matchers for ${JSON.stringify(command)}`, () => {
    const chosen = matchersFor(matcherTable(), commandWords(command)).map(({ name }) => name);
    assert.equal(chosen[0], first);
    assert.equal(chosen.length > 5, more);
    assert.equal(chosen.includes("grep"), !more);
  });
}
