/** What git says about files: whether it ignores them, asked for many at once. */
import type { Git } from "../../git/git.ts";
import type { Repository } from "../../git/repository.ts";

/** An answer holds so long, milliseconds. */
const FRESH_MS = 5000;

/** `tracked`: git follows it, so it is not ignored whatever its rules say; `other`: neither. */
export type GitState = "tracked" | "ignored" | "other";

interface Known {
  readonly at: number;
  readonly state: Promise<GitState | null>;
}

interface Batch {
  readonly names: Map<string, ((state: GitState | null) => void)[]>;
}

export class GitIgnored {
  private readonly git: Pick<Git, "repositoryOf"> | null;
  private readonly now: () => number;
  private readonly known = new Map<string, Known>();
  private readonly batches = new Map<Repository, Batch>();

  constructor(git: Pick<Git, "repositoryOf"> | null, now: () => number) {
    this.git = git;
    this.now = now;
  }

  /** Null: there is no repository, or git can't say it. `path` is absolute and no link. */
  state(path: string): Promise<GitState | null> {
    const known = this.known.get(path);
    if (known !== undefined && this.now() - known.at < FRESH_MS) return known.state;
    const repository = this.git?.repositoryOf(path) ?? null;
    if (repository === null) return Promise.resolve(null);
    const state = new Promise<GitState | null>((resolve) => {
      const { names } = this.batchOf(repository);
      const name = repository.name(path);
      names.set(name, [...(names.get(name) ?? []), resolve]);
    });
    this.known.set(path, { at: this.now(), state });
    return state;
  }

  forget(): void {
    this.known.clear();
  }

  private batchOf(repository: Repository): Batch {
    let batch = this.batches.get(repository);
    if (batch === undefined) {
      batch = { names: new Map() };
      this.batches.set(repository, batch);
      setImmediate(() => void this.ask(repository));
    }
    return batch;
  }

  private async ask(repository: Repository): Promise<void> {
    const { names } = this.batches.get(repository)!;
    this.batches.delete(repository);
    const states = await statesOf(repository, [...names.keys()]);
    for (const [name, waiting] of names) {
      // One that git refuses (behind a link, not its own) is no reason to know nothing of the others.
      const own = states ?? (names.size === 1 ? null : await statesOf(repository, [name]));
      for (const tell of waiting) tell(own?.(name) ?? null);
    }
  }
}

/** What git says of some names; null: no git, a broken repository, a path that is not its own. */
async function statesOf(
  repository: Repository,
  list: readonly string[],
): Promise<((name: string) => GitState) | null> {
  const ask = async (args: readonly string[]): Promise<ReadonlySet<string>> => {
    const out = await repository.run(["ls-files", "-z", "--full-name", ...args, "--", ...list]);
    return new Set(out.split("\0"));
  };
  try {
    const ignored = await ask(["--others", "--ignored", "--exclude-standard"]);
    const tracked = ignored.size > list.length ? new Set<string>() : await ask(["--cached"]);
    return (name) => (ignored.has(name) ? "ignored" : tracked.has(name) ? "tracked" : "other");
  } catch {
    // Then the rules themselves are read.
    return null;
  }
}
