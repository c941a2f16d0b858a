/**
 * Messages on a stream: `Content-Length` frames of JSON. What comes is not believed: garbage between
 * frames is skipped, a wrong body is left out, sizes have limits, and no more is read than is worked
 * off. The interfaces are those of vscode-jsonrpc.
 */
import type { Readable, Writable } from "node:stream";
import type {
  DataCallback,
  Disposable,
  Event,
  Message,
  MessageReader,
  MessageWriter,
  PartialMessageInfo,
} from "vscode-jsonrpc";
import { messageOf } from "../../base/errors.ts";

/** A longer message is skipped, bytes. */
export const MOST_BYTES = 64 * 1024 * 1024;
/** A length beyond this is no length: the stream can't be followed any more. */
const ABSURD_BYTES = 2 ** 31;
/** A header has some thirty bytes; what is longer is not one. */
const MOST_HEADER = 4096;
/** Garbage between frames after which the stream is given up, bytes. */
const MOST_GARBAGE = 1024 * 1024;
/** Messages that are read ahead of what has been handled. */
const MOST_WAITING = 64;
/** Bytes that the server has not taken yet, after which it is given up. */
const MOST_UNSENT = 64 * 1024 * 1024;

const LENGTH = /content-length: *(\d{1,15})/gi;

export interface WireEvents {
  /** Something that could be skipped. */
  complain(text: string): void;
  /** The stream can't be followed any more. */
  fatal(text: string): void;
  /** Each message, for the log. */
  trace(direction: "in" | "out", message: Message): void;
}

export class WireReader implements MessageReader {
  readonly onError: Event<Error>;
  readonly onClose: Event<void>;
  readonly onPartialMessage: Event<PartialMessageInfo> = () => NOTHING;
  private readonly stream: Readable;
  private readonly events: WireEvents;
  private deliver: DataCallback | null = null;
  private chunks: Buffer[] = [];
  private size = 0;
  /** Bytes of the body that is being read; -1: a header comes. */
  private wanted = -1;
  /** Bytes of a body that is too long, still to be dropped. */
  private skip = 0;
  private garbage = 0;
  private waiting = 0;
  /** Requests and answers that are read but not handled. */
  private readonly inFlight = new Set<string>();
  private dead = false;

  constructor(stream: Readable, events: WireEvents) {
    this.stream = stream;
    this.events = events;
    this.onError = signal((fire) => stream.on("error", (error: Error) => fire(error)));
    this.onClose = signal((fire) => stream.on("close", () => fire(undefined)));
  }

  listen(callback: DataCallback): Disposable {
    this.deliver = callback;
    this.stream.on("data", (chunk: Buffer) => this.receive(chunk));
    return { dispose: () => this.dispose() };
  }

  /** A message has been worked off: more may come. */
  handled(message: Message): void {
    const key = keyOf(message);
    if (key === CANCEL) return;
    if (key !== null) this.inFlight.delete(key);
    if (--this.waiting < MOST_WAITING / 2 && this.stream.isPaused() && !this.dead) {
      this.work();
      if (this.waiting < MOST_WAITING) this.stream.resume();
    }
  }

  dispose(): void {
    this.dead = true;
    this.chunks = [];
    this.size = 0;
  }

  private receive(chunk: Buffer): void {
    if (this.dead) return;
    if (this.skip > 0) {
      const dropped = Math.min(this.skip, chunk.length);
      this.skip -= dropped;
      if (dropped === chunk.length) return;
      chunk = chunk.subarray(dropped);
    }
    this.chunks.push(chunk);
    this.size += chunk.length;
    this.work();
  }

  private work(): void {
    while (!this.dead) {
      if (this.waiting >= MOST_WAITING) {
        this.stream.pause();
        return;
      }
      if (this.wanted < 0 && !this.readHeader()) return;
      if (this.wanted < 0) continue;
      if (this.size < this.wanted) return;
      const body = this.take(this.wanted);
      this.wanted = -1;
      this.parse(body);
    }
  }

  /** False: more bytes are needed. */
  private readHeader(): boolean {
    if (this.size === 0) return false;
    const all = this.join();
    const end = headerEnd(all);
    if (end < 0) {
      if (all.length <= MOST_HEADER) return false;
      // Where a header begins is kept; all before is none.
      const start = all.lastIndexOf("Content-Length");
      const drop = start > 0 ? start : all.length - 16;
      this.drop(drop, "no header");
      return all.length - drop <= MOST_HEADER ? false : !this.dead;
    }
    const header = this.take(end).toString("latin1");
    const lengths = [...header.matchAll(LENGTH)];
    const last = lengths.at(-1);
    const before = last === undefined ? header.length : last.index;
    if (before > 0 && !/^(content-type:[^\r\n]*\r?\n)*$/i.test(header.slice(0, before))) {
      this.wrong(before, `garbage: ${header.slice(0, 60)}`);
    }
    if (last === undefined || this.dead) return true;
    const length = Number(last[1]);
    if (length > ABSURD_BYTES) this.fail(`a message of ${length} bytes was announced`);
    else if (length > MOST_BYTES) {
      this.events.complain(`a message of ${length} bytes is skipped`);
      const here = Math.min(length, this.size);
      this.take(here);
      this.skip = length - here;
    } else this.wanted = length;
    return true;
  }

