/**
 * Starts a shell so that it reads a script of ours beside the user's files and tells where its commands
 * begin and end. Nothing of the user's is changed. The secret lies in a file that only the user can read
 * and that the script removes at once: it is in no environment and in no list of processes.
 */
import { randomBytes } from "node:crypto";
import { existsSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ShellKind } from "../block.ts";

export interface ShellStart {
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** A script that was not read by then (the shell did not start) leaves its file to us. */
const UNREAD_MS = 30_000;
/** Files that may be there yet. */
const unread = new Set<string>();

/** Beside this file, or in the folder of the bundle. */
export function scriptFolder(): string {
  return join(dirname(fileURLToPath(import.meta.url)), "shell-scripts");
}

/**
 * The start with our script, or as it was: for other shells, for arguments that start no plain
 * interactive shell, and where the scripts or a place for the secret are missing.
 */
export function injectInto(shell: ShellKind, start: ShellStart & { nonce: string }): ShellStart {
  const { file, args, env, nonce } = start;
  const plain = { file, args, env };
  if (shell === "other" || nonce === "") return plain;
  const folder = scriptFolder();
  const change = { bash: bashStart, zsh: zshStart, fish: fishStart }[shell](args, env, folder);
  if (change === null) return plain;
  const marks = writeSecret(nonce, env);
  if (marks === null) return plain;
  return { file, args: change.args, env: { ...env, ...change.env, HUNCH_MARKS: marks } };
}

type Change = Pick<ShellStart, "args" | "env"> | null;

function bashStart(args: readonly string[], env: ShellStart["env"], folder: string): Change {
  const script = join(folder, "hunch.bash");
  if (!existsSync(script)) return null;
  const others: string[] = [];
  let rc = "";
  let login = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--rcfile" || arg === "--init-file") {
      i += 1;
      rc = args[i] ?? "";
    } else if (/^(--login|-l|-il|-li)$/.test(arg)) {
      login = true;
    } else if (!/^(-i|--noediting|--verbose|--debugger)$/.test(arg)) {
      return null;
    } else {
      others.push(arg);
    }
  }
  if (!login) {
    const named: Record<string, string> = rc === "" ? {} : { HUNCH_BASHRC: rc };
    return { args: ["--rcfile", script, ...others], env: named };
  }
  // A login shell reads one file of somebody else's choice: ENV, in POSIX mode. Whatever POSIX mode
  // sets otherwise (the history's name) is taken back in the script.
  const history: Record<string, string> =
    "HISTFILE" in env ? {} : { HISTFILE: `${env.HOME ?? "~"}/.bash_history`, HUNCH_HISTFILE: "1" };
  return {
    args: ["--posix", ...others, "-l"],
    env: { ENV: script, HUNCH_LOGIN: "1", ...history },
  };
}

function zshStart(args: readonly string[], env: ShellStart["env"], folder: string): Change {
  const scripts = join(folder, "zsh");
  if (!existsSync(join(scripts, ".zshenv"))) return null;
  if (args.some((arg) => !/^(-[il]+|--login|--interactive)$/.test(arg))) return null;
  const own: Record<string, string> =
    env.ZDOTDIR === undefined ? {} : { HUNCH_ZDOTDIR: env.ZDOTDIR };
  return { args, env: { ...own, ZDOTDIR: scripts, HUNCH_SCRIPTS: scripts } };
}

function fishStart(args: readonly string[], _env: ShellStart["env"], folder: string): Change {
  const script = join(folder, "hunch.fish");
  if (!existsSync(script)) return null;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "-C" || arg === "--init-command") i += 1;
    else if (!/^(-[il]+|--login|--interactive|--init-command=.*)$/s.test(arg)) return null;
  }
  const source = 'if set -q HUNCH_SCRIPTS; source "$HUNCH_SCRIPTS"; end';
  return { args: [...args, "--init-command", source], env: { HUNCH_SCRIPTS: script } };
}

function writeSecret(nonce: string, env: ShellStart["env"]): string | null {
  const own = env.XDG_RUNTIME_DIR ?? "";
  for (const folder of [own, tmpdir()]) {
    if (folder === "" || !isFolder(folder)) continue;
    const file = join(folder, `hunch-${randomBytes(12).toString("hex")}`);
    try {
      writeFileSync(file, `${nonce}\n`, { mode: 0o600, flag: "wx" });
    } catch {
      // Full (then an empty file is left), or not ours to write: the next place, or no marks.
      removeFile(file);
      continue;
    }
    removeLater(file);
    return file;
  }
  return null;
}

function removeLater(file: string): void {
  if (unread.size === 0) process.once("exit", removeUnread);
  unread.add(file);
  const timer = setTimeout(() => {
    unread.delete(file);
    removeFile(file);
    if (unread.size === 0) process.off("exit", removeUnread);
  }, UNREAD_MS);
  timer.unref();
}

function removeUnread(): void {
  for (const file of unread) removeFile(file);
}

function removeFile(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Its folder is not ours to write any more: then the file is none of ours either.
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
