/** `:G ARGS`: any git command as the user typed it. */
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
const ASKS =
  /(?:^|\s)(?:-p|--patch|-i|--interactive|-e|--edit|-s|--sign|--edit-description)(?=\s|$)/;

/** The subcommand of typed arguments; empty when there is none. */
export function subcommand(args: string): string {
  return /^\s*([a-z][\w-]*)/i.exec(args)?.[1] ?? "";
}

/** Whether the command only prints. */
export function isPrinted(args: string): boolean {
  return PRINTED.has(subcommand(args)) && !ASKS.test(args);
}

/** Commands that may run the differences and conversions which a repository names. */
const COMPARES = new Set(["diff", "diff-tree", "log", "show", "whatchanged"]);

/**
 * The line for the shell. `flags` are `-c` values that switch off what the configuration would run,
 * for a folder that is not trusted; null: it is.
 */
export function shellLine(args: string, flags: readonly string[] | null): string {
  if (flags === null) return `git --no-pager ${args}`;
  const config = flags.map((flag) => `-c ${quoted(flag)} `).join("");
  const name = subcommand(args);
  const plain = COMPARES.has(name)
    ? " --no-ext-diff --no-textconv"
    : name === "blame"
      ? " --no-textconv"
      : "";
  return `git --no-pager ${config}${args.replace(name, name + plain)}`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
