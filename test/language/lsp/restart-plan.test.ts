/** When servers that end are started again. */
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { RestartPlan } from "../../../src/language/lsp/restart-plan.ts";

test("after 1, 2, 4, 8, 16 s, then not any more; said once", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  let starts = 0;
  const said: string[] = [];
  const plan = new RestartPlan(
    () => starts++,
    (text) => said.push(text),
    () => now,
  );
  for (const seconds of [1, 2, 4, 8, 16]) {
    assert.equal(plan.mayStart("k"), true);
    plan.ended("k", "name", "exit status 1");
    assert.equal(plan.mayStart("k"), false);
    mock.timers.tick(seconds * 1000 - 1);
    assert.equal(plan.mayStart("k"), false);
    mock.timers.tick(1);
    now += seconds * 1000;
  }
  assert.equal(starts, 5);
  plan.ended("k", "name", "exit status 1");
  mock.timers.tick(100_000);
  assert.equal(plan.mayStart("k"), false);
  assert.equal(plan.mayStart("other"), true);
  assert.deepEqual(said, [
    "name ended (exit status 1) and is started again",
    "name ended 6 times (exit status 1): it stays off until :LspRestart",
  ]);
  plan.forget();
  assert.equal(plan.mayStart("k"), true);
  // What ended long ago does not count.
  plan.ended("k", "name", "x");
  mock.timers.tick(1000);
  now += 200_000;
  plan.ended("k", "name", "x");
  mock.timers.tick(1000);
  assert.equal(starts, 7);
  plan.giveUp("k");
  assert.equal(plan.mayStart("k"), false);
  mock.timers.reset();
});
