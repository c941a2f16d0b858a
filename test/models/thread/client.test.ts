/** The models' thread: streams over messages, ends of all kinds, and a thread that dies. */
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { ModelError, type ModelFault, type ProviderState } from "../../../src/models/port.ts";
import { openModels, type ThreadHandle } from "../../../src/models/thread/client.ts";
import type { FromThread, ToThread } from "../../../src/models/thread/messages.ts";
import { callOf, configOf, never, serve, sse, textOf } from "../wire/fixture.ts";

test("a call goes through a real thread, which says what it sent and closes", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(sse({ choices: [{ text: "1 + 2", finish_reason: "stop" }] }, "[DONE]"));
  });
  const config = configOf({ kind: "openai", url: server.url, key: { env: "BOX_KEY" } });
  const port = openModels(config, { env: { BOX_KEY: "sk-secret-2" } });
  t.after(() => port.close());
  assert.deepEqual(await port.sent(), []);
  const stream = port.call(callOf(), never());
  assert.equal(await textOf(stream), "1 + 2");
  assert.equal((await stream.result).finish, "stop");
  const sent = await port.sent();
  assert.equal(sent[0]?.body, server.seen[0]?.body);
  assert.equal(server.seen[0]?.headers.authorization, "Bearer sk-secret-2");
});

test("an aborted call ends at once, and the server sees it", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(sse({ choices: [{ text: "one" }] }));
  });
  const port = openModels(configOf({ kind: "openai", url: server.url }), { env: {} });
  t.after(() => port.close());
  const controller = new AbortController();
  const stream = port.call(callOf(), controller.signal);
  for await (const _ of stream) controller.abort();
  assert.equal((await stream.result).finish, "closed");
  await server.closed;
});

test("a failure comes with its kind, and the state of the provider is told", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(401).end("{}");
  });
  const states: ProviderState[] = [];
  const port = openModels(configOf({ kind: "openai", url: server.url }), { env: {} });
  t.after(() => port.close());
  port.onState((state) => states.push(state));
  const failure = await textOf(port.call(callOf(), never())).catch((error: unknown) => error);
  assert.ok(failure instanceof ModelError);
  assert.deepEqual([failure.fault, failure.provider, failure.retryMs], ["key", "box", Infinity]);
  assert.deepEqual(
    states.map(({ fault, message }) => [fault, message]),
    [["key", "box: wants a key (401)"]],
  );
});

/** A thread that only remembers what it is told. */
class FakeThread extends EventEmitter implements ThreadHandle {
  readonly told: ToThread[] = [];
  postMessage(message: ToThread): void {
    this.told.push(message);
  }
  async terminate(): Promise<void> {}
}

test("what failed in a thread that died is not shown any more", () => {
  const threads: FakeThread[] = [];
  const lines: string[] = [];
  const port = openModels(configOf({ kind: "openai", url: "http://x" }), {
    env: {},
    now: () => 0,
    report: (line) => lines.push(line),
    start: () => {
      const thread = new FakeThread();
      threads.push(thread);
      return thread;
    },
  });
  const states: (string | null)[] = [];
  port.onState(({ provider, fault }) => states.push(`${provider}: ${fault}`));
  void textOf(port.call(callOf(), never())).catch(() => undefined);
  const says = (provider: string, fault: ModelFault | null): void => {
    const state: ProviderState = { provider, fault, message: "", retryAt: 0 };
    threads[0]?.emit("message", { is: "state", state } satisfies FromThread);
  };
  says("box", "busy");
  says("other", "key");
  says("other", null);
  threads[0]?.emit("exit", 1);
  assert.deepEqual(states, ["box: busy", "other: key", "other: null", "box: null"]);
  assert.equal(lines.length, 1);
});

test("a thread that dies is said once and started again, but not for ever", async () => {
  const threads: FakeThread[] = [];
  const lines: string[] = [];
  let now = 0;
  const port = openModels(configOf({ kind: "openai", url: "http://x" }), {
    env: {},
    now: () => now,
    report: (line) => lines.push(line),
    start: () => {
      const thread = new FakeThread();
      threads.push(thread);
      return thread;
    },
  });
  const ask = (): Promise<unknown> =>
    textOf(port.call(callOf(), never())).catch((error: unknown) => error);
  const waiting = ask();
  assert.equal(threads.length, 1);
  threads[0]?.emit("error", new Error("out of memory\nmore"));
  threads[0]?.emit("exit", 1);
  const failure = await waiting;
  assert.ok(failure instanceof ModelError);
  assert.equal(failure.message, "the models' thread ended: out of memory");
  for (let i = 1; i <= 3; i++) {
    const next = ask();
    threads[i]?.emit("exit", 1);
    await next;
  }
  assert.equal(threads.length, 4);
  assert.deepEqual(lines.length, 4);
  const refused = await ask();
  assert.ok(refused instanceof ModelError);
  assert.deepEqual([refused.fault, refused.retryMs], ["waiting", 300_000]);
  assert.equal(threads.length, 4);
  now = 300_000;
  void ask();
  assert.equal(threads.length, 5);
});
