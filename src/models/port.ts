/** The one door to models. */
import type { Finish, Prompt, Usage } from "./prompt.ts";

export interface ModelCall {
  /** The model's name in the configuration. */
  readonly model: string;
  readonly prompt: Prompt;
  readonly maxTokens: number;
  readonly stop: readonly string[];
  /** 0: always the likeliest. */
  readonly temperature: number;
  /** `warm`: only the provider's cache is filled, where it can be; the answer is empty. */
  readonly purpose: "complete" | "edit" | "chat" | "command" | "warm" | "test";
  /**
   * It is given up after so many milliseconds without a first byte, and after so many in all; the time in
   * which a key is fetched is not in them, as the user may be asked for it.
   */
  readonly firstMs: number;
  readonly totalMs: number;
}

export interface CallResult {
  readonly finish: Finish;
  /** Null: the provider does not say. */
  readonly usage: Usage | null;
  /** Milliseconds from the request to the first text (equal to `totalMs` where there was none), and to the end. */
  readonly firstMs: number;
  readonly totalMs: number;
}

/** An answer as it comes: iterate once. Iterating rejects with a `ModelError`; an aborted one just ends. */
export interface ModelStream extends AsyncIterable<string> {
  /** When it has ended; rejects as iterating does. */
  readonly result: Promise<CallResult>;
}

/**
 * `offline`: nobody there; `key`: none, or refused (401, 402, 403); `busy`: too many requests (429, 529);
 * `server`: 5xx; `slow`: given up after a time; `garbage`: no answer that the protocol knows;
 * `refused`: the request is wrong for it (400, 404, 413, 422); `waiting`: not sent, as the provider
 * failed a moment ago; `denied`: the user's configuration does not allow it.
 */
export type ModelFault =
  | "offline"
  | "key"
  | "busy"
  | "server"
  | "slow"
  | "garbage"
  | "refused"
  | "waiting"
  | "denied";

export class ModelError extends Error {
  readonly fault: ModelFault;
  /** The provider's name in the configuration. */
  readonly provider: string;
  /**
   * Nothing is sent to it before so many milliseconds have passed; 0: at once; Infinity: not before the
   * configuration changes.
   */
  readonly retryMs: number;

  /** `message` is one line for the user, with no key and no text of the request in it. */
  constructor(fault: ModelFault, provider: string, message: string, retryMs = 0) {
    super(message);
    this.name = "ModelError";
    this.fault = fault;
    this.provider = provider;
    this.retryMs = retryMs;
  }
}

/** A request as it left: `body` is byte for byte what was sent (before compression), in UTF-8. */
export interface SentRequest {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly provider: string;
  readonly model: string;
  readonly purpose: ModelCall["purpose"];
  readonly method: string;
  readonly url: string;
  /** Names in lower case; values of keys are `…`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The answer's status; null: none came. */
  readonly status: number | null;
  /** What came back, as text, at most 64 kB of it. */
  readonly answer: string;
  /** "ok", "closed", or a fault with its message. */
  readonly outcome: string;
  /** Milliseconds; null: under way. */
  readonly ms: number | null;
  readonly usage: Usage | null;
}

/** The process of a provider that runs here. */
export interface ModelProcess {
  /** Null: it is not running, as nobody asks. */
  readonly pid: number | null;
  /** Times that it ended although nobody wanted it, and why the last time. */
  readonly crashes: number;
  readonly lastCrash: string;
}

/** What is known of a provider from its last answers. */
export interface ProviderState {
  readonly provider: string;
  /** Null: nothing was asked yet, or the last request went well. */
  readonly fault: ModelFault | null;
  readonly message: string;
  /** When it is asked again (ms since the epoch); 0: now; Infinity: when the configuration has changed. */
  readonly retryAt: number;
  /** Of one that runs here, when that has changed. */
  readonly process?: ModelProcess;
}

export interface ModelPort {
  call(call: ModelCall, signal: AbortSignal): ModelStream;
  /** The last requests, oldest first, at most 50 of them and 4 MB. */
  sent(): Promise<readonly SentRequest[]>;
  /** Called when a provider fails, each time, or works again. Returns the function that stops it. */
  onState(listener: (state: ProviderState) => void): () => void;
  /** Ends what is under way. */
  close(): Promise<void>;
}
