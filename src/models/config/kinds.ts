/** What is known of each kind of provider, and of models by their names: what need not be written. */
import type { KeySource, ProviderKind } from "../model.ts";

export interface KindFacts {
  /** In a list to choose from. */
  readonly title: string;
  /** Where its endpoints begin when nothing is written; null: it has to be written. */
  readonly url: string | null;
  /** The variable that has its key by custom, for the hosts given (all of a kind's: ""). */
  readonly keys: readonly { readonly host: string; readonly env: string }[];
  /** It is reached over HTTP. */
  readonly http: boolean;
  /** It answers nothing without a key, at its own address. */
  readonly needsKey: boolean;
  /** Models that it is usually asked for, the first by default; empty: those that it lists. */
  readonly models: readonly string[];
  /** Roles that its models are good for. */
  readonly roles: readonly ("complete" | "edit" | "chat" | "command")[];
}

export const KINDS: Readonly<Record<ProviderKind, KindFacts>> = {
  "llama.cpp": {
    title: "llama.cpp server (here, or on a machine of yours)",
    url: "http://127.0.0.1:8080",
    keys: [],
    http: true,
    needsKey: false,
    models: [],
    roles: ["complete"],
  },
  ollama: {
    title: "Ollama",
    url: "http://127.0.0.1:11434",
    keys: [],
    http: true,
    needsKey: false,
    models: [],
    roles: ["complete"],
  },
  openai: {
    title: "OpenAI, or a server that speaks its protocol (vLLM, LM Studio, OpenRouter)",
    // It is a protocol before it is a company: code is not sent there by an omission.
    url: null,
    keys: [
      { host: "api.openai.com", env: "OPENAI_API_KEY" },
      { host: "openrouter.ai", env: "OPENROUTER_API_KEY" },
      { host: "api.groq.com", env: "GROQ_API_KEY" },
      { host: "api.together.xyz", env: "TOGETHER_API_KEY" },
      { host: "api.fireworks.ai", env: "FIREWORKS_API_KEY" },
      { host: "api.cerebras.ai", env: "CEREBRAS_API_KEY" },
    ],
    http: true,
    needsKey: false,
    models: [],
    roles: ["edit", "chat", "command"],
  },
  anthropic: {
    title: "Anthropic",
    url: "https://api.anthropic.com/v1",
    keys: [{ host: "api.anthropic.com", env: "ANTHROPIC_API_KEY" }],
    http: true,
    needsKey: true,
    models: [],
    roles: ["edit", "chat", "command"],
  },
  mistral: {
    title: "Codestral (Mistral)",
    url: "https://codestral.mistral.ai/v1",
    keys: [
      { host: "codestral.mistral.ai", env: "CODESTRAL_API_KEY" },
      { host: "api.mistral.ai", env: "MISTRAL_API_KEY" },
    ],
    http: true,
    needsKey: true,
    models: ["codestral-latest"],
    roles: ["complete"],
  },
  deepseek: {
    title: "DeepSeek",
    url: "https://api.deepseek.com",
    keys: [{ host: "api.deepseek.com", env: "DEEPSEEK_API_KEY" }],
    http: true,
    needsKey: true,
    models: ["deepseek-chat"],
    roles: ["complete", "chat", "command"],
  },
  inception: {
    title: "Mercury (Inception)",
    url: "https://api.inceptionlabs.ai/v1",
    keys: [{ host: "api.inceptionlabs.ai", env: "INCEPTION_API_KEY" }],
    http: true,
    needsKey: true,
    models: ["mercury-edit", "mercury-coder"],
    roles: ["edit"],
  },
  copilot: {
    title: "Copilot (its language server)",
    url: "",
    keys: [],
    http: false,
    needsKey: false,
    models: [],
    roles: [],
  },
  gguf: {
    title: "A model file that runs here (GGUF)",
    url: "",
    keys: [],
    http: false,
    needsKey: false,
    models: [],
    roles: ["complete"],
  },
};

export const KIND_NAMES = Object.keys(KINDS) as readonly ProviderKind[];

/** What starts Copilot's server when nothing is written. */
export const COPILOT_COMMAND: readonly string[] = ["copilot-language-server", "--stdio"];

/** The key that a provider has by custom: only at an address that is its own; null: none. */
export function usualKey(kind: ProviderKind, url: string): KeySource | null {
  const host = URL.parse(url)?.hostname ?? "";
  const found = KINDS[kind].keys.find((key) => key.host === host);
  return found === undefined ? null : { env: found.env };
}

/** What small models on small machines have; more has to be written. */
const USUAL_CONTEXT = 8192;

/** Tokens of prompt and answer that are used of a model when nothing is written, by kind. */
export const USUAL_CONTEXTS: Readonly<Record<ProviderKind, number>> = {
  "llama.cpp": USUAL_CONTEXT,
  ollama: 4096,
  openai: USUAL_CONTEXT,
  anthropic: 16384,
  mistral: 16384,
  deepseek: 16384,
  inception: 16384,
  copilot: USUAL_CONTEXT,
  gguf: 4096,
};
