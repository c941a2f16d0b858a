/** Real language servers: they start, complain, lead to definitions, and have what the buffer has. */
import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Document } from "../../src/editor/document.ts";
import { diagnosticsOf } from "../../src/language/diagnostics.ts";
import type { LanguageClient } from "../../src/language/lsp/client.ts";
import { sentText } from "../../src/language/lsp/document-sync.ts";
import { uriOf } from "../../src/language/lsp/uri.ts";
import { lab } from "../language/lsp/lab.ts";
import { randomEdit, seeded } from "../language/lsp/random-edits.ts";
import { NATIVE_MODULES, REAL_SERVERS, type RealServer } from "./real-servers.ts";

const seed = Number(process.env.HUNCH_SEED ?? 1);
const EDITS = 40;
const PATIENCE_MS = 60_000;

function lastOf(doc: Document, word: string): number {
  return doc.text.sliceString(0, doc.text.length, "\n").lastIndexOf(word);
}

for (const server of REAL_SERVERS) {
  const skip = server.command === null ? `${server.name} is not installed` : false;
  test(`${server.name}, seed ${seed}`, { skip }, async (t) => {
    const others = REAL_SERVERS.map(({ name }) => name).filter((name) => name !== server.name);
    const here = lab({
      files: server.files,
      servers: {
        ...Object.fromEntries([...others, "eslint"].map((name) => [name, false])),
        // The native one is found as in any project.
        [server.name]:
          server.name === "typescript" ? {} : { command: server.command, ...server.table },
      },
    });
    if (server.name === "typescript") {
      symlinkSync(NATIVE_MODULES, join(here.root, "node_modules"));
    }
    const started = performance.now();
    const doc = here.open(server.main);
    const client = await here.client(doc, server.name);
    await complains(t, here, doc, server, started);
    await leads(client, doc, server, here.root);
    await replay(client, doc, server, here);
  });
}

type Here = ReturnType<typeof lab>;

async function complains(
  t: { diagnostic(message: string): void },
  here: Here,
  doc: Document,
  server: RealServer,
  started: number,
): Promise<void> {
  const { complaint } = server;
  if (complaint === null) return;
  const store = diagnosticsOf(here.editor);
  const found = await here.until(
    () => store.of(doc).find(({ item }) => complaint.test(item.message)),
    `${server.name} complains`,
  );
  t.diagnostic(
    `${server.name}: first diagnostic after ${Math.round(performance.now() - started)} ms`,
  );
  assert.ok(found.to >= found.from);
}

async function leads(
  client: LanguageClient,
  doc: Document,
  server: RealServer,
  root: string,
): Promise<void> {
  const { definition, hover } = server;
  if (definition !== null) {
    const at = client.at(doc, lastOf(doc, definition.word));
    const value = await answered(() => client.request("textDocument/definition", at, { doc }));
    const list = (Array.isArray(value) ? value : [value]) as Record<string, never>[];
    const { uri, targetUri, range, targetSelectionRange } = list[0]!;
    assert.equal(uri ?? targetUri, uriOf(join(root, definition.file)));
    const place = (range ?? targetSelectionRange) as unknown as { start: { line: number } };
    assert.equal(place.start.line, definition.row);
  }
  if (hover !== null) {
    const at = client.at(doc, lastOf(doc, hover.word));
    const value = await answered(() => client.request("textDocument/hover", at, { doc }));
    assert.match(JSON.stringify(value), hover.says);
  }
}

/** Some servers know nothing yet at first. */
async function answered(ask: () => Promise<{ readonly value: unknown }>): Promise<unknown> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const { value } = await ask();
    if (value !== null && !(Array.isArray(value) && value.length === 0)) return value;
    if (performance.now() > end) assert.fail("no answer");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** After each edit the server sees in the document what it sees in a fresh copy of the text. */
async function replay(
  client: LanguageClient,
  doc: Document,
  server: RealServer,
  here: Here,
): Promise<void> {
  const random = seeded(seed);
  const { languageId, uri } = client.documents.get(doc)!;
  const copy = uri.replace("main.", "copy.");
  for (let i = 0; i < EDITS; i++) {
    randomEdit(random, here.editor, doc, server.pieces);
    const seen = await symbols(client, uri);
    const text = sentText(doc.text, true);
    client.notify("textDocument/didOpen", {
      // Another version each time: some servers keep what they know of one.
      textDocument: { uri: copy, languageId, version: i + 1, text },
    });
    const wanted = await symbols(client, copy);
    client.notify("textDocument/didClose", { textDocument: { uri: copy } });
    const fresh = JSON.parse(JSON.stringify(wanted).replaceAll(copy, uri));
    assert.deepEqual(seen, fresh, `edit ${i}, seed ${seed}`);
  }
}

async function symbols(client: LanguageClient, uri: string): Promise<unknown> {
  const { value } = await client.request("textDocument/documentSymbol", { textDocument: { uri } });
  return value;
}
