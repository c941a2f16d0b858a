/** Typing with a simulated model: what it costs, and that nothing wrong or restless is shown. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  HABITS,
  judge,
  perWord,
  share,
  sumOf,
  texts,
} from "../../../scripts/model-typing/replay.ts";
import { type TypingResult, typeText } from "../../../scripts/model-typing/typing.ts";

test("requests, prompts, contradictions, flicker and what follows a Tab", async () => {
  const typed: TypingResult[] = [];
  const tabbed: TypingResult[] = [];
  for (const [i, sample] of texts().entries()) {
    for (const habits of HABITS) {
      // Near and far once with each hand: the others are for `npm run replay:model`.
      const request = { ...sample, habits, seed: 17 + i };
      if (habits.name === "usual" || habits.name === "far") {
        typed.push(await typeText({ ...request, tabs: null }));
      }
      if (habits.name === "near" || habits.name === "usual") {
        tabbed.push(await typeText({ ...request, tabs: 300 }));
      }
    }
  }
  const all = sumOf(typed);
  const taken = sumOf(tabbed);
  assert.deepEqual(judge(all, taken), []);
  assert.ok(all.ghosts > all.frames / 2, "ghosts are there most of the time");
  assert.ok(taken.chances >= 10);
  assert.ok(perWord(all) > 0.1);
  assert.ok(share(all.keptUnits, all.promptUnits) < 1);
});
