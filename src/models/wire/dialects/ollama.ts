/**
 * Ollama: `/api/generate` with `suffix` (models whose template fills in) or `raw`, chat by OpenAI's
 * protocol below `/v1`. github.com/ollama/ollama, docs/api.md
 */
import type { Finish } from "../../prompt.ts";
import {
  bearer,
  type Dialect,
  isJson,
  numberOf,
  type PieceReader,
  rootOf,
  textOf,
} from "./dialect.ts";
import { chatMessages, sampling } from "./openai.ts";
import { errorPiece, openaiReader } from "./openai-answer.ts";

/** Its own five minutes are shorter than a thought. */
const KEEP_ALIVE = "30m";

export const ollama: Dialect = {
  keyHeaders: bearer,
  request(call, { provider, model }) {
    const { prompt } = call;
    const root = rootOf(provider.url);
    if (prompt.kind === "chat") {
      const body = {
        model: model.id,
        messages: chatMessages(prompt),
        ...sampling(call),
        stream: true,
        stream_options: { include_usage: true },
      };
      return { url: `${root}/v1/chat/completions`, body, framing: "sse" };
    }
    const text =
      prompt.kind === "text"
        ? { prompt: prompt.text, raw: true }
        : { prompt: prompt.prefix, suffix: prompt.suffix };
    const body = {
      model: model.id,
      ...text,
      stream: true,
      keep_alive: KEEP_ALIVE,
      options: {
        // 0 is no limit here.
        num_predict: call.purpose === "warm" ? 1 : call.maxTokens,
        temperature: call.temperature,
        num_ctx: model.context,
        ...(call.stop.length > 0 ? { stop: call.stop } : {}),
      },
    };
    return { url: `${root}/api/generate`, body, framing: "ndjson" };
  },
  reader: ollamaReader,
};

function ollamaReader(): PieceReader {
  const chat = openaiReader();
  return (value, event) => {
    if (!isJson(value)) return null;
    if (value.error !== undefined) return errorPiece(value);
    if (value.choices !== undefined) return chat(value, event);
    if (typeof value.done !== "boolean") return null;
    const text = textOf(value.response);
    if (!value.done) return { text };
    const finish: Finish = value.done_reason === "length" ? "length" : "stop";
    const promptTokens = numberOf(value.prompt_eval_count);
    const answerTokens = numberOf(value.eval_count);
    const known = promptTokens !== null || answerTokens !== null;
    const usage = {
      promptTokens: promptTokens ?? 0,
      cachedTokens: null,
      answerTokens: answerTokens ?? 0,
    };
    return { text, finish, done: true, ...(known ? { usage } : {}) };
  };
}
