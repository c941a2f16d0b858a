/** The thread's end: text goes back in bundles, ends and failures behind it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ModelError, type ModelPort } from "../../../src/models/port.ts";
import type { FromThread, ToThread } from "../../../src/models/thread/messages.ts";
import { serveModels, TextBundle } from "../../../src/models/thread/server.ts";
import { AnswerStream } from "../../../src/models/wire/answer-stream.ts";
import { callOf } from "../wire/fixture.ts";

test("the first text goes at once, what follows a frame later", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const sent: string[] = [];
  const bundle = new TextBundle((text) => sent.push(text));
  bundle.add("a");
  bundle.add("b");
  bundle.add("c");
  assert.deepEqual(sent, ["a"]);
  t.mock.timers.tick(16);
  assert.deepEqual(sent, ["a", "bc"]);
  t.mock.timers.tick(16);
  bundle.add("d");
  bundle.add("e");
  bundle.flush();
  assert.deepEqual(sent, ["a", "bc", "d", "e"]);
});

/** A port whose streams the test fills. */
function served() {
  const streams: AnswerStream[] = [];
  const aborted: number[] = [];
  const messages: FromThread[] = [];
  let tell: (message: ToThread) => void = () => undefined;
  const { promise: closed, resolve: ended } = Promise.withResolvers<void>();
  const port: ModelPort = {
    call(_call, signal) {
      const id = streams.length;
      const stream = new AnswerStream(() => undefined);
      signal.addEventListener("abort", () => {
        aborted.push(id);
        stream.end({ finish: "closed", usage: null, firstMs: 0, totalMs: 0 });
      });
      streams.push(stream);
      return stream;
    },
    sent: async () => [],
    onState: () => () => undefined,
    close: async () => undefined,
  };
  const end = {
    postMessage: (message: FromThread) => void messages.push(message),
    on: (_event: "message", listener: (message: ToThread) => void) => {
      tell = listener;
    },
  };
  serveModels(end, port, ended);
  const until = async (is: FromThread["is"], count = 1): Promise<void> => {
    while (messages.filter((message) => message.is === is).length < count) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { streams, aborted, messages, until, closed, tell: (m: ToThread) => tell(m) };
}

const RESULT = { finish: "stop", usage: null, firstMs: 1, totalMs: 2 } as const;

test("text comes before the end, and each call has its own", async () => {
  const { streams, messages, until, tell } = served();
  tell({ do: "call", id: 7, call: callOf() });
  tell({ do: "call", id: 8, call: callOf() });
  streams[1]?.push("b");
  streams[0]?.push("a");
  streams[0]?.end(RESULT);
  await until("end");
  streams[1]?.fail(new ModelError("busy", "box", "box: too many requests (429)", 5));
  await until("fail");
  const of = (id: number): FromThread[] =>
    messages.filter((message) => "id" in message && message.id === id);
  assert.deepEqual(of(7), [
    { is: "text", id: 7, text: "a" },
    { is: "end", id: 7, result: RESULT },
  ]);
  const message = "box: too many requests (429)";
  assert.deepEqual(of(8), [
    { is: "text", id: 8, text: "b" },
    { is: "fail", id: 8, error: { fault: "busy", provider: "box", message, retryMs: 5 } },
  ]);
});

test("a call is aborted, a bug is passed on, and all is closed", async () => {
  const { streams, aborted, messages, until, closed, tell } = served();
  tell({ do: "call", id: 1, call: callOf() });
  tell({ do: "call", id: 2, call: callOf() });
  tell({ do: "abort", id: 1 });
  tell({ do: "abort", id: 99 });
  streams[1]?.fail(new Error("no such thing"));
  await until("bug");
  await until("end");
  assert.deepEqual(aborted, [0]);
  tell({ do: "sent", id: 3 });
  await until("sent");
  tell({ do: "close" });
  await closed;
  assert.deepEqual(messages.at(-1), { is: "closed" });
});
