/**
 * A provider of models on this machine: speaks a vendor's protocol as its documentation has it, fails as
 * it is told, and records what it received and when each connection closed.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { anthropic } from "./anthropic.ts";
import type { Asked, Dialect, Frames } from "./dialect.ts";
import { inception, mistral } from "./fim.ts";
import { llamaCpp } from "./llama-cpp.ts";
import { ollama } from "./ollama.ts";
import { deepseek, openai } from "./openai.ts";
import type { Fault, Turn } from "./turn.ts";

export const DIALECTS = {
  openai,
  anthropic,
  "llama.cpp": llamaCpp,
  ollama,
  mistral,
  deepseek,
  inception,
} as const;
export type ServedKind = keyof typeof DIALECTS;

/** A request as it came. Times are milliseconds of `performance.now()`. */
export interface Received extends Asked {
  readonly url: string;
  /** Byte for byte, read as UTF-8. */
  readonly body: string;
  readonly at: number;
  /** What is wrong with it by the vendor's documentation. */
  readonly faults: readonly string[];
  /** Resolves with the time at which its connection closed, or the answer was complete. */
  readonly closed: Promise<{ readonly at: number; readonly complete: boolean }>;
}

export interface Provider {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Requests for answers, oldest first; what only asks for a list of models is not among them. */
  readonly received: readonly Received[];
  /** Resolves when so many have come. */
  count(requests: number): Promise<void>;
  close(): Promise<void>;
}

/** The answer to a request, by its number, which counts from 0. */
export type Script = (request: Received, number: number) => Turn | Promise<Turn>;

