/** `:G ARGS`: any git command as the user typed it. */

import { PLAIN_DIFF } from "./safety.ts";

/** Commands whose output is read in a buffer; everything else gets the terminal, as it may ask. */
const PRINTED = new Set([
  "annotate",
  "blame",
  "branch",
  "cat-file",
  "cherry",
  "config",
  "count-objects",
  "describe",
  "diff",
  "diff-tree",
  "for-each-ref",
  "grep",
  "log",
  "ls-files",
  "ls-tree",
  "name-rev",
  "reflog",
  "remote",
  "rev-list",
  "rev-parse",
  "shortlog",
  "show",
  "show-ref",
  "status",
  "tag",
  "var",
  "version",
  "whatchanged",
]);
/** What may ask for a passphrase or open an editor all the same, among the arguments of those. */
const ASKS: Readonly<Record<string, RegExp>> = {
  branch: /\s--edit-description\b/,
  config: /\s(?:-e|--edit)(?=\s|$)/,
  remote: /\s(?:show|update|prune|set-head|-f|--fetch)(?=\s|$)/,
  tag: /\s(?:-[asum]\w*|--annotate|--sign|--local-user)\b/,
};

/** The subcommand of typed arguments; empty when there is none. */
export function subcommand(args: string): string {
  return /^\s*([a-z][\w-]*)/i.exec(args)?.[1] ?? "";
}

/** Whether the command only prints. */
export function isPrinted(args: string): boolean {
  const name = subcommand(args);
  return PRINTED.has(name) && !ASKS[name]?.test(args);
}

/** Options that keep a command from running differences, conversions or git in submodules. */
const PLAIN = PLAIN_DIFF.join(" ");
const PLAIN_OPTIONS: Readonly<Record<string, string>> = {
  annotate: "--no-textconv",
  blame: "--no-textconv",
  diff: PLAIN,
  "diff-tree": PLAIN,
  grep: "--no-textconv --no-recurse-submodules",
  log: PLAIN,
  show: PLAIN,
  status: "--ignore-submodules=dirty",
  whatchanged: PLAIN,
};

/**
 * The line for the shell. `flags` are `-c` values that switch off what the configuration would run,
 * for a folder that is not trusted; null: it is.
 */
export function shellLine(args: string, flags: readonly string[] | null): string {
  if (flags === null) return `git --no-pager ${args}`;
  const config = flags.map((flag) => `-c ${quoted(flag)} `).join("");
  const name = subcommand(args);
  return `git --no-pager ${config}${args.replace(name, `${name} ${PLAIN_OPTIONS[name] ?? ""}`)}`;
}

/** A word for the shell. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
