/** A conversation: the AI SDK speaks, over our own connections, deadlines, failures and log. */
import { Cancelled } from "../../base/errors.ts";
import { codeUrl } from "../../base/worker-port.ts";
import type { ChatRequest, chatText } from "../chat/chat.ts";
import type { ModelConfig } from "../model.ts";
import type { ModelCall } from "../port.ts";
import type { Prompt } from "../prompt.ts";
import type { AnswerStream } from "./answer-stream.ts";
import { Deadline } from "./deadline.ts";
import { type Json, rootOf } from "./dialects/dialect.ts";
import { type Exchanged, exchanged, failed, type Sending } from "./exchange.ts";
import { keyOf, type Opened, type ProviderLine } from "./provider-line.ts";
import { WireError } from "./transport.ts";

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
  const speak = await loadChat();
  // Not in the time that the provider has: the user may be asked for it.
  await keyOf(line, signal);
  const deadline = new Deadline(signal, call.firstMs, call.totalMs);
  const wire = new ChatWire({ line, model, call, deadline });
  let firstMs: number | null = null;
  try {
    const request = requestOf(line, model, call);
    for await (const piece of speak(request, wire.fetch, deadline.signal)) {
      if (piece.kind === "text") {
        firstMs ??= performance.now() - started;
        stream.push(piece.text);
        continue;
      }
      const totalMs = performance.now() - started;
      line.failures.good();
      wire.open?.exchange.entry.ended("ok", piece.usage);
      const { finish, usage } = piece;
      stream.end({ finish, usage, firstMs: firstMs ?? totalMs, totalMs });
      return;
    }
    // It ends like this when it is aborted.
    throw signal.aborted || deadline.signal.aborted
      ? new Cancelled()
      : new WireError("garbage", "the answer has no end");
  } catch (error) {
    // Who has read enough leaves: it works.
    if (signal.aborted && firstMs !== null) line.failures.good();
    throw wire.fault(error);
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
    system: prompt.system,
    messages: prompt.messages,
    maxTokens: call.maxTokens,
    temperature: call.temperature,
    stop: call.stop,
    asksUsage: config.kind !== "mistral" && config.kind !== "inception",
  };
}

/** What the SDK sends and reads through, for one conversation. */
class ChatWire {
  open: Exchanged | null = null;
  private readonly sending: Sending;
  /** What went wrong below the SDK, which may dress it. */
  private error: unknown = null;

  constructor(sending: Sending) {
    this.sending = sending;
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    try {
      return await this.send(String(input instanceof Request ? input.url : input), init ?? {});
    } catch (error) {
      this.error = error;
      throw error;
    }
  };

  /** What the call is to be rejected with; what is left of the answer is given up. */
  fault(error: unknown): Error {
    const { line, deadline } = this.sending;
    const { name } = line.config;
    const found = this.error ?? error;
    if (this.open === null) {
      if (this.error === null && deadline.expired !== null) {
        return line.failures.bad("slow", `${name}: ${deadline.expired}`, line.now(), null);
      }
      return found instanceof Error ? found : new Error("nothing was sent");
    }
    const { exchange, answer } = this.open;
    answer.close();
    if (deadline.signal.aborted) return failed(exchange, new Cancelled());
    if (found instanceof WireError) return failed(exchange, found);
    // The SDK's own: it could not read the answer, or there was an error in it.
    const message = `${name}: the answer is none, or stops with an error`;
    return failed(exchange, line.failures.bad("garbage", message, exchange.sentAt, null));
  }

  private async send(url: string, init: RequestInit): Promise<Response> {
    const headers = versions(new Headers(init.headers));
    const body = JSON.parse(String(init.body)) as Json;
    this.open = await exchanged(this.sending, { url, headers, body });
    return this.response(this.open.answer);
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
