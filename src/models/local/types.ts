/**
 * Models that run on this machine: what the process that has one is asked, and what `hunch model add`
 * is given. Sizes are bytes, times milliseconds.
 */
import type { ModelConfig, ProviderConfig } from "../model.ts";
import type { ModelCall } from "../port.ts";
import type { Finish, Usage } from "../prompt.ts";

/** A call for a model of a `gguf` provider. */
export interface LocalCall {
  /** Its `id` is the absolute path of the file. */
  readonly model: Pick<ModelConfig, "name" | "id" | "context">;
  readonly call: Pick<ModelCall, "prompt" | "maxTokens" | "stop" | "temperature" | "purpose">;
  /**
   * Told before it is sent, with what is sent: one line of JSON, for the log of requests.
   */
  readonly sent?: (body: string) => void;
}

/** What comes of a call, in order; the last one is an `end`. */
export type LocalPiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "end"; readonly finish: Finish; readonly usage: Usage };

/** How the process is. */
export interface LocalHealth {
  readonly running: boolean;
  readonly pid: number | null;
  /** The absolute path of the model that is loaded; null: none. */
  readonly model: string | null;
  /** Resident memory of the process; null: not known. */
  readonly memory: number | null;
  readonly threads: number | null;
  /** Tokens of all prompts, and those of them that were in the cache. */
  readonly promptTokens: number;
  readonly cachedTokens: number;
  /** Times that it ended although nobody wanted it, and why it did the last time ("": never). */
  readonly crashes: number;
  readonly lastCrash: string;
}

/** The door to the process: one for all `gguf` models, as memory is. */
export interface LocalModels {
  /**
   * Asks. It rejects with a `ModelError` (`provider`: the name given to `localModels`); when `signal` is
   * aborted it stops at once and just ends.
   */
  ask(call: LocalCall, signal: AbortSignal): AsyncIterable<LocalPiece>;
  health(): Promise<LocalHealth>;
  /** A model is being loaded: an answer that is late for that is no failure. */
  readonly isLoading: boolean;
  close(): Promise<void>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** `hunch model add SOURCE`. */
export interface AddRequest {
  /** A path, an address (`https://…`, `#sha256=…` behind it), or a name of models.toml. */
  readonly source: string;
  /** 64 hexadecimal digits; null: not given. */
  readonly sha256: string | null;
  /** How the user calls it; null: by the file's name. */
  readonly name: string | null;
  /** A file is copied and not linked. */
  readonly copy?: boolean;
  /** The runtime's packages for graphic cards, too. */
  readonly gpu?: boolean;
}

export interface Progress {
  /** `download`, `check`, `copy`, `runtime`. */
  readonly what: "download" | "check" | "copy" | "runtime";
  readonly done: number;
  /** Null: not known. */
  readonly total: number | null;
}

export interface AddPorts {
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** One line for the user. */
  say(line: string): void;
  progress(progress: Progress): void;
  /** Asks the user; false: no. */
  confirm(question: string): Promise<boolean>;
  /**
   * Writes both into models.toml (the provider only where there is none of its name). Called when all
   * else is done.
   */
  write(provider: ProviderConfig, model: ModelConfig): Promise<void>;
}

export interface AddedModel {
  readonly model: ModelConfig;
  readonly provider: ProviderConfig;
  /** Absolute path of the file, in hunch's own folder. */
  readonly path: string;
  readonly bytes: number;
  /** As the file says it: `llama`, `qwen2`. */
  readonly architecture: string;
  /** The file has tokens for text between two others: it can complete. */
  readonly infills: boolean;
  readonly sha256: string;
  /** Who said that the sum has to be this; null: nobody, it is recorded as it is. */
  readonly verifiedBy: string | null;
}
