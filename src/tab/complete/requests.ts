/** What the completer's thread can be asked. */
import type { CompletionAnswer, CompletionQuestion } from "./engine.ts";

export type CompleteRequests = {
  /** Null: the document has to be sent again. */
  ask(question: CompletionQuestion): readonly CompletionAnswer[] | null;
  /** Begins to read these files (absolute, the most interesting first); answers at once. */
  learn(paths: readonly string[]): void;
  health(argument: null): CompleteHealth;
};

export interface CompleteHealth {
  readonly files: number;
  readonly tokens: number;
  /** Bytes of its tables. */
  readonly bytes: number;
  /** Files are still being read. */
  readonly reading: boolean;
}
