/** Calls over real sockets: what is sent, what is read, what is closed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { callOf, configOf, never, portOf, serve, sse, textOf } from "./fixture.ts";

test("a completion is sent in the dialect, read as it comes, and logged byte for byte", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(
      sse(
        { choices: [{ text: "1 +", finish_reason: null }] },
        { choices: [{ text: " 2", finish_reason: "stop" }] },
        {
          choices: [],
          usage: {
            prompt_tokens: 10,
            completion_tokens: 3,
            prompt_tokens_details: { cached_tokens: 8 },
          },
        },
        "[DONE]",
      ),
    );
  });
  const config = configOf(
    {
      kind: "openai",
      url: `${server.url}/v1`,
      key: { env: "BOX_KEY" },
      headers: { "X-Team": "a" },
    },
    { extra: { seed: 7 } },
  );
  const port = portOf(t, config, { env: { BOX_KEY: "sk-secret-1" } });
  const prompt = { kind: "infill", prefix: "const a = ", suffix: ";\n", files: [] } as const;
  const stream = port.call(callOf({ prompt, stop: ["\n\n"] }), never());
  assert.equal(await textOf(stream), "1 + 2");
  const result = await stream.result;
  assert.deepEqual(result.usage, { promptTokens: 10, cachedTokens: 8, answerTokens: 3 });
  assert.equal(result.finish, "stop");
  const [seen] = server.seen;
  assert.equal(seen?.url, "/v1/completions");
  assert.equal(seen?.headers.authorization, "Bearer sk-secret-1");
  assert.equal(seen?.headers["x-team"], "a");
  assert.deepEqual(JSON.parse(seen?.body ?? ""), {
    model: "model-id",
    prompt: "const a = ",
    suffix: ";\n",
    max_tokens: 32,
    temperature: 0,
    stop: ["\n\n"],
    stream: true,
    stream_options: { include_usage: true },
    seed: 7,
  });
  const [sent] = await port.sent();
  assert.equal(sent?.body, seen?.body);
  assert.equal(sent?.headers.authorization, "…");
  assert.equal(sent?.outcome, "ok");
  assert.equal(sent?.status, 200);
  assert.deepEqual(sent?.usage, result.usage);
  assert.doesNotMatch(JSON.stringify(await port.sent()), /sk-secret-1/);
});

test("an aborted call just ends, and the server sees its connection closed", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(sse({ choices: [{ text: "one" }] }));
  });
  const port = portOf(t, configOf({ kind: "openai", url: server.url }));
  const controller = new AbortController();
  const stream = port.call(callOf(), controller.signal);
  const texts: string[] = [];
  for await (const text of stream) {
    texts.push(text);
    controller.abort();
  }
  assert.deepEqual(texts, ["one"]);
  assert.equal((await stream.result).finish, "closed");
  await server.closed;
});

test("llama.cpp fills in, tells what it had cached, and gets a slot for each purpose", async (t) => {
  const server = await serve(t, ({ url }, response) => {
    if (url === "/props") {
      response.end(JSON.stringify({ total_slots: 4 }));
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    const end = { content: "", stop: true, stop_type: "limit", tokens_evaluated: 100 };
    const timings = { prompt_n: 4, cache_n: 96, predicted_n: 2 };
    response.end(sse({ content: "x", stop: false }, { ...end, tokens_predicted: 2, timings }));
  });
  const port = portOf(t, configOf({ kind: "llama.cpp", url: server.url }));
  const files = [{ path: "a.ts", text: "export const a = 1;\n" }];
  const prompt = { kind: "infill", prefix: "p", suffix: "s", files } as const;
  const first = port.call(callOf({ prompt }), never());
  assert.equal(await textOf(first), "x");
  const result = await first.result;
  assert.equal(result.finish, "length");
  assert.deepEqual(result.usage, { promptTokens: 100, cachedTokens: 96, answerTokens: 2 });
  while ((await port.sent()).at(-1)?.ms === null || server.seen.length < 2) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await textOf(port.call(callOf({ prompt }), never()));
  await textOf(port.call(callOf({ purpose: "edit" }), never()));
  await textOf(port.call(callOf({ purpose: "warm" }), never()));
  const bodies = server.seen
    .filter(({ method }) => method === "POST")
    .map(({ url, body }) => ({ url, ...JSON.parse(body) }));
  assert.deepEqual(
    bodies.map(({ url, id_slot, n_predict }) => [url, id_slot, n_predict]),
    [
      ["/infill", undefined, 32],
      ["/infill", 0, 32],
      ["/completion", 1, 32],
      ["/completion", 1, 0],
    ],
  );
  assert.deepEqual(bodies[0].input_extra, [{ filename: "a.ts", text: files[0]?.text }]);
});
