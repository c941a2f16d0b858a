/** The completer without a thread of its own: for tests, and where nothing is to be started. */
import { CompletionEngine } from "./engine.ts";
import type { CompletionPort } from "./predictor.ts";

export function localCompleter(): CompletionPort {
  let engine: CompletionEngine | null = null;
  return {
    ask(question) {
      engine ??= new CompletionEngine();
      return engine.ask(question);
    },
  };
}
