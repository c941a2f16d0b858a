/** What is sent to a model: the same for every provider, whose dialect turns it into bytes. */

export interface PromptFile {
  readonly path: string;
  readonly text: string;
}

export interface ChatMessage {
  readonly role: "user" | "assistant";
  readonly content: string;
}

/**
 * `text`: to be continued as it is (the format's own tokens are in it). `infill`: the provider puts the
 * tokens in (`suffix` of a completion endpoint, `/infill`); `files` only where the endpoint takes them.
 * `chat`: messages; `prediction` is text that the answer will resemble, for providers that use it;
 * `begun` is the start of the answer, for providers that continue it: the answer that is read has it in
 * it then, and without it the model has begun by itself.
 */
export type Prompt =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "infill";
      readonly prefix: string;
      readonly suffix: string;
      readonly files: readonly PromptFile[];
    }
  | {
      readonly kind: "chat";
      readonly system: string;
      readonly messages: readonly ChatMessage[];
      readonly prediction?: string;
      readonly begun?: string;
    };

/** Why an answer ended: by itself, at a stop text, at the most tokens, or we closed it. */
export type Finish = "stop" | "length" | "closed";

export interface Usage {
  readonly promptTokens: number;
  /** Of those, the ones that the provider had from an earlier request; null: it does not say. */
  readonly cachedTokens: number | null;
  readonly answerTokens: number;
}

/** Half of a pair of surrogates can't be sent: servers refuse all of it. */
export function wellFormed(prompt: Prompt): Prompt {
  if (prompt.kind === "text") return { ...prompt, text: prompt.text.toWellFormed() };
  if (prompt.kind === "infill") {
    const files = prompt.files.map(({ path, text }) => ({ path, text: text.toWellFormed() }));
    const [prefix, suffix] = [prompt.prefix.toWellFormed(), prompt.suffix.toWellFormed()];
    return { ...prompt, prefix, suffix, files };
  }
  const { system, messages, prediction, begun } = prompt;
  return {
    ...prompt,
    system: system.toWellFormed(),
    messages: messages.map(({ role, content }) => ({ role, content: content.toWellFormed() })),
    ...(prediction === undefined ? {} : { prediction: prediction.toWellFormed() }),
    ...(begun === undefined ? {} : { begun: begun.toWellFormed() }),
  };
}
