/**
 * Every kind of provider with everything that goes wrong: what a caller hears is told by a table, and
 * the log has what the server received, byte for byte.
 */
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { ModelPort } from "../../../src/models/port.ts";
import { type Provider, startProvider } from "../server/provider.ts";
import { FAULT_ROWS, type FaultRow, FIRST_WAIT } from "./fault-rows.ts";
import {
  ANSWER,
  asked,
  callFor,
  differences,
  outcomeOf,
  PIECES,
  portFor,
  WAYS,
  type Way,
} from "./ways.ts";

const USAGE = { prompt: 40, cached: 32, answer: 9 };

/** Resolves when the server has the request, and has begun to answer where it does. */
async function underWay(port: ModelPort, provider: Provider, row: FaultRow): Promise<void> {
  await provider.count(1);
  if (row.fault?.kind === "silent" && row.fault.when === "before-head") return;
  while (asked(await port.sent())[0]?.status === null) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** `timers`: those of the limits, which are over when the server is at work. */
async function meets(
  way: Way,
  row: FaultRow,
  timers: TestContext["mock"]["timers"] | null,
): Promise<void> {
  const fault = row.fault === undefined ? {} : { fault: row.fault };
  const provider = await startProvider(way.kind, () => ({
    pieces: PIECES,
    usage: USAGE,
    ...fault,
  }));
  const port = portFor(way, provider.url);
  const states: (string | null)[] = [];
  port.onState((state) => states.push(state.fault));
  try {
    const outcome = outcomeOf(port, callFor(way, row.limits));
    if (timers !== null) {
      await underWay(port, provider, row);
      timers.tick(Math.max(row.limits?.firstMs ?? 0, row.limits?.totalMs ?? 0));
    }
    const { text, result, error } = await outcome;
    assert.deepEqual(provider.received[0]?.faults, [], "the vendor would refuse the request");
    assert.ok(ANSWER.startsWith(text) || row.fault?.kind === "endless", JSON.stringify(text));
    const outcomes = row.outcome(way);
    assert.ok(outcomes.includes(error?.fault ?? null), `${error?.fault}: ${error?.message}`);
    if (error === null) {
      // Half an answer is never taken for a whole one.
      assert.equal(text, ANSWER);
      assert.deepEqual(states, []);
    } else {
      assert.equal(row.text === "all", false, error.message);
      if (row.text === "none") assert.equal(text, "");
      assert.equal(error.retryMs, row.retryMs ?? FIRST_WAIT);
      assert.equal(error.provider, "box");
      assert.match(error.message, /^box: [^\n]+$/);
      assert.deepEqual(states, [error.fault]);
    }
    if (result !== null && (row.fault === undefined || row.text === "all")) {
      assert.equal(
        result.finish,
        row.fault?.kind === "early-end" && !way.whole ? "length" : "stop",
      );
    }
    const sent = await port.sent();
    assert.deepEqual(differences(sent, provider.received, provider.url), []);
    const [logged] = asked(sent);
    assert.notEqual(logged?.ms, null);
    if (error === null) assert.equal(logged?.outcome, "ok");
    else assert.ok(logged?.outcome.startsWith(`${error.fault}: `), logged?.outcome);
  } finally {
    await port.close();
    await provider.close();
  }
}

for (const row of FAULT_ROWS) {
  test(`${row.name}: all kinds of providers`, async (t) => {
    if (row.limits !== undefined) {
      const { timers } = t.mock;
      timers.enable({ apis: ["setTimeout"] });
      // One after the other: they share the clock.
      for (const way of WAYS) await meets(way, row, timers);
      return;
    }
    const met = await Promise.allSettled(WAYS.map((way) => meets(way, row, null)));
    const wrong = met.flatMap((one, i) =>
      one.status === "rejected" ? [`${WAYS[i]!.name}: ${String(one.reason)}`] : [],
    );
    assert.deepEqual(wrong, []);
  });
}
