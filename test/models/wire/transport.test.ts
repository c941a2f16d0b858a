/** The network: compressed, redirected, broken and endless answers; connections that are kept and closed. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { Cancelled } from "../../../src/base/errors.ts";
import { httpTransport } from "../../../src/models/wire/http-transport.ts";
import { type Transport, WireError } from "../../../src/models/wire/transport.ts";
import { never, serve, sse } from "./fixture.ts";

function transportOf(t: TestContext, env: Record<string, string> = {}): Transport {
  const transport = httpTransport(env);
  t.after(() => transport.close());
  return transport;
}

const post = (url: string, body = "{}") =>
  ({ method: "POST", url, headers: { authorization: "Bearer K" }, body }) as const;

async function read(transport: Transport, url: string, signal = never()): Promise<string> {
  const answer = await transport.send(post(url), signal);
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.body) pieces.push(piece);
  return `${answer.status} ${Buffer.concat(pieces).toString("utf8")}`;
}

async function faultOf(promise: Promise<unknown>): Promise<string> {
  try {
    return `no error: ${JSON.stringify(await promise)}`;
  } catch (error) {
    if (error instanceof WireError) return `${error.fault}: ${error.message}`;
    throw error;
  }
}

const TEXT = "data: ä€😀\n\n".repeat(1000);
const ENCODINGS = {
  gzip: zlib.gzipSync(TEXT),
  deflate: zlib.deflateSync(TEXT),
  br: zlib.brotliCompressSync(TEXT),
  identity: Buffer.from(TEXT),
};

for (const [encoding, bytes] of Object.entries(ENCODINGS)) {
  test(`an answer that is compressed as ${encoding}, in small pieces`, async (t) => {
    const server = await serve(t, (_seen, response) => {
      response.writeHead(200, { "content-encoding": encoding });
      for (let at = 0; at < bytes.length; at += 500) response.write(bytes.subarray(at, at + 500));
      response.end();
    });
    assert.equal(await read(transportOf(t), server.url), `200 ${TEXT}`);
  });
}

test("a compressed piece is there before the answer ends", async (t) => {
  const server = await serve(t, (_seen, response) => {
    response.writeHead(200, { "content-encoding": "gzip" });
    const gzip = zlib.createGzip();
    gzip.pipe(response);
    gzip.write("one");
    gzip.flush();
  });
  const answer = await transportOf(t).send(post(server.url), never());
  for await (const piece of answer.body) {
    assert.equal(Buffer.from(piece).toString(), "one");
    break;
  }
  await server.closed;
});

test("what can't be decompressed is garbage", async (t) => {
  const server = await serve(t, ({ url }, response) => {
    const encoding = url === "/zstd" ? "compress" : url.slice(1);
    response.writeHead(200, { "content-encoding": encoding }).end("no such thing at all");
  });
  const transport = transportOf(t);
  for (const path of ["gzip", "br", "zstd"]) {
    assert.match(await faultOf(read(transport, `${server.url}/${path}`)), /^garbage: .*compress/);
  }
});

test("connections are kept, and opened again where the server has closed them", async (t) => {
  const ports = new Set<number | undefined>();
  const server = await serve(t, ({ url }, response, request) => {
    ports.add(request.socket.remotePort);
    response.end("ok");
    // After its answer, and without a word.
    if (url === "/close") response.on("finish", () => setImmediate(() => request.socket.destroy()));
  });
  const transport = transportOf(t);
  for (let i = 0; i < 3; i++) assert.equal(await read(transport, server.url), "200 ok");
  assert.equal(ports.size, 1);
  for (let i = 0; i < 5; i++) assert.equal(await read(transport, `${server.url}/close`), "200 ok");
});

test("a redirect keeps to its server, and to the method", async (t) => {
  const other = await serve(t, (_seen, response) => void response.end("other"));
  const server = await serve(t, ({ url }, response) => {
    const to = { "/same": "/v1/x", "/308": "/v1/x", "/loop": "/loop", "/303": "/v1/x" }[url];
    const status = { "/308": 308, "/303": 303 }[url] ?? 307;
    if (url === "/v1/x") response.end("here");
    else if (url === "/none") response.writeHead(307).end();
    else response.writeHead(status, { location: to ?? `${other.url}/v1/x` }).end("there");
  });
  const transport = transportOf(t);
  assert.equal(await read(transport, `${server.url}/same`), "200 here");
  assert.equal(await read(transport, `${server.url}/308`), "200 here");
  assert.equal(server.seen.at(-1)?.body, "{}");
  assert.equal(
    await faultOf(read(transport, `${server.url}/other`)),
    `garbage: 127.0.0.1:${server.port} redirects to ${other.url}; that is not followed: write it as its url`,
  );
  assert.match(await faultOf(read(transport, `${server.url}/loop`)), /without an end/);
  assert.match(await faultOf(read(transport, `${server.url}/303`)), /can't be redirected/);
  assert.match(await faultOf(read(transport, `${server.url}/none`)), /to nowhere/);
  assert.deepEqual(other.seen, []);
});

test("a connection that breaks is said, and never passes for an end", async (t) => {
  const server = await serve(t, ({ url }, response) => {
    if (url === "/silent") {
      response.destroy();
      return;
    }
    response.writeHead(200, url === "/length" ? { "content-length": "100" } : {});
    response.write("one", () => response.destroy());
  });
  const transport = transportOf(t);
  for (const path of ["silent", "length", "chunked"]) {
    assert.equal(
      await faultOf(read(transport, `${server.url}/${path}`)),
      `offline: 127.0.0.1:${server.port} closed the connection`,
    );
  }
});

test("an endless answer is given up, and its connection closed", async (t) => {
  const server = await serve(t, (_seen, response) => {
    const piece = Buffer.alloc(64 * 1024, "x");
    const more = (): void => {
      while (!response.destroyed && response.write(piece));
      if (!response.destroyed) response.once("drain", more);
    };
    more();
  });
  assert.match(await faultOf(read(transportOf(t), server.url)), /answers without an end/);
  await server.closed;
});

test("aborted before, while waiting, and in the middle of an answer", async (t) => {
  const server = await serve(t, ({ url }, response) => {
    if (url === "/some") response.write("one");
  });
  const transport = transportOf(t);
  const aborted = AbortSignal.abort();
  await assert.rejects(read(transport, server.url, aborted), Cancelled);
  const waiting = new AbortController();
  const nothing = read(transport, `${server.url}/wait`, waiting.signal);
  while (server.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
  waiting.abort();
  await assert.rejects(nothing, Cancelled);
  await server.closed;
  const middle = new AbortController();
  const answer = await transport.send(post(`${server.url}/some`), middle.signal);
  await assert.rejects(async () => {
    for await (const _ of answer.body) middle.abort();
  }, Cancelled);
});

test("nobody there, no such name, no HTTP, no TLS: one line each", async (t) => {
  const transport = transportOf(t);
  const raw = net.createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.resume().end("SSH-2.0-OpenSSH_9.9\r\n");
  });
  await new Promise<void>((resolve) => raw.listen(0, "127.0.0.1", resolve));
  const { port } = raw.address() as AddressInfo;
  assert.match(
    await faultOf(read(transport, `http://127.0.0.1:${port}/`)),
    /^garbage: 127\.0\.0\.1:\d+ does not speak HTTP \(HPE_\w+\)$/,
  );
  assert.match(
    await faultOf(read(transport, `https://127.0.0.1:${port}/`)),
    /^offline: 127\.0\.0\.1:\d+ does not speak TLS/,
  );
  await new Promise<void>((resolve) => raw.close(() => resolve()));
  assert.equal(
    await faultOf(read(transport, `http://127.0.0.1:${port}/`)),
    `offline: nobody listens at 127.0.0.1:${port}`,
  );
  assert.match(
    await faultOf(read(transport, "http://no-such-host.invalid/")),
    /^offline: (?:there is no host no-such-host\.invalid|the name .* can't be looked up now)$/,
  );
});

function tlsServer(t: TestContext, text = "tls"): Promise<number> {
  const folder = new URL("./tls/", import.meta.url);
  const key = readFileSync(new URL("key.pem", folder));
  const cert = readFileSync(new URL("cert.pem", folder));
  const server = https.createServer({ key, cert }, (_request, response) => response.end(text));
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );
}

test("a certificate that nobody vouches for is not trusted", async (t) => {
  const port = await tlsServer(t);
  // Not even then.
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  t.after(() => delete process.env.NODE_TLS_REJECT_UNAUTHORIZED);
  assert.equal(
    await faultOf(read(transportOf(t), `https://localhost:${port}/`)),
    `offline: localhost:${port}: its certificate is not trusted (NODE_EXTRA_CA_CERTS can name a file with the authority's)`,
  );
});

test("NODE_EXTRA_CA_CERTS counts in the models' thread", async (t) => {
  const port = await tlsServer(t, sse({ choices: [{ text: "trusted", finish_reason: "stop" }] }));
  const here = fileURLToPath(new URL("./tls/", import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`${here}ask.ts`, `https://localhost:${port}`],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: `${here}cert.pem` } },
  );
  assert.equal(stdout, "trusted");
});

/** A proxy that remembers what it was asked to connect to, and connects to `target`. */
async function proxyOf(t: TestContext, target: number): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const proxy = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end("by proxy");
  });
  proxy.on("connect", (request, socket: net.Socket) => {
    asked.push(`CONNECT ${request.url}`);
    if (request.url?.startsWith("refused")) {
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const through = net.connect(target, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      through.pipe(socket).pipe(through);
    });
    through.on("error", () => socket.destroy());
    socket.on("error", () => through.destroy());
  });
  t.after(() => proxy.closeAllConnections());
  t.after(() => proxy.close());
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return { port: (proxy.address() as AddressInfo).port, asked };
}

