/** One way of speaking to a model, from its vendor's documentation. */
import type { Turn } from "./turn.ts";

export interface Asked {
  readonly method: string;
  /** Without a query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly json: Record<string, unknown>;
}

export interface Dialect {
  /** Paths that it answers with a turn, below the server's address. */
  readonly paths: readonly string[];
  /** What is wrong with a request by the documentation; none: it is right. */
  faults(asked: Asked): readonly string[];
  readonly contentType: (asked: Asked) => string;
  /** The body's frames: what comes before the pieces, one for each piece, what comes behind. */
  frames(turn: Turn, asked: Asked): Frames;
  /** A keep-alive between frames; null: the protocol has none. */
  readonly comment: string | null;
  /** A frame that tells of a failure in the middle; null: the protocol has none. */
  errorFrame(asked: Asked): string | null;
  /** The body of a status that is no success. */
  errorBody(status: number): string;
  /** What GET requests answer, by path. */
  readonly gets?: Readonly<Record<string, unknown>>;
}

export interface Frames {
  readonly head: readonly string[];
  readonly pieces: readonly string[];
  readonly tail: readonly string[];
}

export const NO_USAGE = { prompt: 12, cached: 0, answer: 3 } as const;

export function sse(data: unknown, event?: string): string {
  const name = event === undefined ? "" : `event: ${event}\n`;
  return `${name}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
}

export function bearer({ headers }: Asked): readonly string[] {
  const given = headers.authorization;
  if (given === undefined || /^Bearer \S+$/.test(given)) return [];
  return ["authorization is not Bearer KEY"];
}
