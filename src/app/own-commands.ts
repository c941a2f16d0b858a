/** What `hunch` does besides editing, by its first argument. */
export type OwnCommand = "health" | "filter" | "eval" | "models";

const COMMANDS: ReadonlySet<string> = new Set<OwnCommand>(["health", "filter", "eval", "models"]);
/** Behind `model`, which may well be a file. */
const MODEL_WORDS: ReadonlySet<string> = new Set(["add", "list", "test", "use", "remove"]);

/** Null: the arguments name files. */
export function ownCommand([first = "", second = ""]: readonly string[]): OwnCommand | null {
  if (first === "model" && MODEL_WORDS.has(second)) return "models";
  return COMMANDS.has(first) ? (first as OwnCommand) : null;
}
