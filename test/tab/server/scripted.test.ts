/** Predictions with a scripted server: what is asked for, what is called off, what is not offered. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { LanguageClient } from "../../../src/language/lsp/client.ts";
import { uriOf } from "../../../src/language/lsp/uri.ts";
import { at } from "../../language/features/desk.ts";
import { scripted } from "../../language/lsp/lab.ts";
import type { Script } from "../../language/lsp/script-server.ts";
import { closeStages, edit, type Stage, stage, type } from "./stage.ts";

after(closeStages);

const range = (line: number, from: number, to: number) => ({
  start: { line, character: from },
  end: { line, character: to },
});

async function start(
  script: Script,
  files: Readonly<Record<string, string>>,
): Promise<{ here: Stage; client: LanguageClient }> {
  const here = stage({ files, servers: { script: scripted(script) } });
  const doc = here.open("a.txt");
  return { here, client: await here.client(doc, "script") };
}

function answer(client: LanguageClient, method: string, value: unknown): Promise<unknown> {
  return client.request("test/answer", { method, value });
}

async function told(client: LanguageClient, method: string): Promise<number> {
  const { value } = await client.request<{ told: string[] }>("test/state", { uri: "" });
  return value.told.filter((each) => each === method).length;
}

/** The list that the server gives for a file. */
function publish(client: LanguageClient, uri: string, diagnostics: unknown[]): Promise<unknown> {
  const params = { uri, diagnostics };
  return client.request("test/tell", {
    messages: [{ method: "textDocument/publishDiagnostics", params }],
  });
}

const REFERENCES: Script = { capabilities: { referencesProvider: true } };

test("references are asked for once at rest, and a change calls them off", async () => {
  const { here, client } = await start(REFERENCES, { "a.txt": "one two one\none\n" });
  const uri = client.textDocument(here.editor.doc).uri;
  const places = [range(0, 0, 3), range(0, 8, 11), range(1, 0, 3)].map((each) => ({
    uri,
    range: each,
  }));
  await answer(client, "textDocument/references", places);
  at(here as never, "one");
  await here.tab.rest();
  await here.tab.rest();
  assert.equal(await told(client, "textDocument/references"), 1);
  // On another of its places it is the same name.
  at(here as never, "one", 1);
  await here.tab.rest();
  assert.equal(await told(client, "textDocument/references"), 1);
  await edit(here, "two", "ionetwo<Esc>u");
  await edit(here, "one", "cwuno<Esc>");
  assert.deepEqual((await here.last("server-rename")).map(here.shown), [
    "a.txt:1:8 one→uno",
    "a.txt:2:0 one→uno",
  ]);
  // The next one follows from the one that was taken, and what was changed by hand is done.
  await type(here, "wwcwuno<Esc>");
  const [last, ...more] = await here.last("server-rename");
  assert.equal(here.shown(last!), "a.txt:2:0 one→uno");
  assert.deepEqual(more, []);
});

test("references that are on their way when the edit comes are still those of before", async () => {
  const { here, client } = await start(REFERENCES, { "a.txt": "one two one\n" });
  const uri = client.textDocument(here.editor.doc).uri;
  await client.request("test/answer", {
    method: "textDocument/references",
    value: [range(0, 0, 3), range(0, 8, 11)].map((each) => ({ uri, range: each })),
    afterChange: true,
  });
  const resting = here.tab.rest();
  await edit(here, "one", "cwuno, dos<Esc>");
  here.keys("u");
  await edit(here, "one", "cwuno<Esc>");
  const asked = here.last("server-rename");
  await resting;
  assert.deepEqual((await asked).map(here.shown), ["a.txt:1:8 one→uno"]);
});

test("the keys of a change are the last moment to ask", async () => {
  const { here, client } = await start(REFERENCES, { "a.txt": "one two one\n" });
  const uri = client.textDocument(here.editor.doc).uri;
  const places = [range(0, 0, 3), range(0, 8, 11)];
  await answer(
    client,
    "textDocument/references",
    places.map((each) => ({ uri, range: each })),
  );
  here.keys("c");
  while ((await told(client, "textDocument/references")) === 0);
  await here.tab.references.pending;
  await type(here, "iwuno<Esc>");
  const answers = await here.last("server-rename");
  assert.deepEqual(answers.map(here.shown), ["a.txt:1:8 one→uno"]);
});

