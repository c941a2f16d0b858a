/** Providers, models and roles as the user configures them (`models.toml`), read and checked. */

/** How a provider is spoken to. */
export type ProviderKind =
  | "openai"
  | "anthropic"
  | "llama.cpp"
  | "ollama"
  | "mistral"
  | "deepseek"
  | "inception"
  | "copilot"
  | "gguf";

/** Where a key comes from; it is read when it is needed and written nowhere. */
export type KeySource =
  | { readonly env: string }
  | { readonly command: string }
  | { readonly file: string };

export interface ProviderConfig {
  readonly name: string;
  readonly kind: ProviderKind;
  /** Where its endpoints begin (`https://api.example.com/v1`); "" for what runs here. */
  readonly url: string;
  readonly key: KeySource | null;
  /** Sent with each request, besides our own. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absolute folders whose files it may see; null: all. */
  readonly allow: readonly string[] | null;
  /** A program and its arguments (copilot). */
  readonly command: readonly string[] | null;
}

export interface ModelConfig {
  /** As the user calls it. */
  readonly name: string;
  /** The name of its provider in the configuration. */
  readonly provider: string;
  /** As the provider calls it; for `gguf` an absolute path. */
  readonly id: string;
  /** The name of a format; null: by the model's name. */
  readonly format: string | null;
  /** Tokens of prompt and answer together. */
  readonly context: number;
  /** Money for a million tokens, in the user's currency; null: not known. */
  readonly price: {
    readonly prompt: number;
    readonly cached: number;
    readonly answer: number;
  } | null;
  /** Further fields of the request's body. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** What a model is used for: text at the cursor, next edits, conversation, shell commands. */
export type Role = "complete" | "edit" | "chat" | "command";
export const ROLES: readonly Role[] = ["complete", "edit", "chat", "command"];

export interface ModelsConfig {
  readonly providers: readonly ProviderConfig[];
  readonly models: readonly ModelConfig[];
  /** The name of a model for each role; absent: none. */
  readonly roles: Readonly<Partial<Record<Role, string>>>;
}

export const NO_MODELS: ModelsConfig = { providers: [], models: [], roles: {} };
