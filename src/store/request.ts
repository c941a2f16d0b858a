/** What the store can be asked. Times are milliseconds since 1970. */
export type HistoryKind = ":" | "/" | "=" | "@" | ">";

/** What became of a prediction that was shown; see the table `outcome`. */
export interface StoredOutcome {
  readonly source: string;
  readonly kind: string;
  readonly fate: string;
  readonly accepted: number;
  readonly weight: number;
  /** JSON: numbers by name. */
  readonly features: string;
  readonly at: number;
}

/** A command line that ran in a shell; see the table `command`. */
export interface StoredCommand {
  readonly line: string;
  readonly cwd: string | null;
  readonly repository: string | null;
  readonly status: number | null;
  /** Milliseconds. */
  readonly duration: number | null;
  /** 0: not known. */
  readonly time: number;
  readonly previous: string | null;
  readonly session: string;
  readonly shell: string;
  /** The history file it was read from; null: it ran in a terminal of ours. */
  readonly origin: string | null;
}

/** A command line with how often it ran; the rest is of the last time. */
export interface FoundCommand {
  readonly line: string;
  readonly count: number;
  readonly time: number;
  readonly cwd: string | null;
  readonly status: number | null;
}

// A type and not an interface: it has to be a `Requests`.
export type StoreRequests = {
  /** False when the tree is larger than is kept (bytes). */
  saveUndo(undo: {
    readonly path: string;
    readonly hash: string;
    readonly tree: Uint8Array;
    readonly when: number;
  }): boolean;
  /** Null when none is kept for a file with these bytes. */
  loadUndo(file: { readonly path: string; readonly hash: string }): Uint8Array | null;
  forgetUndo(path: string): void;

  /** A line that is there already becomes the newest. */
  addHistory(entry: {
    readonly kind: HistoryKind;
    readonly line: string;
    readonly when: number;
  }): void;
  /** Oldest first. */
  loadHistory(kind: HistoryKind): string[];
  /** All lines of the kind where `line` is null. */
  forgetHistory(entry: { readonly kind: HistoryKind; readonly line: string | null }): void;

  visit(visit: { readonly path: string; readonly when: number }): void;
  /** The files with the highest scores first; a visit counts half after 30 days. */
  frecent(query: {
    readonly limit: number;
    readonly now: number;
  }): { readonly path: string; readonly score: number }[];

  getValue(at: { readonly space: string; readonly name: string }): string | null;
  /** Null removes the value. */
  putValue(at: {
    readonly space: string;
    readonly name: string;
    readonly value: string | null;
    readonly when: number;
  }): void;
  /** Name and value, by name. */
  listValues(space: string): (readonly [name: string, value: string])[];

  /** The number of the last one; the oldest go when there are too many. */
  addOutcomes(outcomes: readonly StoredOutcome[]): number;
  /** The last ones with a number above `after`, oldest first. */
  listOutcomes(query: {
    readonly after: number;
    readonly limit: number;
  }): (StoredOutcome & { readonly id: number })[];
  forgetOutcomes(nothing: null): void;

  addCommand(command: StoredCommand): void;
  /** The newest but the first `skip` of them, oldest first. */
  listCommands(query: { readonly limit: number; readonly skip: number }): StoredCommand[];
  /** Different lines with all or any of the words in them, the newest first. Case counts only beyond ASCII. */
  searchCommands(query: {
    readonly words: readonly string[];
    readonly match: "all" | "any";
    readonly limit: number;
    readonly skip: number;
  }): FoundCommand[];
  /**
   * Forgets a line, or those that a pattern with `*` matches as a whole, also for later imports.
   * Answers with the lines that are gone.
   */
  forgetCommands(which: {
    readonly line: string | null;
    readonly pattern: string | null;
    readonly when: number;
  }): string[];
  /** How far a history file was read, in the words of whoever imported it; null: not yet. */
  commandImport(file: string): string | null;
  /**
   * Adds those of a history file that are not there, if the file's state still is `before`; it becomes
   * `after`. The number of those added; null: another editor was faster.
   */
  importCommands(batch: {
    readonly file: string;
    readonly commands: readonly StoredCommand[];
    readonly before: string | null;
    readonly after: string;
    /** The file is read anew: commands without a time that are there already are not new. */
    readonly whole: boolean;
    readonly when: number;
  }): number | null;

  /** Opens the database if it is not open; for `:checkhealth`. */
  health(nothing: null): {
    readonly path: string;
    readonly version: number;
    /** Bytes. */
    readonly size: number;
    readonly sqlite: string;
  };
};
