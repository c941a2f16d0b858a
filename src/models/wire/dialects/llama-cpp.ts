/**
 * llama.cpp's server: `/infill` and `/completion` of its own (github.com/ggml-org/llama.cpp,
 * tools/server/README.md), chat by OpenAI's protocol. Each purpose has a slot, where the server has
 * enough of them: its prompts find their beginning in the cache, and do not push each other out.
 */
import type { ModelCall } from "../../port.ts";
import type { Finish, Usage } from "../../prompt.ts";
import {
  bearer,
  type Dialect,
  type DialectMemory,
  isJson,
  type Json,
  numberOf,
  type Piece,
  type PieceReader,
  rootOf,
} from "./dialect.ts";
import { chatMessages, sampling } from "./openai.ts";
import { errorPiece, openaiReader } from "./openai-answer.ts";

/** Tokens in a row, as the server's own manual has it for editors. */
const LEAST_MOVED = 256;

export const llamaCpp: Dialect = {
  keyHeaders: bearer,
  request(call, { provider, model, memory, purpose }) {
    const { prompt } = call;
    const root = rootOf(provider.url);
    const kept = { cache_prompt: true, ...slotOf(purpose, memory) };
    // What comes again behind a part that is gone is moved instead of evaluated.
    const moved = { n_cache_reuse: LEAST_MOVED };
    if (prompt.kind === "chat") {
      const body = {
        model: model.id,
        messages: chatMessages(prompt),
        ...sampling(call),
        stream: true,
        stream_options: { include_usage: true },
        ...kept,
      };
      return { url: `${root}/v1/chat/completions`, body, framing: "sse" };
    }
    const isWarm = call.purpose === "warm";
    const common = {
      // 0: the prompt is evaluated into the cache, and nothing is answered.
      n_predict: isWarm ? 0 : call.maxTokens,
      temperature: call.temperature,
      ...(isWarm ? {} : { t_max_predict_ms: call.totalMs }),
      ...(call.stop.length > 0 ? { stop: call.stop } : {}),
      stream: true,
      ...kept,
      ...moved,
    };
    if (prompt.kind === "text") {
      const body = { prompt: prompt.text, samplers: ["top_k", "temperature"], ...common };
      return { url: `${root}/completion`, body, framing: "sse" };
    }
    const body = {
      // The same files and prefix first: the server's cache finds them by their beginning.
      input_extra: prompt.files.map(({ path, text }) => ({ filename: path, text })),
      input_prefix: prompt.prefix,
      input_suffix: prompt.suffix,
      prompt: "",
      // `infill` ends where the model would rather end; the likeliest token is `temperature` 0.
      samplers: ["top_k", "top_p", "infill", "temperature"],
      top_k: 40,
      top_p: 0.9,
      ...common,
    };
    return { url: `${root}/infill`, body, framing: "sse" };
  },
  reader: llamaReader,
  probe: {
    url: (provider) => `${rootOf(provider.url)}/props`,
    read(value, memory) {
      memory.slots = isJson(value) ? numberOf(value.total_slots) : null;
    },
  },
};

/** Which one is for what. */
const SLOTS: Readonly<Record<ModelCall["purpose"], number>> = {
  complete: 0,
  warm: 0,
  edit: 1,
  chat: 2,
  command: 2,
  test: 3,
};

/** Older servers wait for ever for a slot that they do not have. */
function slotOf(purpose: ModelCall["purpose"], { slots }: DialectMemory): Json {
  const slot = SLOTS[purpose];
  return slots !== null && slots > 1 && slot < slots ? { id_slot: slot } : {};
}

function llamaReader(): PieceReader {
  const chat = openaiReader();
  return (value, event) => {
    if (!isJson(value)) return null;
    if (event === "error" || value.error !== undefined) return errorPiece(value);
    if (Array.isArray(value.choices)) return chat(value, event);
    if (typeof value.content !== "string") return null;
    if (value.stop !== true) return { text: value.content };
    const usage = usageOf(value);
    return {
      text: value.content,
      finish: finishOf(value),
      done: true,
      ...(usage === null ? {} : { usage }),
    } satisfies Piece;
  };
}

/** `stop_type`, and before it three flags. */
function finishOf(value: Json): Finish {
  return value.stop_type === "limit" || value.stopped_limit === true ? "length" : "stop";
}

/** `timings.prompt_n` counts what had to be evaluated, `tokens_evaluated` all of the prompt. */
function usageOf(value: Json): Usage | null {
  const timings = isJson(value.timings) ? value.timings : {};
  const done = numberOf(timings.prompt_n);
  const cached = numberOf(timings.cache_n);
  const all =
    numberOf(value.tokens_evaluated) ?? (done === null ? null : done + Math.max(0, cached ?? 0));
  if (all === null) return null;
  return {
    promptTokens: all,
    cachedTokens: cached ?? (done === null ? null : Math.max(0, all - done)),
    answerTokens: numberOf(value.tokens_predicted) ?? numberOf(timings.predicted_n) ?? 0,
  };
}