test("what may not be renamed is not followed", async () => {
  const { here, client } = await start(
    { capabilities: { referencesProvider: true, renameProvider: { prepareProvider: true } } },
    { "a.txt": "one one\n" },
  );
  const uri = client.textDocument(here.editor.doc).uri;
  const places = [range(0, 0, 3), range(0, 4, 7)].map((each) => ({ uri, range: each }));
  await answer(client, "textDocument/references", places);
  await answer(client, "textDocument/prepareRename", null);
  await here.tab.rest();
  assert.equal(await told(client, "textDocument/prepareRename"), 1);
  await edit(here, "one", "cwuno<Esc>");
  assert.deepEqual(await here.last("server-rename"), []);
});

test("a server that refuses, or dies, is silence", async () => {
  const { here, client } = await start(REFERENCES, { "a.txt": "one one\n" });
  await answer(client, "textDocument/references", { __error: { code: 1, message: "no" } });
  await here.tab.rest();
  await client.request("test/exit", {}).catch(() => {});
  await edit(here, "one", "cwuno<Esc>");
  assert.deepEqual(await here.last("server-rename"), []);
  assert.deepEqual(here.editor.bugs, []);
  assert.doesNotMatch(here.editor.message?.text ?? "", /references/);
});

const ACTIONS: Script = { capabilities: { codeActionProvider: { resolveProvider: true } } };
const ERROR = { severity: 1, source: "s", code: "1" };

test("fixes of new errors: preferred first, resolved, only edits, only quick fixes", async () => {
  const { here, client } = await start(ACTIONS, { "a.txt": "old bad\nfine\nrest\n" });
  const { doc } = here.editor;
  const { uri } = client.textDocument(doc);
  const old = { ...ERROR, message: "old", range: range(0, 4, 7) };
  await publish(client, uri, [old]);
  await here.until(() => here.tab.caused.knows(doc.path!), "it was looked at");
  here.now += 10_000;
  await edit(here, "fine", "cwfein<Esc>G");
  const fix = (title: string, more: object) => ({ title, kind: "quickfix", ...more });
  const edits = (newText: string) => ({ changes: { [uri]: [{ range: range(1, 0, 4), newText }] } });
  await answer(client, "textDocument/codeAction", [
    fix("command", { command: { title: "x", command: "x" } }),
    fix("second", { edit: edits("find") }),
    { title: "refactor", kind: "refactor.extract", edit: edits("no") },
    fix("off", { disabled: { reason: "so" }, edit: edits("no") }),
    fix("first", { isPreferred: true, data: 1 }),
  ]);
  await answer(client, "codeAction/resolve", fix("first", { edit: edits("fine") }));
  await publish(client, uri, [old, { ...ERROR, message: "new", range: range(1, 0, 4) }]);
  const answers = await here.answers("diagnostic");
  assert.deepEqual(answers.map(here.shown), ["a.txt:2:1 ein→ine", "a.txt:2:1 ein→ind"]);
  assert.deepEqual(
    answers.map(({ reason }) => reason),
    ["first: new", "second: new"],
  );
  assert.ok(answers[0]!.probability > answers[1]!.probability);
  const { value } = await client.request<{ context: { only: string[]; diagnostics: unknown[] } }>(
    "test/last",
    { method: "textDocument/codeAction" },
  );
  assert.deepEqual(value.context.only, ["quickfix"]);
  assert.equal(value.context.diagnostics.length, 1);
});

