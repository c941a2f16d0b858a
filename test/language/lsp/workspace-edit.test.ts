/** Edits of several files that servers ask for. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { findDocument } from "../../../src/editor/buffers.ts";
import type { Document } from "../../../src/editor/document.ts";
import type { LanguageClient } from "../../../src/language/lsp/client.ts";
import { uriOf } from "../../../src/language/lsp/uri.ts";
import { textOf } from "../../../src/text/text.ts";
import { type Lab, lab, scripted } from "./lab.ts";

async function start() {
  const here = lab({
    files: { "a.txt": "one\ntwo\n", "b.txt": "b\n", "sub/c.txt": "c\n" },
    servers: { script: scripted() },
  });
  const doc = here.open("a.txt");
  return { here, doc, client: await here.client(doc, "script") };
}

function whole(doc: Document | null): string | undefined {
  return doc?.text.sliceString(0, doc.text.length, "\n");
}

function replace(line: number, from: number, to: number, newText: string) {
  return { range: { start: { line, character: from }, end: { line, character: to } }, newText };
}

interface Outcome {
  readonly applied: boolean;
  readonly failureReason?: string;
}

/** The server asks for an edit. */
async function apply(client: LanguageClient, edit: object): Promise<Outcome> {
  const asked = { method: "workspace/applyEdit", params: { edit } };
  return (await client.request("test/ask", asked)).value as Outcome;
}

const path = (here: Lab, name: string): string => join(here.root, name);
const uri = (here: Lab, name: string): string => uriOf(path(here, name));

test("open documents and files that are not open, one undo step each", async () => {
  const { here, doc, client } = await start();
  const changes = {
    [uri(here, "a.txt")]: [replace(0, 0, 3, "ONE"), replace(1, 0, 3, "TWO")],
    [uri(here, "b.txt")]: [replace(0, 1, 1, "!")],
    [uri(here, "new.txt")]: [replace(0, 0, 0, "new\n")],
  };
  assert.deepEqual(await apply(client, { changes }), { applied: true });
  assert.equal(whole(doc), "ONE\nTWO");
  const other = findDocument(here.editor, path(here, "b.txt"))!;
  assert.deepEqual([whole(other), other.modified, other.listed], ["b!", true, true]);
  assert.equal(readFileSync(path(here, "b.txt"), "utf8"), "b\n");
  assert.equal(whole(findDocument(here.editor, path(here, "new.txt"))), "new");
  assert.equal(existsSync(path(here, "new.txt")), false);
  here.keys("u");
  assert.equal(whole(doc), "one\ntwo");
});

test("an edit for another version, of a document that changed meanwhile, is refused whole", async () => {
  const { here, doc, client } = await start();
  const textDocument = (version: number | null) => ({ uri: uri(here, "a.txt"), version });
  const edits = [replace(0, 0, 3, "x")];
  const other = { textDocument: { uri: uri(here, "b.txt"), version: null }, edits };
  const stale = await apply(client, {
    documentChanges: [other, { textDocument: textDocument(doc.revision + 1), edits }],
  });
  assert.match(stale.failureReason!, /a\.txt has changed meanwhile/);
  assert.equal(whole(doc), "one\ntwo");
  assert.equal(findDocument(here.editor, path(here, "b.txt")), null);
  // Changed, but the server has not been told of it yet.
  const asked = client.request("test/ask", {
    method: "workspace/applyEdit",
    params: { edit: { documentChanges: [{ textDocument: textDocument(null), edits }] } },
  });
  await here.until(() => client.log.text() !== "", "asked");
  here.editor.dispatch(doc, { changes: { from: 0, insert: textOf("now ") }, origin: "test" });
  const outcome = (await asked).value as Outcome;
  // Told in time, it is for the new text; else it is refused. It is never applied to a wrong one.
  assert.match(whole(doc)!, outcome.applied ? /^x one$/m : /^now one$/m);
});

