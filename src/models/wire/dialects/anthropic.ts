/**
 * Anthropic's messages, with cache breakpoints behind the system prompt and where the prompt has
 * stayed the same. docs.anthropic.com/en/api/messages, /messages-streaming, /prompt-caching
 */
import type { ModelFault } from "../../port.ts";
import type { Usage } from "../../prompt.ts";
import {
  type Dialect,
  isJson,
  type Json,
  numberOf,
  type Piece,
  type PieceReader,
  type Target,
  textOf,
} from "./dialect.ts";
import { stableCut } from "./stable-cut.ts";

const CACHED = { cache_control: { type: "ephemeral" } };
/** Anthropic's own limit is 1024 tokens or more; shorter ones are not worth a write, which costs more. */
const LEAST_CACHED = 4096;

export const anthropic: Dialect = {
  keyHeaders: (key) => ({ "x-api-key": key }),
  request(call, target) {
    const { prompt } = call;
    if (call.purpose === "warm") return null;
    if (prompt.kind !== "chat") return "takes messages only: choose a format of kind chat";
    const begun = prompt.begun?.trimEnd() ?? "";
    const messages = prompt.messages.map(({ role, content }) => ({ role, content }) as Json);
    const last = prompt.messages.at(-1);
    if (last !== undefined) {
      const key = `${target.model.name}\0${call.purpose}`;
      messages[messages.length - 1] = {
        role: last.role,
        content: parts(last.content, key, target),
      };
    }
    if (begun !== "") messages.push({ role: "assistant", content: begun });
    const stop = call.stop.filter((text) => text.trim() !== "");
    const system = { type: "text", text: prompt.system, ...CACHED };
    return {
      url: `${target.provider.url}/messages`,
      headers: { "anthropic-version": "2023-06-01" },
      body: {
        model: target.model.id,
        max_tokens: call.maxTokens,
        ...(prompt.system === "" ? {} : { system: [system] }),
        messages,
        temperature: call.temperature,
        ...(stop.length > 0 ? { stop_sequences: stop } : {}),
        stream: true,
      },
      framing: "sse",
      begun,
    };
  },
  reader: anthropicReader,
};

function parts(content: string, key: string, { memory }: Target): string | Json[] {
  const cut = stableCut(memory.cuts, key, content, LEAST_CACHED);
  if (cut === 0) return content;
  const rest = content.slice(cut);
  const stable = { type: "text", text: content.slice(0, cut), ...CACHED };
  return rest === "" ? [stable] : [stable, { type: "text", text: rest }];
}

/** In a stream, what was asked is told at its start and what was answered at its end. */
function anthropicReader(): PieceReader {
  let usage: Usage | null = null;
  const told = (more: unknown): { usage?: Usage } => {
    if (!isJson(more)) return {};
    const cached = numberOf(more.cache_read_input_tokens);
    const input = numberOf(more.input_tokens);
    usage = {
      promptTokens:
        input === null
          ? (usage?.promptTokens ?? 0)
          : input + (cached ?? 0) + (numberOf(more.cache_creation_input_tokens) ?? 0),
      cachedTokens: cached ?? usage?.cachedTokens ?? null,
      answerTokens: numberOf(more.output_tokens) ?? usage?.answerTokens ?? 0,
    };
    return { usage };
  };
  return (value) => {
    if (!isJson(value)) return null;
    switch (value.type) {
      case "message_start":
        return isJson(value.message) ? told(value.message.usage) : null;
      case "content_block_delta": {
        const { delta } = value;
        return isJson(delta) && delta.type === "text_delta" ? { text: textOf(delta.text) } : {};
      }
      case "message_delta":
        return {
          ...told(value.usage),
          ...(isJson(value.delta) ? finished(value.delta.stop_reason) : {}),
        };
      case "message_stop":
        return { done: true };
      case "message": {
        const content = Array.isArray(value.content) ? value.content : [];
        const texts = content.map((part) => (isJson(part) ? textOf(part.text) : ""));
        return { text: texts.join(""), ...told(value.usage), ...finished(value.stop_reason) };
      }
      case "error":
        return failed(isJson(value.error) ? value.error : {});
      default:
        // `ping`, the ends of blocks, and events to come: unknown ones are to be ignored.
        return typeof value.type === "string" ? {} : null;
    }
  };
}

function finished(reason: unknown): Piece {
  if (typeof reason !== "string") return {};
  return { finish: /^max_tokens|context_window/.test(reason) ? "length" : "stop" };
}

const FAULTS: Readonly<Record<string, ModelFault>> = {
  overloaded_error: "busy",
  rate_limit_error: "busy",
  authentication_error: "key",
  permission_error: "key",
  invalid_request_error: "refused",
  not_found_error: "refused",
  request_too_large: "refused",
};

function failed(error: Json): Piece {
  return { fault: FAULTS[textOf(error.type)] ?? "server", message: textOf(error.message) };
}
