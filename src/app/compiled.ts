/** What start.ts offers to the program that it has started. */

/** Under this symbol the program finds a `Compiled`; nothing when it runs from its sources. */
export const COMPILED = Symbol.for("hunch.compiled");

export interface Compiled {
  /**
   * Compiles a file of the bundle, or takes its stored form; the function that is given back runs it
   * and answers its exports.
   */
  load(file: string): () => unknown;
  /** Stores the compiled forms that are missing: some milliseconds in the first run of a build. */
  save(): void;
}

export function compiledBundle(): Compiled | null {
  return ((globalThis as Record<symbol, unknown>)[COMPILED] as Compiled | undefined) ?? null;
}
