/**
 * llama.cpp's server, tools/server/README.md: POST /completion and /infill (all options of /completion,
 * with `input_prefix`, `input_suffix`, `input_extra`), GET /health, /props, /v1/models; streaming as
 * server-sent events without `[DONE]`, the last with `stop: true`; errors as in "Error response".
 */
import { type Asked, bearer, type Dialect, NO_USAGE, sse } from "./dialect.ts";
import { openai, openaiFaults } from "./openai.ts";
import {
  boolean,
  faultsOf,
  integer,
  list,
  number,
  object,
  oneOf,
  type Schema,
  string,
  strings,
} from "./schema.ts";

const OPTIONS: Schema = {
  prompt: oneOf(string, Array.isArray),
  temperature: number,
  top_k: integer,
  top_p: number,
  min_p: number,
  n_predict: integer,
  n_indent: integer,
  n_keep: integer,
  n_cache_reuse: integer,
  stream: boolean,
  stop: strings,
  repeat_penalty: number,
  seed: integer,
  samplers: strings,
  cache_prompt: boolean,
  id_slot: integer,
  t_max_predict_ms: integer,
  t_max_prompt_ms: integer,
  return_tokens: boolean,
  timings_per_token: boolean,
  response_fields: strings,
  n_probs: integer,
  grammar: string,
  json_schema: object,
};

const INFILL: Schema = {
  ...OPTIONS,
  input_prefix: string,
  input_suffix: string,
  input_extra: list({ filename: string, text: string }, ["text"]),
};

function optionFaults({ path, json }: Asked): string[] {
  return path === "/infill"
    ? faultsOf(json, INFILL, ["input_prefix", "input_suffix"])
    : faultsOf(json, OPTIONS, ["prompt"]);
}

export const llamaCpp: Dialect = {
  paths: ["/completion", "/infill", ...openai.paths],
  faults: (asked) =>
    openai.paths.includes(asked.path)
      ? // "llama.cpp /completion-specific features such as mirostat are also supported."
        openaiFaults(asked, OPTIONS)
      : [...bearer(asked), ...optionFaults(asked)],
  contentType: (asked) => openai.contentType(asked),
  frames(turn, asked) {
    if (openai.paths.includes(asked.path)) return openai.frames(turn, asked);
    const { pieces, finish, usage = NO_USAGE } = turn;
    const none = asked.json.n_predict === 0;
    const text = none ? [] : pieces;
    const fresh = usage.prompt - usage.cached;
    const last = {
      index: 0,
      content: asked.json.stream === true ? "" : text.join(""),
      tokens: [],
      id_slot: asked.json.id_slot ?? 0,
      stop: true,
      model: "gpt-3.5-turbo",
      tokens_predicted: none ? 0 : usage.answer,
      tokens_evaluated: usage.prompt,
      generation_settings: { n_ctx: 8192 },
      prompt: "",
      has_new_line: true,
      truncated: false,
      stop_type: finish === "length" || none ? "limit" : "eos",
      stopping_word: "",
      tokens_cached: usage.prompt + usage.answer,
      timings: {
        cache_n: usage.cached,
        prompt_n: fresh,
        prompt_ms: 3.5,
        prompt_per_token_ms: 0.3,
        prompt_per_second: 3333.3,
        predicted_n: usage.answer,
        predicted_ms: 20.5,
        predicted_per_token_ms: 6.8,
        predicted_per_second: 146.3,
      },
    };
    if (asked.json.stream !== true) return { head: [], pieces: [JSON.stringify(last)], tail: [] };
    const part = (content: string, n: number) => ({
      index: 0,
      content,
      tokens: [n],
      stop: false,
      id_slot: last.id_slot,
      tokens_predicted: n + 1,
      tokens_evaluated: usage.prompt,
    });
    return {
      head: [],
      pieces: text.map((content, n) => sse(part(content, n))),
      tail: [sse(last)],
    };
  },
  comment: ":\n\n",
  errorFrame: () =>
    sse({
      error: { code: 500, message: "context shift is disabled", type: "server_error" },
    }),
  errorBody: (status) =>
    JSON.stringify({
      error:
        status === 503
          ? { code: 503, message: "Loading model", type: "unavailable_error" }
          : status === 401
            ? { code: 401, message: "Invalid API Key", type: "authentication_error" }
            : { code: status, message: "What went wrong.", type: "invalid_request_error" },
    }),
  gets: {
    "/health": { status: "ok" },
    "/props": {
      default_generation_settings: { n_ctx: 8192 },
      total_slots: 4,
      model_path: "/models/qwen2.5-coder-1.5b-q8_0.gguf",
      chat_template: "",
      build_info: "b6000-0000000",
    },
    "/v1/models": {
      object: "list",
      data: [
        {
          id: "/models/qwen2.5-coder-1.5b-q8_0.gguf",
          object: "model",
          created: 1_790_000_000,
          owned_by: "llamacpp",
          meta: { n_ctx_train: 32768, n_params: 1543714304 },
        },
      ],
    },
  },
};