export async function startProvider(kind: ServedKind, script: Script): Promise<Provider> {
  const dialect: Dialect = DIALECTS[kind];
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      // The client went away in the middle; `closed` says so.
      response.destroy();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const closed = new Promise<{ at: number; complete: boolean }>((resolve) =>
      response.on("close", () =>
        resolve({ at: performance.now(), complete: response.writableFinished }),
      ),
    );
    const url = request.url ?? "/";
    const path = url.replace(/\?.*$/s, "");
    const got = dialect.gets?.[path];
    if (request.method === "GET" && got !== undefined) {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(got));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    const asked: Asked = {
      method: request.method ?? "",
      path,
      headers: request.headers as Record<string, string>,
      json: parsed(body),
    };
    const known = dialect.paths.includes(path) && asked.method === "POST";
    const faults = known ? dialect.faults(asked) : [`${asked.method} ${path} does not exist`];
    const one: Received = { ...asked, url, body, at: performance.now(), faults, closed };
    received.push(one);
    for (const look of [...waiting]) look();
    if (faults.length > 0) {
      response.writeHead(known ? 422 : 404, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: faults.join("; ") } }));
      return;
    }
    await reply(dialect, await script(one, received.length - 1), one, response);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    count(requests) {
      return new Promise((resolve) => {
        const look = (): void => {
          if (received.length < requests) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
    },
    close: () => ended(server),
  };
}

function ended(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function parsed(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    // The dialect finds every field missing.
    return {};
  }
}

async function reply(
  dialect: Dialect,
  turn: Turn,
  asked: Received,
  response: ServerResponse,
): Promise<void> {
  const { fault } = turn;
  if (turn.headMs) await wait(turn.headMs);
  await turn.headWait;
  if (response.destroyed) return;
  if (fault?.kind === "silent" && fault.when === "before-head") return;
  if (fault?.kind === "reset" && fault.when === "before-head") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (fault?.kind === "redirect") {
    response.writeHead(fault.status, { location: fault.to }).end();
    return;
  }
  if (fault?.kind === "status") {
    const body = fault.body ?? dialect.errorBody(fault.status);
    response.writeHead(fault.status, { "content-type": "application/json", ...fault.headers });
    response.end(body);
    return;
  }
  if (fault?.kind === "refusal") {
    response.writeHead(200, { "content-type": fault.type }).end(fault.body);
    return;
  }
  const frames = dialect.frames(turn, asked);
  const type = dialect.contentType(asked);
  if (fault?.kind === "slow-head") {
    await slowHead(response, type, bodyOf(frames));
    return;
  }
  if (fault?.kind === "encoding") {
    const compress = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync }[
      fault.encoding
    ];
    response.writeHead(200, { "content-type": type, "content-encoding": fault.encoding });
    response.end(compress(bodyOf(frames)));
    return;
  }
  response.writeHead(200, {
    "content-type": type,
    ...(fault?.kind === "length" ? { "content-length": bodyOf(frames).length + 100 } : {}),
  });
  response.flushHeaders();
  if (fault?.kind === "silent") return;
  if (fault?.kind === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  await body(dialect, turn, frames, asked, response);
}

function bodyOf({ head, pieces, tail }: Frames): Buffer {
  return Buffer.from([...head, ...pieces, ...tail].join(""));
}

async function body(
  dialect: Dialect,
  turn: Turn,
  frames: Frames,
  asked: Asked,
  response: ServerResponse,
): Promise<void> {
  const { fault, pieceMs = 0 } = turn;
  const errorFrame = dialect.errorFrame(asked);
  const writer = new Writer(response, fault);
  for (const frame of frames.head) await writer.write(frame);
  for (const [n, piece] of frames.pieces.entries()) {
    if (pieceMs > 0) await wait(pieceMs);
    if (n > 0) await turn.restWait;
    if (fault?.kind === "comments" && dialect.comment !== null) await writer.write(dialect.comment);
    if (fault?.kind === "error-event" && fault.at === n && errorFrame !== null) {
      await writer.write(errorFrame);
      response.end();
      return;
    }
    const bad = fault?.kind === "malformed" && fault.at === n;
    await writer.write(bad ? piece.replace("{", '{"oops": [,') : piece);
    if (writer.done) return;
  }
  if (fault?.kind === "endless") {
    const more = fault.what === "line" ? "x".repeat(65_536) : (frames.pieces[0] ?? "\n");
    while (!response.destroyed) await writer.write(more);
    return;
  }
  // In one write: behind the end a client waits for the usage for a moment only.
  if (fault?.kind !== "early-end") await writer.write(frames.tail.join(""));
  if (writer.done) return;
  if (fault?.kind === "length") response.destroy();
  else response.end();
}

/** Writes as the fault wants it: a few bytes at a time, or not all of them. */
class Writer {
  private readonly response: ServerResponse;
  private readonly fault: Fault | undefined;
  private written = 0;
  /** The connection is closed. */
  done = false;

  constructor(response: ServerResponse, fault: Fault | undefined) {
    this.response = response;
    this.fault = fault;
  }

  async write(frame: string): Promise<void> {
    const { fault } = this;
    let bytes = Buffer.from(frame);
    if (this.done) return;
    if (fault?.kind === "cut" && this.written + bytes.length >= fault.after) {
      bytes = bytes.subarray(0, fault.after - this.written);
      this.done = true;
    }
    this.written += bytes.length;
    const size = fault?.kind === "bytes" ? fault.size : Math.max(1, bytes.length);
    for (let at = 0; at < bytes.length; at += size) await this.flush(bytes.subarray(at, at + size));
    if (this.done) this.response.destroy();
  }

  private flush(bytes: Buffer): Promise<void> {
    // Each write is a piece of its own at the other end, as far as the system lets it.
    return new Promise((resolve) => {
      if (this.response.destroyed) resolve();
      else this.response.write(bytes, () => setImmediate(resolve));
    });
  }
}

async function slowHead(response: ServerResponse, type: string, bytes: Buffer): Promise<void> {
  const { socket } = response;
  const head = `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${bytes.length}\r\nconnection: close\r\n\r\n`;
  for (const letter of head) {
    await new Promise<void>((resolve) => socket?.write(letter, () => setImmediate(resolve)));
  }
  socket?.end(bytes);
}
