/** The argument of `:s`, `:&` and `:~` as a value (do_sub in ex_cmds.c). */
import { UserError } from "../../base/errors.ts";
import type { SubstituteFlags } from "../../editor/ex-state.ts";
import { nextCommand, patternEnd, replacementEnd, skipBlanks } from "../../modal/ex/skip.ts";

export interface SubstituteArguments {
  /** Null: the remembered pattern and replacement. An empty one is the remembered pattern. */
  readonly pattern: string | null;
  readonly replacement: string | null;
  /** Which remembered pattern is meant. */
  which: "search" | "substitute" | "last";
  readonly flags: SubstituteFlags;
  readonly count: number | null;
  /** What follows the next `|`. */
  readonly next: string | null;
  /** What stands after the replacement, as typed. */
  readonly rest: string;
}

export function parseSubstitute(
  name: "substitute" | "&" | "~",
  args: string,
  old: SubstituteFlags,
  gdefault: boolean,
): SubstituteArguments {
  let which: SubstituteArguments["which"] = name === "~" ? "last" : "substitute";
  let pattern: string | null = null;
  let replacement: string | null = null;
  let at = 0;
  const first = args[0] ?? "";
  if (name === "substitute" && first !== "" && !/[0-9cegriIp|"\s]/.test(first)) {
    if (/[A-Za-z]/.test(first)) {
      throw new UserError("E146: Regular expressions can't be delimited by letters");
    }
    let delimiter = first;
    if (first === "\\") {
      delimiter = args[1] ?? "";
      if (!/^[/?&]$/.test(delimiter))
        throw new UserError("E10: \\ should be followed by /, ? or &");
      if (delimiter !== "&") which = "search";
      pattern = "";
      at = 2;
    } else {
      which = "last";
      const end = patternEnd(args, 1, delimiter);
      pattern = args.slice(1, end);
      if (delimiter !== "/" && delimiter !== "?")
        pattern = pattern.replaceAll(`\\${delimiter}`, delimiter);
      else pattern = delimiter === "?" ? pattern.replaceAll("\\?", "?") : pattern;
      at = Math.min(end + 1, args.length);
    }
    const end = replacementEnd(args, at, delimiter);
    replacement = args.slice(at, end);
    at = Math.min(end + 1, args.length);
  }
  const rest = args.slice(at);
  const flags = { ...old };
  if (args[at] === "&") at++;
  else {
    flags.all = gdefault;
    flags.ask = flags.count = flags.print = flags.list = flags.number = false;
    flags.error = true;
    flags.ignorecase = null;
  }
  for (; at < args.length; at++) {
    const ch = args[at]!;
    if (ch === "g") flags.all = !flags.all;
    else if (ch === "c") flags.ask = !flags.ask;
    else if (ch === "n") flags.count = true;
    else if (ch === "e") flags.error = !flags.error;
    else if (ch === "r") which = "last";
    else if (ch === "p") flags.print = true;
    else if (ch === "#") flags.print = flags.number = true;
    else if (ch === "l") flags.print = flags.list = true;
    else if (ch === "i") flags.ignorecase = true;
    else if (ch === "I") flags.ignorecase = false;
    else break;
  }
  if (flags.count) flags.ask = false;
  at = skipBlanks(args, at);
  let count: number | null = null;
  const digits = /^\d+/.exec(args.slice(at))?.[0];
  if (digits !== undefined) {
    count = Number(digits);
    at = skipBlanks(args, at + digits.length);
  }
  let next: string | null = null;
  if (at < args.length && args[at] !== '"') {
    const start = nextCommand(args, at);
    if (start === null) throw new UserError(`E488: Trailing characters: ${args.slice(at)}`);
    next = args.slice(start);
  }
  return { pattern, replacement, which, flags, count, next, rest };
}
