/** What `gx` takes for an address or a file name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressAt } from "../../../src/commands/normal/outside.ts";

const CASES: readonly (readonly [line: string, col: number, address: string | null])[] = [
  ["see https://example.org/a?b=1#c for more", 10, "https://example.org/a?b=1#c"],
  ["(https://example.org/a).", 5, "https://example.org/a"],
  ["[text](https://example.org/x)", 12, "https://example.org/x"],
  ["open docs/keys.md now", 7, "docs/keys.md"],
  ["  src/main.ts", 0, "src/main.ts"],
  ["a 'quoted name.txt' b", 11, "name.txt"],
  ["   ", 1, null],
  ["", 0, null],
];

for (const [line, col, address] of CASES) {
  test(`${JSON.stringify(line)} at ${col}`, () => {
    assert.equal(addressAt(line, col), address);
  });
}