test("a buffer with unsaved changes that the server does not have is left alone", async () => {
  const { here, doc, client } = await start();
  const other = here.open("sub/c.txt");
  other.options.set("filetype", "none");
  await here.until(() => !client.documents.has(other) && client.documents.has(doc), "it is left");
  here.keys("ix<Esc>");
  const changes = {
    [uri(here, "a.txt")]: [replace(0, 0, 3, "ONE")],
    [uri(here, "sub/c.txt")]: [replace(0, 0, 1, "C")],
  };
  assert.match((await apply(client, { changes })).failureReason!, /c\.txt has unsaved changes/);
  assert.deepEqual([whole(doc), whole(other)], ["one\ntwo", "xc"]);
});

const WRONG: readonly [string, (here: Lab) => object, RegExp][] = [
  [
    "overlapping",
    (here) => ({
      changes: { [uri(here, "a.txt")]: [replace(0, 0, 3, "x"), replace(0, 2, 3, "y")] },
    }),
    /overlap/,
  ],
  ["another scheme", () => ({ changes: { "http://x/a": [replace(0, 0, 0, "x")] } }), /Not a file/],
  ["no list", (here) => ({ changes: { [uri(here, "a.txt")]: 7 } }), /without its list/],
  ["an unknown kind", () => ({ documentChanges: [{ kind: "explode" }] }), /unknown kind/],
  ["null", () => ({ documentChanges: [null] }), /none/],
  [
    "outside of the root",
    () => ({ changes: { [uriOf(join(tmpdir(), "hunch-elsewhere"))]: [replace(0, 0, 0, "x")] } }),
    /outside of its root/,
  ],
  [
    "a file outside",
    () => ({ documentChanges: [{ kind: "create", uri: uriOf("/tmp/hunch-elsewhere") }] }),
    /outside of its root/,
  ],
  [
    "outside by dots",
    (here) => ({ documentChanges: [{ kind: "delete", uri: `file://${here.root}/../x` }] }),
    /outside of its root/,
  ],
  [
    "a deletion that nobody can confirm",
    (here) => ({ documentChanges: [{ kind: "delete", uri: uri(here, "b.txt") }] }),
    /confirmed/,
  ],
  [
    "a file that exists",
    (here) => ({ documentChanges: [{ kind: "create", uri: uri(here, "b.txt") }] }),
    /b\.txt exists/,
  ],
];

for (const [name, edit, why] of WRONG) {
  test(`${name}: refused, and nothing is changed`, async () => {
    const { here, doc, client } = await start();
    const outcome = await apply(client, edit(here));
    assert.equal(outcome.applied, false);
    assert.match(outcome.failureReason!, why);
    assert.equal(whole(doc), "one\ntwo");
    assert.equal(readFileSync(path(here, "b.txt"), "utf8"), "b\n");
    assert.deepEqual(here.editor.bugs, []);
  });
}

test("a link that leads out of the root is not followed", async () => {
  const { here, client } = await start();
  const outside = mkdtempSync(join(tmpdir(), "hunch-outside-"));
  symlinkSync(outside, path(here, "link"));
  const edit = { documentChanges: [{ kind: "create", uri: uri(here, "link/x.txt") }] };
  assert.match((await apply(client, edit)).failureReason!, /outside of its root/);
  assert.equal(existsSync(join(outside, "x.txt")), false);
});

test("a new file is made and filled", async () => {
  const { here, client } = await start();
  const at = uri(here, "deep/er/new.txt");
  const documentChanges = [
    { kind: "create", uri: at },
    { textDocument: { uri: at, version: null }, edits: [replace(0, 0, 0, "text\n")] },
  ];
  assert.deepEqual(await apply(client, { documentChanges }), { applied: true });
  assert.equal(readFileSync(path(here, "deep/er/new.txt"), "utf8"), "");
  assert.equal(whole(findDocument(here.editor, path(here, "deep/er/new.txt"))), "text\n".trimEnd());
});

test("while somebody types, an edit waits for the end of insert mode", async () => {
  const { here, doc, client } = await start();
  here.keys("ityped ");
  const edit = { changes: { [uri(here, "a.txt")]: [replace(1, 0, 3, "TWO")] } };
  const asked = apply(client, edit);
  const { value } = await client.request<{ told: string[] }>("test/state", { uri: "" });
  assert.ok(value.told.includes("test/ask"));
  assert.equal(whole(doc), "typed one\ntwo");
  here.keys("<Esc>");
  assert.deepEqual(await asked, { applied: true });
  assert.equal(whole(doc), "typed one\nTWO");
});
