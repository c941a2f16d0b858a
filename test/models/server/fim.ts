/**
 * Mistral's API reference, "Fill in the middle" (POST /v1/fim/completions on codestral.mistral.ai and
 * api.mistral.ai): answers have the form of chat completions, also streamed; usage in the last chunk.
 * Inception's docs, "Next edit" (POST /v1/edit/completions) and "Autocomplete" (POST
 * /v1/fim/completions): messages in, a chat completion out; FIM answers have the form of completions.
 */
import { type Asked, bearer, type Dialect, type Frames, NO_USAGE, sse } from "./dialect.ts";
import { CONTENT } from "./openai.ts";
import {
  between,
  boolean,
  faultsOf,
  integer,
  list,
  literal,
  object,
  stop,
  string,
} from "./schema.ts";
import type { Turn } from "./turn.ts";

const CREATED = 1_790_000_000;

function usageOf({ usage = NO_USAGE }: Turn): object {
  return {
    prompt_tokens: usage.prompt,
    completion_tokens: usage.answer,
    total_tokens: usage.prompt + usage.answer,
    prompt_tokens_details: { cached_tokens: usage.cached },
  };
}

function chatFrames(turn: Turn, { json }: Asked): Frames {
  const common = { id: "5b35cc2e69bf4ba9a11373ee1f1937f8", created: CREATED, model: json.model };
  const finish_reason = turn.finish ?? "stop";
  if (json.stream !== true) {
    const message = { role: "assistant", content: turn.pieces.join(""), tool_calls: null };
    const body = {
      ...common,
      object: "chat.completion",
      choices: [{ index: 0, message, finish_reason }],
      usage: usageOf(turn),
    };
    return { head: [], pieces: [JSON.stringify(body)], tail: [] };
  }
  const chunk = (delta: object, more: object = {}, reason: string | null = null) =>
    sse({
      ...common,
      object: "chat.completion.chunk",
      choices: [{ index: 0, delta, finish_reason: reason }],
      ...more,
    });
  return {
    head: [chunk({ role: "assistant", content: "" })],
    pieces: turn.pieces.map((content) => chunk({ content })),
    tail: [chunk({ content: "" }, { usage: usageOf(turn) }, finish_reason), sse("[DONE]")],
  };
}

function textFrames(turn: Turn, { json }: Asked): Frames {
  const common = { id: "cmpl-1", object: "text_completion", created: CREATED, model: json.model };
  const choice = (text: string, finish_reason: string | null) => ({
    index: 0,
    text,
    logprobs: null,
    finish_reason,
  });
  const finish = turn.finish ?? "stop";
  if (json.stream !== true) {
    const choices = [choice(turn.pieces.join(""), finish)];
    return {
      head: [],
      pieces: [JSON.stringify({ ...common, choices, usage: usageOf(turn) })],
      tail: [],
    };
  }
  return {
    head: [],
    pieces: turn.pieces.map((text) => sse({ ...common, choices: [choice(text, null)] })),
    tail: [sse({ ...common, choices: [choice("", finish)], usage: usageOf(turn) }), sse("[DONE]")],
  };
}

const FIM = {
  model: string,
  prompt: string,
  suffix: string,
  max_tokens: integer,
  min_tokens: integer,
  temperature: between(0, 1.5),
  top_p: between(0, 1),
  stop,
  stream: boolean,
  random_seed: integer,
  metadata: object,
};

/** "Next edit": one message, of the user; Inception puts the system's in. */
const EDIT_MESSAGES = list({ role: literal("user"), content: string }, ["role", "content"]);
const MESSAGE = { role: literal("system", "user", "assistant"), content: CONTENT };
const MESSAGES = list(MESSAGE, ["role", "content"]);

/** Mistral's "Chat completion": `prefix` of the last message, and "Predicted outputs". */
const MISTRAL_CHAT = {
  model: string,
  messages: list({ ...MESSAGE, prefix: boolean }, ["role", "content"]),
  temperature: between(0, 1.5),
  top_p: between(0, 1),
  max_tokens: integer,
  stream: boolean,
  stop,
  random_seed: integer,
  metadata: object,
  response_format: object,
  prediction: (value: unknown) =>
    faultsOf(value, { type: literal("content"), content: string }, []).length === 0,
  safe_prompt: boolean,
};

export const mistral: Dialect = {
  paths: ["/v1/fim/completions", "/v1/chat/completions"],
  faults: (asked) => [
    ...bearer(asked),
    ...(asked.path === "/v1/fim/completions"
      ? faultsOf(asked.json, FIM, ["model", "prompt"])
      : faultsOf(asked.json, MISTRAL_CHAT, ["model", "messages"])),
  ],
  contentType: ({ json }) => (json.stream === true ? "text/event-stream" : "application/json"),
  frames: chatFrames,
  comment: ": keep-alive\n\n",
  errorFrame: () => null,
  errorBody: (status) =>
    JSON.stringify(
      status === 401
        ? { message: "Unauthorized", request_id: "b7c5" }
        : {
            object: "error",
            message: "What went wrong.",
            type: "invalid_request_error",
            code: status,
          },
    ),
  gets: {
    "/v1/models": {
      object: "list",
      data: [{ id: "codestral-latest", object: "model", capabilities: { completion_fim: true } }],
    },
  },
};

export const inception: Dialect = {
  paths: ["/v1/edit/completions", "/v1/fim/completions", "/v1/chat/completions"],
  faults: (asked) => [
    ...bearer(asked),
    ...(asked.path === "/v1/fim/completions"
      ? faultsOf(asked.json, FIM, ["model", "prompt"])
      : faultsOf(
          asked.json,
          {
            model: string,
            messages: asked.path === "/v1/edit/completions" ? EDIT_MESSAGES : MESSAGES,
            max_tokens: integer,
            temperature: between(0, 1),
            stop,
            stream: boolean,
          },
          ["model", "messages"],
        )),
  ],
  contentType: ({ json }) => (json.stream === true ? "text/event-stream" : "application/json"),
  frames: (turn, asked) =>
    asked.path === "/v1/fim/completions" ? textFrames(turn, asked) : chatFrames(turn, asked),
  comment: null,
  errorFrame: () => null,
  errorBody: (status) =>
    JSON.stringify({
      error: { message: "What went wrong.", type: "invalid_request_error", code: String(status) },
    }),
  gets: { "/v1/models": { object: "list", data: [{ id: "mercury-edit", object: "model" }] } },
};
