/**
 * What the gate says is about as likely as it says. The calibration set are the best changes of the
 * questions in every twelfth episode of the shared development set, which the prior was not trained on.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { calibration, calibrationError } from "../../../src/tab/eval/counts.ts";
import { episodesIn } from "../../../src/tab/eval/episode-file.ts";
import { replayAll } from "../../../src/tab/eval/replay.ts";
import { ReplaySession } from "../../../src/tab/eval/session.ts";
import { textPredictors } from "../../../src/tab/predictors/all.ts";

const DEV = join(import.meta.dirname, "../../../../shared/edits/dev.jsonl.gz");

test("the shipped prior is calibrated to 0.05", { skip: !existsSync(DEV) }, async () => {
  const predictors = textPredictors(async () => {});
  const session = new ReplaySession({ predictors, fixed: true });
  const episodes = [...episodesIn(DEV, true)].filter((_, i) => i % 12 === 5);
  const { judged } = await replayAll(episodes, session, { passes: ["replay"] });
  const bins = calibration(judged, 5);
  const error = calibrationError(bins)!;
  const told = bins.map((b) => `${b.predicted.toFixed(2)}:${b.observed.toFixed(2)} (${b.count})`);
  assert.ok(error <= 0.05, `${error.toFixed(3)} over ${judged.length}: ${told.join(", ")}`);
});
