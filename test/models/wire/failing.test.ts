/** Providers that fail, over real sockets: what is said, what is waited for, what is sent again. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  type CallResult,
  type ModelCall,
  ModelError,
  type ModelPort,
  type ProviderState,
} from "../../../src/models/port.ts";
import { callOf, configOf, never, portOf, type Seen, serve, sse, textOf } from "./fixture.ts";

const EVENTS = { "content-type": "text/event-stream" };
const good = sse({ choices: [{ text: "ok", finish_reason: "stop" }] }, "[DONE]");

interface Outcome {
  readonly text: string;
  readonly error: ModelError | null;
  readonly result: CallResult | null;
}

async function ask(port: ModelPort, call: Partial<ModelCall> = {}): Promise<Outcome> {
  const stream = port.call(callOf(call), never());
  let text = "";
  try {
    for await (const piece of stream) text += piece;
    return { text, error: null, result: await stream.result };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    await assert.rejects(stream.result, ModelError);
    return { text, error, result: null };
  }
}

type Answer = (response: http.ServerResponse, seen: Seen) => void;

const FAILURES: readonly {
  readonly name: string;
  readonly answer: Answer;
  readonly fault: string;
  readonly message: RegExp;
  readonly retryMs?: number;
}[] = [
  {
    name: "401",
    answer: (r) => void r.writeHead(401).end('{"error":{"message":"Bad key sk-secret-9"}}'),
    fault: "key",
    message: /^box: refuses the key \(401\)$/,
    retryMs: Number.POSITIVE_INFINITY,
  },
  {
    name: "404",
    answer: (r) => void r.writeHead(404).end("<html>\n<body>"),
    fault: "refused",
    message: /^box: nothing at \/completions \(404\); does its url end with \/v1\?$/,
    retryMs: 0,
  },
  {
    name: "422 that repeats the prompt",
    answer: (r, { body }) => void r.writeHead(422).end(JSON.stringify({ detail: body })),
    fault: "refused",
    message: /^box: refuses the request \(422\)$/,
  },
  {
    name: "408",
    answer: (r) => void r.writeHead(408).end(),
    fault: "slow",
    message: /^box: took too long \(408\)$/,
    retryMs: 1000,
  },
  {
    name: "429 with a date",
    answer: (r) => void r.writeHead(429, { "retry-after": new Date(30_000).toUTCString() }).end(),
    fault: "busy",
    message: /^box: too many requests \(429\)$/,
    retryMs: 30_000,
  },
  {
    name: "529",
    answer: (r) => void r.writeHead(529).end('{"error":{"message":"Overloaded"}}'),
    fault: "busy",
    message: /^box: overloaded, or not ready \(529\): Overloaded$/,
    retryMs: 1000,
  },
  {
    name: "500 with a page of colours",
    answer: (r) => void r.writeHead(500).end("\u001b[31mno\u001b[0m"),
    fault: "server",
    message: /^box: fails \(500\)$/,
    retryMs: 1000,
  },
  {
    name: "a web page",
    answer: (r) => void r.writeHead(200, { "content-type": "text/html" }).end("<html>log in"),
    fault: "garbage",
    message: /^box: it answers with a web page$/,
  },
  {
    name: "no JSON",
    answer: (r) => void r.writeHead(200, EVENTS).end("data: {]\n\n"),
    fault: "garbage",
    message: /^box: what it answers is no JSON$/,
  },
  {
    name: "another protocol",
    answer: (r) => void r.writeHead(200, EVENTS).end('data: {"hello":1}\n\n'),
    fault: "garbage",
    message: /^box: it answers in another protocol, or with nothing$/,
  },
  {
    name: "nothing",
    answer: (r) => void r.writeHead(200, EVENTS).end(),
    fault: "garbage",
    message: /or with nothing$/,
  },
  {
    name: "an error in the middle",
    answer: (r) =>
      void r
        .writeHead(200, EVENTS)
        .end(sse({ choices: [{ text: "a" }] }, { error: { message: "out of memory", code: 500 } })),
    fault: "server",
    message: /^box: stops with an error: out of memory$/,
  },
  {
    name: "a connection that breaks in the middle",
    answer: (r) => {
      r.writeHead(200, EVENTS);
      r.write(sse({ choices: [{ text: "a" }] }), () => r.destroy());
    },
    fault: "offline",
    message: /^box: 127\.0\.0\.1:\d+ closed the connection$/,
  },
  {
    name: "a line without an end",
    answer: (r) => {
      r.writeHead(200, EVENTS);
      const piece = Buffer.alloc(256 * 1024, "x");
      r.write("data: ");
      const more = (): void => {
        while (!r.destroyed && r.write(piece));
        if (!r.destroyed) r.once("drain", more);
      };
      more();
    },
    fault: "garbage",
    message: /^box: a line of the answer has no end$/,
  },
];

for (const { name, answer, fault, message, retryMs } of FAILURES) {
  test(`a provider answers with ${name}`, async (t) => {
    const server = await serve(t, (seen, response) => answer(response, seen));
    const config = configOf({ kind: "openai", url: server.url, key: { env: "K" } });
    const port = portOf(t, config, { env: { K: "sk-secret-9" }, now: () => 0 });
    const prompt = { kind: "text", text: "the code of the user, which is long enough" } as const;
    const { error } = await ask(port, { prompt });
    assert.equal(error?.fault, fault);
    assert.match(error?.message ?? "", message);
    if (retryMs !== undefined) assert.equal(error?.retryMs, retryMs);
    const [sent] = await port.sent();
    assert.equal(sent?.outcome, `${fault}: ${error?.message}`);
    assert.doesNotMatch(JSON.stringify(sent), /sk-secret/);
  });
}

test("no first byte in time, and no end in time", async (t) => {
  const server = await serve(t, ({ url }, response) => {
    if (url !== "/b/completions") return;
    response.writeHead(200, EVENTS);
    response.write(sse({ choices: [{ text: "a" }] }));
  });
  const { timers } = t.mock;
  timers.enable({ apis: ["setTimeout"] });
  const noAnswer = ask(portOf(t, configOf({ kind: "openai", url: `${server.url}/a` })), {
    firstMs: 20,
  });
  while (server.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
  timers.tick(20);
  const first = await noAnswer;
  assert.deepEqual(
    [first.error?.fault, first.error?.message],
    ["slow", "box: no answer within 20 ms"],
  );
  await server.closed;
  const noEnd = portOf(t, configOf({ kind: "openai", url: `${server.url}/b` }));
  const pieces = noEnd.call(callOf({ totalMs: 300 }), never())[Symbol.asyncIterator]();
  assert.equal((await pieces.next()).value, "a");
  timers.tick(300);
  await assert.rejects(pieces.next(), {
    name: "ModelError",
    fault: "slow",
    message: "box: no end of the answer within 300 ms",
  });
});

test("what fails is left alone, told once, and works again after its time", async (t) => {
  let works = false;
  const server = await serve(t, (_seen, response) => {
    if (works) response.writeHead(200, EVENTS).end(good);
    else response.writeHead(503).end();
  });
  const clock = { now: 0 };
  const states: ProviderState[] = [];
  const config = configOf({ kind: "openai", url: server.url });
  const port = portOf(t, config, { now: () => clock.now });
  port.onState((state) => states.push(state));
  assert.equal((await ask(port)).error?.retryMs, 1000);
  assert.equal((await ask(port)).error?.fault, "waiting");
  assert.equal((await ask(port, { purpose: "test" })).error?.fault, "server");
  assert.equal(server.seen.length, 2);
  clock.now += 2000;
  works = true;
  assert.equal((await ask(port)).text, "ok");
  assert.equal((await ask(port)).text, "ok");
  assert.deepEqual(
    states.map(({ fault }) => fault),
    ["server", "server", null],
  );
});

test("an answer that is left when enough of it is there ends a failure, too", async (t) => {
  let works = false;
  const server = await serve(t, (_seen, response) => {
    if (!works) return void response.writeHead(503).end();
    response.writeHead(200, EVENTS);
    response.write(sse({ choices: [{ text: "enough" }] }));
  });
  const states: ProviderState[] = [];
  const port = portOf(t, configOf({ kind: "openai", url: server.url }));
  await ask(port);
  const working = Promise.withResolvers<void>();
  port.onState((state) => {
    states.push(state);
    working.resolve();
  });
  works = true;
  for await (const text of port.call(callOf({ purpose: "test" }), never())) {
    assert.equal(text, "enough");
    break;
  }
  await working.promise;
  assert.deepEqual(states, [{ provider: "box", fault: null, message: "", retryAt: 0 }]);
});

test("a key that has changed meanwhile is taken", async (t) => {
  const server = await serve(t, ({ headers }, response) => {
    if (headers.authorization === "Bearer new") response.writeHead(200, EVENTS).end(good);
    else response.writeHead(401).end();
  });
  const folder = mkdtempSync(join(tmpdir(), "hunch-key-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "key");
  writeFileSync(file, "old\n", { mode: 0o600 });
  const port = portOf(t, configOf({ kind: "openai", url: server.url, key: { file } }));
  assert.equal((await ask(port)).error?.message, "box: refuses the key (401)");
  assert.equal(server.seen.length, 1);
  writeFileSync(file, "newer\n");
  // The old one is refused, then this one; what follows has it.
  assert.equal((await ask(port, { purpose: "test" })).error?.fault, "key");
  assert.equal(server.seen.length, 3);
  writeFileSync(file, "new\n");
  assert.equal((await ask(port, { purpose: "test" })).text, "ok");
  assert.equal((await ask(port)).text, "ok");
});

test("what a refusal says may break off: its status is enough", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(401, { "content-length": "100" });
    response.write("{", () => response.destroy());
  });
  const port = portOf(t, configOf({ kind: "openai", url: server.url }));
  const { error } = await ask(port);
  assert.deepEqual([error?.fault, error?.message], ["key", "box: wants a key (401)"]);
});

test("a web page without an end is closed", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(200, { "content-type": "text/html" }).write("<html>");
  });
  const port = portOf(t, configOf({ kind: "openai", url: server.url }));
  assert.equal((await ask(port)).error?.fault, "garbage");
  await server.closed;
});

test("one that waits for a connection is given up in its time, too", async (t) => {
  const server = await serve(t, () => undefined);
  const port = portOf(t, configOf({ kind: "openai", url: server.url }));
  const many = Array.from({ length: 8 }, () => port.call(callOf(), never()));
  while (server.seen.length < many.length) await new Promise((resolve) => setImmediate(resolve));
  assert.equal((await ask(port, { firstMs: 20 })).error?.fault, "slow");
  assert.equal(server.seen.length, many.length);
});

test("a field that the provider does not know is left out from then on", async (t) => {
  const server = await serve(t, ({ body }, response) => {
    const { stream_options, temperature } = JSON.parse(body);
    const unknown = stream_options ? "stream_options" : "temperature";
    if (stream_options !== undefined || temperature !== undefined) {
      response.writeHead(400).end(JSON.stringify({ error: { message: `${unknown}: unknown` } }));
    } else response.writeHead(200, EVENTS).end(good);
  });
  const port = portOf(t, configOf({ kind: "openai", url: server.url }));
  assert.equal((await ask(port)).text, "ok");
  assert.equal((await ask(port)).text, "ok");
  const sent = await port.sent();
  assert.deepEqual(
    sent.map(({ outcome }) => outcome),
    [
      "refused: sent again without stream_options",
      "refused: sent again without temperature",
      "ok",
      "ok",
    ],
  );
  assert.deepEqual(
    sent.map(({ body }) => body),
    server.seen.map(({ body }) => body),
  );
});

test("an answer ends at a stop text that the provider has overlooked", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(200, EVENTS);
    response.write(sse({ choices: [{ text: "one<|e" }] }));
    response.write(sse({ choices: [{ text: "nd|>two" }] }));
  });
  const port = portOf(t, configOf({ kind: "openai", url: server.url }));
  const { text, result } = await ask(port, { stop: ["<|end|>"] });
  assert.deepEqual([text, result?.finish], ["one", "stop"]);
  await server.closed;
});

test("an answer that was to be streamed may come whole", async (t) => {
  const server = await serve(t, (_seen, response) => {
    const body = { choices: [{ text: "whole", finish_reason: "stop" }] };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(body, null, 2));
  });
  const port = portOf(t, configOf({ kind: "openai", url: server.url }));
  assert.equal((await ask(port)).text, "whole");
});

test("an answer may stay open behind its end", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(200, EVENTS);
    response.write(sse({ choices: [{ text: "ok", finish_reason: "stop" }] }));
  });
  const port = portOf(t, configOf({ kind: "openai", url: server.url }));
  assert.equal((await ask(port)).text, "ok");
  await server.closed;
});

test("without its key nothing is sent", async (t) => {
  const server = await serve(t, (_seen, response) => void response.end());
  const port = portOf(t, configOf({ kind: "openai", url: server.url, key: { env: "BOX_KEY" } }));
  const { error } = await ask(port);
  assert.deepEqual([error?.fault, error?.message], ["key", "box: BOX_KEY is not set"]);
  assert.equal((await ask(port)).error?.fault, "key");
  assert.deepEqual([server.seen, await port.sent()], [[], []]);
});

test("what is not configured, and what can't be asked", async (t) => {
  const port = portOf(t, configOf({ kind: "copilot", url: "" }));
  assert.equal((await ask(port, { model: "other" })).error?.fault, "denied");
  assert.equal((await ask(port)).error?.message, "box (copilot): it is asked for suggestions only");
});

test("halves of characters are not sent", async (t) => {
  const server = await serve(
    t,
    (_seen, response) => void response.writeHead(200, EVENTS).end(good),
  );
  const port = portOf(t, configOf({ kind: "openai", url: server.url }));
  await ask(port, { prompt: { kind: "text", text: "a\ud83d" } });
  assert.equal(JSON.parse(server.seen[0]?.body ?? "").prompt, "a\ufffd");
});

test("closing ends what is under way", async (t) => {
  const server = await serve(t, () => undefined);
  const port = portOf(t, configOf({ kind: "openai", url: server.url }));
  const stream = port.call(callOf(), never());
  while (server.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await port.close();
  assert.equal(await textOf(stream), "");
  assert.equal((await stream.result).finish, "closed");
  await server.closed;
  assert.equal((await port.call(callOf(), never()).result).finish, "closed");
});
