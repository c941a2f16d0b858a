/** A call that nobody wants any more ends here at once, and the server sees its connection closed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ModelPort, ModelStream, SentRequest } from "../../../src/models/port.ts";
import { openModels } from "../../../src/models/thread/client.ts";
import { startProvider } from "../server/provider.ts";
import type { Turn } from "../server/turn.ts";
import { callFor, configFor, differences, KEY, PIECES, portFor, WAYS, type Way } from "./ways.ts";

interface Leaving {
  readonly name: string;
  /** What the server does until it is left. */
  readonly turn: Partial<Turn>;
  /** Leaves; answers the time (`performance.now()`) when it did. */
  leave(port: ModelPort, stream: ModelStream, abort: AbortController): Promise<number>;
}

const never = new Promise<void>(() => {});

async function firstPiece(stream: ModelStream): Promise<AsyncIterator<string>> {
  const pieces = stream[Symbol.asyncIterator]();
  assert.equal((await pieces.next()).value, PIECES[0]);
  return pieces;
}

const LEAVINGS: readonly Leaving[] = [
  {
    name: "before the head of the answer",
    turn: { headWait: never },
    async leave(_port, _stream, abort) {
      const at = performance.now();
      abort.abort();
      return at;
    },
  },
  {
    name: "in the middle of the answer",
    turn: { restWait: never },
    async leave(_port, stream, abort) {
      const pieces = await firstPiece(stream);
      const at = performance.now();
      abort.abort();
      // It just ends.
      assert.equal((await pieces.next()).done, true);
      return at;
    },
  },
  {
    name: "by leaving the loop",
    turn: { restWait: never },
    async leave(_port, stream) {
      for await (const piece of stream) {
        assert.equal(piece, PIECES[0]);
        break;
      }
      return performance.now();
    },
  },
  {
    name: "by closing the port",
    turn: { restWait: never },
    async leave(port, stream) {
      const pieces = await firstPiece(stream);
      const at = performance.now();
      await port.close();
      assert.equal((await pieces.next()).done, true);
      return at;
    },
  },
];

/** Milliseconds until the server saw it. */
async function left(way: Way, leaving: Leaving, threaded: boolean): Promise<number | null> {
  // An answer of one piece can't be left in its middle.
  if (way.whole && leaving.turn.restWait !== undefined) return null;
  const provider = await startProvider(way.kind, () => ({ pieces: PIECES, ...leaving.turn }));
  const port = threaded
    ? openModels(configFor(way, provider.url), { env: { PROOF_KEY: KEY } })
    : portFor(way, provider.url);
  try {
    const abort = new AbortController();
    const stream = port.call(callFor(way), abort.signal);
    await provider.count(1);
    const at = await leaving.leave(port, stream, abort);
    const [request] = provider.received;
    assert.deepEqual(request?.faults, []);
    const closed = await request!.closed;
    assert.equal(closed.complete, false);
    assert.equal((await stream.result).finish, "closed");
    if (leaving.name !== "by closing the port") {
      const sent = await ended(port);
      assert.deepEqual(differences(sent, provider.received, provider.url), []);
      assert.equal(sent.find(({ method }) => method === "POST")?.outcome, "closed");
    }
    return closed.at - at;
  } finally {
    await port.close();
    await provider.close();
  }
}

/** The log when nothing in it is under way any more. */
async function ended(port: ModelPort): Promise<readonly SentRequest[]> {
  while (true) {
    const sent = await port.sent();
    if (sent.every(({ ms }) => ms !== null)) return sent;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

for (const leaving of LEAVINGS) {
  test(`left ${leaving.name}: all kinds of providers see it`, async (t) => {
    const times: number[] = [];
    for (const way of WAYS) {
      const ms = await left(way, leaving, false);
      if (ms !== null) times.push(ms);
    }
    t.diagnostic(`seen closed after ${summary(times)}`);
  });
}

test("left through the models' thread: the server sees it", async (t) => {
  const times: number[] = [];
  for (const way of WAYS.slice(0, 1)) {
    for (const leaving of LEAVINGS) {
      const ms = await left(way, leaving, true);
      if (ms !== null) times.push(ms);
    }
  }
  t.diagnostic(`seen closed after ${summary(times)}`);
});

function summary(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const most = sorted[sorted.length - 1] ?? 0;
  return `${middle.toFixed(1)} ms (the half), ${most.toFixed(1)} ms at most, of ${sorted.length}`;
}
