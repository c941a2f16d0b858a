/**
 * The network: HTTP/1.1 over connections that stay open between requests. No `fetch`: its first call
 * costs 30 to 50 ms, and closing an answer does not close the socket at once.
 */
import type { ClientRequest, IncomingMessage, Agent as PlainAgent } from "node:http";
import http from "node:http";
import https from "node:https";
import type { Readable } from "node:stream";
import { Cancelled } from "../../base/errors.ts";
import { isPrivateHost } from "../config/address.ts";
import { type Transport, type WireAnswer, WireError, type WireRequest } from "./transport.ts";
import { wireFault } from "./wire-faults.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Bytes of an answer, decompressed: what an endless one may take. */
const MOST_ANSWER = 16 * 1024 * 1024;
const MOST_REDIRECTS = 3;
/** A free connection is kept for so many milliseconds. */
const KEEP_MS = 90_000;
/** Editors ask for two things at a time, and chat goes on beside. */
const MOST_SOCKETS = 8;

/** As Node reads them: names, endings, ranges. */
const NEVER_PROXIED = "localhost,.localhost,127.0.0.0-127.255.255.255,::1,[::1]";

/** As `curl` reads them, but nothing for this very machine goes to a proxy. */
export function proxyVariables(env: Env): Record<string, string> | undefined {
  const http_proxy = withScheme(env.http_proxy || env.HTTP_PROXY);
  const https_proxy = withScheme(env.https_proxy || env.HTTPS_PROXY);
  if (!http_proxy && !https_proxy) return undefined;
  const no = env.no_proxy || env.NO_PROXY;
  return {
    ...(http_proxy ? { http_proxy } : {}),
    ...(https_proxy ? { https_proxy } : {}),
    no_proxy: no ? `${no},${NEVER_PROXIED}` : NEVER_PROXIED,
  };
}

function withScheme(proxy: string | undefined): string | undefined {
  return !proxy || proxy.includes("://") ? proxy : `http://${proxy}`;
}

export function httpTransport(env: Env): Transport {
  const proxyEnv = proxyVariables(env);
  const agents = new Map<string, PlainAgent>();
  const open = new Set<ClientRequest>();
  let closed = false;

  const agentOf = (protocol: string): PlainAgent => {
    const known = agents.get(protocol);
    if (known !== undefined) return known;
    const options = {
      keepAlive: true,
      maxSockets: MOST_SOCKETS,
      maxFreeSockets: 2,
      scheduling: "lifo" as const,
      timeout: KEEP_MS,
      // Else a variable of Node's could switch it off.
      rejectUnauthorized: true,
      ...(proxyEnv === undefined ? {} : { proxyEnv }),
    };
    const agent = protocol === "https:" ? new https.Agent(options) : new http.Agent(options);
    agents.set(protocol, agent);
    return agent;
  };

  /** One request; `again` when the connection had been closed before we used it. */
  const once = (url: URL, request: WireRequest, signal: AbortSignal): Promise<Reply | "again"> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new Cancelled());
      const body = Buffer.from(request.body, "utf8");
      const length = request.method === "POST" ? { "content-length": body.length } : {};
      const proxy = proxyEnv?.[url.protocol === "https:" ? "https_proxy" : "http_proxy"];
      if (proxy && !/^https?:/.test(proxy) && !isPrivateHost(url.hostname)) {
        // Node would go past it.
        return reject(
          new WireError("offline", "HTTPS_PROXY or HTTP_PROXY is of a kind unknown here"),
        );
      }
      const client = url.protocol === "https:" ? https : http;
      const sent = client.request(url, {
        method: request.method,
        headers: { ...request.headers, ...length },
        agent: agentOf(url.protocol),
      });
      open.add(sent);
      const abort = (): void => {
        // Also when the answer is under way: its socket is closed. An error given here would be thrown
        // where the answer has just ended.
        sent.destroy();
        // One that waits for a socket hears nothing of its end before it gets one.
        reject(new Cancelled());
      };
      signal.addEventListener("abort", abort, { once: true });
      const over = (): void => {
        open.delete(sent);
        signal.removeEventListener("abort", abort);
      };
      sent.on("close", over);
      sent.on("error", (error: NodeJS.ErrnoException) => {
        const wasClosed = error.code === "ECONNRESET" || error.code === "EPIPE";
        if (signal.aborted || closed) reject(new Cancelled());
        else if (sent.reusedSocket && wasClosed) resolve("again");
        else reject(error);
      });
      sent.on("response", (response) => resolve({ response, sent }));
      sent.end(body);
    });

  const send = async (request: WireRequest, signal: AbortSignal): Promise<WireAnswer> => {
    let url = new URL(request.url);
    for (let redirects = 0; ; redirects++) {
      let reply = await once(url, request, signal);
      // The second one is new, or was free a moment ago, too: as many as there are free ones.
      for (let i = 0; reply === "again" && i < 2; i++) reply = await once(url, request, signal);
      if (reply === "again") throw new WireError("offline", `${url.host} closed the connection`);
      const target = redirectOf(reply.response, url);
      if (target === null) return answerOf(reply, url.host, signal);
      reply.sent.destroy();
      const keeps = reply.response.statusCode === 307 || reply.response.statusCode === 308;
      if (target.origin !== url.origin) {
        throw new WireError(
          "garbage",
          `${url.host} redirects to ${target.origin}; that is not followed: write it as its url`,
        );
      }
      if (!keeps && request.method === "POST") {
        throw new WireError("garbage", `${url.host} redirects what can't be redirected`);
      }
      if (redirects === MOST_REDIRECTS) {
        throw new WireError("garbage", `${url.host} redirects without an end`);
      }
      url = target;
    }
  };

  return {
    async send(request, signal) {
      try {
        return await send(request, signal);
      } catch (error) {
        const url = URL.parse(request.url);
        throw wireFault(error, url === null ? "" : placeOf(error as NetError, url));
      }
    },
    close() {
      closed = true;
      for (const sent of open) sent.destroy();
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    },
  };
}

