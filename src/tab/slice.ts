/** Work in slices: what takes longer than a millisecond waits for the next turn. */

/** Resolves when the next slice may run. */
export type NextSlice = () => Promise<void>;
