/**
 * Codestral: `/fim/completions`, and chat, which takes predicted outputs, too. It refuses fields that
 * it does not know, and tells the usage in its last value anyway.
 * docs.mistral.ai/capabilities/code_generation, docs.mistral.ai/api
 */
import { bearer, type Dialect } from "./dialect.ts";
import { chatMessages, predicted, sampling, textPrompt } from "./openai.ts";
import { openaiReader } from "./openai-answer.ts";

export const mistral: Dialect = {
  keyHeaders: bearer,
  request(call, { provider, model }) {
    const { prompt } = call;
    if (call.purpose === "warm") return null;
    const common = { ...sampling(call), stream: true };
    if (prompt.kind !== "chat") {
      const body = { model: model.id, ...textPrompt(prompt), ...common };
      return { url: `${provider.url}/fim/completions`, body, framing: "sse" };
    }
    const messages = chatMessages(prompt);
    // It goes on from a last message that is marked so, and repeats it.
    if (prompt.begun) messages.push({ role: "assistant", content: prompt.begun, prefix: true });
    const body = { model: model.id, messages, ...predicted(prompt, model), ...common };
    return { url: `${provider.url}/chat/completions`, body, framing: "sse" };
  },
  reader: openaiReader,
};
