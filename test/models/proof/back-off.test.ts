/** A provider that fails is left alone: nothing reaches the server before its time. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Provider, startProvider } from "../server/provider.ts";
import type { Fault, Turn } from "../server/turn.ts";
import { ANSWER, type Clock, callFor, outcomeOf, PIECES, portFor, WAYS, type Way } from "./ways.ts";

const GOOD: Turn = { pieces: PIECES };
const fails = (status: number, headers: Record<string, string> = {}): Turn => ({
  pieces: PIECES,
  fault: { kind: "status", status, headers } satisfies Fault,
});

/** One way of each kind is enough: what waits is the provider. */
const KINDS: readonly Way[] = WAYS.filter(
  (way, i) => WAYS.findIndex(({ kind }) => kind === way.kind) === i,
);

interface Scene {
  readonly clock: Clock;
  readonly provider: Provider;
  /** Asks once; "sent" or how it was refused here, and the milliseconds that are left. */
  ask(purpose?: "test"): Promise<string>;
}

async function scene(way: Way, turns: readonly Turn[], run: (scene: Scene) => Promise<void>) {
  const provider = await startProvider(way.kind, (_request, n) => turns[n] ?? GOOD);
  const clock = { now: 1_800_000_000_000 };
  const port = portFor(way, provider.url, clock);
  const ask = async (purpose?: "test"): Promise<string> => {
    const before = provider.received.length;
    const call = callFor(way, purpose === undefined ? {} : { purpose });
    const { text, error } = await outcomeOf(port, call);
    const wasSent = provider.received.length - before;
    if (error === null) {
      assert.equal(text, ANSWER);
      return `good, sent ${wasSent}`;
    }
    return `${error.fault} ${error.retryMs}, sent ${wasSent}`;
  };
  try {
    await run({ clock, provider, ask });
  } finally {
    await port.close();
    await provider.close();
  }
}

test("Retry-After is honoured to the millisecond", async () => {
  for (const way of KINDS) {
    await scene(way, [fails(429, { "retry-after": "7" })], async ({ clock, ask }) => {
      assert.equal(await ask(), "busy 7000, sent 1", way.name);
      clock.now += 6999;
      assert.equal(await ask(), "waiting 1, sent 0", way.name);
      clock.now += 1;
      assert.equal(await ask(), "good, sent 1", way.name);
      assert.equal(await ask(), "good, sent 1", way.name);
    });
  }
});

test("each failure in a row doubles the wait, to five minutes; one good answer ends it", async () => {
  const turns = [...Array.from({ length: 10 }, () => fails(503)), GOOD, fails(503)];
  for (const way of KINDS) {
    await scene(way, turns, async ({ clock, ask }) => {
      const waits = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300];
      for (const seconds of waits) {
        assert.equal(await ask(), `server ${seconds * 1000}, sent 1`, way.name);
        clock.now += seconds * 1000 - 1;
        assert.equal(await ask(), "waiting 1, sent 0", way.name);
        clock.now += 1;
      }
      assert.equal(await ask(), "good, sent 1", way.name);
      assert.equal(await ask(), "server 1000, sent 1", way.name);
    });
  }
});

test("a refused key is not tried again, unless by a test", async () => {
  for (const way of KINDS) {
    await scene(way, [fails(401)], async ({ clock, ask }) => {
      assert.equal(await ask(), "key Infinity, sent 1", way.name);
      clock.now += 24 * 3_600_000;
      assert.equal(await ask(), "key Infinity, sent 0", way.name);
      assert.equal(await ask("test"), "good, sent 1", way.name);
      assert.equal(await ask(), "good, sent 1", way.name);
    });
  }
});

test("a request that is refused makes nobody wait before the second in a row", async () => {
  for (const way of KINDS) {
    await scene(way, [fails(400), fails(400), fails(400)], async ({ clock, ask }) => {
      assert.equal(await ask(), "refused 0, sent 1", way.name);
      assert.equal(await ask(), "refused 1000, sent 1", way.name);
      assert.equal(await ask(), "waiting 1000, sent 0", way.name);
      clock.now += 1000;
      assert.equal(await ask(), "refused 2000, sent 1", way.name);
    });
  }
});

test("failures of requests that were under way together count once", async () => {
  for (const way of KINDS) {
    let release = (): void => {};
    const headWait = new Promise<void>((resolve) => (release = resolve));
    const slow = { ...fails(500), headWait };
    await scene(way, [slow, slow, slow, fails(500)], async ({ clock, provider, ask }) => {
      const three = [ask(), ask(), ask()];
      await provider.count(3);
      clock.now += 5;
      release();
      const outcomes = await Promise.all(three);
      assert.ok(
        outcomes.every((one) => one.startsWith("server 1000")),
        outcomes.join(),
      );
      clock.now += 1000;
      assert.match(await ask(), /^server 2000, sent 1$/, way.name);
    });
  }
});
