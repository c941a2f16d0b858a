/**
 * Answers of `/completions` and `/chat/completions`, streamed or whole, of OpenAI and of those who
 * speak its protocol (platform.openai.com/docs/api-reference, docs.vllm.ai, api-docs.deepseek.com,
 * docs.mistral.ai): they differ in where they tell of cached tokens.
 */
import type { Finish, Usage } from "../../prompt.ts";
import { faultOf } from "../failure.ts";
import { isJson, type Json, numberOf, type Piece, type PieceReader, textOf } from "./dialect.ts";

export function openaiReader(): PieceReader {
  return (value, event) => {
    if (!isJson(value)) return null;
    if (event === "error" || value.error !== undefined) return errorPiece(value);
    // Mistral wraps each value for some of its clients.
    const root = isJson(value.data) && value.choices === undefined ? value.data : value;
    const { choices, usage } = root;
    if (!Array.isArray(choices) && !isJson(usage)) return null;
    const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
    return {
      ...(isJson(choice) ? choicePiece(choice) : {}),
      ...(isJson(usage) ? { usage: openaiUsage(usage, root.timings) } : {}),
    };
  };
}

function choicePiece(choice: Json): Piece {
  const delta = isJson(choice.delta) ? choice.delta : choice.message;
  const text = isJson(delta) ? contentOf(delta.content) : textOf(choice.text);
  // As Mistral and OpenRouter end an answer that broke off.
  if (choice.finish_reason === "error") return { fault: "server", message: "" };
  const finish = finishOf(choice.finish_reason);
  return { text, ...(finish === null ? {} : { finish }) };
}

/** A string, or parts of which some are text. */
function contentOf(content: unknown): string {
  if (!Array.isArray(content)) return textOf(content);
  return content
    .map((part) => (isJson(part) && part.type === "text" ? textOf(part.text) : ""))
    .join("");
}

function finishOf(reason: unknown): Finish | null {
  if (typeof reason !== "string" || reason === "") return null;
  return reason === "length" || reason === "model_length" ? "length" : "stop";
}

function openaiUsage(usage: Json, timings?: unknown): Usage {
  const details = isJson(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {};
  return {
    promptTokens: numberOf(usage.prompt_tokens) ?? 0,
    cachedTokens:
      numberOf(details.cached_tokens) ??
      numberOf(usage.prompt_cache_hit_tokens) ??
      numberOf(usage.cached_input_tokens) ??
      numberOf(usage.num_cached_tokens) ??
      (isJson(timings) ? numberOf(timings.cache_n) : null),
    answerTokens: numberOf(usage.completion_tokens) ?? 0,
  };
}

/** `{error: {message, type, code}}`, `{error: "text"}`, or the inner object alone. */
export function errorPiece(value: Json): Piece {
  const error = isJson(value.error) ? value.error : value;
  const message = errorText(value) ?? "";
  const status = numberOf(error.code) ?? numberOf(error.status);
  const about = `${textOf(error.type)} ${textOf(error.code)}`;
  if (/overloaded|rate_limit/.test(about)) return { fault: "busy", message };
  if (status !== null && status >= 400) return { fault: faultOf(status), message };
  return { fault: /invalid_request/.test(about) ? "refused" : "server", message };
}

/** What a provider says about an error; null: nothing. */
export function errorText(value: unknown): string | null {
  if (!isJson(value)) return null;
  const { error } = value;
  for (const found of [isJson(error) ? error.message : error, value.message, value.detail]) {
    if (typeof found === "string" && found !== "") return found;
    // Pydantic: what it found wrong, and where.
    if (Array.isArray(found) && isJson(found[0])) {
      const where = Array.isArray(found[0].loc) ? found[0].loc.join(".") : "";
      return `${where}: ${textOf(found[0].msg)}`;
    }
  }
  return null;
}
