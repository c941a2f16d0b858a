/**
 * Small commits of a repository with their line hunks and files, read through git without running
 * anything that the repository names.
 */
import { spawnSync } from "node:child_process";
import { UserError } from "../../base/errors.ts";
import { PLAIN_DIFF, safeConfig, safeEnvironment } from "../../git/safety.ts";
import { classify } from "./episode.ts";

/** Bytes that one command may print. */
const MOST_OUTPUT = 1 << 30;
const MOST_FILES = 8;
const MOST_LINES = 120;
const MOST_NEW_FILES = 2;
/** Commits asked about at a time. */
const CHUNK = 400;

export interface LineHunk {
  /** 0-based first line in the file before; for an insertion the line it comes in front of. */
  readonly line: number;
  readonly removed: readonly string[];
  readonly inserted: readonly string[];
}

export interface CommitFile {
  readonly path: string;
  /** Object names; "before" of a new file is null. */
  readonly before: string | null;
  readonly after: string;
  hunks: LineHunk[];
}

export interface SmallCommit {
  readonly sha: string;
  readonly parent: string;
  /** Seconds since the epoch. */
  readonly time: number;
  readonly subject: string;
  readonly files: readonly CommitFile[];
}

/** One repository, worked on by a command at a time. */
export class GitLog {
  readonly folder: string;
  private readonly env: Readonly<Record<string, string>>;

  constructor(folder: string, env: Readonly<Record<string, string | undefined>>) {
    this.folder = folder;
    this.env = safeEnvironment(env);
  }

  /**
   * Non-merge commits since 2013, newest first; none where nothing was committed yet. Throws UserError
   * outside of a repository.
   */
  commits(): string[] {
    const options = ["--no-merges", "--since=2013-01-01", "--ignore-missing"];
    const names = this.run(["rev-list", ...options, "HEAD", "--"]).toString();
    return names.split("\n").filter((name) => name !== "");
  }

  /** Those of the commits that are small enough, in the given order, with their hunks. */
  *small(commits: readonly string[]): Generator<SmallCommit> {
    for (let at = 0; at < commits.length; at += CHUNK) {
      const chosen = inParts(commits.slice(at, at + CHUNK), (part) => this.summaries(part)).flat();
      const parts = inParts(
        chosen.map(({ sha }) => sha),
        (part) => this.hunks(part),
      );
      const hunks = new Map(parts.flatMap((part) => [...part]));
      for (const commit of chosen) {
        const found = hunks.get(commit.sha);
        if (!found) continue;
        let fits = true;
        for (const file of commit.files) {
          const own = found.get(file.path);
          if (own) file.hunks = own;
          else fits = false;
        }
        if (fits) yield commit;
      }
    }
  }

  /** The contents of objects, in order; null for what is missing. */
  blobs(names: readonly string[]): (Buffer | null)[] {
    if (names.length === 0) return [];
    const output = this.run(["cat-file", "--batch"], `${names.join("\n")}\n`);
    const found: (Buffer | null)[] = [];
    let at = 0;
    for (let i = 0; i < names.length; i++) {
      const end = output.indexOf(10, at);
      const head = output.toString("utf8", at, end).split(" ");
      at = end + 1;
      if (head[1] !== "blob") {
        found.push(null);
        if (head[1] !== "missing") at += Number(head[2]) + 1;
        continue;
      }
      const size = Number(head[2]);
      found.push(output.subarray(at, at + size));
      at += size + 1;
    }
    return found;
  }

  /** The files of a commit: path, object name and size in bytes. */
  tree(commit: string): { path: string; name: string; size: number }[] {
    const output = this.run(["ls-tree", "-r", "-l", "-z", commit]).toString();
    return output.split("\0").flatMap((entry) => {
      const match = /^100\d+ blob (\w+) +(\d+)\t(.*)$/s.exec(entry);
      return match ? [{ path: match[3]!, name: match[1]!, size: Number(match[2]) }] : [];
    });
  }

  private run(args: readonly string[], input = ""): Buffer {
    const config = safeConfig([]).flatMap((value) => ["-c", value]);
    const all = ["-C", this.folder, ...config, "-c", "core.quotePath=false", ...args];
    const result = spawnSync("git", all, { env: this.env, input, maxBuffer: MOST_OUTPUT });
    if (result.error) throw new UserError(`git: ${result.error.message}`);
    if (result.status !== 0) {
      throw new UserError(result.stderr.toString().trim() || `git ended with ${result.status}`);
    }
    return result.stdout;
  }

  private log(commits: readonly string[], options: readonly string[]): string {
    const fixed = ["log", "--no-walk=unsorted", "--stdin", "--no-renames", "--no-color"];
    return this.run([...fixed, ...PLAIN_DIFF, ...options], `${commits.join("\n")}\n`).toString();
  }

