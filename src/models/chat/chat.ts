/**
 * Conversations through the AI SDK (docs in node_modules/ai/docs). Loaded with the first of them: 100 ms
 * and 30 MB. It is a bundle of its own and shares no class with the rest: what goes in and out is data,
 * and every byte goes through the `fetch` that it is given. Models are always objects: a bare name would
 * go to a gateway.
 */
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { type LanguageModel, type ModelMessage, type SystemModelMessage, streamText } from "ai";
import type { ChatMessage, Finish, Usage } from "../prompt.ts";

export interface ChatRequest {
  readonly protocol: "anthropic" | "openai";
  /** Where the endpoints begin: `/chat/completions` or `/messages` is put behind it. */
  readonly url: string;
  readonly provider: string;
  readonly model: string;
  readonly system: string;
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly stop: readonly string[];
  /** The provider tells the usage of a stream only when it is asked to. */
  readonly asksUsage: boolean;
}

export type ChatPiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "end"; readonly finish: Finish; readonly usage: Usage | null };

/** `fetch` adds the key. Rejects with what `fetch` rejects with, or an error of the SDK. */
export async function* chatText(
  request: ChatRequest,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): AsyncGenerator<ChatPiece> {
  // Standard error belongs to the screen.
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });
  const isAnthropic = request.protocol === "anthropic";
  const cached = { providerOptions: { anthropic: { cacheControl: { type: "ephemeral" } } } };
  const last = request.messages.length - 1;
  const messages = request.messages.map(
    (message, i): ModelMessage =>
      isAnthropic && i === last ? { ...message, ...cached } : { ...message },
  );
  const instructions: SystemModelMessage = {
    role: "system",
    content: request.system,
    ...(isAnthropic ? cached : {}),
  };
  const result = streamText({
    model: modelOf(request, fetch),
    ...(request.system === "" ? {} : { instructions }),
    messages,
    maxOutputTokens: request.maxTokens,
    temperature: request.temperature,
    ...(request.stop.length > 0 ? { stopSequences: [...request.stop] } : {}),
    abortSignal: signal,
    // Whether and when it is asked again is decided for all requests in one place.
    maxRetries: 0,
    // Absent, it writes to standard error.
    onError: () => undefined,
  });
  let said = false;
  for await (const part of result.stream) {
    if (part.type === "text-delta") {
      said = true;
      yield { kind: "text", text: part.text };
    } else if (part.type === "error") throw part.error;
    else if (part.type === "finish") {
      // A page to log in has no event in it, and that ends like this, too.
      const isNone = part.finishReason === "other" && !said;
      if (isNone || part.finishReason === "error") throw new Error("no answer");
      const { inputTokens, outputTokens, inputTokenDetails } = part.totalUsage;
      const isKnown = inputTokens !== undefined || outputTokens !== undefined;
      const usage: Usage = {
        promptTokens: inputTokens ?? 0,
        cachedTokens: inputTokenDetails.cacheReadTokens ?? null,
        answerTokens: outputTokens ?? 0,
      };
      // Nobody said that it has ended: its rest may be lost.
      const isCut = part.finishReason === "length" || part.finishReason === "other";
      const finish = isCut ? "length" : "stop";
      yield { kind: "end", finish, usage: isKnown ? usage : null };
    }
  }
}

function modelOf(request: ChatRequest, fetch: typeof globalThis.fetch): LanguageModel {
  if (request.protocol === "anthropic") {
    // Any key: without one it looks for a variable of its own. The true one is put in by `fetch`.
    return createAnthropic({ baseURL: request.url, apiKey: "-", fetch })(request.model);
  }
  const provider = createOpenAICompatible({
    name: request.provider,
    baseURL: request.url,
    fetch,
    includeUsage: request.asksUsage,
  });
  return provider.chatModel(request.model);
}
