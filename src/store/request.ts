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

  /** Opens the database if it is not open; for `:checkhealth`. */
  health(nothing: null): {
    readonly path: string;
    readonly version: number;
    /** Bytes. */
    readonly size: number;
    readonly sqlite: string;
  };
};
