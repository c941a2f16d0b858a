/** Command lines: those that ran, those that a project offers, those that may come next. */

/** A command that ran. */
export interface CommandRun {
  readonly command: string;
  /** Absolute; null: not known. */
  readonly cwd: string | null;
  /** The root of the repository around it, absolute; null: none. */
  readonly repository: string | null;
  /** Null: not known (imported histories). */
  readonly status: number | null;
  /** Milliseconds; null: not known. */
  readonly duration: number | null;
  /** Milliseconds since the epoch; 0: not known. */
  readonly time: number;
  /** The command before it in the same shell; null: it was the first. */
  readonly previous: string | null;
  /** Which stay in a shell it belongs to. */
  readonly session: string;
}

export type ProjectCommandKind = "test" | "build" | "run" | "lint" | "format" | "install" | "other";

/** What a project says can be run: a script of package.json, a target of a Makefile. */
export interface ProjectCommand {
  /** As it is typed in `cwd`: `npm test`, `make install`. */
  readonly command: string;
  readonly kind: ProjectCommandKind;
  /** The file that says so, absolute. */
  readonly source: string;
  /** The folder it has to be run in, absolute. */
  readonly cwd: string;
  /** What it does, where the file says it (the script's own text, a comment of a recipe); or empty. */
  readonly detail: string;
}

export interface FolderEntry {
  readonly name: string;
  readonly folder: boolean;
  readonly executable: boolean;
}

export interface GitSituation {
  readonly branch: string | null;
  /** The most recently used first. */
  readonly branches: readonly string[];
  readonly staged: number;
  readonly modified: number;
  readonly untracked: number;
  /** Commits that the upstream has not, and those that it has and we have not. */
  readonly ahead: number;
  readonly behind: number;
  /** A merge, rebase or the like is under way. */
  readonly state: "merge" | "rebase" | "cherry-pick" | "revert" | "bisect" | null;
}

/**
 * What is known around a prompt. All of it is at hand: reading it takes no time and never waits; what
 * is not known (yet) is null or empty.
 */
export interface Surroundings {
  readonly cwd: string | null;
  readonly home: string | null;
  readonly repository: string | null;
  readonly git: GitSituation | null;
  readonly project: readonly ProjectCommand[];
  /** Files edited in the last minutes, absolute, the newest first. */
  readonly edited: readonly string[];
  /** Whether a file was edited since a command ended; missing: not known. */
  readonly editedSince?: boolean;
  /** Files that the last failed command named, absolute. */
  readonly failing: readonly string[];
  /** The entries of a folder (absolute); null: not known, or not to be looked at. */
  list(folder: string): readonly FolderEntry[] | null;
  /** Programs that the shell would find; null: not known. */
  readonly programs: ReadonlySet<string> | null;
}

/** Around a prompt of which nothing is known. */
export const NOTHING_KNOWN: Surroundings = {
  cwd: null,
  home: null,
  repository: null,
  git: null,
  project: [],
  edited: [],
  failing: [],
  list: () => null,
  programs: null,
};

export interface CommandMoment {
  /** What is typed so far. */
  readonly prefix: string;
  /** Commands of this shell so far, oldest first; the last one ran just now. */
  readonly session: readonly CommandRun[];
  readonly around: Surroundings;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface CommandSuggestion {
  /** The whole line; it starts with the prefix. */
  readonly command: string;
  /** How sure it is that the whole of it is what will be run, 0 to 1. */
  readonly chance: number;
  /** How sure it is of the next word alone. */
  readonly wordChance: number;
  /** One line: why. */
  readonly reason: string;
  /** What has just happened asks for it, whatever usually follows. */
  readonly timely?: boolean;
}

/** Learns from what runs and says what may come; pure and synchronous, 10 ms at most for an answer. */
export interface Suggester {
  learn(run: CommandRun): void;
  /** Forgets a command line everywhere. */
  forget(command: string): void;
  /** At most five, the likeliest first; none: better silent. */
  suggest(moment: CommandMoment): readonly CommandSuggestion[];
}
