/**
 * Answers of models in a file, a JSON object a line, by what was asked: to ask nothing twice, and to ask
 * nobody at all. Requests are not in it but for their hash, so that no key can be; answers are text of
 * the user's, and the file is for its owner alone.
 */
import { createHash } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";
import { messageOf, UserError } from "../../base/errors.ts";
import type { WireRequest } from "../wire/transport.ts";

export interface RecordedAnswer {
  readonly hash: string;
  readonly status: number;
  /** The answer's content type; "": none. */
  readonly type: string;
  /** Milliseconds since the request, and the text that came then. */
  readonly chunks: readonly (readonly [ms: number, text: string])[];
  /** Milliseconds until the answer was over. */
  readonly ms: number;
  /** The answer ended, or we had enough of it. */
  readonly end: "end" | "left";
}

const HASH_LENGTH = 32;

/** By method, path and body: the same question has the same hash, whichever server it goes to. */
export function requestHash({ method, url, body }: WireRequest): string {
  const path = URL.parse(url)?.pathname ?? "";
  const hash = createHash("sha256").update(`${method} ${path}\n${body}`);
  return hash.digest("hex").slice(0, HASH_LENGTH);
}

export class Recording {
  private readonly answers = new Map<string, RecordedAnswer>();
  private readonly file: string | null;

  /** `file`: what is added is written there, too; null: nowhere. */
  constructor(file: string | null, answers: Iterable<RecordedAnswer> = []) {
    this.file = file;
    for (const answer of answers) this.answers.set(answer.hash, answer);
  }

  get size(): number {
    return this.answers.size;
  }

  get(hash: string): RecordedAnswer | null {
    return this.answers.get(hash) ?? null;
  }

  /** Throws UserError when it can't be written. */
  add(answer: RecordedAnswer): void {
    this.answers.set(answer.hash, answer);
    if (this.file === null) return;
    try {
      appendFileSync(this.file, `${JSON.stringify(answer)}\n`, { mode: 0o600 });
    } catch (error) {
      throw new UserError(`${this.file}: ${messageOf(error)}`);
    }
  }
}

/**
 * What a file has; with `grows` new answers are put behind the others, and there need be no file. Throws
 * UserError with the line of what is no answer.
 */
export function readRecording(path: string, { grows }: { readonly grows: boolean }): Recording {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === "ENOENT" && grows) return new Recording(path);
    throw new UserError(`${path}: ${messageOf(error)}`);
  }
  const answers = text.split("\n").flatMap((line, i) => {
    if (line === "") return [];
    const answer = answerOf(line);
    if (answer === null) throw new UserError(`${path}:${i + 1}: that is no recorded answer`);
    return [answer];
  });
  return new Recording(grows ? path : null, answers);
}

function answerOf(line: string): RecordedAnswer | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // A line that was not written to its end.
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { hash, status, type, chunks, ms, end } = value as Record<string, unknown>;
  if (typeof hash !== "string" || typeof type !== "string") return null;
  if (typeof status !== "number" || typeof ms !== "number") return null;
  if ((end !== "end" && end !== "left") || !Array.isArray(chunks)) return null;
  const isChunk = (chunk: unknown): chunk is [number, string] =>
    Array.isArray(chunk) && typeof chunk[0] === "number" && typeof chunk[1] === "string";
  return chunks.every(isChunk) ? { hash, status, type, chunks, ms, end } : null;
}
