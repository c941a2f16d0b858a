/** Changes that edits made before speak for. */
import type { Hunk } from "../../text/prediction.ts";

export interface Candidate {
  /** The document it changes. */
  readonly doc: number;
  /** In order, apart from each other. */
  readonly hunks: readonly Hunk[];
  readonly traits: Record<string, number>;
  /** A rough probability, 0 to 1. */
  score: number;
  readonly reason: string;
  /** Candidates of one group are one change at several places. */
  readonly group?: string;
}

/** A text in a reason: one line, short. */
export function quoted(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return `"${line.length > 24 ? `${line.slice(0, 23)}…` : line}"`;
}

export function times(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
}

/** How many more brackets a text leaves open than another one, of the kind where they differ most. */
export function bracketGrowth(old: string, next: string): number {
  let most = 0;
  for (const [open, close] of ["()", "[]", "{}"] as const) {
    const growth = depthOf(next, open!, close!) - depthOf(old, open!, close!);
    if (Math.abs(growth) > Math.abs(most)) most = growth;
  }
  return most;
}

function depthOf(text: string, open: string, close: string): number {
  let depth = 0;
  for (const char of text) {
    if (char === open) depth++;
    else if (char === close) depth--;
  }
  return depth;
}
