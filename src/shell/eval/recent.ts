/** The rule of fish and zsh-autosuggestions: the newest command of the history that starts so. */
import type { CommandMoment, CommandRun, CommandSuggestion, Suggester } from "../command.ts";

const MOST = 5;

/** What a suggester is measured beside. */
export function recentSuggester(): Suggester {
  const newest = new Map<string, true>();
  return {
    learn({ command }: CommandRun): void {
      newest.delete(command);
      newest.set(command, true);
    },
    forget(command: string): void {
      newest.delete(command);
    },
    suggest({ prefix, session }: CommandMoment): CommandSuggestion[] {
      const last = session.at(-1)?.command;
      const found: CommandSuggestion[] = [];
      for (const command of [...newest.keys()].reverse()) {
        if (command.length <= prefix.length || !command.startsWith(prefix)) continue;
        if (prefix === "" && command === last) continue;
        found.push({ command, chance: 0.5, wordChance: 0.5, reason: "the newest that starts so" });
        if (found.length === MOST) break;
      }
      return found;
    },
  };
}
