/** Diagnostics that are asked for, and what servers do before a document is written. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Document } from "../../../src/editor/document.ts";
import { diagnosticsOf } from "../../../src/language/diagnostics.ts";
import { textOf } from "../../../src/text/text.ts";
import { type Lab, lab, scripted, stateOf } from "./lab.ts";

const PROVIDER = { interFileDependencies: true, identifier: "id" };

function insert(here: Lab, doc: Document, at: number, text: string): void {
  here.editor.dispatch(doc, { changes: { from: at, insert: textOf(text) }, origin: "test" });
}

test("pulled after changes, with the last result; related files; gone with the server", async () => {
  const here = lab({
    files: { "a.txt": "wrong\n", "related.txt": "wrong\n" },
    servers: { script: scripted({ capabilities: { diagnosticProvider: PROVIDER } }) },
  });
  const doc = here.open("a.txt");
  const client = await here.client(doc, "script");
  const store = diagnosticsOf(here.editor);
  const places = () => store.of(doc).map(({ from, to }) => [from, to]);
  await here.until(() => places().length === 1, "there is one");
  assert.deepEqual(store.paths(), [doc.path, join(here.root, "related.txt")]);
  insert(here, doc, 0, "a wrong\n");
  await here.until(() => places().length === 2, "there are two");
  assert.deepEqual(places(), [
    [2, 7],
    [8, 13],
  ]);
  // As many as before: the server says so, and those that are known move along.
  insert(here, doc, 0, "more\n");
  assert.deepEqual(places(), [
    [7, 12],
    [13, 18],
  ]);
  await here.until(() => client.sentRevision(doc) === doc.revision, "it is told");
  await client.request("test/ask", { method: "workspace/diagnostic/refresh", params: {} });
  const pulls = async () =>
    (await stateOf(client, doc)).told.filter((each) => each.startsWith("pull"));
  for (let told = await pulls(); told.length < 3; told = await pulls());
  assert.deepEqual((await pulls()).slice(0, 3), ["pull id undefined", "pull id 1", "pull id 2"]);
  assert.deepEqual(places(), [
    [7, 12],
    [13, 18],
  ]);
  client.kill("test");
  await here.until(() => store.paths().length === 0, "there is none");
});

test("what was said about a name goes with the name", async () => {
  const here = lab({
    files: { "a.txt": "wrong\n" },
    servers: { script: scripted({ capabilities: { diagnosticProvider: PROVIDER } }) },
  });
  const doc = here.open("a.txt");
  await here.client(doc, "script");
  const store = diagnosticsOf(here.editor);
  const old = doc.path!;
  await here.until(() => store.of(doc).length === 1, "there is one");
  here.keys(":saveas b.txt<CR>");
  await here.until(() => store.of(doc).length === 1, "there is one under the new name");
  assert.notEqual(doc.path, old);
  assert.ok(!store.paths().includes(old));
});

test("an answer that is for an older text is carried to the present one", async () => {
  const here = lab({
    files: { "a.txt": "one wrong two\n" },
    servers: { script: scripted({ capabilities: { diagnosticProvider: true } }) },
  });
  const doc = here.open("a.txt");
  await here.client(doc, "script");
  const store = diagnosticsOf(here.editor);
  // The answer is on its way while this is typed.
  let seen: number[] | null = null;
  store.onChange(() => {
    seen ??= store.of(doc).map(({ from }) => from);
  });
  await here.until(() => {
    if (seen === null && doc.revision < 50) insert(here, doc, 0, "x");
    return seen;
  }, "it came");
  const text = doc.text.line(1).text;
  assert.deepEqual(
    store.of(doc).map(({ from }) => from),
    [text.indexOf("wrong")],
  );
});

const SAVES: readonly [string, unknown, string][] = [
  ["edits", [{ range: range(0, 0, 0, 1), newText: "B" }], "B x\n"],
  ["a whole text", [{ range: range(0, 0, 9, 0), newText: "all\nnew\n" }], "all\nnew\n"],
  ["nothing", null, "a x\n"],
  ["nonsense", { a: 1 }, "a x\n"],
  ["edits that overlap", [1, 2].map(() => ({ range: range(0, 0, 0, 2), newText: "" })), "a x\n"],
];

function range(line: number, from: number, endLine: number, to: number) {
  return { start: { line, character: from }, end: { line: endLine, character: to } };
}

for (const [name, saveEdits, written] of SAVES) {
  test(`before a document is written: ${name}`, async () => {
    const here = lab({
      files: { "a.txt": "a\n" },
      servers: {
        script: scripted({
          saveEdits,
          capabilities: {
            textDocumentSync: {
              openClose: true,
              change: 2,
              willSave: true,
              willSaveWaitUntil: true,
            },
          },
        }),
      },
    });
    here.servers.patienceOnSaving = 60_000;
    const doc = here.open("a.txt");
    const client = await here.client(doc, "script");
    here.keys("A x<Esc>:w<CR>");
    await here.until(() => !doc.modified, "it is written");
    assert.equal(readFileSync(doc.path!, "utf8"), written);
    const { told, text } = await stateOf(client, doc);
    assert.equal(text, written);
    const at = told.indexOf("textDocument/willSave");
    assert.equal(told[at + 1], "textDocument/willSaveWaitUntil");
    here.keys("u");
    assert.equal(doc.text.line(1).text, written === "a x\n" ? "a" : "a x");
  });
}

test("a server that does not answer before a document is written does not keep it from that", async () => {
  const here = lab({
    files: { "a.txt": "a\n" },
    servers: {
      script: scripted({
        trouble: "ignores-saving",
        capabilities: { textDocumentSync: { openClose: true, change: 2, willSaveWaitUntil: true } },
      }),
    },
  });
  const doc = here.open("a.txt");
  await here.client(doc, "script");
  here.keys("ix<Esc>:w<CR>");
  await here.until(() => !doc.modified, "it is written");
  assert.equal(readFileSync(doc.path!, "utf8"), "xa\n");
});
