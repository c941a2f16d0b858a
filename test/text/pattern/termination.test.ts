import assert from "node:assert/strict";
import { test } from "node:test";
import { Budget, compilePattern, PatternTooSlow } from "../../../src/text/pattern/pattern.ts";
import { textOf } from "../../../src/text/text.ts";
import { randomPattern, seeded } from "./cases.ts";

/** Steps that a first match in a line may take: a fair number per character. */
function stepsFor(source: string, line: string): number {
  const text = textOf(line);
  const budget = new Budget({ steps: 400 * line.length });
  compilePattern(source).matchLine(text, 0, 0, {}, budget);
  return budget.spent;
}

const LETTERS = "a".repeat(20_000);

// A plain letter at the end would be looked for first and found missing.
for (const plain of [
  "\\v(a*)*b",
  "\\v(a+)+b",
  "\\v(a+)+$",
  "\\v(a|aa)+b",
  "\\v(a|a)*b",
  "\\v(a+a+)+b",
  "\\v(a{-}a{-})*b",
  "\\v(.*)(.*)(.*)(.*)(.*)b",
  "\\v((a*)*)*b",
  "\\v(a?){20}a{20}b",
  "\\v%(a{1,3}){1,9}b",
  "\\v((a+)+b)@=a",
  "\\v((a+)+b)@!b",
  ".*.*.*foo",
  "\\_.*\\_.*foo",
  "a\\{-}a\\{-}a\\{-}b",
]) {
  const source = plain.replace(/b$/, "[bc]").replaceAll("b)@", "[bc])@");
  test(`${source} takes steps in proportion to the line`, () => {
    const short = stepsFor(source, LETTERS.slice(0, 5_000));
    const long = stepsFor(source, LETTERS);
    assert.ok(long <= 6 * short + 1000, `${short} steps for 5,000 letters, ${long} for 20,000`);
  });
}

test("patterns that cannot be tamed are stopped by the budget", () => {
  const text = textOf(LETTERS);
  for (const source of [
    "\\v(a*)*(.)\\2[bc]",
    "\\v(((a{1,90}){1,90}){1,90}){1,90}[bc]",
    "\\v(a*)@>[bc]",
    "\\v(a.*[bc])@<=a|ab",
  ]) {
    const budget = new Budget({ steps: 50_000 });
    const run = () => compilePattern(source).matchLine(text, 0, 0, {}, budget);
    assert.throws(run, (error: unknown) => error instanceof PatternTooSlow, source);
  }
});

test("random patterns end within the budget or say so", () => {
  const random = seeded(77);
  const lines = ["aabbcc ".repeat(60), "a".repeat(400), "ab ".repeat(150), "", "c"];
  const text = textOf(lines.join("\n"));
  let slow = 0;
  for (let run = 0; run < 1500; run++) {
    const source = randomPattern(random);
    const budget = new Budget({ steps: 200_000 });
    try {
      const pattern = compilePattern(source);
      for (let row = 0; row < lines.length; row++) pattern.matchLine(text, row, 0, {}, budget);
    } catch (error) {
      if (!(error instanceof PatternTooSlow)) {
        assert.match((error as Error).message, /^E888|^E871/, source);
        continue;
      }
      slow++;
    }
    assert.ok(budget.spent < 210_000, `${source}: ${budget.spent} steps`);
  }
  assert.ok(slow < 75, `${slow} random patterns were too slow`);
});

test("the poll is called while a match runs and may stop it", () => {
  let polls = 0;
  const poll = () => {
    polls++;
    if (polls === 3) throw new Error("stopped");
  };
  const run = () =>
    compilePattern("\\v(a*)*(.)\\2[bc]").matchLine(textOf(LETTERS), 0, 0, {}, new Budget({ poll }));
  assert.throws(run, /stopped/);
});
