/**
 * What git may not do for us. A repository's own configuration and attributes can name programs
 * (fsmonitor, hooks, filters, external differences, pagers, signing, remote helpers); every command that
 * hunch runs by itself switches them off, and in a folder that is not trusted the filters, too.
 */
import { UserError } from "../base/errors.ts";

/** `-c` values for every command that the user has not typed. */
const NEVER = [
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.pager=cat",
  "core.askPass=true",
  "core.sshCommand=false",
  "core.gitProxy=",
  "credential.helper=",
  "diff.external=",
  "log.showSignature=false",
  // What is missing in a partial clone is not fetched: a remote can name a program, too.
  ...[
    "allow",
    "ext.allow",
    "file.allow",
    "git.allow",
    "http.allow",
    "https.allow",
    "ssh.allow",
  ].map((key) => `protocol.${key}=never`),
  "submodule.recurse=false",
  "gc.auto=0",
  "maintenance.auto=false",
];

/**
 * Options of commands that print differences: no programs of the repository, and no look into submodules,
 * which would run git with their configuration.
 */
export const PLAIN_DIFF = ["--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty"] as const;

/** Further ones for a folder that is not trusted: they would run what the user has not chosen there. */
const UNTRUSTED = ["commit.gpgSign=false", "tag.gpgSign=false", "core.alternateRefsCommand="];

/** Names of `filter.NAME.clean` and the like, which git runs when it compares files of the work tree. */
const FILTER_KEY = /^filter\.(.+)\.(clean|smudge|process|required)$/s;

/**
 * The `-c` values that switch off the filters among configuration keys. Throws UserError for a name
 * that can't be given to git: nothing may run while such a filter is on.
 */
export function withoutFilters(keys: readonly string[]): string[] {
  const names = new Set<string>();
  for (const key of keys) {
    const name = FILTER_KEY.exec(key)?.[1];
    if (name === undefined) continue;
    if (name.includes("=")) throw new UserError(`The filter ${name} can't be switched off: :trust`);
    names.add(name);
  }
  return [...names].flatMap((name) => [
    `filter.${name}.clean=`,
    `filter.${name}.smudge=`,
    `filter.${name}.process=`,
    `filter.${name}.required=false`,
  ]);
}

/** The `-c` values of a command; `filters` from `withoutFilters`: null where the folder is trusted. */
export function safeConfig(filters: readonly string[] | null): string[] {
  return filters === null ? NEVER : [...NEVER, ...UNTRUSTED, ...filters];
}

/**
 * The environment of git: it never asks on the terminal, takes no locks for looking, fetches nothing
 * by itself. File names stand for themselves: `*` is a file, not all of them.
 */
export function safeEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    // What the shell says about another repository, or about programs to run, is not for this one.
    if (value === undefined || /^(GIT_|SSH_ASKPASS|EDITOR$|VISUAL$|PAGER$|PREFIX$)/.test(name))
      continue;
    clean[name] = value;
  }
  return {
    ...clean,
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_LITERAL_PATHSPECS: "1",
    LC_ALL: "C",
  };
}