test("edits that can't be offered: of several files, of none, that overlap, of an older text", async () => {
  const { here, client } = await start(ACTIONS, { "a.txt": "one\ntwo\nthree\n", "b.txt": "b\n" });
  const { doc } = here.editor;
  const { uri } = client.textDocument(doc);
  const other = uri.replace("a.txt", "b.txt");
  await publish(client, uri, []);
  await here.until(() => here.tab.caused.knows(doc.path!), "it was looked at");
  here.now += 10_000;
  await edit(here, "one", "cwuno<Esc>");
  const piece = (from: number, to: number) => ({ range: range(2, from, to), newText: "x" });
  const fix = (edit: unknown) => ({ title: "x", kind: "quickfix", edit });
  const offers = [
    null,
    3,
    { title: 5, kind: "quickfix" },
    fix("no"),
    fix({ changes: { [uri]: [piece(0, 1)], [other]: [piece(0, 1)] } }),
    fix({ changes: { [other]: [piece(0, 1)] } }),
    fix({ changes: { [uri]: [piece(0, 3), piece(1, 2)] } }),
    fix({ changes: { "untitled:x": [piece(0, 1)] } }),
    fix({ documentChanges: [{ kind: "create", uri: other }] }),
    fix({ documentChanges: [{ kind: "what" }] }),
    fix({}),
  ];
  for (const offer of offers) {
    await answer(client, "textDocument/codeAction", [offer]);
    const message = JSON.stringify(offer) ?? "";
    await publish(client, uri, [{ ...ERROR, message, range: range(2, 0, 5) }]);
    const isNew = () => here.tab.caused.since(1).some(({ item }) => item.message === message);
    await here.until(isNew, "it is known");
    const answers = await here.answers("diagnostic");
    assert.equal(answers.length, 1);
    assert.ok(answers[0]!.changes.empty, message);
  }
  assert.deepEqual(here.editor.bugs, []);
});

test("what is said about a text that is not there any more counts no longer", async () => {
  const { here, client } = await start({}, { "a.txt": "one\ntwo\nthree\n" });
  const { doc } = here.editor;
  const { uri } = client.textDocument(doc);
  await publish(client, uri, []);
  await here.until(() => here.tab.caused.knows(doc.path!), "it was looked at");
  here.now += 10_000;
  await edit(here, "one", "cwuno<Esc>");
  const version = doc.revision;
  await publish(client, uri, [{ ...ERROR, message: "no", range: range(2, 0, 5) }]);
  await here.until(() => here.tab.caused.since(1).length === 1, "it is known");
  await edit(here, "three", "cwthre<Esc>");
  assert.deepEqual(here.tab.caused.since(1), []);
  // Nor what comes late, for the text before.
  const { told } = here.tab.caused.news;
  const diagnostics = [{ ...ERROR, message: "late", range: range(2, 0, 5) }];
  await client.request("test/tell", {
    messages: [
      { method: "textDocument/publishDiagnostics", params: { uri, version, diagnostics } },
    ],
  });
  await here.until(() => here.tab.caused.news.told > told, "it was heard");
  assert.deepEqual(here.tab.caused.since(1), []);
});

test("without a fix it is a place; errors in the row that is being typed are none", async () => {
  const { here, client } = await start({}, { "a.txt": "one\ntwo\nthree\n" });
  const { doc } = here.editor;
  const { uri } = client.textDocument(doc);
  await publish(client, uri, []);
  await here.until(() => here.tab.caused.knows(doc.path!), "it was looked at");
  here.now += 10_000;
  await edit(here, "one", "cwuno");
  await publish(client, uri, [
    { ...ERROR, message: "here", range: range(0, 0, 3) },
    { ...ERROR, message: "there", range: range(2, 0, 5) },
    { ...ERROR, severity: 2, message: "a warning", range: range(1, 0, 1) },
  ]);
  await here.until(() => here.tab.caused.since(1).length === 3, "they are known");
  await type(here, "<Esc>");
  const answers = await here.answers("diagnostic");
  assert.deepEqual(answers.map(here.shown), ["a.txt:3:0 (there)"]);
});

