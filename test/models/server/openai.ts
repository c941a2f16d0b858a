/**
 * OpenAI's API reference: "Create completion" (legacy; `suffix` only for some models), "Create chat
 * completion", "Streaming"; error bodies as under "Error codes". With `stream_options.include_usage` a
 * chunk with empty `choices` and the usage comes before `[DONE]`. vLLM, LM Studio, llama.cpp and Ollama
 * speak the same below /v1. DeepSeek's "FIM completion (beta)" and "Context caching" pages: the same
 * completions under /beta, usage with `prompt_cache_hit_tokens` in the last chunk, `: keep-alive` lines.
 */
import { type Asked, bearer, type Dialect, type Frames, NO_USAGE, sse } from "./dialect.ts";
import {
  between,
  boolean,
  faultsOf,
  integer,
  list,
  literal,
  number,
  object,
  oneOf,
  type Schema,
  stop,
  string,
  strings,
} from "./schema.ts";
import type { Turn } from "./turn.ts";

const COMMON: Schema = {
  model: string,
  max_tokens: integer,
  temperature: between(0, 2),
  top_p: between(0, 1),
  stop,
  stream: boolean,
  stream_options: object,
  seed: integer,
  user: string,
  n: integer,
  presence_penalty: number,
  frequency_penalty: number,
};

const COMPLETION: Schema = {
  ...COMMON,
  prompt: oneOf(string, strings),
  suffix: string,
  echo: boolean,
};

export const CONTENT = oneOf(
  string,
  list({ type: literal("text"), text: string }, ["type", "text"]),
);
const MESSAGE: Schema = {
  role: literal("system", "developer", "user", "assistant"),
  content: CONTENT,
};
const CHAT: Schema = {
  ...COMMON,
  messages: list(MESSAGE, ["role", "content"]),
  max_completion_tokens: integer,
  prediction: (value) =>
    faultsOf(value, { type: literal("content"), content: CONTENT }, ["type", "content"]).length ===
    0,
  reasoning_effort: string,
  response_format: object,
  tools: Array.isArray,
  tool_choice: oneOf(string, object),
};

/** "Chat Prefix Completion (Beta)": the last message, of the assistant, has `prefix: true`. */
const DEEPSEEK_CHAT: Schema = {
  ...CHAT,
  messages: list({ ...MESSAGE, prefix: boolean }, ["role", "content"]),
};

const CREATED = 1_790_000_000;

function isChat({ path }: Asked): boolean {
  return path.endsWith("/chat/completions");
}

function chunk(asked: Asked, choices: readonly unknown[], more: object = {}): string {
  const { model } = asked.json;
  const chat = isChat(asked);
  return sse({
    id: chat ? "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT" : "cmpl-7iA7iJjj8V2zOkCGvWF2hAkWZ8d5x",
    object: chat ? "chat.completion.chunk" : "text_completion",
    created: CREATED,
    model,
    system_fingerprint: "fp_44709d6fcb",
    choices,
    ...more,
  });
}

function usageOf(turn: Turn, deepseek: boolean): object {
  const { prompt, cached, answer } = turn.usage ?? NO_USAGE;
  return {
    prompt_tokens: prompt,
    completion_tokens: answer,
    total_tokens: prompt + answer,
    ...(deepseek
      ? { prompt_cache_hit_tokens: cached, prompt_cache_miss_tokens: prompt - cached }
      : {
          prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
          completion_tokens_details: {
            reasoning_tokens: 0,
            accepted_prediction_tokens: 0,
            rejected_prediction_tokens: 0,
          },
        }),
  };
}

function choice(asked: Asked, text: string | null, finish: string | null): object {
  const common = { index: 0, logprobs: null, finish_reason: finish };
  if (!isChat(asked)) return { ...common, text: text ?? "" };
  return { ...common, delta: text === null ? {} : { content: text } };
}

