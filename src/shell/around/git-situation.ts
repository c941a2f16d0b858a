/** What git says of a repository that matters for the next command. */
import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { parseStatus } from "../../git/status.ts";
import type { GitSituation } from "../command.ts";

const STATUS = [
  "status",
  "--porcelain=v2",
  "--branch",
  "-z",
  "--untracked-files=normal",
  "--ignore-submodules=all",
] as const;
const MOST_BRANCHES = 100;
const BRANCHES = [
  "for-each-ref",
  `--count=${MOST_BRANCHES}`,
  "--sort=-committerdate",
  "--format=%(refname:short)",
  "refs/heads",
] as const;
/** Bytes at the end of the log of HEAD. */
const LOG_TAIL = 32_768;

const STATES = [
  ["MERGE_HEAD", "merge"],
  ["rebase-merge", "rebase"],
  ["rebase-apply", "rebase"],
  ["CHERRY_PICK_HEAD", "cherry-pick"],
  ["REVERT_HEAD", "revert"],
  ["BISECT_LOG", "bisect"],
] as const;

/** Rejects with UserError where git refuses. */
export async function readSituation(repository: Repository): Promise<GitSituation> {
  const [output, names, switches] = await Promise.all([
    repository.run(STATUS),
    repository.run(BRANCHES),
    logTail(join(repository.gitFolder, "logs", "HEAD")),
  ]);
  const status = parseStatus(output);
  const { branch, ahead, behind, entries } = status;
  const isUntracked = (letter: string): boolean => letter === "?";
  return {
    branch,
    branches: byUse(
      names.split("\n").filter((name) => name !== ""),
      switches,
    ),
    staged: entries.filter(({ staged }) => staged !== ".").length,
    modified: entries.filter(({ unstaged }) => unstaged !== "." && !isUntracked(unstaged)).length,
    untracked: entries.filter(({ unstaged }) => isUntracked(unstaged)).length,
    ahead,
    behind,
    state: STATES.find(([name]) => existsSync(join(repository.gitFolder, name)))?.[1] ?? null,
  };
}

/** Branches in the order in which they were left or gone to, then the others as they come. */
export function byUse(branches: readonly string[], log: string): string[] {
  const known = new Set(branches);
  const used = new Set<string>();
  for (const line of log.split("\n").reverse()) {
    const found = /\tcheckout: moving from (\S+) to (\S+)$/.exec(line);
    for (const name of [found?.[2], found?.[1]]) {
      if (name !== undefined && known.has(name)) used.add(name);
    }
  }
  return [...used, ...branches.filter((name) => !used.has(name))];
}

async function logTail(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const length = Math.min(size, LOG_TAIL);
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.toString("utf8");
    } finally {
      await file.close();
    }
  } catch {
    // a new repository, or one without logs: the order is that of the commits
    return "";
  }
}