  private summaries(commits: readonly string[]): SmallCommit[] {
    const output = this.log(commits, [
      "--raw",
      "--numstat",
      "--no-abbrev",
      "--format=%x01%H%x02%P%x02%ct%x02%an%x02%s",
    ]);
    return output
      .split("\x01")
      .slice(1)
      .flatMap((entry) => summaryOf(entry) ?? []);
  }

  /** The hunks by commit and path. Files that don't end with a line break are left out. */
  private hunks(commits: readonly string[]): Map<string, Map<string, LineHunk[]>> {
    const output = this.log(commits, [
      "-p",
      "-U0",
      "--histogram",
      "--src-prefix=a/",
      "--dst-prefix=b/",
      "--format=%x01%H",
    ]);
    const found = new Map<string, Map<string, LineHunk[]>>();
    for (const entry of output.split("\n\x01").map((part) => part.replace(/^\x01/, ""))) {
      const sha = entry.slice(0, entry.indexOf("\n"));
      const files = new Map<string, LineHunk[]>();
      for (const part of entry.split("\ndiff --git ").slice(1)) {
        const parsed = fileHunks(part);
        if (parsed) files.set(parsed.path, parsed.hunks);
      }
      found.set(sha, files);
    }
    return found;
  }
}

/**
 * Asks about some commits at once; where that fails, about fewer: a partial clone lacks what one of them
 * needs, and nothing is fetched for it.
 */
function inParts<T>(commits: readonly string[], ask: (part: readonly string[]) => T): T[] {
  if (commits.length === 0) return [];
  try {
    return [ask(commits)];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (commits.length === 1) return [];
    const half = Math.ceil(commits.length / 2);
    return [...inParts(commits.slice(0, half), ask), ...inParts(commits.slice(half), ask)];
  }
}

const BOT = /\[bot\]|\bbot\b|dependabot|renovate|greenkeeper|snyk/i;
const DULL =
  /^(v?\d+\.\d+|(chore|build)\((deps|release)|(chore|build|style):? *(release|bump|update dep)|release|bump|prepare|revert|merge|version|changelog|publish|format|prettier|lint|run (prettier|black|gofmt|rustfmt|cargo fmt)|gofmt|rustfmt|black|isort|fmt\b|upgrade dep|update dep|\[ci\]|style\b)/i;

function summaryOf(entry: string): SmallCommit | null {
  const lines = entry.split("\n");
  const [sha, parents, time, author, subject] = (lines[0] ?? "").split("\x02");
  if (!sha || !parents || parents.includes(" ") || BOT.test(author ?? "")) return null;
  if (DULL.test(subject ?? "")) return null;
  const sizes = new Map<string, number>();
  const files: CommitFile[] = [];
  for (const line of lines.slice(1)) {
    const size = /^(\d+|-)\t(\d+|-)\t(.*)$/.exec(line);
    if (size) sizes.set(size[3]!, Number(size[1]) + Number(size[2]));
    const raw = /^:(\d+) (\d+) (\w+) (\w+) (\w+)\t(.*)$/.exec(line);
    if (!raw) continue;
    const [, oldMode, mode, before, after, status, path] = raw as unknown as string[];
    if (classify(path!) === null) continue;
    // Links, modules and files that came, went or changed their mode with their text.
    if (status !== "A" && (status !== "M" || oldMode !== mode)) return null;
    if (!mode!.startsWith("100") || path!.startsWith('"')) return null;
    files.push({ path: path!, before: status === "A" ? null : before!, after: after!, hunks: [] });
  }
  const changed = files.reduce((sum, { path }) => sum + (sizes.get(path) ?? 0), 0);
  const made = files.filter(({ before }) => before === null).length;
  if (files.length === 0 || files.length > MOST_FILES || made > MOST_NEW_FILES) return null;
  // Not a number: a binary file.
  if (!(changed > 1 && changed <= MOST_LINES)) return null;
  return { sha, parent: parents, time: Number(time), subject: subject ?? "", files };
}

/** The hunks of one file's part of a patch, after `diff --git `; null when there is no telling. */
function fileHunks(part: string): { path: string; hunks: LineHunk[] } | null {
  const lines = part.split("\n");
  if (lines.some((line) => line.startsWith("\\"))) return null;
  const named = lines.find((line) => line.startsWith("+++ b/"));
  const path = named?.slice(6).replace(/\t$/, "");
  if (path === undefined) return null;
  const hunks: { line: number; removed: string[]; inserted: string[] }[] = [];
  let left = 0;
  for (const line of lines) {
    const head = left === 0 ? /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line) : null;
    if (head) {
      const removed = Number(head[2] ?? 1);
      left = removed + Number(head[3] ?? 1);
      // Of no lines at all git names the line in front.
      const first = removed === 0 ? Number(head[1]) : Number(head[1]) - 1;
      hunks.push({ line: first, removed: [], inserted: [] });
    } else if (left > 0) {
      left--;
      const hunk = hunks[hunks.length - 1]!;
      if (line.startsWith("-")) hunk.removed.push(line.slice(1));
      else hunk.inserted.push(line.slice(1));
    }
  }
  return { path, hunks };
}
