/** No pattern does more than its budget allows, whatever it is and however long the line. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { UserError } from "../../../src/base/errors.ts";
import { Budget, compilePattern, PatternTooSlow } from "../../../src/text/pattern/pattern.ts";
import { findPattern } from "../../../src/text/search/search.ts";
import { Text } from "../../../src/text/text.ts";
import { randomPattern } from "./random-pattern.ts";

const STEPS = 20_000;
/** Steps between two looks of the matcher at its budget, with room for a long literal. */
const SLACK = 4096;

const LONG = Text.of([`${"a".repeat(60_000)}!${"ab ".repeat(10_000)}`]);
const ROWS = Text.of(Array.from({ length: 500 }, (_, i) => `${"ab".repeat(40)} row ${i}`));

const KNOWN = [
  "\\v(a+)+$",
  "\\v(a*)*[bc]",
  "\\v(a*)*b",
  "\\v(a|aa)+\\1x",
  "a.*b.*c.*d",
  "\\v(.{-}){30}c",
];
const PATTERNS = [...KNOWN, ...Array.from({ length: 300 }, (_, seed) => randomPattern(seed + 1))];

for (const [name, text] of [
  ["a long line", LONG],
  ["many rows", ROWS],
] as const) {
  test(`the steps of patterns on ${name}`, () => {
    for (const source of PATTERNS) {
      const budget = new Budget({ steps: STEPS });
      const found = () =>
        findPattern(
          text,
          compilePattern(source),
          { row: 0, col: 0 },
          {
            forward: true,
            wrap: true,
            context: {},
            budget,
          },
        );
      try {
        found();
      } catch (error) {
        // No pattern, or one that needs more memory or steps than it may.
        if (!(error instanceof PatternTooSlow) && !(error instanceof UserError)) throw error;
      }
      assert.ok(budget.spent <= STEPS + SLACK, `${source}: ${budget.spent} steps`);
    }
  });
}

test("a pattern that runs long looks for CTRL-C every few thousand steps", () => {
  let looks = 0;
  const budget = new Budget({ steps: 200_000, poll: () => looks++ });
  const pattern = compilePattern("\\v(a|aa)+\\1[xy]");
  assert.throws(
    () =>
      findPattern(
        LONG,
        pattern,
        { row: 0, col: 0 },
        {
          forward: true,
          wrap: false,
          context: {},
          budget,
        },
      ),
    PatternTooSlow,
  );
  assert.ok(looks >= 20, `${looks} looks in ${budget.spent} steps`);
});