  private parse(body: Buffer): void {
    let message: Message | null = null;
    try {
      message = checked(JSON.parse(body.toString("utf8")));
    } catch (error) {
      this.wrong(body.length, `not JSON: ${messageOf(error)}`);
      return;
    }
    if (message === null) {
      this.wrong(body.length, "a message that is neither a request nor an answer");
      return;
    }
    this.events.trace("in", message);
    const key = keyOf(message);
    if (key !== null && key !== CANCEL) {
      // The connection would forget the first one.
      if (this.inFlight.has(key)) return this.events.complain(`${key} came twice`);
      this.inFlight.add(key);
    }
    // Calling off may be done at once, and is then not told as handled.
    if (key !== CANCEL) this.waiting++;
    try {
      this.deliver?.(message);
    } catch (error) {
      if (key !== CANCEL) this.waiting--;
      this.events.complain(`not understood: ${messageOf(error)}`);
    }
  }

  private drop(bytes: number, why: string): void {
    this.take(bytes);
    this.wrong(bytes, why);
  }

  private wrong(bytes: number, why: string): void {
    this.garbage += bytes;
    this.events.complain(why);
    if (this.garbage > MOST_GARBAGE) this.fail("what it writes is not the protocol");
  }

  private fail(why: string): void {
    this.dispose();
    this.events.fatal(why);
  }

  private join(): Buffer {
    if (this.chunks.length > 1) this.chunks = [Buffer.concat(this.chunks)];
    return this.chunks[0]!;
  }

  private take(bytes: number): Buffer {
    if (bytes === 0) return Buffer.alloc(0);
    const all = this.join();
    const rest = all.subarray(bytes);
    this.chunks = rest.length > 0 ? [rest] : [];
    this.size = rest.length;
    return all.subarray(0, bytes);
  }
}

export class WireWriter implements MessageWriter {
  readonly onError: Event<[Error, Message | undefined, number | undefined]>;
  readonly onClose: Event<void>;
  private readonly stream: Writable;
  private readonly events: WireEvents;

  constructor(stream: Writable, events: WireEvents) {
    this.stream = stream;
    this.events = events;
    this.onError = signal((fire) => {
      stream.on("error", (error: Error) => fire([error, undefined, undefined]));
    });
    this.onClose = signal((fire) => stream.on("close", () => fire(undefined)));
  }

  /** Never rejects: a server that is gone is noticed by its end. */
  write(message: Message): Promise<void> {
    if (this.stream.writable) {
      this.events.trace("out", message);
      const body = Buffer.from(JSON.stringify(message), "utf8");
      this.stream.write(`Content-Length: ${body.length}\r\n\r\n`);
      this.stream.write(body);
      if (this.stream.writableLength > MOST_UNSENT) this.events.fatal("it does not read");
    }
    return Promise.resolve();
  }

  end(): void {
    this.stream.end();
  }

  dispose(): void {}
}

const CANCEL = "$/cancelRequest";

/** What tells a request or an answer from others; null for notifications. */
function keyOf(message: Message): string | null {
  const { id, method } = message as { id?: unknown; method?: unknown };
  if (method === CANCEL) return CANCEL;
  if (id === undefined) return null;
  return `${method === undefined ? "answer" : "request"} ${String(id)}`;
}

const NOTHING: Disposable = { dispose() {} };

/** An event of vscode-jsonrpc from one of Node. */
function signal<T>(connect: (fire: (value: T) => void) => void): Event<T> {
  const listeners = new Set<(value: T) => unknown>();
  connect((value) => {
    for (const listener of listeners) listener(value);
  });
  return (listener, thisArgs) => {
    const bound = thisArgs === undefined ? listener : listener.bind(thisArgs);
    listeners.add(bound);
    return { dispose: () => listeners.delete(bound) };
  };
}

/** Just behind the empty line that ends a header, or -1. */
function headerEnd(bytes: Buffer): number {
  const crlf = bytes.indexOf("\r\n\r\n");
  const lf = bytes.indexOf("\n\n");
  if (crlf < 0 && lf < 0) return -1;
  return lf >= 0 && (crlf < 0 || lf < crlf) ? lf + 2 : crlf + 4;
}

/** A message that the connection can take, or null. */
function checked(value: unknown): Message | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const message = value as Record<string, unknown>;
  const named = typeof message.id === "string" || typeof message.id === "number";
  if (typeof message.method === "string") {
    if (message.id !== undefined && !named) return null;
    const { params } = message;
    if (params === null) delete message.params;
    else if (params !== undefined && typeof params !== "object") return null;
    return message as unknown as Message;
  }
  if (!named) return null;
  if (message.error !== undefined && message.error !== null) {
    if (typeof message.error !== "object") message.error = { code: 0, message: message.error };
    return message as unknown as Message;
  }
  delete message.error;
  // Some servers leave an empty result out.
  if (message.result === undefined) message.result = null;
  return message as unknown as Message;
}
