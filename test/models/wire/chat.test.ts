/** Conversations through the AI SDK: our connections, our log, our failures. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ModelError } from "../../../src/models/port.ts";
import { callOf, configOf, never, portOf, serve, sse, textOf } from "./fixture.ts";

const prompt = {
  kind: "chat",
  system: "Be short.",
  messages: [{ role: "user", content: "Hello" }],
} as const;

test("OpenAI's protocol", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(
      sse(
        { id: "1", choices: [{ index: 0, delta: { role: "assistant", content: "Hi" } }] },
        { id: "1", choices: [{ index: 0, delta: { content: " there" } }] },
        { id: "1", choices: [{ index: 0, delta: {}, finish_reason: "length" }] },
        {
          id: "1",
          choices: [],
          usage: {
            prompt_tokens: 9,
            completion_tokens: 2,
            total_tokens: 11,
            prompt_tokens_details: { cached_tokens: 4 },
          },
        },
        "[DONE]",
      ),
    );
  });
  const key = { env: "BOX_KEY" };
  const config = configOf(
    { kind: "openai", url: `${server.url}/v1`, key },
    { extra: { top_p: 1 } },
  );
  const port = portOf(t, config, { env: { BOX_KEY: "sk-secret-3" } });
  const stream = port.call(callOf({ prompt, purpose: "chat" }), never());
  assert.equal(await textOf(stream), "Hi there");
  const result = await stream.result;
  assert.equal(result.finish, "length");
  assert.deepEqual(result.usage, { promptTokens: 9, cachedTokens: 4, answerTokens: 2 });
  const [seen] = server.seen;
  assert.equal(seen?.url, "/v1/chat/completions");
  assert.equal(seen?.headers.authorization, "Bearer sk-secret-3");
  const body = JSON.parse(seen?.body ?? "");
  assert.deepEqual(
    [body.model, body.stream, body.top_p, body.messages],
    [
      "model-id",
      true,
      1,
      [
        { role: "system", content: "Be short." },
        { role: "user", content: "Hello" },
      ],
    ],
  );
  const [sent] = await port.sent();
  assert.equal(sent?.body, seen?.body);
  assert.equal(sent?.headers.authorization, "…");
  assert.equal(sent?.outcome, "ok");
  assert.deepEqual(sent?.usage, result.usage);
});

test("Anthropic's protocol, with marks for its cache", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const usage = { input_tokens: 3, cache_read_input_tokens: 20, output_tokens: 1 };
    const message = { id: "1", type: "message", role: "assistant", model: "c", content: [], usage };
    const text = { type: "text_delta", text: "Hi" };
    response.end(
      sse(
        { type: "message_start", message },
        { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
        { type: "content_block_delta", index: 0, delta: text },
        { type: "content_block_stop", index: 0 },
        {
          type: "message_delta",
          delta: { stop_reason: "end_turn", stop_sequence: null },
          usage: { output_tokens: 5 },
        },
        { type: "message_stop" },
      ),
    );
  });
  const config = configOf({ kind: "anthropic", url: `${server.url}/v1`, key: { env: "BOX_KEY" } });
  const port = portOf(t, config, { env: { BOX_KEY: "sk-secret-4" } });
  const stream = port.call(callOf({ prompt, purpose: "command" }), never());
  assert.equal(await textOf(stream), "Hi");
  const { usage } = await stream.result;
  assert.deepEqual(usage, { promptTokens: 23, cachedTokens: 20, answerTokens: 5 });
  const [seen] = server.seen;
  assert.equal(seen?.url, "/v1/messages");
  assert.equal(seen?.headers["x-api-key"], "sk-secret-4");
  assert.equal(seen?.headers["anthropic-version"], "2023-06-01");
  const body = JSON.parse(seen?.body ?? "");
  assert.deepEqual(body.system[0].cache_control, { type: "ephemeral" });
  assert.deepEqual(body.messages[0].content[0].cache_control, { type: "ephemeral" });
});

test("failures are ours, and what follows waits", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(429, { "retry-after": "20" }).end('{"error":{"message":"slow down"}}');
  });
  const port = portOf(t, configOf({ kind: "openai", url: server.url }), { now: () => 0 });
  const ask = (): Promise<unknown> =>
    textOf(port.call(callOf({ prompt, purpose: "chat" }), never())).catch((error) => error);
  const first = await ask();
  assert.ok(first instanceof ModelError, String(first));
  assert.deepEqual([first.fault, first.retryMs], ["busy", 20_000]);
  assert.equal(first.message, "box: too many requests (429): slow down");
  const second = await ask();
  assert.ok(second instanceof ModelError);
  assert.equal(second.fault, "waiting");
  assert.equal(server.seen.length, 1);
});

test("an aborted conversation closes its connection", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(sse({ id: "1", choices: [{ index: 0, delta: { content: "one" } }] }));
  });
  const port = portOf(t, configOf({ kind: "ollama", url: server.url }));
  const controller = new AbortController();
  const stream = port.call(callOf({ prompt, purpose: "chat" }), controller.signal);
  for await (const _ of stream) controller.abort();
  assert.equal((await stream.result).finish, "closed");
  await server.closed;
  assert.equal(server.seen[0]?.url, "/v1/chat/completions");
});

test("one that is too slow is given up", async (t) => {
  const server = await serve(t, () => undefined);
  const port = portOf(t, configOf({ kind: "openai", url: server.url }));
  const call = callOf({ prompt, purpose: "chat", firstMs: 20 });
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const answer = textOf(port.call(call, never())).catch((error: unknown) => error);
  while (server.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
  t.mock.timers.tick(20);
  const failure = await answer;
  assert.ok(failure instanceof ModelError, String(failure));
  assert.deepEqual([failure.fault, failure.message], ["slow", "box: no answer within 20 ms"]);
  await server.closed;
});

const BROKEN = [
  { name: "a page", type: "text/html", body: "<html>log in</html>", fault: "garbage" },
  { name: "nothing", type: "text/event-stream", body: "", fault: "garbage" },
  { name: "no JSON", type: "text/event-stream", body: "data: {]\n\n", fault: "garbage" },
  {
    name: "an error in the middle",
    type: "text/event-stream",
    body: sse(
      { id: "1", choices: [{ index: 0, delta: { content: "a" } }] },
      { error: { message: "m" } },
    ),
    fault: "garbage",
  },
];

for (const { name, type, body, fault } of BROKEN) {
  test(`a conversation is answered with ${name}`, async (t) => {
    const server = await serve(t, (_seen, response) => {
      response.writeHead(200, { "content-type": type }).end(body);
    });
    const port = portOf(t, configOf({ kind: "openai", url: server.url }));
    const call = callOf({ prompt, purpose: "chat" });
    const failure = await textOf(port.call(call, never())).catch((error: unknown) => error);
    assert.ok(failure instanceof ModelError, String(failure));
    assert.equal(failure.fault, fault);
    assert.match((await port.sent())[0]?.outcome ?? "", /^garbage: box: /);
  });
}

test("a conversation that fails in the middle is closed", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).write("data: {]\n\n");
  });
  const port = portOf(t, configOf({ kind: "openai", url: server.url }));
  const call = callOf({ prompt, purpose: "chat" });
  await assert.rejects(textOf(port.call(call, never())), ModelError);
  await server.closed;
});

test("a connection that breaks in the middle of a conversation is said", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const event = sse({ id: "1", choices: [{ index: 0, delta: { content: "one" } }] });
    response.write(event, () => response.destroy());
  });
  const port = portOf(t, configOf({ kind: "openai", url: server.url }));
  const call = callOf({ prompt, purpose: "chat" });
  const failure = await textOf(port.call(call, never())).catch((error: unknown) => error);
  assert.ok(failure instanceof ModelError, String(failure));
  assert.equal(failure.fault, "offline");
});
