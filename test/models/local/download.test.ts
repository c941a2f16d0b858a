/** Downloads from a server that cuts, lies, leads elsewhere and is slow; disks that are full. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Cancelled, UserError } from "../../../src/base/errors.ts";
import { type DownloadRequest, download } from "../../../src/models/local/download.ts";
import { tinyGguf } from "./tiny-gguf.ts";

const MODEL = tinyGguf();
const SUM = createHash("sha256").update(MODEL).digest("hex");

const servers: Server[] = [];
const folders: string[] = [];
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

interface Place {
  readonly url: string;
  readonly path: string;
  readonly folder: string;
  /** The ranges that were asked for; "" without one. */
  readonly asked: string[];
}

async function place(handler: Handler): Promise<Place> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    if (request.url!.endsWith(".gguf")) asked.push(request.headers.range ?? "");
    handler(request, response, asked.length);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const folder = mkdtempSync(join(tmpdir(), "hunch-download-"));
  folders.push(folder);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/model.gguf`;
  return { url, path: join(folder, "models", "model.gguf"), folder: join(folder, "models"), asked };
}

function fetchTo({ url, path }: Place, more: Partial<DownloadRequest> = {}) {
  return download({
    url,
    path,
    sha256: null,
    signal: new AbortController().signal,
    progress() {},
    pause: () => 1,
    ...more,
  });
}

/** Serves the file, or what is wanted of it; `end`: nothing comes behind that. */
function serve(request: IncomingMessage, response: ServerResponse, end = MODEL.length): void {
  if (!request.url!.endsWith(".gguf")) {
    response.writeHead(404).end();
    return;
  }
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const headers = { etag: '"v1"', "content-length": MODEL.length - from };
  if (from === 0) response.writeHead(200, headers);
  else {
    const range = `bytes ${from}-${MODEL.length - 1}/${MODEL.length}`;
    response.writeHead(206, { ...headers, "content-range": range });
  }
  if (end >= MODEL.length) response.end(MODEL.subarray(from));
  else response.write(MODEL.subarray(from, end));
}

test("a file is all there, named only then, and its sum is told", async () => {
  const here = await place((request, response) => serve(request, response));
  const seen: (readonly [number, number | null])[] = [];
  const found = await fetchTo(here, { progress: (...step) => seen.push(step) });
  assert.deepEqual(found, { sha256: SUM, verifiedBy: null, bytes: MODEL.length });
  assert.ok(readFileSync(here.path).equals(MODEL));
  assert.deepEqual(seen.at(-1), [MODEL.length, MODEL.length]);
  assert.deepEqual(readdirSync(here.folder), ["model.gguf"]);
});

test("what is cut goes on where it ended", async () => {
  let current: ServerResponse | null = null;
  let count = 0;
  const here = await place((request, response, number) => {
    [current, count] = [response, number];
    serve(request, response, number < 4 ? number * 100_000 : undefined);
  });
  // The connection breaks when the client has all that there is.
  const progress = (done: number): void => {
    if (count < 4 && done === count * 100_000) current!.destroy();
  };
  await fetchTo(here, { sha256: SUM, progress });
  assert.ok(readFileSync(here.path).equals(MODEL));
  assert.deepEqual(here.asked, ["", "bytes=100000-", "bytes=200000-", "bytes=300000-"]);
});

test("a part of an earlier time goes on, if the file is still the same", async () => {
  let etag = '"v1"';
  let cuts = true;
  const here = await place((request, response) => {
    const range = request.headers["if-range"] === etag ? request.headers.range : undefined;
    const from = Number(/bytes=(\d+)-/.exec(range ?? "")?.[1] ?? 0);
    const part =
      from > 0 ? { "content-range": `bytes ${from}-${MODEL.length - 1}/${MODEL.length}` } : {};
    response.writeHead(from > 0 ? 206 : 200, {
      etag,
      "content-length": MODEL.length - from,
      ...part,
    });
    if (cuts) response.write(MODEL.subarray(from, from + 50_000));
    else response.end(MODEL.subarray(from));
  });
  const stop = new AbortController();
  const cut = fetchTo(here, {
    signal: stop.signal,
    progress: (done) => done >= 40_000 && stop.abort(),
  });
  await assert.rejects(cut, Cancelled);
  assert.equal(existsSync(here.path), false);
  etag = '"v2"';
  cuts = false;
  await fetchTo(here, { sha256: SUM });
  assert.ok(readFileSync(here.path).equals(MODEL));
  assert.match(here.asked.at(-1)!, /^bytes=[1-9]/);
});

test("a wrong sum is an error, and nothing of the file stays", async () => {
  const here = await place((request, response) => serve(request, response));
  await assert.rejects(fetchTo(here, { sha256: "0".repeat(64) }), /not what it should be/);
  assert.deepEqual(readdirSync(here.folder), []);
});

test("the sum is taken from where the host names it: a header on the way, or a file beside", async () => {
  const linked = await place((request, response) => {
    if (request.url === "/model.gguf") {
      response.writeHead(302, { location: "/cdn/x.gguf", "x-linked-etag": `"${SUM}"` }).end();
    } else serve(request, response);
  });
  assert.equal((await fetchTo(linked)).verifiedBy, "the server");
  const wrong = await place((request, response) => {
    if (request.url!.endsWith(".sha256")) response.end(`${"1".repeat(64)}  model.gguf\n`);
    else serve(request, response);
  });
  await assert.rejects(fetchTo(wrong), /not what it should be/);
  const right = await place((request, response) => {
    if (request.url!.endsWith(".sha256")) response.end(`${SUM.toUpperCase()}  model.gguf\n`);
    else serve(request, response);
  });
  assert.equal((await fetchTo(right)).verifiedBy, "a file beside it");
});

const REFUSED: readonly (readonly [string, Handler, RegExp])[] = [
  ["missing", (_, response) => void response.writeHead(404).end(), /answers 404/],
  ["not without an account", (_, response) => void response.writeHead(401).end(), /account/],
  ["a page", (_, response) => void response.end("<!doctype html>".repeat(100)), /is no GGUF file/],
  [
    "in a circle",
    (_, r) => void r.writeHead(302, { location: "/model.gguf" }).end(),
    /leads from one/,
  ],
  [
    "to a file",
    (_, r) => void r.writeHead(302, { location: "file:///etc/passwd" }).end(),
    /leads to file:/,
  ],
];

for (const [name, handler, why] of REFUSED) {
  test(`refused: ${name}`, async () => {
    const here = await place(handler);
    await assert.rejects(fetchTo(here), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, why);
      return true;
    });
    assert.equal(existsSync(here.path), false);
  });
}

test("a server that only fails is given up", async () => {
  const here = await place((_, response) => void response.writeHead(503).end());
  await assert.rejects(fetchTo(here), /broke off: 127.0.0.1:\d+: 503/);
  assert.equal(here.asked.length, 5);
});

test("too little space is said before, a disk that is full when it is; the part stays", async () => {
  const here = await place((request, response) => serve(request, response));
  const free = async (): Promise<number> => 1_000_000;
  await assert.rejects(fetchTo(here, { free }), /1 MB are needed, 1 MB are free/);
  const full: DownloadRequest["write"] = async (file, bytes) => {
    await file.writeFile(bytes.subarray(0, 1000));
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  };
  await assert.rejects(fetchTo(here, { write: full }), /the disk is full/);
  assert.equal(existsSync(here.path), false);
  await fetchTo(here, { sha256: SUM });
  assert.equal(here.asked.at(-1), "bytes=1000-");
});

test("a part that nobody knows anything of begins anew", async () => {
  const here = await place((request, response) => serve(request, response));
  await fetchTo(here);
  const [part] = [`.${createHash("sha256").update(here.url).digest("hex").slice(0, 16)}.part`];
  writeFileSync(join(here.folder, part!), "something else");
  await fetchTo(here, { sha256: SUM });
  assert.equal(here.asked.at(-1), "");
});
