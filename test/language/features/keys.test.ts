/** The keys of language servers beside Vim's own, where a server offers something and where not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { uriOf } from "../../../src/language/lsp/uri.ts";
import { at, run, scriptedDesk, where } from "./desk.ts";

const TEXT = "int two;\nf() {\n  two = 1;\n}\nabc def\nxqzv\n";

/** Every method that keys ask for. */
const ALL = {
  hoverProvider: true,
  definitionProvider: true,
  declarationProvider: true,
  referencesProvider: true,
  implementationProvider: true,
  typeDefinitionProvider: true,
  renameProvider: true,
  codeActionProvider: true,
  documentSymbolProvider: true,
  signatureHelpProvider: {},
};

test("gr{char} replaces virtually, except for the keys that a server answers", async () => {
  const { here } = await scriptedDesk({ capabilities: ALL }, { "a.txt": TEXT });
  const { doc } = here.editor;
  at(here, "abc");
  await run(here, "grx");
  assert.equal(doc.text.line(5).text, "xbc def");
  await run(here, "l3gry.");
  assert.match(doc.text.line(5).text, /^xyyy/);
  await run(here, "grr");
  assert.match(here.editor.message!.text, /No reference found/);
  assert.match(doc.text.line(5).text, /^xyyy/);
  // `gi` is Vim's.
  await run(here, "gix<Esc>");
  assert.match(doc.text.toString(), /x/);
});

test("without a server that offers it each key is Vim's", async () => {
  const { here } = await scriptedDesk({ capabilities: {} }, { "a.txt": TEXT });
  const { editor } = here;
  at(here, "two =");
  await run(here, "gd");
  assert.equal(where(here), "a.txt 0:4");
  at(here, "two =");
  await run(here, "gD");
  assert.equal(where(here), "a.txt 0:4");
  await run(here, "<C-]>");
  assert.match(editor.message!.text, /^E426/);
  at(here, "xqzv");
  await run(here, "K");
  assert.match(editor.message!.text, /^E149/);
  at(here, "abc");
  await run(here, "grr");
  assert.equal(editor.doc.text.line(5).text, "rbc def");
});

test("K runs keywordprg", async () => {
  const { here } = await scriptedDesk({}, { "a.txt": TEXT });
  const { editor } = here;
  at(here, "def");
  await run(here, ":setlocal keywordprg=:normal!<CR>K");
  // :normal! def: deletes up to the next f.
  assert.equal(editor.doc.text.line(5).text, "abc ");
});

test("an operator takes Vim's gd as its motion", async () => {
  const { here } = await scriptedDesk({ capabilities: ALL }, { "a.txt": "two\nx two\n" });
  at(here, "two", 1);
  await run(here, "dgd");
  assert.equal(here.editor.doc.text.toString(), "two");
});

test("what is asked for is called off with CTRL-C, and by keys that wait for too long", async () => {
  const { here, doc, client } = await scriptedDesk({ capabilities: ALL }, { "a.txt": TEXT });
  await client.request("test/answer", {
    method: "textDocument/definition",
    value: { uri: uriOf(doc.path!), range: {} },
    afterChange: true,
  });
  at(here, "abc");
  here.keys("gd");
  assert.equal(here.editor.loop!.idle, false);
  here.keys("<C-c>");
  assert.equal(here.editor.loop!.idle, true);
  const told = async (): Promise<number> => {
    const { value } = await client.request<{ told: string[] }>("test/state", {
      uri: uriOf(doc.path!),
    });
    return value.told.filter((method) => method === "$/cancelRequest").length;
  };
  assert.equal(await told(), 1);
  here.keys("gdx");
  here.editor.loop!.timeout();
  assert.ok(here.editor.messages.some(({ text }) => /^script has not answered yet/.test(text)));
  assert.equal(doc.text.line(5).text, "bc def");
  assert.equal(await told(), 2);
});

test("the end of a server ends what waits for it, without another message", async () => {
  const { here, client } = await scriptedDesk(
    { capabilities: { hoverProvider: true } },
    { "a.txt": TEXT },
  );
  await client.request("test/answer", {
    method: "textDocument/hover",
    value: null,
    afterChange: true,
  });
  here.keys("K");
  client.kill("test");
  await here.until(() => here.editor.loop!.idle, "the wait is over");
  assert.ok(!here.editor.messages.some(({ text }) => /has ended/.test(text)));
  assert.deepEqual(here.editor.bugs, []);
});

test("formatting a file that is written never keeps it from being written", async () => {
  const { here, doc, client } = await scriptedDesk(
    { capabilities: { documentFormattingProvider: true } },
    { "a.txt": TEXT },
  );
  await run(here, ":setlocal formatonsave<CR>");
  for (const answer of [
    { value: { __error: { code: 1, message: "broken" } } },
    { value: { __error: { code: -32801, message: "modified" } } },
    { value: null },
    { value: [{ range: 3 }] },
    { value: [], afterChange: true },
  ]) {
    await client.request("test/answer", { method: "textDocument/formatting", ...answer });
    await run(here, "ggxu:undo 0<CR>:w!<CR>");
    assert.equal(doc.modified, false, JSON.stringify(answer));
  }
  const said = (pattern: RegExp) => here.editor.messages.some(({ text }) => pattern.test(text));
  assert.ok(said(/^Not formatted: .*within 1 s/));
  await client.request("test/answer", {
    method: "textDocument/formatting",
    value: [],
    afterChange: true,
  });
  here.keys("ggx:w!<CR>");
  client.kill("test");
  await here.until(() => !doc.modified, "it is written");
  assert.ok(said(/^Not formatted: script has ended/));
});
