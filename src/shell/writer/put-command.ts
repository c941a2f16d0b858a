/** Puts a command where it can be read and changed before its user runs it. Nothing here runs one. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { liveFace } from "../../editor/terminal-face.ts";
import { registerText } from "../../text/register.ts";
import { textOf } from "../../text/text.ts";
import type { PromptState } from "../block.ts";
import { type Terminal, terminalsOf } from "../terminals.ts";

/** What is typed at the prompt can be taken away by so many keys; more is left alone. */
const MOST_KEYS = 500;

/**
 * In a terminal the command replaces what stands at its prompt, with the cursor behind the first hole
 * (`{file}`); elsewhere it becomes a `:!` line, or goes to the unnamed register where it has several
 * lines. Throws UserError where a program runs and nobody waits for a command.
 */
export function* putCommand(editor: Editor, command: string): Fiber {
  const terminal = terminalsOf(editor).current;
  if (terminal?.running) {
    putAtPrompt(terminal, command);
    if (liveFace(editor.win) === null) yield* editor.ex("startinsert");
    return;
  }
  if (command.includes("\n")) {
    editor.registers.set('"', registerText(textOf(command), "v"), false);
    editor.showMessage('The command has several lines and is in the register "');
    return;
  }
  yield* editor.commandLine(`!${command.replace(/[!%#]/g, "\\$&")}`);
}

/** Throws UserError where nobody waits for a command, or the text could run at once. */
export function putAtPrompt(terminal: Terminal, command: string): void {
  const { prompt } = terminal;
  const last = terminal.blocks.at(-1);
  if (prompt === null && last !== undefined && last.endedAt === null) {
    throw new UserError("A program runs here: no prompt to put a command at");
  }
  if (command.includes("\n") && !terminal.modes.bracketedPaste) {
    throw new UserError("The shell takes no pasted lines: the first of them would run");
  }
  if (/[^\P{Cc}\n\t]/u.test(command)) {
    throw new UserError("The command has control characters");
  }
  // What was only guessed to stand at a prompt is left alone.
  if (prompt?.sure) clear(terminal, prompt);
  terminal.paste(command);
  const hole = /\{[a-z]+\}/.exec(command);
  if (hole === null || !/^[\x20-\x7e]*$/.test(command)) return;
  const back = command.length - hole.index - hole[0].length;
  terminal.send((terminal.modes.applicationCursor ? "\x1bOD" : "\x1b[D").repeat(back));
}

/** Takes away what is typed, with keys that mean the same in every shell and mode of its line editor. */
function clear(terminal: Terminal, { before, after }: PromptState): void {
  const typed = before + after;
  if (typed === "") return;
  if (typed.includes("\n") || typed.length > MOST_KEYS) {
    throw new UserError("What stands at the prompt is too long to be replaced");
  }
  if (/^[\x20-\x7e]*$/.test(typed)) {
    const right = terminal.modes.applicationCursor ? "\x1bOC" : "\x1b[C";
    terminal.send(right.repeat(after.length) + "\x7f".repeat(typed.length));
    // How many keys a composed character takes differs: CTRL-E CTRL-U.
  } else terminal.send("\x05\x15");
}
