/** All Ex commands. */
import type { Editor } from "../../editor/editor.ts";
import { autocommandCommands } from "./autocommands.ts";
import { bufferCommands } from "./buffers.ts";
import type { ExCommand } from "./call.ts";
import { editCommands } from "./edit.ts";
import { folderCommands } from "./folders.ts";
import { foldCommands } from "./folds.ts";
import { globalCommands } from "./global.ts";
import { leaveCommands } from "./leave.ts";
import { lineCommands } from "./lines.ts";
import { listCommands } from "./lists.ts";
import { mapCommands } from "./maps.ts";
import { miscCommands } from "./misc.ts";
import { optionCommands } from "./options.ts";
import { printCommands } from "./print.ts";
import { reformatCommands } from "./reformat.ts";
import { scriptCommands } from "./script.ts";
import { shellCommands } from "./shell.ts";
import { substituteCommands } from "./substitute.ts";
import { findUserCommand, userCommandCommands } from "./user-commands.ts";
import { windowExCommands } from "./windows.ts";
import { writeCommands } from "./write.ts";

/** Where two commands could be meant by one abbreviation, the one that stands first is. */
export const EX_COMMANDS: readonly ExCommand[] = [
  ...substituteCommands,
  ...globalCommands,
  ...lineCommands,
  ...reformatCommands,
  ...printCommands,
  ...editCommands,
  ...writeCommands,
  ...leaveCommands,
  ...bufferCommands,
  ...windowExCommands,
  ...shellCommands,
  ...optionCommands,
  ...mapCommands,
  ...userCommandCommands,
  ...autocommandCommands,
  ...listCommands,
  ...scriptCommands,
  ...folderCommands,
  ...foldCommands,
  ...miscCommands,
];

/** The built-in commands and those of features. */
export function exCommands(editor: Editor): readonly ExCommand[] {
  return editor.exCommands.length === 0 ? EX_COMMANDS : [...EX_COMMANDS, ...editor.exCommands];
}

type Words = ReadonlyMap<string, ExCommand>;

const builtIn: { words: Words | null } = { words: null };
const WITH_FEATURES = new WeakMap<readonly ExCommand[], Words>();

/** Every abbreviation that is long enough. A whole name always means its own command. */
function wordsOf(commands: readonly ExCommand[]): Words {
  const byWord = new Map<string, ExCommand>();
  for (const command of commands) byWord.set(command.name, command);
  for (const command of commands) {
    for (let n = command.min; n < command.name.length; n++) {
      const word = command.name.slice(0, n);
      if (!byWord.has(word)) byWord.set(word, command);
    }
  }
  return byWord;
}

function words(editor: Editor): Words {
  const features = editor.exCommands;
  if (features.length === 0) {
    builtIn.words ??= wordsOf(EX_COMMANDS);
    return builtIn.words;
  }
  let known = WITH_FEATURES.get(features);
  if (!known) {
    known = wordsOf(exCommands(editor));
    WITH_FEATURES.set(features, known);
  }
  return known;
}

/** The command that a word names, or null; throws UserError for an ambiguous user command. */
export function findCommand(editor: Editor, word: string): ExCommand | null {
  for (;;) {
    const found = words(editor).get(word);
    if (found) return found;
    const own = /^[A-Z]/.test(word) ? findUserCommand(editor, word) : null;
    if (own || word === "" || !editor.loadRest()) return own;
  }
}
