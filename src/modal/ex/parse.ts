/**
 * One Ex line as a value. What a command takes decides how its line is read (whether `|` ends it,
 * whether a register or a count comes first), so the parser asks for a command's shape by its name.
 * After do_one_cmd() in ex_docmd.c. Evaluating addresses is left to whoever knows the text.
 */
import { UserError } from "../../base/errors.ts";
import { parseRange, type RangeItem } from "./address.ts";
import { type Modifiers, parseModifiers } from "./modifiers.ts";
import { skipBlanks } from "./skip.ts";

/** How the line of a command is read. */
export interface CommandShape {
  /** The full name. */
  readonly name: string;
  /** `!` may follow the name. */
  readonly bang?: boolean;
  /** A register name may come first. */
  readonly register?: boolean;
  /** A count may follow (the register). `buffer`: only when it is the whole argument. */
  readonly count?: boolean | "buffer";
  /** `l`, `#` and `p` may follow. */
  readonly flags?: boolean;
  /** `|` ends the command (not, when it is a part of the argument). */
  readonly bar?: boolean;
  /** `"` starts no comment. */
  readonly noComment?: boolean;
  /** Something may follow. */
  readonly args?: boolean | "one" | "required";
  /** CTRL-V before a character stays in the argument. */
  readonly keepCtrlV?: boolean;
}

export interface ParsedCommand<S extends CommandShape = CommandShape> {
  readonly modifiers: Modifiers;
  readonly range: readonly RangeItem[];
  /**
   * Null: only a range (the cursor goes there) or nothing at all; with a `word`: no such command (the
   * whole line stands in `args`).
   */
  readonly shape: S | null;
  /** The name as typed. */
  readonly word: string;
  readonly bang: boolean;
  readonly register: string;
  /** The count after the command; null when there is none. */
  readonly count: number | null;
  /** Out of `l#p`. */
  readonly flags: string;
  /** What follows, without leading blanks. */
  readonly args: string;
  /** `>>>`: how often the name was repeated. */
  readonly repeat: number;
  /** Where the next command starts in the line; null when this was the last. */
  readonly next: number | null;
  /** A bar right after a range without a command: print the line. */
  readonly print: boolean;
}

export type ShapeOf<S extends CommandShape> = (word: string) => S | null;

