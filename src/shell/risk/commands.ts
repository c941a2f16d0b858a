/** The simple commands of a command line: programs with what they are given. */
import { type ShellRedirection, type ShellWord, shellTokens } from "./words.ts";

export interface SimpleCommand {
  /** From its first word to its last, offsets in the line. */
  readonly from: number;
  readonly to: number;
  /** `NAME=value` before the program. */
  readonly assignments: readonly ShellWord[];
  /** The program and its arguments; may be empty (`> file`, `A=b`). */
  readonly words: readonly ShellWord[];
  readonly redirections: readonly ShellRedirection[];
  /** What stands before it: `|`, `&&`, `;`, a line break …; empty: it is the first. */
  readonly joined: string;
}

/** Words of the shell's grammar, behind which a command begins. */
const GRAMMAR = new Set([
  "if",
  "then",
  "elif",
  "else",
  "fi",
  "while",
  "until",
  "do",
  "done",
  "!",
  "{",
  "}",
  "time",
  "coproc",
  "esac",
  "begin",
  "end",
  "and",
  "or",
  "not",
]);

const ASSIGNMENT = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/;

/** Those of the line itself, in order; what substitutions run is in their words. */
export function simpleCommands(line: string): SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  let assignments: ShellWord[] = [];
  let words: ShellWord[] = [];
  let redirections: ShellRedirection[] = [];
  let joined = "";
  const close = (operator: string): void => {
    const parts = [...assignments, ...words, ...redirections];
    if (parts.length > 0) {
      commands.push({
        from: Math.min(...parts.map((part) => part.from)),
        to: Math.max(...parts.map((part) => part.to)),
        assignments,
        words,
        redirections,
        joined,
      });
      joined = operator;
    } else if (operator !== "\n" || joined === "") joined = operator;
    assignments = [];
    words = [];
    redirections = [];
  };
  for (const token of shellTokens(line)) {
    if (token.type === "operator") close(token.text);
    else if (token.type === "redirection") redirections.push(token);
    else if (token.type === "word") {
      if (words.length === 0 && !token.quoted && GRAMMAR.has(token.text)) continue;
      // an option of `time`
      if (words.length === 0 && token.raw === "-p") continue;
      if (words.length === 0 && ASSIGNMENT.test(token.raw)) assignments.push(token);
      else words.push(token);
    }
  }
  close("");
  return commands;
}
