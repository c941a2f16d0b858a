/**
 * Anthropic's API reference: "Messages", "Streaming messages" (event types, `ping`, error events),
 * "Errors" (529 `overloaded_error`), "Prompt caching" (usage fields).
 */
import { type Dialect, NO_USAGE, sse } from "./dialect.ts";
import {
  between,
  boolean,
  faultsOf,
  integer,
  list,
  literal,
  object,
  oneOf,
  string,
  strings,
} from "./schema.ts";

const BLOCK = list({ type: literal("text"), text: string, cache_control: object }, [
  "type",
  "text",
]);

const ERRORS: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  500: "api_error",
  529: "overloaded_error",
};

export const anthropic: Dialect = {
  paths: ["/v1/messages"],
  faults: ({ headers, json }) => [
    ...(headers["anthropic-version"] === "2023-06-01"
      ? []
      : ["anthropic-version is not 2023-06-01"]),
    ...(headers["x-api-key"] === undefined ? ["x-api-key is missing"] : []),
    ...faultsOf(
      json,
      {
        model: string,
        max_tokens: integer,
        messages: list({ role: literal("user", "assistant"), content: oneOf(string, BLOCK) }, [
          "role",
          "content",
        ]),
        system: oneOf(string, BLOCK),
        stop_sequences: strings,
        stream: boolean,
        temperature: between(0, 1),
        top_p: between(0, 1),
        top_k: integer,
        metadata: object,
        thinking: object,
        tools: Array.isArray,
        tool_choice: object,
        cache_control: object,
      },
      ["model", "max_tokens", "messages"],
    ),
  ],
  contentType: ({ json }) => (json.stream === true ? "text/event-stream" : "application/json"),
  frames({ pieces, finish, usage = NO_USAGE }, { json }) {
    const input = {
      input_tokens: usage.prompt - usage.cached,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: usage.cached,
    };
    const message = {
      id: "msg_1nZdL29xx5MUA1yADyHTEsnR8uuvGzszyY",
      type: "message",
      role: "assistant",
      model: json.model,
    };
    const reason = finish === "length" ? "max_tokens" : "end_turn";
    if (json.stream !== true) {
      const body = {
        ...message,
        content: [{ type: "text", text: pieces.join("") }],
        stop_reason: reason,
        stop_sequence: null,
        usage: { ...input, output_tokens: usage.answer },
      };
      return { head: [], pieces: [JSON.stringify(body)], tail: [] };
    }
    const event = (data: { type: string }) => sse(data, data.type);
    const start = {
      type: "message_start",
      message: {
        ...message,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { ...input, output_tokens: 1 },
      },
    };
    const block = {
      type: "content_block_start",
      index: 0,
      content_block: { type: "text", text: "" },
    };
    const delta = (text: string) => ({
      type: "content_block_delta",
      index: 0,
      delta: { type: "text_delta", text },
    });
    const end = {
      type: "message_delta",
      delta: { stop_reason: reason, stop_sequence: null },
      usage: { output_tokens: usage.answer },
    };
    return {
      head: [event(start), event(block), event({ type: "ping" })],
      pieces: pieces.map((text) => event(delta(text))),
      tail: [
        event({ type: "content_block_stop", index: 0 } as { type: string }),
        event(end),
        event({ type: "message_stop" }),
      ],
    };
  },
  comment: sse({ type: "ping" }, "ping"),
  errorFrame: () =>
    sse({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } }, "error"),
  errorBody: (status) =>
    JSON.stringify({
      type: "error",
      error: { type: ERRORS[status] ?? "api_error", message: "What went wrong." },
      request_id: "req_011CSHoEeqs5C35K2UUqR7Fy",
    }),
  gets: {
    "/v1/models": {
      data: [
        { type: "model", id: "claude-model", display_name: "Claude", created_at: "2026-01-01" },
      ],
      has_more: false,
      first_id: "claude-model",
      last_id: "claude-model",
    },
  },
};
