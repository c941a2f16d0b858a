/** Real git repositories in temporary folders. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface TestRepository {
  readonly root: string;
  /** Runs git and gives its output. */
  git(...args: string[]): string;
  write(name: string, text: string | Uint8Array): string;
}

/** Whether git is installed; tests that need it are skipped with this message when not. */
export function withoutGit(): string | false {
  try {
    execFileSync("git", ["--version"], { stdio: "ignore" });
    return false;
  } catch {
    return "git is not installed";
  }
}

/** A repository with some files committed. */
export function repository(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): TestRepository {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "hunch-git-")));
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "A",
    GIT_AUTHOR_EMAIL: "a@example.com",
    GIT_COMMITTER_NAME: "A",
    GIT_COMMITTER_EMAIL: "a@example.com",
  };
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: root, env, encoding: "utf8" });
  const write = (name: string, text: string | Uint8Array): string => {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  git("init", "-q", "-b", "main");
  for (const [name, text] of Object.entries(files)) write(name, text);
  if (Object.keys(files).length > 0) {
    git("add", "-A");
    git("commit", "-qm", "first");
  }
  return { root, git, write };
}
