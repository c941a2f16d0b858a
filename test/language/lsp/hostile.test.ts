/** Servers that are slow, wrong, loud or dead: nothing blocks, breaks or corrupts the buffer. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Document } from "../../../src/editor/document.ts";
import { diagnosticsOf } from "../../../src/language/diagnostics.ts";
import type { LanguageClient } from "../../../src/language/lsp/client.ts";
import { textOf } from "../../../src/text/text.ts";
import { type Lab, lab, scripted, stateOf } from "./lab.ts";
import type { Script, Trouble } from "./script-server.ts";

const TEXT = "one 😀\ntwo wrong\nthree\n";

async function start(
  script: Script = {},
): Promise<{ here: Lab; doc: Document; client: LanguageClient }> {
  const here = lab({ files: { "a.txt": TEXT }, servers: { script: scripted(script) } });
  const doc = here.open("a.txt");
  return { here, doc, client: await here.client(doc, "script") };
}

function insert(here: Lab, doc: Document, at: number, text: string): void {
  here.editor.dispatch(doc, { changes: { from: at, insert: textOf(text) }, origin: "test" });
}

const DEATHS: readonly Trouble[] = [
  "dies-at-start",
  "dies-at-initialize",
  "dies-after-initialize",
  "dies-at-open",
  "dies-at-change",
];

for (const trouble of DEATHS) {
  test(`a server that ${trouble.replaceAll("-", " ")} is started again and then left alone`, async () => {
    const here = lab({ files: { "a.txt": TEXT }, servers: { script: scripted({ trouble }) } });
    const doc = here.open("a.txt");
    const key = `script\0${here.root}`;
    const first = await here.until(() => here.servers.all.get(key), "it was started");
    if (trouble === "dies-at-change") {
      await here.client(doc, "script");
      insert(here, doc, 0, "x");
    }
    await here.until(() => first.state === "ended", "it ended");
    const said = here.editor.messages.filter(({ text }) => text.startsWith("script ended"));
    assert.equal(said.length, 1);
    assert.match(said[0]!.text, /and is started again$/);
    // The second one comes after a second.
    const second = await here.until(() => {
      const client = here.servers.all.get(key);
      return client !== first && client;
    }, "another one was started");
    assert.equal(second.log, first.log);
    insert(here, doc, 0, "typed meanwhile ");
    assert.match(doc.text.line(1).text, /^typed meanwhile/);
    assert.deepEqual(here.editor.bugs, []);
  });
}

test("a server that closes its output is ended, and nothing throws meanwhile", async () => {
  const { here, doc, client } = await start();
  const controller = new AbortController();
  const asked = client.request("test/close-output", {}, { signal: controller.signal });
  await here.until(() => /its output ended/.test(client.log.text()), "its output ended");
  insert(here, doc, 0, "more ");
  client.flush();
  controller.abort();
  await assert.rejects(asked, { name: "Cancelled" });
  await assert.rejects(client.request("test/state", {}), { name: "UserError" });
  await client.stop();
  assert.equal(client.state, "ended");
  assert.deepEqual(here.editor.bugs, []);
});

test("a request to a server that dies says so", async () => {
  const { here, client } = await start();
  await assert.rejects(client.request("test/exit", { code: 9 }), {
    name: "UserError",
    message: "script has ended",
  });
  await here.until(() => client.state === "ended", "it ended");
  await assert.rejects(client.request("test/state", {}), { name: "UserError" });
});

test("garbage around messages is skipped", async () => {
  const { doc, client } = await start({ trouble: "answers-with-garbage" });
  const state = await stateOf(client, doc);
  assert.equal(state.text, TEXT);
  const pieces = [
    { text: "Content-Length: nonsense\r\n\r\n" },
    { text: "Content-Length: 20\r\n\r\n[1, 2, 3, 4, 5, 6, 7" },
    { text: "Content-Length: 4\r\n\r\nnull" },
    { text: 'Content-Length: 27\r\n\r\n{"jsonrpc":"2.0","id":null}' },
    { text: 'Content-Length: 32\r\n\r\n{"jsonrpc":"2.0","method":"x/y"}' },
    { base64: Buffer.from([0xff, 0xfe, 0xc3, 0x28]).toString("base64") },
    { text: "\r\n\r\n" },
    { text: "log line\nanother\n" },
  ];
  await client.request("test/raw", { pieces });
  assert.equal((await stateOf(client, doc)).text, TEXT);
  assert.ok(client.log.errors.length >= 4);
});

test("bad UTF-8 in a message becomes replacement characters", async () => {
  const { here, doc, client } = await start();
  const { uri } = client.textDocument(doc);
  const json = JSON.stringify({
    method: "textDocument/publishDiagnostics",
    params: {
      uri,
      diagnostics: [
        {
          range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
          message: "bad@@",
        },
      ],
    },
  });
  const body = Buffer.from(json, "latin1");
  body[body.indexOf("@@")] = 0xff;
  body[body.indexOf("@")] = 0xc0;
  const frame = Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
  await client.request("test/raw", { pieces: [{ base64: frame.toString("base64") }] });
  const store = diagnosticsOf(here.editor);
  const [only] = await here.until(() => store.of(doc).length > 0 && store.of(doc), "it is there");
  assert.equal(only!.item.message, "bad\ufffd\ufffd");
});

test("a message that is too large is skipped, one that is absurd ends the server", async () => {
  const { here, doc, client } = await start();
  const piece = "x".repeat(1024 * 1024);
  const pieces = [
    { text: `Content-Length: ${70 * 1024 * 1024}\r\n\r\n` },
    { text: piece, times: 70 },
  ];
  await client.request("test/raw", { pieces }, { timeoutMs: 60_000 });
  assert.equal((await stateOf(client, doc)).text, TEXT);
  assert.match(client.log.errors.at(-1)!, /73400320 bytes is skipped/);
  client
    .request("test/raw", { pieces: [{ text: "Content-Length: 99999999999\r\n\r\n" }] })
    .catch(() => {});
  await here.until(() => client.state === "ended", "it ended");
});

test("endless garbage ends the server", async () => {
  const { here, client } = await start();
  const pieces = [{ text: "no header at all ".repeat(1000), times: 200 }];
  client.request("test/raw", { pieces }).catch(() => {});
  await here.until(() => client.state === "ended", "it ended");
});

test("a flood is worked off beside the keys; the last diagnostics of a file count", async () => {
  const { here, doc, client } = await start();
  const { uri } = client.textDocument(doc);
  const list = (n: number) => ({
    method: "textDocument/publishDiagnostics",
    params: {
      uri,
      diagnostics: [
        {
          range: { start: { line: 1, character: 0 }, end: { line: 1, character: 3 } },
          message: `number ${n}`,
        },
      ],
    },
  });
  const messages = Array.from({ length: 10_000 }, (_, n) => list(n));
  const store = diagnosticsOf(here.editor);
  let set = 0;
  store.onChange(() => set++);
  const asked = client.request("test/tell", { messages }, { timeoutMs: 60_000 });
  // Keys are worked off meanwhile: each turn of the event loop is short.
  let turns = 0;
  let done = false;
  void asked.then(() => {
    done = true;
  });
  while (!done) {
    await new Promise((resolve) => setImmediate(resolve));
    turns++;
  }
  assert.ok(turns > 100, `${turns} turns`);
  await here.until(() => store.of(doc)[0]?.item.message === "number 9999", "the last one is shown");
  assert.ok(set < 10_000, `${set} lists were read`);
});

test("answers that nobody waits for, two answers to one question, errors of all kinds", async () => {
  const { doc, client } = await start();
  // More often than messages are read ahead.
  for (let i = 0; i < 100; i++) assert.equal((await client.request("test/twice", {})).value, 1);
  await client.request("test/tell", {
    messages: [
      { id: 12345, result: {} },
      { id: "x", error: 3 },
    ],
  });
  for (const error of [{ code: 1, message: "no\nand more" }, { code: -32603 }, "text", 7]) {
    await assert.rejects(client.request("test/error", error as object), /script/);
  }
  await assert.rejects(client.request("test/error", { code: -32801, message: "" }), {
    name: "UserError",
  });
  assert.equal((await stateOf(client, doc)).text, TEXT);
});

test("silence: a request ends with its time, or is called off and the server told", async () => {
  const { doc, client } = await start();
  await assert.rejects(client.request("test/silence", {}, { timeoutMs: 20 }), /has not answered/);
  const controller = new AbortController();
  const asked = client.request("test/silence", {}, { signal: controller.signal });
  controller.abort();
  await assert.rejects(asked, { name: "Cancelled" });
  const { told } = await stateOf(client, doc);
  assert.equal(told.filter((method) => method === "$/cancelRequest").length, 2);
});

test("ranges outside of the document are clipped, what is no diagnostic is left out", async () => {
  const { here, doc, client } = await start();
  const { uri } = client.textDocument(doc);
  const range = (a: unknown, b: unknown, c: unknown, d: unknown) => ({
    start: { line: a, character: b },
    end: { line: c, character: d },
  });
  const diagnostics = [
    { range: range(0, 5, 0, 5), message: "inside of a pair" },
    { range: range(90, 1, 95, 1), message: "behind the end" },
    { range: range(-1, -1, 1e99, "x"), message: "negative", severity: 77, tags: "no" },
    { range: range(1, 3, 0, 0), message: "backwards", relatedInformation: [null, {}, 3] },
    { message: "nowhere" },
    null,
    7,
    { range: "x", message: [] },
  ];
  const params = { uri, diagnostics };
  await client.request("test/tell", {
    messages: [
      { method: "textDocument/publishDiagnostics", params: { uri: "file://host/x", diagnostics } },
      { method: "textDocument/publishDiagnostics", params: { uri: 3, diagnostics } },
      { method: "textDocument/publishDiagnostics" },
      { method: "textDocument/publishDiagnostics", params },
    ],
  });
  const store = diagnosticsOf(here.editor);
  const all = await here.until(() => store.of(doc).length > 0 && store.of(doc), "some are shown");
  const shown = all.map(({ from, to, item }) => [item.message, from, to]);
  const end = doc.text.length;
  assert.deepEqual(shown, [
    ["negative", 0, end],
    ["inside of a pair", 4, 4],
    ["backwards", 10, 10],
    ["behind the end", end, end],
  ]);
});

const LEAVING: readonly Trouble[] = [
  "never-shuts-down",
  "never-reads",
  "never-initializes",
  "has-a-child",
];

for (const trouble of LEAVING) {
  test(`a server that ${trouble.replaceAll("-", " ")} does not keep the editor from ending`, async () => {
    const here = lab({ files: { "a.txt": TEXT }, servers: { script: scripted({ trouble }) } });
    const doc = here.open("a.txt");
    const key = `script\0${here.root}`;
    const client = await here.until(() => {
      const each = here.servers.all.get(key);
      return each?.pid ? each : null;
    }, "it runs");
    let child = 0;
    if (trouble === "has-a-child") {
      await here.client(doc, "script");
      const { told } = await stateOf(client, doc);
      child = Number(/child (\d+)/.exec(told.join(" "))![1]);
    }
    const pid = client.pid!;
    await here.servers.close();
    assert.equal(client.state, "ended");
    await here.until(() => !isAlive(pid) && (child === 0 || !isAlive(child)), "its processes end");
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("an answer to initialize that is none ends the server", async () => {
  const servers = { script: scripted({ trouble: "answers-wrong-types" }) };
  const here = lab({ files: { "a.txt": TEXT }, servers });
  here.open("a.txt");
  const said = await here.until(
    () => here.editor.messages.find(({ text }) => text.startsWith("script ended")),
    "it is said",
  );
  assert.match(said.text, /initialize: no answer/);
});
