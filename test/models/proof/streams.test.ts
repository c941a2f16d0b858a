/** Streams beside each other, redirects, and where a key must not go. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { startProvider } from "../server/provider.ts";
import type { Fault } from "../server/turn.ts";
import {
  ANSWER,
  callFor,
  differences,
  KEY,
  outcomeOf,
  PIECES,
  portFor,
  WAYS,
  type Way,
} from "./ways.ts";

test("answers that come interleaved are kept apart", async () => {
  for (const way of WAYS) {
    const answers = ["eins ", "zwei ", "drei ", "vier "];
    const gates = answers.map(() => Promise.withResolvers<void>());
    const provider = await startProvider(way.kind, (_request, n) => ({
      pieces: [answers[n]!, answers[n]!, "ende"],
      headWait: gates[(n + 1) % 4]!.promise,
      restWait: gates[(n + 2) % 4]!.promise,
    }));
    const port = portFor(way, provider.url);
    try {
      const calls = answers.map(async (_, n) => {
        // One after the other, so that their numbers are known.
        await provider.count(n);
        return outcomeOf(port, callFor(way));
      });
      await provider.count(4);
      for (const gate of gates) gate.resolve();
      const texts = (await Promise.all(calls)).map(({ text }) => text);
      assert.deepEqual(
        texts,
        answers.map((word) => `${word}${word}ende`),
        way.name,
      );
      assert.deepEqual(differences(await port.sent(), provider.received, provider.url), []);
    } finally {
      await port.close();
      await provider.close();
    }
  }
});

async function redirected(way: Way, status: 301 | 302 | 307 | 308, to: "here" | "there" | "round") {
  const other = await startProvider(way.kind, () => ({ pieces: PIECES }));
  const provider = await startProvider(way.kind, ({ path }, n) => {
    const target = to === "there" ? `${other.url}${path}` : `${path}?again=${n}`;
    const fault: Fault = { kind: "redirect", to: target, status };
    return { pieces: PIECES, ...(n === 0 || to === "round" ? { fault } : {}) };
  });
  const port = portFor(way, provider.url);
  try {
    const { text, error } = await outcomeOf(port, callFor(way));
    assert.ok(!(error?.message ?? "").includes(KEY));
    // Neither the key nor the text goes where the user's configuration does not say.
    assert.equal(other.received.length, 0, way.name);
    const bodies = provider.received.map(({ body }) => body);
    assert.equal(new Set(bodies).size, 1);
    return { outcome: error?.fault ?? text, requests: bodies.length };
  } finally {
    await port.close();
    await provider.close();
    await other.close();
  }
}

test("redirects are followed on the same server only, and only where the body stays", async () => {
  for (const way of WAYS) {
    for (const status of [307, 308] as const) {
      const here = await redirected(way, status, "here");
      assert.deepEqual(here, { outcome: ANSWER, requests: 2 }, way.name);
    }
    for (const status of [301, 302] as const) {
      const here = await redirected(way, status, "here");
      assert.deepEqual(here, { outcome: "garbage", requests: 1 }, way.name);
    }
    for (const status of [301, 302, 307, 308] as const) {
      const there = await redirected(way, status, "there");
      assert.deepEqual(there, { outcome: "garbage", requests: 1 }, way.name);
    }
    assert.deepEqual(await redirected(way, 307, "round"), { outcome: "garbage", requests: 4 });
  }
});

test("nobody there, and a server that goes away between two requests", async () => {
  for (const way of WAYS) {
    const provider = await startProvider(way.kind, () => ({ pieces: PIECES }));
    const clock = { now: 1_800_000_000_000 };
    const port = portFor(way, provider.url, clock);
    try {
      assert.equal((await outcomeOf(port, callFor(way))).text, ANSWER);
      // The connection that was kept is closed, too.
      await provider.close();
      const { error } = await outcomeOf(port, callFor(way));
      assert.equal(error?.fault, "offline", way.name);
      assert.equal((await outcomeOf(port, callFor(way))).error?.fault, "waiting", way.name);
    } finally {
      await port.close();
      await provider.close();
    }
  }
});
