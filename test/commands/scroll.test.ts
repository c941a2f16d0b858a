import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { replay, type ScrollCase } from "./scroll-replay.ts";

/** Recorded with Neovim 0.7.2. */
const CASES = readFileSync(new URL("./cases/scroll.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as ScrollCase);

test("scrolls as Neovim does", () => {
  for (const scrollCase of CASES) {
    assert.deepEqual(replay(scrollCase), scrollCase.states, JSON.stringify(scrollCase));
  }
  assert.ok(CASES.length >= 100);
});
