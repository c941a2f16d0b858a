/** Ignore files, in the syntax of `.gitignore`: those of a folder and of the folders above it. */
import { readFile, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import ignore, { type Ignore } from "ignore";

/** Files that keep others from models, ours first. */
const MODEL_IGNORES = [
  ".hunchignore",
  ".cursorignore",
  ".cursorindexingignore",
  ".codeiumignore",
  ".aiignore",
  ".aiexclude",
] as const;
const GIT_IGNORE = ".gitignore";
const NAMES: readonly string[] = [...MODEL_IGNORES, GIT_IGNORE];

/** A folder is looked at again after so long, milliseconds. */
const FRESH_MS = 1000;

interface IgnoreFile {
  readonly name: string;
  /** Changes when the file does. */
  readonly stamp: string;
  readonly rules: Ignore;
}

interface Folder {
  checkedAt: number;
  stamp: string;
  files: readonly IgnoreFile[];
}

/** The name of the file that says so. */
export interface IgnoredBy {
  /** `.cursorignore` and the like; null: none of them. */
  readonly model: string | null;
  /** A `.gitignore` says so. It does not matter for what git follows all the same. */
  readonly git: boolean;
}

export class IgnoreRules {
  private readonly now: () => number;
  private readonly folders = new Map<string, Folder>();
  private readonly loading = new Map<string, Promise<Folder>>();

  /** `now` in milliseconds. */
  constructor(now: () => number) {
    this.now = now;
  }

  /**
   * Which ignore files say that a file (absolute, below `top`) is ignored: those for models of all folders
   * above it, as projects lie in each other, `.gitignore` of those from `top` down.
   */
  async ignoredBy(path: string, top: string): Promise<IgnoredBy> {
    const folders: string[] = [];
    for (let at = dirname(path); ; at = dirname(at)) {
      folders.unshift(at);
      if (dirname(at) === at) break;
    }
    await Promise.all(folders.map((folder) => this.load(folder)));
    const model = MODEL_IGNORES.find((name) => this.isIgnored(path, folders, name)) ?? null;
    const own = folders.slice(Math.max(0, folders.indexOf(top)));
    return { model, git: this.isIgnored(path, own, GIT_IGNORE) };
  }

  /** An ignore file was written: it is read again at once. */
  forget(): void {
    this.folders.clear();
  }

  /** As git does: a folder that is ignored has nothing that is not; the file nearest to a name decides. */
  private isIgnored(path: string, folders: readonly string[], name: string): boolean {
    const [top] = folders as [string];
    const parts = relative(top, path).split("/");
    for (let depth = 1; depth <= parts.length; depth++) {
      const at = join(top, ...parts.slice(0, depth));
      const isFolder = depth < parts.length;
      for (let level = depth - 1; level >= 0; level--) {
        const folder = folders[level]!;
        const rules = this.folders.get(folder)?.files.find((file) => file.name === name)?.rules;
        if (rules === undefined) continue;
        const { ignored, unignored } = rules.test(relative(folder, at) + (isFolder ? "/" : ""));
        if (ignored) return true;
        if (unignored) break;
      }
    }
    return false;
  }

  private async load(folder: string): Promise<Folder> {
    const known = this.folders.get(folder);
    if (known !== undefined && this.now() - known.checkedAt < FRESH_MS) return known;
    let loading = this.loading.get(folder);
    if (loading === undefined) {
      loading = this.read(folder, known).finally(() => this.loading.delete(folder));
      this.loading.set(folder, loading);
    }
    return loading;
  }

  private async read(folder: string, known: Folder | undefined): Promise<Folder> {
    const checkedAt = this.now();
    // A file that comes or goes changes the folder, one that is written only itself.
    const [stamp, ...files] = await Promise.all([
      stampOf(folder),
      ...(known?.files ?? []).map(({ name }) => stampOf(join(folder, name))),
    ]);
    if (known !== undefined && stamp === known.stamp) {
      if (known.files.every((file, at) => file.stamp === files[at])) {
        known.checkedAt = checkedAt;
        return known;
      }
    }
    const read = await Promise.all(NAMES.map((name) => readRules(folder, name)));
    const fresh = { checkedAt, stamp, files: read.filter((file) => file !== null) };
    this.folders.set(folder, fresh);
    return fresh;
  }
}

async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, ctimeMs, size, ino } = await stat(path);
    return `${mtimeMs}:${ctimeMs}:${size}:${ino}`;
  } catch {
    // Not there: that is a state like any other.
    return "";
  }
}

async function readRules(folder: string, name: string): Promise<IgnoreFile | null> {
  const path = join(folder, name);
  const rules = ignore({ ignorecase: process.platform === "darwin" });
  const stamp = await stampOf(path);
  try {
    const text = await readFile(path, "utf8");
    return { name, stamp, rules: rules.add(text) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    // What it says is not known: it may be anything, also where it is a folder or may not be read.
    return { name, stamp, rules: rules.add("*") };
  }
}
