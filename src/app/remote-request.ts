/** What `hunch FILE` in a terminal of the editor says to the editor around it, and what that answers. */

/** Names the socket to programs in our terminals, as `TOKEN:PATH`. */
export const LISTEN = "HUNCH_LISTEN";

/** Bytes of a request at most; the text of standard input is the most of it. */
export const MOST_BYTES = 48 * 1024 * 1024;
export const MOST_FILES = 200;
/** UTF-16 units of a path at most: no system has longer ones. */
const MOST_PATH = 4096;

export interface RemoteFile {
  /** Absolute; null: `text` is what came on standard input. */
  readonly path: string | null;
  /** 1-based; null: not given. Infinity stands for the last line and is -1 on the way. */
  readonly line: number | null;
  readonly col: number | null;
  /** Bytes in base64. */
  readonly text?: string;
}

export interface RemoteRequest {
  readonly files: readonly RemoteFile[];
  /** The program waits until they are closed. */
  readonly wait: boolean;
}

export type RemoteAnswer =
  | { readonly opened: true }
  | { readonly failed: string }
  | { readonly finished: number };

export interface RemoteAddress {
  readonly token: string;
  /** Absolute. */
  readonly path: string;
}

export function parseAddress(value: string): RemoteAddress | null {
  const match = /^([0-9a-f]{32,128}):(\/.+)$/.exec(value);
  return match && { token: match[1]!, path: match[2]! };
}

/** The first line that a client sends; nothing else is read before it was right. */
export function greeting(token: string): string {
  return `hunch 1 ${token}`;
}

/** Null for what is no request. */
export function parseRequest(line: string): RemoteRequest | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // Who says something else gets no answer.
    return null;
  }
  const { files, wait } = (value ?? {}) as { files?: unknown; wait?: unknown };
  if (!Array.isArray(files) || files.length === 0 || files.length > MOST_FILES) return null;
  if (typeof wait !== "boolean") return null;
  const read = files.map(readFile);
  return read.every((file) => file !== null) ? { files: read, wait } : null;
}

function readFile(value: unknown): RemoteFile | null {
  const { path, line, col, text } = (value ?? {}) as Record<string, unknown>;
  const isPath =
    typeof path === "string" &&
    path.startsWith("/") &&
    path.length <= MOST_PATH &&
    !path.includes("\0");
  const isText = path === null && typeof text === "string";
  if (!isPath && !isText) return null;
  if (!isPlace(line) || !isPlace(col)) return null;
  return { path: isPath ? path : null, line, col, ...(isText ? { text } : {}) };
}

function isPlace(value: unknown): value is number | null {
  return value === null || (Number.isInteger(value) && (value as number) >= -1);
}
