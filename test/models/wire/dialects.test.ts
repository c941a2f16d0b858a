/** Each dialect: what a call becomes, and what answers say. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ProviderKind } from "../../../src/models/model.ts";
import type { ModelCall } from "../../../src/models/port.ts";
import type { Prompt } from "../../../src/models/prompt.ts";
import { DIALECTS } from "../../../src/models/wire/dialects/all.ts";
import type {
  DialectMemory,
  DialectRequest,
  Piece,
} from "../../../src/models/wire/dialects/dialect.ts";
import { callOf, configOf } from "./fixture.ts";

interface Asked {
  readonly kind: ProviderKind;
  readonly url?: string;
  readonly call: Partial<ModelCall>;
  readonly extra?: Record<string, unknown>;
  readonly memory?: DialectMemory;
}

function ask({ kind, url = "https://h.example/v1", call, extra, memory }: Asked) {
  const config = configOf({ kind, url }, extra === undefined ? {} : { extra });
  const whole = callOf(call);
  return DIALECTS[kind]?.request(whole, {
    provider: config.providers[0]!,
    model: config.models[0]!,
    memory: memory ?? { slots: null, cuts: new Map() },
    purpose: whole.purpose,
  });
}

function asked(question: Asked): DialectRequest {
  const request = ask(question);
  assert.ok(typeof request === "object" && request !== null, `${question.kind} asks nothing`);
  return request;
}

const text: Prompt = { kind: "text", text: "abc" };
const infill: Prompt = { kind: "infill", prefix: "a", suffix: "c", files: [] };
const chat: Prompt = {
  kind: "chat",
  system: "S",
  messages: [{ role: "user", content: "U" }],
  prediction: "P",
  begun: "B\n",
};
const messages = [
  { role: "system", content: "S" },
  { role: "user", content: "U" },
];
const sampled = { model: "model-id", max_tokens: 32, temperature: 0 };
const streamed = { ...sampled, stream: true, stream_options: { include_usage: true } };

const BODIES: readonly {
  readonly name: string;
  readonly asks: Asked;
  readonly url: string;
  readonly body: Record<string, unknown>;
}[] = [
  {
    name: "openai text",
    asks: { kind: "openai", call: { prompt: text } },
    url: "https://h.example/v1/completions",
    body: { ...streamed, prompt: "abc" },
  },
  {
    name: "openai chat predicts only where it is wanted",
    asks: { kind: "openai", call: { prompt: chat } },
    url: "https://h.example/v1/chat/completions",
    body: { ...streamed, messages },
  },
  {
    name: "openai chat with a prediction",
    asks: { kind: "openai", call: { prompt: chat, stop: ["x"] }, extra: { prediction: true } },
    url: "https://h.example/v1/chat/completions",
    body: { ...streamed, messages, stop: ["x"], prediction: { type: "content", content: "P" } },
  },
  {
    name: "openai warms a server of one's own",
    asks: { kind: "openai", url: "http://box:8000/v1", call: { prompt: text, purpose: "warm" } },
    url: "http://box:8000/v1/completions",
    body: { ...streamed, prompt: "abc", max_tokens: 1 },
  },
  {
    name: "anthropic",
    asks: { kind: "anthropic", call: { prompt: chat, stop: ["\n\n", "x"] } },
    url: "https://h.example/v1/messages",
    body: {
      ...sampled,
      system: [{ type: "text", text: "S", cache_control: { type: "ephemeral" } }],
      messages: [
        { role: "user", content: "U" },
        { role: "assistant", content: "B" },
      ],
      stop_sequences: ["x"],
      stream: true,
    },
  },
  {
    name: "ollama between two texts",
    asks: { kind: "ollama", url: "http://h", call: { prompt: infill, stop: ["x"] } },
    url: "http://h/api/generate",
    body: {
      model: "model-id",
      prompt: "a",
      suffix: "c",
      stream: true,
      keep_alive: "30m",
      options: { num_predict: 32, temperature: 0, num_ctx: 4096, stop: ["x"] },
    },
  },
  {
    name: "ollama with the model's own tokens",
    asks: { kind: "ollama", url: "http://h/v1", call: { prompt: text, purpose: "warm" } },
    url: "http://h/api/generate",
    body: {
      model: "model-id",
      prompt: "abc",
      raw: true,
      stream: true,
      keep_alive: "30m",
      options: { num_predict: 1, temperature: 0, num_ctx: 4096 },
    },
  },
  {
    name: "ollama chat",
    asks: { kind: "ollama", url: "http://h", call: { prompt: chat } },
    url: "http://h/v1/chat/completions",
    body: { ...streamed, messages },
  },
  {
    name: "codestral",
    asks: { kind: "mistral", call: { prompt: infill, stop: ["\n\n"] } },
    url: "https://h.example/v1/fim/completions",
    body: { ...sampled, prompt: "a", suffix: "c", stop: ["\n\n"], stream: true },
  },
  {
    name: "mistral chat",
    asks: { kind: "mistral", call: { prompt: chat } },
    url: "https://h.example/v1/chat/completions",
    body: {
      ...sampled,
      messages: [...messages, { role: "assistant", content: "B\n", prefix: true }],
      stream: true,
    },
  },
  {
    name: "deepseek fills in below /beta",
    asks: { kind: "deepseek", url: "https://api.deepseek.com/v1", call: { prompt: infill } },
    url: "https://api.deepseek.com/beta/completions",
    body: { ...streamed, prompt: "a", suffix: "c" },
  },
  {
    name: "mercury edits, whole",
    asks: { kind: "inception", call: { prompt: chat, purpose: "edit" } },
    url: "https://h.example/v1/edit/completions",
    body: { ...sampled, messages: [{ role: "user", content: "U" }], stream: false },
  },
  {
    name: "mercury fills in",
    asks: { kind: "inception", call: { prompt: infill } },
    url: "https://h.example/v1/fim/completions",
    body: { ...sampled, prompt: "a", suffix: "c", stream: true },
  },
];

for (const { name, asks, url, body } of BODIES) {
  test(`asked: ${name}`, () => {
    const request = asked(asks);
    assert.equal(request.url, url);
    assert.deepEqual(request.body, body);
  });
}

test("what can't be warmed for nothing is not, and what is not spoken is said", () => {
  for (const kind of ["openai", "anthropic", "mistral", "deepseek", "inception"] as const) {
    assert.equal(ask({ kind, call: { purpose: "warm", prompt: chat } }), null, kind);
  }
  assert.equal(typeof ask({ kind: "anthropic", call: { prompt: text } }), "string");
});

test("anthropic marks what has stayed the same", () => {
  const memory: DialectMemory = { slots: null, cuts: new Map() };
  const lines = "a line of the file\n".repeat(400);
  const contents = ["one", "two", "three"].map((end) => {
    const prompt = { ...chat, messages: [{ role: "user" as const, content: lines + end }] };
    const { body } = asked({ kind: "anthropic", call: { prompt }, memory });
    return (body.messages as { content: unknown }[])[0]?.content;
  });
  const marked = { type: "text", text: lines, cache_control: { type: "ephemeral" } };
  assert.deepEqual(contents, [
    `${lines}one`,
    [marked, { type: "text", text: "two" }],
    [marked, { type: "text", text: "three" }],
  ]);
});

const usage = (promptTokens: number, cachedTokens: number | null, answerTokens: number) => ({
  promptTokens,
  cachedTokens,
  answerTokens,
});

/** A value of an answer each, with what it says; null: nothing of this protocol. */
const PIECES: readonly [ProviderKind, string, unknown, Piece | null][] = [
  ["openai", "text", { choices: [{ text: "a", finish_reason: null }] }, { text: "a" }],
  ["openai", "delta", { choices: [{ delta: { content: "a" } }] }, { text: "a" }],
  ["openai", "thought", { choices: [{ delta: { reasoning_content: "a" } }] }, { text: "" }],
  [
    "openai",
    "whole",
    { choices: [{ message: { content: "a" }, finish_reason: "length" }] },
    { text: "a", finish: "length" },
  ],
  [
    "deepseek",
    "usage",
    { choices: [], usage: { prompt_tokens: 9, prompt_cache_hit_tokens: 4, completion_tokens: 2 } },
    { usage: usage(9, 4, 2) },
  ],
  [
    "mistral",
    "parts",
    {
      choices: [{ delta: { content: [{ type: "text", text: "a" }, { type: "x" }] } }],
      usage: { prompt_tokens: 9, completion_tokens: 2 },
    },
    { text: "a", usage: usage(9, null, 2) },
  ],
  [
    "openai",
    "an error in the middle",
    { error: { message: "no", type: "server_error", code: 500 } },
    { fault: "server", message: "no" },
  ],
  [
    "mistral",
    "an answer that broke off",
    { choices: [{ delta: { content: "" }, finish_reason: "error" }] },
    { fault: "server", message: "" },
  ],
  ["openai", "another protocol", { hello: 1 }, null],
  ["openai", "no object", [1], null],
  ["llama.cpp", "text", { content: "a", stop: false, tokens: [1] }, { text: "a" }],
  [
    "llama.cpp",
    "an older server",
    {
      content: "",
      stop: true,
      stopped_limit: true,
      tokens_evaluated: 50,
      tokens_predicted: 3,
      timings: { prompt_n: 10 },
    },
    { text: "", finish: "length", done: true, usage: usage(50, 40, 3) },
  ],
  [
    "llama.cpp",
    "loading",
    { error: { code: 503, message: "Loading model", type: "unavailable_error" } },
    { fault: "server", message: "Loading model" },
  ],
  ["ollama", "text", { model: "m", response: "a", done: false }, { text: "a" }],
  [
    "ollama",
    "the end",
    { response: "", done: true, done_reason: "length", prompt_eval_count: 5, eval_count: 2 },
    { text: "", finish: "length", done: true, usage: usage(5, null, 2) },
  ],
  ["ollama", "an error", { error: "no such model" }, { fault: "server", message: "no such model" }],
  ["anthropic", "ping", { type: "ping" }, {}],
  ["anthropic", "an event to come", { type: "news" }, {}],
  [
    "anthropic",
    "overloaded",
    { type: "error", error: { type: "overloaded_error", message: "Overloaded" } },
    { fault: "busy", message: "Overloaded" },
  ],
  [
    "anthropic",
    "whole",
    {
      type: "message",
      content: [{ type: "text", text: "a" }],
      stop_reason: "max_tokens",
      usage: { input_tokens: 3, cache_creation_input_tokens: 10, output_tokens: 1 },
    },
    { text: "a", usage: usage(13, null, 1), finish: "length" },
  ],
];

for (const [kind, name, value, piece] of PIECES) {
  test(`read: ${kind}, ${name}`, () => {
    assert.deepEqual(DIALECTS[kind]?.reader()(value, "message"), piece);
  });
}
