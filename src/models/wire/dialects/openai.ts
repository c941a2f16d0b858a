/**
 * OpenAI's protocol as many servers speak it: `/completions` with `suffix`, `/chat/completions` with
 * predicted outputs (`extra = { prediction = true }`, as rejected tokens cost money; models gpt-4o and
 * gpt-4.1). platform.openai.com/docs/api-reference
 */
import { isPrivateHost } from "../../config/address.ts";
import type { ModelConfig } from "../../model.ts";
import type { ModelCall } from "../../port.ts";
import type { Prompt } from "../../prompt.ts";
import { bearer, type Dialect, type Json } from "./dialect.ts";
import { openaiReader } from "./openai-answer.ts";

const STREAM = { stream: true, stream_options: { include_usage: true } };

export const openai: Dialect = {
  keyHeaders: bearer,
  request(call, { provider, model }) {
    const { prompt } = call;
    // A server of one's own fills its cache; others take money for it.
    if (call.purpose === "warm" && !isNear(provider.url)) return null;
    const common = { ...sampling(call), ...STREAM };
    if (prompt.kind === "chat") {
      const url = `${provider.url}/chat/completions`;
      const body = {
        model: model.id,
        messages: chatMessages(prompt),
        ...predicted(prompt, model),
        ...common,
      };
      return { url, body, framing: "sse" };
    }
    const body = { model: model.id, ...textPrompt(prompt), ...common };
    return { url: `${provider.url}/completions`, body, framing: "sse" };
  },
  reader: openaiReader,
};

/** `prompt`, and `suffix` where there is one. */
export function textPrompt(prompt: Exclude<Prompt, { kind: "chat" }>): Json {
  if (prompt.kind === "text") return { prompt: prompt.text };
  return { prompt: prompt.prefix, ...(prompt.suffix === "" ? {} : { suffix: prompt.suffix }) };
}

export function sampling({ maxTokens, temperature, stop, purpose }: ModelCall): Json {
  return {
    max_tokens: purpose === "warm" ? 1 : maxTokens,
    temperature,
    ...(stop.length > 0 ? { stop } : {}),
  };
}

type Chat = Extract<Prompt, { kind: "chat" }>;

export function chatMessages({ system, messages }: Chat): Json[] {
  const first = system === "" ? [] : [{ role: "system", content: system }];
  return [...first, ...messages.map(({ role, content }) => ({ role, content }))];
}

/** `extra.prediction` itself is ours and is not sent (see `bodyOf`). */
export function predicted({ prediction }: Chat, model: ModelConfig): Json {
  if (prediction === undefined || model.extra.prediction !== true) return {};
  return { prediction: { type: "content", content: prediction } };
}

function isNear(url: string): boolean {
  return isPrivateHost(URL.parse(url)?.hostname ?? "");
}
