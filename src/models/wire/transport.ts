/**
 * The lowest layer of the wire: one request, and its answer as it comes. The network
 * (`./http-transport.ts`) is one; a recording, its replay and a model's process on this machine are
 * others. Everything above (dialects, deadlines, back-off, the log) is the same for all of them.
 */

export interface WireRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  /** Names in lower case. With the key: a transport must not keep or show them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as UTF-8; "": none. */
  readonly body: string;
}

export interface WireAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The content, decompressed, in pieces that may be cut anywhere. Iterated once, or not at all: then
   * `close` is called. Rejects with a `WireError`; leaving the loop closes the answer.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** Gives the rest up: the other side sees that at once. */
  close(): void;
}

export interface Transport {
  /**
   * Rejects with a `WireError`, and with `Cancelled` when `signal` is aborted, which also ends the
   * answer's body with `Cancelled` and closes the connection at once.
   */
  send(request: WireRequest, signal: AbortSignal): Promise<WireAnswer>;
  /** Ends everything that is open. */
  close(): void;
}

/** `offline`: nobody there, or the connection broke; `garbage`: what came is no HTTP, too much, or a redirect. */
export class WireError extends Error {
  override readonly name = "WireError";
  readonly fault: "offline" | "garbage";
  /** `message` is part of one line for the user (`cannot reach box:8012: refused`), without key and query. */
  constructor(fault: "offline" | "garbage", message: string) {
    super(message);
    this.fault = fault;
  }
}
