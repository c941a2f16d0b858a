/** A git repository: where it is, and running git in it. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { SimpleGit, SimpleGitOptions } from "simple-git";
import { messageOf, UserError } from "../base/errors.ts";
import type { Trust } from "../base/trust.ts";
import { safeConfig, safeEnvironment, withoutFilters } from "./safety.ts";

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Given to git's standard input. */
  readonly input?: string | Uint8Array;
}

export const MISSING = "git is not installed";

/** Longer than this, a command of ours is stuck (a network file system, a lock). Milliseconds. */
const TIMEOUT = 30_000;

/** So many of our processes run at a time; the others wait. */
const MOST_RUNNING = 4;

/** The flags of simple-git's guard: what is passed here is written in this room, not typed. */
const OWN_ARGUMENTS = {
  allowUnsafeAskPass: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeFilter: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeGitProxy: true,
  allowUnsafeHooksPath: true,
  allowUnsafePager: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
  allowUnsafeSubmodule: true,
} satisfies SimpleGitOptions["unsafe"];

export class Repository {
  /** Absolute path of the work tree. */
  readonly root: string;
  /** Where HEAD and index are: `.git`, or a worktree's or submodule's own folder. */
  readonly gitFolder: string;
  /** Where refs and objects are; the same as `gitFolder` but in a linked worktree. */
  readonly commonFolder: string;
  private readonly trust: Trust;
  private readonly env: Readonly<Record<string, string | undefined>>;
  private filters: Promise<string[]> | null = null;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    place: RepositoryPlace,
    trust: Trust,
    env: Readonly<Record<string, string | undefined>>,
  ) {
    this.root = place.root;
    this.gitFolder = place.gitFolder;
    this.commonFolder = place.commonFolder;
    this.trust = trust;
    this.env = env;
  }

  get trusted(): boolean {
    return this.trust.allows(this.root);
  }

  /** A path (absolute) as git names it: relative to the root, with slashes. */
  name(path: string): string {
    return relative(this.root, path).split(sep).join("/");
  }

  /**
   * Runs a command of ours and gives its output as text. Rejects with UserError that says what git
   * said. Arguments must not come from a file or a user but as paths behind `--` or as checked revisions.
   */
  async run(args: readonly string[], options: RunOptions = {}): Promise<string> {
    return (await this.bytes(args, options)).toString("utf8");
  }

  /** Whether a file is ignored: git does not follow it, and is told not to. */
  async ignores(path: string): Promise<boolean> {
    // `check-ignore` refuses literal paths.
    const args = ["ls-files", "--others", "--ignored", "--exclude-standard", "--", this.name(path)];
    return (await this.run(args)) !== "";
  }

  /** As `run`, with the output as it is: what a file has need not be UTF-8. */
  async bytes(args: readonly string[], options: RunOptions = {}): Promise<Buffer> {
    const git = await this.git(options);
    const chunks: Buffer[] = [];
    git.outputHandler((_command, stdout) => stdout.on("data", (chunk) => chunks.push(chunk)));
    try {
      await this.inTurn(() => git.raw([...args]), "first");
      return Buffer.concat(chunks);
    } catch (error) {
      throw gitError(error);
    }
  }

  /** The bytes of a blob, as they are stored; null when there is none of the name (`:0:a/b`, `HEAD:a/b`). */
  async blob(name: string, signal?: AbortSignal): Promise<Buffer | null> {
    const git = await this.git(signal ? { signal } : {});
    try {
      return (await this.inTurn(() => git.binaryCatFile(["blob", name]), "last")) as Buffer;
    } catch (error) {
      const refusal = gitError(error);
      if (signal?.aborted || refusal.message === MISSING) throw refusal;
      // No such file in that tree, a new repository without HEAD, a conflict without that stage.
      return null;
    }
  }

  /** The `-c` values that keep the repository's configuration from running anything. */
  async safeFlags(): Promise<string[]> {
    if (this.trusted) return safeConfig(null);
    // Asked for each command: the configuration may have changed since the last one.
    this.filters ??= this.listFilters().finally(() => {
      this.filters = null;
    });
    return safeConfig(await this.filters);
  }

  /**
   * The keys of the configuration that match a regular expression of git's, the user's own included;
   * those that hunch sets itself are not seen.
   */
  async configuration(pattern: string): Promise<string[]> {
    const git = await this.gitWith([], {});
    try {
      const args = ["config", "--name-only", "-z", "--get-regexp", pattern];
      return (await git.raw(args)).split("\0").filter((key) => key !== "");
    } catch {
      // Git fails where there is no such key.
      return [];
    }
  }

  private async listFilters(): Promise<string[]> {
    // Listing the configuration runs nothing.
    const git = await this.gitWith(safeConfig([]), {});
    try {
      const keys = await git.raw(["config", "--list", "--name-only", "-z"]);
      return withoutFilters(keys.split("\0"));
    } catch (error) {
      throw error instanceof UserError ? error : gitError(error);
    }
  }

  /** Waits until not too many run: with hundreds of open files, an index that moves asks for each. */
  private async inTurn<T>(work: () => PromiseLike<T>, place: "first" | "last"): Promise<T> {
    if (this.running < MOST_RUNNING) this.running++;
    else {
      await new Promise<void>((resolve) => {
        if (place === "first") this.waiting.unshift(resolve);
        else this.waiting.push(resolve);
      });
    }
    try {
      return await work();
    } finally {
      // The next one takes over.
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  private async git(options: RunOptions): Promise<SimpleGit> {
    return this.gitWith(await this.safeFlags(), options);
  }

  private async gitWith(config: string[], { signal, input }: RunOptions): Promise<SimpleGit> {
    if (!existsSync(this.root)) throw new UserError(`${this.root} is gone`);
    const { simpleGit } = await import("simple-git");
    return simpleGit({
      baseDir: this.root,
      config,
      maxConcurrentProcesses: 2,
      timeout: { block: TIMEOUT },
      unsafe: OWN_ARGUMENTS,
      allowEnvironment: [
        "GIT_TERMINAL_PROMPT",
        "GIT_OPTIONAL_LOCKS",
        "GIT_NO_LAZY_FETCH",
        "GIT_LITERAL_PATHSPECS",
      ],
      ...(signal ? { abort: signal } : {}),
      ...(input !== undefined
        ? { input: () => (typeof input === "string" ? input : Buffer.from(input)) }
        : {}),
    }).env(safeEnvironment(this.env));
  }
}

/** What git wrote, without its prefixes, as a refusal. */
function gitError(error: unknown): UserError {
  const text = messageOf(error).trim();
  if (text.includes("spawn git ENOENT")) return new UserError(MISSING);
  const line =
    text.split("\n").find((l) => /^(fatal|error): /.test(l)) ?? text.split("\n")[0] ?? "";
  return new UserError(`git: ${line.replace(/^(fatal|error): /, "")}`);
}

export interface RepositoryPlace {
  readonly root: string;
  readonly gitFolder: string;
  readonly commonFolder: string;
}

/**
 * The repository around a file or folder (absolute), found without running git; null outside of one.
 * A `.git` file leads to the folder of a worktree or submodule.
 */
export function findRepository(path: string): RepositoryPlace | null {
  for (let at = path; ; at = dirname(at)) {
    const mark = join(at, ".git");
    const gitFolder = gitFolderOf(mark);
    if (gitFolder !== null) return { root: at, gitFolder, commonFolder: commonFolderOf(gitFolder) };
    if (dirname(at) === at) return null;
  }
}

function gitFolderOf(mark: string): string | null {
  try {
    if (statSync(mark).isDirectory()) return existsSync(join(mark, "HEAD")) ? mark : null;
    const target = /^gitdir: (.+)$/m.exec(readFileSync(mark, "utf8"))?.[1]?.trim();
    if (target === undefined) return null;
    const folder = isAbsolute(target) ? target : resolve(dirname(mark), target);
    return existsSync(join(folder, "HEAD")) ? folder : null;
  } catch {
    // No such file, or one that can't be read: the folder above may be a repository.
    return null;
  }
}

function commonFolderOf(gitFolder: string): string {
  const file = join(gitFolder, "commondir");
  if (!existsSync(file)) return gitFolder;
  return resolve(gitFolder, readFileSync(file, "utf8").trim());
}
