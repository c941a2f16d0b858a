/** A conversation: the AI SDK speaks, over our own connections, deadlines, failures and log. */
import { Cancelled } from "../../base/errors.ts";
import { codeUrl } from "../../base/worker-port.ts";
import type { ChatRequest, chatText } from "../chat/chat.ts";
import type { ModelConfig } from "../model.ts";
import { type ModelCall, ModelError } from "../port.ts";
import type { Prompt } from "../prompt.ts";
import type { AnswerStream } from "./answer-stream.ts";
import { Deadline } from "./deadline.ts";
import { type Json, rootOf } from "./dialects/dialect.ts";
import {
  bodyOf,
  type Exchange,
  failed,
  headersOf,
  keyOf,
  type Opened,
  open,
  type ProviderLine,
  refusal,
} from "./provider-line.ts";
import { withoutQuirks } from "./quirks.ts";
import { WireError } from "./transport.ts";

const MOST_ATTEMPTS = 4;

type Chat = Extract<Prompt, { kind: "chat" }>;

/** Whether a call is a conversation; answers that are begun or predicted are better asked for plainly. */
export function isConversation({ prompt, purpose }: ModelCall): boolean {
  if (purpose !== "chat" && purpose !== "command") return false;
  return prompt.kind === "chat" && prompt.begun === undefined && prompt.prediction === undefined;
}

/** As `leanCall`; `call` is a conversation. */
export async function chatCall(
  line: ProviderLine,
  model: ModelConfig,
  call: ModelCall,
  stream: AnswerStream,
  signal: AbortSignal,
): Promise<void> {
  const started = performance.now();
  const key = await keyOf(line);
  const speak = await loadChat();
  const deadline = new Deadline(signal, call.firstMs, call.totalMs);
  const sending = new Sending(line, model, call, key, deadline);
  let firstMs: number | null = null;
  try {
    const request = requestOf(line, model, call);
    for await (const piece of speak(request, sending.fetch, deadline.signal)) {
      if (piece.kind === "text") {
        firstMs ??= performance.now() - started;
        stream.push(piece.text);
        continue;
      }
      const totalMs = performance.now() - started;
      line.failures.good();
      sending.last?.entry.ended("ok", piece.usage);
      const { finish, usage } = piece;
      stream.end({ finish, usage, firstMs: firstMs ?? totalMs, totalMs });
      return;
    }
    // It ends like this when it is aborted.
    throw signal.aborted || deadline.signal.aborted
      ? new Cancelled()
      : new WireError("garbage", "the answer has no end");
  } catch (error) {
    throw sending.fault(error);
  } finally {
    deadline.over();
  }
}

/** In the bundle it is a file of its own, as it is large. */
async function loadChat(): Promise<typeof chatText> {
  const url = codeUrl("models-chat", new URL("../chat/chat.ts", import.meta.url));
  const chat = (await import(url.href)) as { readonly chatText: typeof chatText };
  return chat.chatText;
}

function requestOf({ config }: ProviderLine, model: ModelConfig, call: ModelCall): ChatRequest {
  const prompt = call.prompt as Chat;
  const isOwn = config.kind === "llama.cpp" || config.kind === "ollama";
  return {
    protocol: config.kind === "anthropic" ? "anthropic" : "openai",
    url: isOwn ? `${rootOf(config.url)}/v1` : config.url,
    provider: config.name,
    model: model.id,
    system: prompt.system.toWellFormed(),
    messages: prompt.messages.map(({ role, content }) => ({
      role,
      content: content.toWellFormed(),
    })),
    maxTokens: call.maxTokens,
    temperature: call.temperature,
    stop: call.stop,
    asksUsage: config.kind !== "mistral" && config.kind !== "inception",
  };
}

/** The `fetch` of one conversation. */
class Sending {
  last: Exchange | null = null;
  private readonly line: ProviderLine;
  private readonly model: ModelConfig;
  private readonly call: ModelCall;
  private readonly key: string;
  private readonly deadline: Deadline;
  /** What went wrong below the SDK, which may dress it. */
  private error: unknown = null;

  constructor(
    line: ProviderLine,
    model: ModelConfig,
    call: ModelCall,
    key: string,
    deadline: Deadline,
  ) {
    this.line = line;
    this.model = model;
    this.call = call;
    this.key = key;
    this.deadline = deadline;
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    try {
      return await this.send(String(input instanceof Request ? input.url : input), init ?? {});
    } catch (error) {
      this.error = error;
      throw error;
    }
  };

  /** What the call is to be rejected with. */
  fault(error: unknown): Error {
    const found = this.error ?? error;
    if (this.last === null) return found instanceof Error ? found : new Error("nothing was sent");
    const isOurs = [ModelError, WireError, Cancelled].some((type) => found instanceof type);
    if (isOurs || this.deadline.signal.aborted) {
      return failed(this.last, this.deadline.signal.aborted ? new Cancelled() : found);
    }
    // The SDK's own: it could not read the answer, or there was an error in it.
    const { name } = this.line.config;
    const message = `${name}: the answer is none, or stops with an error`;
    const { sentAt } = this.last;
    return failed(this.last, this.line.failures.bad("garbage", message, sentAt, null));
  }

  private async send(url: string, init: RequestInit): Promise<Response> {
    const { line, model, call, key, deadline } = this;
    const quirks = line.quirks.get(model.name) ?? new Set<string>();
    line.quirks.set(model.name, quirks);
    const full = bodyOf(JSON.parse(String(init.body)) as Json, model);
    for (let attempt = 1; ; attempt++) {
      const body = withoutQuirks(full, quirks);
      const request = {
        method: "POST" as const,
        url,
        headers: { ...versions(new Headers(init.headers)), ...headersOf(line, key) },
        body: JSON.stringify(body),
      };
      const meta = { provider: line.config.name, model: model.name, purpose: call.purpose };
      const entry = line.log.begin(meta, request, key);
      const sentAt = line.now();
      const exchange = { line, model, call, request, key, deadline, entry, sentAt };
      this.last = exchange;
      const answer = await open(exchange);
      if (answer.status >= 200 && answer.status <= 299) return this.response(answer);
      const found = await refusal(exchange, answer, attempt < MOST_ATTEMPTS ? body : null);
      if ("error" in found) throw found.error;
      quirks.add(found.quirk);
    }
  }

  private response(answer: Opened): Response {
    const pieces = answer.body[Symbol.asyncIterator]();
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        try {
          const next = await pieces.next();
          if (next.done === true) controller.close();
          else controller.enqueue(next.value);
        } catch (error) {
          this.error = error;
          controller.error(error);
        }
      },
      cancel: () => answer.close(),
    });
    const type = answer.headers["content-type"] ?? "text/event-stream";
    return new Response(body, { status: answer.status, headers: { "content-type": type } });
  }
}

/** Of the SDK's own headers: what says which protocol is meant. */
function versions(headers: Headers): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of ["anthropic-version", "anthropic-beta"]) {
    const value = headers.get(name);
    if (value !== null) found[name] = value;
  }
  return found;
}
