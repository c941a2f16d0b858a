/**
 * Mercury: `/edit/completions` (one message of the user, never streamed), `/fim/completions`, and chat.
 * docs.inceptionlabs.ai/capabilities/next-edit, /fim
 */
import { bearer, type Dialect } from "./dialect.ts";
import { chatMessages, sampling, textPrompt } from "./openai.ts";
import { openaiReader } from "./openai-answer.ts";

export const inception: Dialect = {
  keyHeaders: bearer,
  request(call, { provider, model }) {
    const { prompt, purpose } = call;
    if (purpose === "warm") return null;
    const common = sampling(call);
    if (prompt.kind !== "chat") {
      const body = { model: model.id, ...textPrompt(prompt), ...common, stream: true };
      return { url: `${provider.url}/fim/completions`, body, framing: "sse" };
    }
    const isEdit = /edit/.test(model.id) || purpose === "edit" || purpose === "complete";
    if (!isEdit) {
      const body = { model: model.id, messages: chatMessages(prompt), ...common, stream: true };
      return { url: `${provider.url}/chat/completions`, body, framing: "sse" };
    }
    // The model's own system prompt is there already.
    const messages = prompt.messages.map(({ role, content }) => ({ role, content }));
    const body = { model: model.id, messages, ...common, stream: false };
    return { url: `${provider.url}/edit/completions`, body, framing: "whole" };
  },
  reader: openaiReader,
};
