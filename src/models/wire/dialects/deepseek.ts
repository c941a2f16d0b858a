/**
 * DeepSeek: completion between two texts and answers that are begun exist below `/beta` only.
 * api-docs.deepseek.com/guides/fim_completion, /guides/chat_prefix_completion
 */
import { bearer, type Dialect } from "./dialect.ts";
import { chatMessages, sampling, textPrompt } from "./openai.ts";
import { openaiReader } from "./openai-answer.ts";

const STREAM = { stream: true, stream_options: { include_usage: true } };

export const deepseek: Dialect = {
  keyHeaders: bearer,
  request(call, { provider, model }) {
    const { prompt } = call;
    // Its cache is on a disk and is filled by every request.
    if (call.purpose === "warm") return null;
    const common = { ...sampling(call), ...STREAM };
    if (prompt.kind !== "chat") {
      const url = `${betaOf(provider.url)}/completions`;
      return { url, body: { model: model.id, ...textPrompt(prompt), ...common }, framing: "sse" };
    }
    const messages = chatMessages(prompt);
    const begun = prompt.begun ?? "";
    if (begun === "") {
      const url = `${provider.url}/chat/completions`;
      return { url, body: { model: model.id, messages, ...common }, framing: "sse" };
    }
    messages.push({ role: "assistant", content: begun, prefix: true });
    const url = `${betaOf(provider.url)}/chat/completions`;
    return { url, body: { model: model.id, messages, ...common }, framing: "sse", begun };
  },
  reader: openaiReader,
};

function betaOf(url: string): string {
  return url.replace(/^(https:\/\/api\.deepseek\.com)(?:\/v\d+)?$/, "$1/beta");
}
