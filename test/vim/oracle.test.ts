/** What real Neovim did with the project's own cases, hunch does too. */
import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { type Case, readCases } from "./case.ts";
import { DIFFERENCES } from "./known-differences.ts";
import { failureLines, rate, scoreCases } from "./score.ts";

/** Percent of the cases that end as they did in Neovim, at least. */
const LEAST: Readonly<Record<string, number>> = { generated: 98, hand: 99 };
/** Percent of the cases that known differences may set aside, at most. */
const MOST_SET_ASIDE = 1;

for (const file of globSync(join(import.meta.dirname, "cases", "*.jsonl")).sort()) {
  const name = basename(file, ".jsonl");
  test(`the ${name} cases end as in Neovim`, (t) => {
    const cases = readCases(file);
    const score = scoreCases(cases);
    const percent = rate(score.all);
    const aside = [...score.setAside.values()].reduce((sum, count) => sum + count, 0);
    t.diagnostic(
      `${name}: ${percent.toFixed(2)} % of ${cases.length} cases, ${aside} known differences`,
    );
    assert.ok(percent >= (LEAST[name] ?? 100), `\n${failureLines(score.failures, 40)}`);
    assert.ok((100 * aside) / cases.length <= MOST_SET_ASIDE, `${aside} cases set aside`);
  });
}

test("a known difference has a name of its own and a reason", () => {
  const names = DIFFERENCES.map((rule) => rule.name);
  assert.deepEqual([...new Set(names)], names);
  for (const { name, reason } of DIFFERENCES) assert.ok(reason.length > 20, name);
});

test("a case is in the corpus once", () => {
  const files = globSync(join(import.meta.dirname, "cases", "*.jsonl"));
  const inputs = files
    .flatMap(readCases)
    .map(({ id, expected, category, ...given }: Case) => JSON.stringify(given));
  assert.equal(new Set(inputs).size, inputs.length);
});
