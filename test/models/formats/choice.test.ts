/** Which format a model is asked in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FormatUse } from "../../../src/models/format.ts";
import { formatFor, formats } from "../../../src/models/formats/all.ts";
import type { ProviderKind } from "../../../src/models/model.ts";
import { OPTIONS, sceneOf } from "./scenes.ts";

function choice(kind: ProviderKind, id: string, use: FormatUse, format: string | null = null) {
  const model = { name: "m", provider: "p", id, format, context: 8192, price: null, extra: {} };
  const provider = {
    name: "p",
    kind,
    url: "",
    key: null,
    headers: {},
    allow: null,
    command: null,
  };
  return formatFor(model, provider, use);
}

const cases: readonly [ProviderKind, string, FormatUse, string | null][] = [
  ["llama.cpp", "qwen2.5-coder-7b-q8_0.gguf", "complete", "qwen"],
  ["llama.cpp", "Qwen/Qwen3-Coder-30B-A3B-Instruct", "complete", "qwen"],
  ["openai", "qwen/qwen-2.5-coder-32b-instruct", "complete", "qwen"],
  ["ollama", "qwen2.5-coder:1.5b-base", "complete", "qwen"],
  ["mistral", "codestral-latest", "complete", "codestral"],
  ["mistral", "mistral-large-latest", "complete", "chat-fim"],
  ["mistral", "mistral-large-latest", "edit", "patch"],
  ["deepseek", "deepseek-chat", "complete", "deepseek"],
  ["deepseek", "deepseek-chat", "edit", "patch"],
  ["ollama", "deepseek-coder-v2:16b-lite-base", "complete", "deepseek"],
  ["openai", "deepseek/deepseek-chat", "complete", "chat-fim"],
  ["ollama", "starcoder2:3b", "complete", "starcoder2"],
  ["ollama", "starcoder2:3b", "edit", null],
  ["ollama", "codegemma:2b-code", "complete", "codegemma"],
  ["openai", "ByteDance-Seed/Seed-Coder-8B-Base", "complete", "seed-coder"],
  ["ollama", "granite4:tiny-h", "complete", "granite"],
  ["ollama", "granite-code:3b", "complete", "starcoder2"],
  ["openai", "ibm-granite/granite-4.0-h-small", "edit", "patch"],
  ["llama.cpp", "Mellum-4b-base.Q8_0.gguf", "complete", "mellum"],
  ["llama.cpp", "Mellum-4b-base.Q8_0.gguf", "edit", null],
  ["ollama", "codellama:7b-code", "complete", "codellama"],
  ["inception", "mercury-coder", "complete", "mercury-fim"],
  ["inception", "mercury-edit-2", "edit", "mercury-edit"],
  ["llama.cpp", "local", "complete", "infill"],
  ["gguf", "/models/mine.gguf", "complete", "infill"],
  ["gguf", "/models/mine.gguf", "edit", null],
  ["ollama", "mine", "complete", null],
  ["anthropic", "claude-sonnet-4-5", "complete", "chat-fim"],
  ["anthropic", "claude-haiku-4-5", "edit", "patch"],
  ["openai", "gpt-4.1-mini", "edit", "patch"],
  ["openai", "openai/o4-mini", "edit", "patch"],
  ["openai", "gpt-4.1-mini", "complete", "chat-fim"],
  ["llama.cpp", "zed-industries_zeta-2-Q8_0.gguf", "edit", "zeta2"],
  ["openai", "zeta-2.1", "edit", "zeta2.1"],
  ["llama.cpp", "zeta-2-1-q4_k_m.gguf", "edit", "zeta2.1"],
  ["openai", "Zeta_2_1", "edit", "zeta2.1"],
  ["openai", "zeta_2", "edit", "zeta2"],
  ["openai", "zeta-2-8b", "edit", "zeta2"],
  ["openai", "zed-industries/zeta", "edit", "zeta1"],
  ["ollama", "hf.co/sweepai/sweep-next-edit-1.5B", "edit", "sweep"],
  ["ollama", "nate/instinct", "edit", "instinct"],
  ["llama.cpp", "qwen2.5-coder-7b-q8_0.gguf", "edit", null],
  ["openai", "qwen3-coder-plus", "edit", "patch"],
  ["openai", "inception/mercury-2", "edit", "patch"],
  ["openai", "inception/mercury-coder", "edit", "mercury-edit"],
  ["openai", "bytedance/seed-oss-36b-instruct", "edit", "patch"],
  ["openai", "nvidia/nemotron-3-nano-30b-a3b", "edit", "patch"],
  ["ollama", "qwq:32b", "edit", "patch"],
  ["openai", "x-ai/grok-code-fast-1", "complete", "chat-fim"],
  ["openai", "moonshotai/kimi-k2.5", "complete", "chat-fim"],
  ["openai", "z-ai/glm-4.7", "edit", "patch"],
  ["copilot", "copilot", "complete", null],
  ["copilot", "copilot", "edit", null],
];

for (const [kind, id, use, name] of cases) {
  test(`${kind}, ${id}, ${use}: ${name ?? "none"}`, () => {
    assert.equal(choice(kind, id, use)?.name ?? null, name);
  });
}

test("a format that is named in the configuration goes before the model's name", () => {
  assert.equal(choice("openai", "gpt-4.1", "edit", "rewrite")?.name, "rewrite");
  assert.equal(choice("llama.cpp", "mine", "complete", "qwen")?.name, "qwen");
  assert.equal(choice("llama.cpp", "mine", "edit", "qwen"), null);
  assert.equal(choice("llama.cpp", "mine", "edit", "nothing"), null);
});

test("endpoints that put the tokens in get prefix and suffix", () => {
  const scene = sceneOf("a = ‸\n");
  const ids: readonly [ProviderKind, string][] = [
    ["mistral", "codestral-latest"],
    ["deepseek", "deepseek-chat"],
    ["inception", "mercury-coder"],
  ];
  for (const [kind, id] of ids) {
    const format = choice(kind, id, "complete")!;
    assert.equal(format.prompt, "infill");
    const answer = format.render(scene, OPTIONS);
    assert.ok("prompt" in answer && answer.prompt.kind === "infill");
  }
});

test("names are there once", () => {
  assert.equal(new Set(formats.map((format) => format.name)).size, formats.length);
});
