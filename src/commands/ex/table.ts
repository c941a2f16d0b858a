/** All Ex commands. */
import type { Editor } from "../../editor/editor.ts";
import type { ExCommand } from "./call.ts";
import { globalCommands } from "./global.ts";
import { lineCommands } from "./lines.ts";
import { printCommands } from "./print.ts";
import { reformatCommands } from "./reformat.ts";
import { substituteCommands } from "./substitute.ts";

export const EX_COMMANDS: readonly ExCommand[] = [
  ...substituteCommands,
  ...globalCommands,
  ...lineCommands,
  ...reformatCommands,
  ...printCommands,
];

let byWord: Map<string, ExCommand> | null = null;

/** Every abbreviation that is long enough. */
function words(): Map<string, ExCommand> {
  if (byWord) return byWord;
  byWord = new Map();
  for (const command of EX_COMMANDS) {
    for (let n = command.min; n <= command.name.length; n++) {
      const word = command.name.slice(0, n);
      const other = byWord.get(word);
      if (other && other !== command && word !== command.name) {
        throw new Error(`:${word} is short for both :${other.name} and :${command.name}`);
      }
      byWord.set(word, command);
    }
  }
  return byWord;
}

/** The command that a word names, or null; throws UserError for an ambiguous user command. */
export function findCommand(_editor: Editor, word: string): ExCommand | null {
  return words().get(word) ?? null;
}
