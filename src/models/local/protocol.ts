/** What is said between hunch and the process that has models, over the channel of a child process. */
import type { ModelFault } from "../port.ts";
import type { Finish, Prompt, Usage } from "../prompt.ts";

/** A call, as JSON in `ToChild`'s `body`: the very text that the log of requests shows. */
export interface AskBody {
  /** The absolute path of the file. */
  readonly model: string;
  /** Tokens of prompt and answer together. */
  readonly context: number;
  readonly prompt: Prompt;
  /** 0: only the cache is filled. */
  readonly maxTokens: number;
  readonly stop: readonly string[];
  readonly temperature: number;
}

export type ToChild =
  | { readonly kind: "ask"; readonly id: number; readonly body: string }
  | { readonly kind: "stop"; readonly id: number }
  | { readonly kind: "health" };

export type FromChild =
  | { readonly kind: "text"; readonly id: number; readonly text: string }
  | { readonly kind: "end"; readonly id: number; readonly finish: Finish; readonly usage: Usage }
  | {
      readonly kind: "fault";
      readonly id: number;
      readonly fault: ModelFault;
      /** One line, without text of the prompt. */
      readonly message: string;
    }
  /** A model is being read from the disk, which takes long and is nobody's fault. */
  | { readonly kind: "loading"; readonly on: boolean }
  | {
      readonly kind: "health";
      /** Bytes. */
      readonly memory: number;
      readonly model: string | null;
      readonly threads: number;
    };

/** The first argument of the process, as JSON. */
export interface ChildOptions {
  /** The module that runs models (an absolute path). */
  readonly module: string;
  /** Of the processor, at most. */
  readonly threads: number;
  /** The packages for graphic cards are there: what fits is computed by one. */
  readonly gpu: boolean;
}
