/** The shared corpus, where it lies beside the checkout; the test is skipped where it does not. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readCases } from "./case.ts";
import { failureLines, rate, scoreCases } from "./score.ts";

const file = join(import.meta.dirname, "..", "..", "..", "shared", "vim", "dev.jsonl");

const LEAST_OVERALL = 99;
const EXACT = ["dot-repeat", "macro", "undo-redo"];
const LEAST_EXACT = 100;
/** A category with fewer cases says too little by itself. */
const TELLING = 20;
const LEAST_CATEGORY = 97;

const skip = existsSync(file) ? false : "../shared/vim/dev.jsonl is not there";

test("the shared cases end as in Neovim", { skip }, (t) => {
  const cases = readCases(file);
  const score = scoreCases(cases);
  const aside = [...score.setAside.values()].reduce((sum, count) => sum + count, 0);
  t.diagnostic(
    `shared: ${rate(score.all).toFixed(2)} % of ${cases.length} cases, ${aside} known differences`,
  );
  const low = [...score.categories].flatMap(([name, count]) => {
    const least = EXACT.includes(name)
      ? LEAST_EXACT
      : count.passed + count.failed >= TELLING
        ? LEAST_CATEGORY
        : 0;
    return rate(count) < least ? [`${name}: ${count.failed} failed`] : [];
  });
  const failures = failureLines(score.failures, 40);
  assert.deepEqual(low, [], failures);
  assert.ok(rate(score.all) >= LEAST_OVERALL, `\n${failures}`);
  assert.ok((100 * aside) / cases.length <= 1, `${aside} cases set aside`);
});
