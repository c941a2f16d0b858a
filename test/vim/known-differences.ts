/**
 * Where hunch differs from the recorded Neovim on purpose: rules about keys and text, each with its
 * reason, never the id of a case. A rule sets aside only cases that fail; together they may set aside
 * at most one case in a hundred.
 */
import type { CaseInput } from "./case.ts";

export interface Difference {
  readonly name: string;
  readonly reason: string;
  readonly applies: (given: CaseInput) => boolean;
}

export const DIFFERENCES: readonly Difference[] = [];

export const differenceOf = (given: CaseInput): Difference | null =>
  DIFFERENCES.find((rule) => rule.applies(given)) ?? null;

/** A default key that takes a key of Vim's (or, with a condition, takes it at times). */
export interface Shadow {
  /** The section of the keymap. */
  readonly mode: string;
  readonly keys: string;
  readonly reason: string;
}

export const SHADOWED: readonly Shadow[] = [];