test("a proxy is used as the environment says", async (t) => {
  const target = await tlsServer(t);
  const direct = await serve(t, (_seen, response) => void response.end("direct"));
  const { port, asked } = await proxyOf(t, target);
  const proxy = `http://127.0.0.1:${port}`;
  const env = { HTTPS_PROXY: proxy, http_proxy: proxy, NO_PROXY: "spared.example" };
  const transport = transportOf(t, env);
  assert.equal(await read(transport, "http://api.example/x"), "200 by proxy");
  // Through the tunnel it meets a certificate that it must not trust: not even behind a proxy.
  assert.match(await faultOf(read(transport, "https://api.example/x")), /certificate/);
  assert.match(await faultOf(read(transport, "https://refused.example/x")), /^offline: /);
  assert.equal(await read(transport, direct.url), "200 direct");
  assert.match(await faultOf(read(transport, "http://spared.example/")), /^offline: /);
  const none = transportOf(t, { https_proxy: "no-such-proxy.invalid:3128" });
  assert.match(
    await faultOf(read(none, "https://api.example/")),
    /^offline: .*no-such-proxy\.invalid \(the proxy\)/,
  );
  const socks = transportOf(t, { https_proxy: "socks5://127.0.0.1:1" });
  assert.match(await faultOf(read(socks, "https://api.example/")), /^offline: HTTPS_PROXY/);
  assert.match(await faultOf(read(socks, `https://localhost:${target}/`)), /certificate/);
  assert.deepEqual(asked, [
    "POST http://api.example/x",
    "CONNECT api.example:443",
    "CONNECT refused.example:443",
  ]);
});
