/** What may come next at a prompt. */
import type { Suggester } from "../command.ts";
import { recentSuggester } from "../eval/recent.ts";

/** A suggester that knows nothing yet. */
export function createSuggester(): Suggester {
  return recentSuggester();
}