/** An answer in one piece, for a request without `stream`. */
function whole(turn: Turn, asked: Asked, deepseek: boolean): Frames {
  const text = turn.pieces.join("");
  const finish_reason = turn.finish ?? "stop";
  const message = { role: "assistant", content: text, refusal: null };
  const body = {
    id: "cmpl-1",
    object: isChat(asked) ? "chat.completion" : "text_completion",
    created: CREATED,
    model: asked.json.model,
    choices: [
      isChat(asked)
        ? { index: 0, message, logprobs: null, finish_reason }
        : { index: 0, text, logprobs: null, finish_reason },
    ],
    usage: usageOf(turn, deepseek),
  };
  return { head: [], pieces: [JSON.stringify(body)], tail: [] };
}

function frames(turn: Turn, asked: Asked, deepseek: boolean): Frames {
  if (asked.json.stream !== true) return whole(turn, asked, deepseek);
  const options = asked.json.stream_options as { include_usage?: boolean } | undefined;
  const first = { index: 0, delta: { role: "assistant", content: "", refusal: null } };
  const last = [choice(asked, null, turn.finish ?? "stop")];
  const usage = usageOf(turn, deepseek);
  const tail =
    deepseek && !options?.include_usage
      ? [chunk(asked, last, { usage })]
      : [
          chunk(asked, last, options?.include_usage ? { usage: null } : {}),
          ...(options?.include_usage ? [chunk(asked, [], { usage })] : []),
        ];
  return {
    head: isChat(asked) ? [chunk(asked, [{ ...first, logprobs: null, finish_reason: null }])] : [],
    pieces: turn.pieces.map((text) => chunk(asked, [choice(asked, text, null)])),
    tail: [...tail, sse("[DONE]")],
  };
}

const ERRORS: Readonly<Record<number, { type: string; code: string | null; message: string }>> = {
  400: { type: "invalid_request_error", code: null, message: "Invalid value for 'suffix'." },
  401: {
    type: "invalid_request_error",
    code: "invalid_api_key",
    message: "Incorrect API key provided: sk-wr***ng.",
  },
  404: {
    type: "invalid_request_error",
    code: "model_not_found",
    message: "The model `none` does not exist or you do not have access to it.",
  },
  429: {
    type: "requests",
    code: "rate_limit_exceeded",
    message: "Rate limit reached for requests.",
  },
};

function errorBody(status: number): string {
  const known = ERRORS[status] ?? {
    type: "server_error",
    code: null,
    message: "The server had an error while processing your request.",
  };
  return JSON.stringify({ error: { ...known, param: null } });
}

/** `more`: fields that a server takes beside those of the protocol. */
export function openaiFaults(asked: Asked, more: Schema = {}, chat: Schema = CHAT): string[] {
  return [
    ...bearer(asked),
    ...(isChat(asked)
      ? faultsOf(asked.json, { ...more, ...chat }, ["model", "messages"])
      : faultsOf(asked.json, { ...more, ...COMPLETION }, ["model", "prompt"])),
  ];
}

function dialect(paths: readonly string[], deepseek: boolean): Dialect {
  return {
    paths,
    faults: (asked) => openaiFaults(asked, {}, deepseek ? DEEPSEEK_CHAT : CHAT),
    contentType: ({ json }) => (json.stream === true ? "text/event-stream" : "application/json"),
    frames: (turn, asked) => frames(turn, asked, deepseek),
    comment: ": keep-alive\n\n",
    errorFrame: () => sse({ error: { message: "The server had an error", type: "server_error" } }),
    errorBody,
    gets: {
      "/v1/models": {
        object: "list",
        data: [
          { id: "gpt-model", object: "model", created: CREATED, owned_by: "openai" },
          { id: "code-model", object: "model", created: CREATED, owned_by: "openai" },
        ],
      },
    },
  };
}

export const openai = dialect(["/v1/completions", "/v1/chat/completions"], false);
export const deepseek = dialect(["/beta/completions", "/beta/chat/completions"], true);
