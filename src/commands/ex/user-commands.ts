/** `:command`: commands that the user defines. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import type { UserCommand } from "../../editor/ex-state.ts";
import type { CompletionKind, ExCall, ExCommand } from "./call.ts";

function define(call: ExCall): void {
  const { editor } = call;
  const commands = editor.exState.userCommands;
  let rest = call.args;
  const flags: Record<string, string> = {};
  for (;;) {
    const match = /^-(\w+)(?:=(\S+))?\s*/.exec(rest);
    if (!match) break;
    flags[match[1]!.toLowerCase()] = match[2] ?? "";
    rest = rest.slice(match[0].length);
  }
  const match = /^(\S*)\s*([\s\S]*)$/.exec(rest)!;
  const name = match[1]!;
  const replacement = match[2]!;
  if (name === "" || replacement === "") {
    listCommands(editor, name);
    return;
  }
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) {
    if (/^[a-z]/.test(name))
      throw new UserError("E183: User defined commands must start with an uppercase letter");
    throw new UserError("E182: Invalid command name");
  }
  for (const flag of Object.keys(flags)) {
    if (!/^(?:nargs|range|count|bang|bar|register|buffer|complete|addr|keepscript)$/.test(flag)) {
      throw new UserError(`E181: Invalid attribute: ${flag}`);
    }
  }
  if (flags.nargs !== undefined && !/^[01*?+]$/.test(flags.nargs)) {
    throw new UserError("E176: Invalid number of arguments");
  }
  if (commands.has(name) && !call.bang) {
    throw new UserError("E174: Command already exists: add ! to replace it");
  }
  commands.set(name, {
    name,
    nargs: flags.nargs ?? "0",
    range:
      flags.range !== undefined
        ? flags.range || "."
        : flags.count !== undefined
          ? flags.count || "0"
          : "",
    bang: flags.bang !== undefined,
    bar: flags.bar !== undefined,
    register: flags.register !== undefined,
    complete: flags.complete ?? "none",
    replacement,
    doc: flags.buffer !== undefined ? editor.doc : null,
  });
}

function listCommands(editor: Editor, prefix: string): void {
  const lines = [...editor.exState.userCommands.values()]
    .filter((command) => command.name.startsWith(prefix))
    .map(
      (c) =>
        `${c.bang ? "!" : " "}   ${c.name.padEnd(18)} ${c.nargs}    ${c.range.padEnd(6)} ${c.replacement}`,
    );
  if (lines.length === 0) editor.showMessage("No user-defined commands found");
  else editor.showMessage(["    Name              Args Range  Definition", ...lines].join("\n"));
}

/** The command of a word that starts with an upper-case letter, or null. Throws UserError (E464). */
export function findUserCommand(editor: Editor, word: string): ExCommand | null {
  const { userCommands } = editor.exState;
  const exact = userCommands.get(word);
  const visible = [...userCommands.values()].filter((c) => c.doc === null || c.doc === editor.doc);
  const found = exact ? [exact] : visible.filter((c) => c.name.startsWith(word));
  if (found.length === 0) return null;
  if (found.length > 1) throw new UserError(`E464: Ambiguous use of user-defined command: ${word}`);
  return asCommand(found[0]!);
}

function asCommand(user: UserCommand): ExCommand {
  const numbered = /^\d+$/.test(user.range);
  return {
    name: user.name,
    min: user.name.length,
    doc: user.replacement,
    bang: user.bang,
    bar: user.bar,
    register: user.register,
    args: user.nargs === "0" ? false : user.nargs === "1" || user.nargs === "+" ? "required" : true,
    ...(user.range === "" ? {} : { range: numbered ? "count" : "lines", zero: numbered }),
    whole: user.range === "%",
    count: numbered,
    noComment: true,
    complete: user.complete as CompletionKind,
    *run(call) {
      yield* call.execute(expand(user, call));
    },
  };
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** Arguments separated by blanks; a backslash keeps one. */
function splitArguments(args: string): string[] {
  const words: string[] = [];
  let word = "";
  for (let i = 0; i < args.length; i++) {
    const ch = args[i]!;
    if (ch === "\\" && /[\\ \t]/.test(args[i + 1] ?? "")) word += args[++i]!;
    else if (/\s/.test(ch)) {
      if (word !== "") words.push(word);
      word = "";
    } else word += ch;
  }
  if (word !== "") words.push(word);
  return words;
}

function expand(user: UserCommand, call: ExCall): string {
  const numbered = /^\d+$/.test(user.range);
  const count =
    call.count ?? (call.addressCount > 0 ? call.line2 : numbered ? Number(user.range) : -1);
  return user.replacement.replace(
    /<(q-|f-)?(args|bang|line1|line2|count|range|reg|register|mods|lt)>/gi,
    (_all, how: string | undefined, what: string) => {
      let value: string;
      switch (what.toLowerCase()) {
        case "args":
          if (how === "f-") return splitArguments(call.args).map(quoted).join(", ");
          value = call.args;
          break;
        case "bang":
          value = call.bang ? "!" : "";
          break;
        case "line1":
          value = String(call.line1);
          break;
        case "line2":
          value = String(call.line2);
          break;
        case "count":
          value = String(count);
          break;
        case "range":
          value = String(call.addressCount);
          break;
        case "lt":
          return "<";
        case "mods":
          value = "";
          break;
        default:
          value = call.register;
      }
      return how === "q-" ? quoted(value) : value;
    },
  );
}

export const userCommandCommands: ExCommand[] = [
  {
    name: "command",
    min: 3,
    bang: true,
    args: true,
    noComment: true,
    keepCtrlV: true,
    complete: "usercommand",
    doc: "Defines a command, or lists them.",
    run: define,
  },
  {
    name: "delcommand",
    min: 4,
    args: "required",
    bar: true,
    complete: "usercommand",
    doc: "Removes a command of yours.",
    run(call) {
      if (!call.editor.exState.userCommands.delete(call.args.trim())) {
        throw new UserError(`E184: No such user-defined command: ${call.args.trim()}`);
      }
    },
  },
  {
    name: "comclear",
    min: 4,
    bar: true,
    doc: "Removes all commands of yours.",
    run: (call) => call.editor.exState.userCommands.clear(),
  },
];