test("what is there before the edit, or only moves, or is said in other words, is old", async () => {
  const { here, client } = await start({}, { "a.txt": "one\ntwo\nthree\n" });
  const { doc } = here.editor;
  const { uri } = client.textDocument(doc);
  const two = { ...ERROR, message: "Type A", range: range(1, 0, 3) };
  await publish(client, uri, [two, { ...ERROR, message: "same", range: range(2, 0, 5) }]);
  await here.until(() => here.tab.caused.knows(doc.path!), "it was looked at");
  here.now += 10_000;
  await edit(here, "one", "Onew<Esc>");
  await publish(client, uri, [
    { ...two, message: "Type B", range: range(2, 0, 3) },
    { ...ERROR, message: "same", range: range(3, 0, 5) },
    { ...ERROR, message: "same", range: range(0, 0, 3) },
  ]);
  await here.until(() => here.tab.caused.since(1).length > 0, "there is news");
  const born = here.tab.caused.since(1);
  assert.deepEqual(
    born.map(({ item, at }) => `${item.message} ${at?.from}`),
    ["same 0"],
  );
});

test("a server's first findings in parts are nobody's fault", async () => {
  const { here, client } = await start({}, { "a.txt": "one\ntwo\n" });
  const { doc } = here.editor;
  const { uri } = client.textDocument(doc);
  await publish(client, uri, []);
  await here.until(() => here.tab.caused.knows(doc.path!), "it was looked at");
  await edit(here, "one", "cwuno<Esc>");
  const { told } = here.tab.caused.news;
  await publish(client, uri, [{ ...ERROR, message: "semantic", range: range(1, 0, 3) }]);
  await here.until(() => here.tab.caused.news.told > told, "it was heard");
  assert.deepEqual(here.tab.caused.since(1), []);
});

test("errors in other files that an edit has caused, with their fixes", async () => {
  const { here, client } = await start(ACTIONS, { "a.txt": "one\n", "b.txt": "uses one\n" });
  const a = here.editor.doc;
  const b = here.open("b.txt");
  await here.client(b, "script");
  here.open("a.txt");
  for (const doc of [a, b]) await publish(client, client.textDocument(doc).uri, []);
  await here.until(() => here.tab.caused.knows(b.path!), "both were looked at");
  here.now += 10_000;
  await edit(here, "one", "cwuno<Esc>");
  const uri = uriOf(b.path!);
  await answer(client, "textDocument/codeAction", [
    {
      title: "Change to uno",
      kind: "quickfix",
      edit: { changes: { [uri]: [{ range: range(0, 5, 8), newText: "uno" }] } },
    },
  ]);
  await publish(client, uri, [{ ...ERROR, message: "no one", range: range(0, 5, 8) }]);
  await here.until(() => here.tab.caused.since(1).length > 0, "there is news");
  const asked = here.answers("server-propagate");
  await here.tab.rest();
  const answers = await asked;
  assert.match(here.shown(answers[0]!), /^b\.txt:1:5 /);
  assert.equal(answers[0]!.reason, "Change to uno: no one");
  assert.ok(answers[0]!.group !== undefined);
});

test("what servers complete, once; nothing more is asked where the menu asks", async () => {
  const { here, client } = await start(
    { capabilities: { completionProvider: {} } },
    { "a.txt": "fo\n" },
  );
  await answer(client, "textDocument/completion", [
    { label: "food" },
    { label: "foo()", insertText: "foo($1)", insertTextFormat: 2 },
    { label: "bar" },
  ]);
  await type(here, ":set noautocomplete<CR>");
  here.keys("A");
  const { signal } = new AbortController();
  const found = await here.tab.candidates(here.snapshot(), signal);
  assert.deepEqual([...found].sort(), ["foo(", "food"]);
  here.editor.options.set("autocomplete", true);
  assert.deepEqual(await here.tab.candidates(here.snapshot(), signal), []);
  assert.equal(await told(client, "textDocument/completion"), 1);
});

test("nothing is asked while predictions are off", async () => {
  const { here, client } = await start(REFERENCES, { "a.txt": "one one\n" });
  await type(here, ":set nopredict<CR>");
  await here.tab.rest();
  here.keys("c");
  await told(client, "");
  assert.equal(await told(client, "textDocument/references"), 0);
});