/** What Node says of a connection that failed, if it does. */
interface NetError {
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
}

/** Who could not be reached: the host, or the proxy before it. */
function placeOf({ address, port, hostname }: NetError, url: URL): string {
  const own = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  if (address !== undefined && port !== undefined && port !== own) {
    return `${address}:${port} (the proxy)`;
  }
  const isProxy = hostname !== undefined && hostname !== url.hostname;
  return isProxy ? `${hostname} (the proxy)` : url.host;
}

interface Reply {
  readonly response: IncomingMessage;
  readonly sent: ClientRequest;
}

/** Where the answer sends us; null: it is an answer. */
function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(statusCode)) return null;
  const target = URL.parse(headers.location ?? "", from.href);
  if (headers.location !== undefined && target !== null) return target;
  throw new WireError("garbage", `${from.host} redirects to nowhere`);
}

function answerOf({ response, sent }: Reply, host: string, signal: AbortSignal): WireAnswer {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  // Whoever listens for pieces hears of the error; it must not end the process before.
  response.on("error", () => sent.destroy());
  return {
    status: response.statusCode ?? 0,
    headers,
    body: pieces(response, sent, host, signal),
    close: () => void sent.destroy(),
  };
}

async function* pieces(
  response: IncomingMessage,
  sent: ClientRequest,
  host: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  let ended = false;
  try {
    for await (const piece of decompressed(response)) {
      size += piece.length;
      if (size > MOST_ANSWER) {
        throw new WireError("garbage", `${host} answers without an end`);
      }
      yield piece;
    }
    ended = response.complete;
    if (!ended) throw new WireError("offline", `${host} closed the connection`);
  } catch (error) {
    throw signal.aborted ? new Cancelled() : wireFault(error, host);
  } finally {
    if (!ended) sent.destroy();
  }
}

function decompressed(response: IncomingMessage): AsyncIterable<Uint8Array> {
  const encoding = (response.headers["content-encoding"] ?? "").trim().toLowerCase();
  if (encoding === "" || encoding === "identity") return response;
  const zlib = process.getBuiltinModule("node:zlib");
  let through: (Readable & NodeJS.WritableStream) | null = null;
  if (/^(?:x-)?gzip$|^deflate$/.test(encoding)) through = zlib.createUnzip();
  else if (encoding === "br") through = zlib.createBrotliDecompress();
  if (through === null) {
    throw new WireError("garbage", `an answer is compressed as ${encoding.slice(0, 20)}`);
  }
  const last = through;
  response.on("error", (error) => last.destroy(error));
  response.on("aborted", () => last.destroy(new WireError("offline", "the connection was closed")));
  return response.pipe(last);
}