/** The command word that starts at `at`, after find_ex_command(). */
export function commandWord(line: string, at: number): string {
  const rest = line.slice(at, at + 200);
  if (/^k(?![a-zA-Z])/.test(rest) || /^k[a-zA-Z]($|[^a-zA-Z])/.test(rest)) return "k";
  if (rest[0] === "k" && !/^kee/.test(rest)) return "k";
  if (
    /^s(?:c(?:$|[^sr]$|[^sr](?![ip])|[^sr])|g|i(?![mlg])|I|r(?!e))/.test(rest) &&
    !/^sc[a-z]{2}p/.test(rest)
  )
    return "s";
  if (/^[A-Z]/.test(rest)) return /^[A-Za-z0-9]+/.exec(rest)![0];
  const word = /^[a-zA-Z]+/.exec(rest)?.[0];
  if (word !== undefined) {
    // `:dl`, `:dp` are `:d` with a flag.
    const del = /^d(?:e(?:l(?:e(?:te?)?)?)?)?[lp]$/.exec(word);
    if (del && word !== "delp") return word.slice(0, -1);
    return word;
  }
  return /^[@*!=><&~#]/.exec(rest)?.[0] ?? "";
}

/**
 * Reads the first command of a line from `from` on. Throws UserError for what cannot be a command
 * (E10, E471, E477, E488).
 */
export function parseCommand<S extends CommandShape>(
  line: string,
  from: number,
  shapeOf: ShapeOf<S>,
): ParsedCommand<S> {
  const { modifiers, end: afterModifiers } = parseModifiers(line, from);
  const { items: range, end: afterRange } = parseRange(line, afterModifiers);
  let at = afterRange;
  while (line[at] === " " || line[at] === "\t" || line[at] === ":") at++;
  const nothing = {
    modifiers,
    range,
    shape: null,
    word: "",
    bang: false,
    register: "",
    count: null,
    flags: "",
    args: "",
    repeat: 1,
    print: false,
  };
  if (at >= line.length || line[at] === '"') return { ...nothing, next: null };
  if (line[at] === "|" || line[at] === "\n") {
    return { ...nothing, next: at + 1, print: line[at] === "|" };
  }
  const word = commandWord(line, at);
  const shape = word === "" ? null : shapeOf(word);
  // The range is worked out before the word is refused, so that is left to the caller.
  if (!shape)
    return { ...nothing, word: word || line[at]!, args: line.slice(from).trim(), next: null };
  at += word.length;
  let bang = false;
  if (line[at] === "!" && shape.name !== "substitute") {
    bang = true;
    at++;
    if (!shape.bang) throw new UserError("E477: No ! allowed");
  }
  return readArguments({ ...nothing, shape, word, bang }, line, at);
}

function readArguments<S extends CommandShape>(
  command: Omit<ParsedCommand<S>, "next" | "shape"> & { shape: S },
  line: string,
  from: number,
): ParsedCommand<S> {
  const { shape } = command;
  let at = skipBlanks(line, from);
  let repeat = 1;
  if (shape.name === ">" || shape.name === "<") {
    while (line[at] === shape.name) {
      repeat++;
      at = skipBlanks(line, at + 1);
    }
  }
  let rest: string;
  let next: number | null = null;
  const shell =
    (shape.name === "read" || shape.name === "write") && (command.bang || line[at] === "!");
  const filter = shell && (line[at] === "!" || (shape.name === "read" && command.bang));
  if (shape.bar && !filter) {
    const separated = separate(line, at, shape);
    rest = separated.text;
    next = separated.next;
  } else rest = line.slice(at);
  let register = "";
  if (shape.register && rest !== "" && !(shape.count && /^\d/.test(rest))) {
    const valid =
      shape.name === "put" || shape.name === "iput"
        ? /^[a-zA-Z0-9"\-*+_/:.%#=]/
        : /^[a-zA-Z0-9"\-*+_]/;
    if (valid.test(rest)) {
      register = rest[0]!;
      rest = rest.slice(1).trimStart();
    }
  }
  let count: number | null = null;
  const digits = shape.count ? /^\d+/.exec(rest)?.[0] : undefined;
  if (digits !== undefined) {
    const after = rest.slice(digits.length);
    if (shape.count === true || after === "" || /^\s/.test(after)) {
      count = Math.min(Number(digits), 0x7fffffff);
      rest = after.trimStart();
    }
  }
  let flags = "";
  if (shape.flags) {
    flags = /^[lp# ]*/.exec(rest)![0].replaceAll(" ", "");
    rest = rest.replace(/^[lp# ]*/, "");
  }
  if (!shape.args && rest !== "" && rest[0] !== '"') {
    throw new UserError(`E488: Trailing characters: ${rest}`);
  }
  if (!shape.args) rest = "";
  if (shape.args === "required" && rest === "") throw new UserError("E471: Argument required");
  return { ...command, repeat, register, count, flags, args: rest, next };
}

/** The argument up to a `|`, a line break or a comment (separate_nextcmd). */
function separate(
  line: string,
  from: number,
  shape: CommandShape,
): { text: string; next: number | null } {
  let text = "";
  let next: number | null = null;
  for (let i = from; i < line.length; i++) {
    const ch = line[i]!;
    if (ch === "\x16") {
      if (shape.keepCtrlV) text += ch;
      if (i + 1 < line.length) text += line[++i]!;
      continue;
    }
    const isComment =
      ch === '"' && !shape.noComment && !((shape.name === "@" || shape.name === "*") && i === from);
    if (isComment) break;
    if (ch === "\n") {
      next = i + 1;
      break;
    }
    if (ch === "|") {
      if (line[i - 1] === "\\" && i > from) {
        text = `${text.slice(0, -1)}|`;
        continue;
      }
      next = i + 1;
      break;
    }
    text += ch;
  }
  return { text: shape.noComment ? text : text.replace(/[ \t]+$/, ""), next };
}
