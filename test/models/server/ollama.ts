/**
 * Ollama's docs/api.md: POST /api/generate ("Generate a completion": `suffix`, `raw`, `keep_alive`,
 * `options`), GET /api/tags, "Streaming responses": a JSON object a line, durations in nanoseconds, the
 * last with `done: true` and `done_reason`; docs "Errors": `{"error": "…"}` also as a line of a stream.
 */
import { type Dialect, NO_USAGE } from "./dialect.ts";
import { openai } from "./openai.ts";
import { boolean, faultsOf, number, object, oneOf, string } from "./schema.ts";

const CREATED = "2026-11-01T19:22:45.499127Z";

export const ollama: Dialect = {
  paths: ["/api/generate", ...openai.paths],
  faults: (asked) =>
    openai.paths.includes(asked.path)
      ? openai.faults(asked)
      : faultsOf(
          asked.json,
          {
            model: string,
            prompt: string,
            suffix: string,
            system: string,
            template: string,
            stream: boolean,
            raw: boolean,
            format: oneOf(string, object),
            keep_alive: oneOf(string, number),
            options: object,
            think: oneOf(boolean, string),
          },
          ["model"],
        ),
  contentType: (asked) =>
    openai.paths.includes(asked.path)
      ? openai.contentType(asked)
      : asked.json.stream === false
        ? "application/json; charset=utf-8"
        : "application/x-ndjson",
  frames(turn, asked) {
    if (openai.paths.includes(asked.path)) return openai.frames(turn, asked);
    const { pieces, finish = "stop", usage = NO_USAGE } = turn;
    const { model } = asked.json;
    const common = { model, created_at: CREATED };
    const last = {
      ...common,
      response: asked.json.stream === false ? pieces.join("") : "",
      done: true,
      done_reason: finish,
      ...(asked.json.raw === true ? {} : { context: [1, 2, 3] }),
      total_duration: 10706818083,
      load_duration: 6338219291,
      prompt_eval_count: usage.prompt - usage.cached,
      prompt_eval_duration: 130079000,
      eval_count: usage.answer,
      eval_duration: 4232710000,
    };
    const line = (value: unknown) => `${JSON.stringify(value)}\n`;
    if (asked.json.stream === false) return { head: [], pieces: [line(last)], tail: [] };
    return {
      head: [],
      pieces: pieces.map((response) => line({ ...common, response, done: false })),
      tail: [line(last)],
    };
  },
  comment: null,
  errorFrame: (asked) =>
    openai.paths.includes(asked.path)
      ? openai.errorFrame(asked)
      : `${JSON.stringify({ error: "an error was encountered while running the model" })}\n`,
  errorBody: (status) =>
    JSON.stringify({
      error: status === 404 ? "model 'none' not found" : "something went wrong",
    }),
  gets: {
    "/api/tags": {
      models: [
        {
          name: "qwen2.5-coder:1.5b",
          model: "qwen2.5-coder:1.5b",
          modified_at: CREATED,
          size: 986061892,
          digest: "d7372fd828518a69e8a1b8e7b0d0b2cf3c3e5e9a7b0ba2d3e8c6a4b1f0e9d8c7",
          details: { format: "gguf", family: "qwen2", parameter_size: "1.5B" },
        },
      ],
    },
    "/api/version": { version: "0.40.12" },
  },
};
