/** What is shown without being asked for: marks at rest, tokens of the rows that are seen, retries. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Document } from "../../../src/editor/document.ts";
import { at, run, scriptedDesk } from "./desk.ts";

const TEXT = "one two\nthree two\nfour\n";

const range = (line: number, from: number, to: number) => ({
  start: { line, character: from },
  end: { line, character: to },
});

function shown(doc: Document, namespace: string): string[] {
  const all: string[] = [];
  doc.slots.between("highlights", 0, doc.text.length, (from, to, { group }, space) => {
    if (space === namespace) all.push(`${from}-${to} ${group}`);
  });
  return all;
}

test("the places of the word under a resting cursor, until it leaves the word", async () => {
  const { here, doc, client } = await scriptedDesk(
    { capabilities: { documentHighlightProvider: true } },
    { "a.txt": TEXT },
  );
  const value = [
    { range: range(0, 4, 7), kind: 3 },
    { range: range(1, 6, 9), kind: 2 },
    { range: range(9, 9, 9) },
  ];
  await client.request("test/answer", { method: "textDocument/documentHighlight", value });
  const rest = async (): Promise<void> => {
    at(here, "two");
    here.features.idle();
    await here.until(() => shown(doc, "reference").length === 2, "they are marked");
  };
  await rest();
  assert.deepEqual(shown(doc, "reference"), ["4-7 ui.reference.write", "14-17 ui.reference.read"]);
  await run(here, "l");
  assert.equal(shown(doc, "reference").length, 2);
  await run(here, "h0");
  assert.deepEqual(shown(doc, "reference"), []);
  await rest();
  await run(here, "x");
  assert.deepEqual(shown(doc, "reference"), []);
  await rest();
  await run(here, "v<Esc>");
  assert.deepEqual(shown(doc, "reference"), []);
  // A key that comes before the answer calls it off.
  at(here, "two");
  here.features.idle();
  await run(here, "0");
  await client.request("test/state", { uri: "" });
  assert.deepEqual(shown(doc, "reference"), []);
  await run(here, ":set nodocumenthighlight<CR>");
  at(here, "two");
  here.features.idle();
  await client.request("test/state", { uri: "" });
  assert.deepEqual(shown(doc, "reference"), []);
});

test("a mark for a fix, in the row of the cursor, not for what any row has", async () => {
  const { here, doc, client } = await scriptedDesk(
    { capabilities: { codeActionProvider: true } },
    { "a.txt": TEXT },
  );
  const offer = (kind: string) =>
    client.request("test/answer", {
      method: "textDocument/codeAction",
      value: [{ title: "x", kind, edit: {} }],
    });
  await offer("refactor.extract");
  here.features.idle();
  await client.request("test/state", { uri: "" });
  assert.equal(doc.slots.get("signs", "bulb"), null);
  await offer("quickfix");
  here.features.idle();
  await here.until(() => doc.slots.get("signs", "bulb")?.size === 1, "there is a mark");
  await run(here, "l");
  assert.equal(doc.slots.get("signs", "bulb")?.size, 1);
  await run(here, "j");
  assert.equal(doc.slots.get("signs", "bulb"), null);
  await run(here, ":set nolightbulb<CR>");
  here.features.idle();
  await client.request("test/state", { uri: "" });
  assert.equal(doc.slots.get("signs", "bulb"), null);
});

test("a server that knows only ranges is asked for what is seen; deprecated names are struck", async () => {
  const legend = { tokenTypes: ["function", "variable"], tokenModifiers: ["deprecated"] };
  const { here, doc, client } = await scriptedDesk(
    {
      capabilities: { semanticTokensProvider: { legend, range: true } },
      answers: { "textDocument/semanticTokens/range": { data: [0, 0, 3, 0, 1, 0, 4, 3, 1, 0] } },
    },
    { "a.txt": `${TEXT}${"x\n".repeat(500)}` },
  );
  await here.until(() => shown(doc, "semantic").length > 0, "tokens are shown");
  assert.deepEqual(shown(doc, "semantic").sort(), [
    "0-3 diagnostic.deprecated",
    "0-3 function.deprecated",
  ]);
  const { value } = await client.request<{ range: { end: { line: number } } }>("test/last", {
    method: "textDocument/semanticTokens/range",
  });
  assert.ok(value.range.end.line < 100);
  await run(here, "G");
  await here.until(() => here.editor.win.cursor.pos > 500, "it went");
  assert.deepEqual(here.editor.bugs, []);
});

test("what takes the place of a question that was called off is not asked again", async () => {
  const legend = { tokenTypes: ["function"], tokenModifiers: [] };
  const method = "textDocument/semanticTokens/full";
  const { here, client } = await scriptedDesk(
    {
      capabilities: { semanticTokensProvider: { legend, full: true } },
      answers: { [method]: null },
    },
    { "a.txt": TEXT },
  );
  const asked = async (): Promise<number> => {
    const { value } = await client.request<{ told: string[] }>("test/state", { uri: "" });
    return value.told.filter((each) => each === method).length;
  };
  const silent = { method, value: null, afterChange: true };
  await client.request("test/answer", silent);
  await run(here, "x");
  await client.request("test/answer", silent);
  const first = await asked();
  await run(here, "x");
  while ((await asked()) < first + 1);
  const second = await asked();
  for (let i = 0; i < 3; i++) {
    await run(here, "l");
    for (let turn = 0; turn < 20; turn++) await client.request("test/state", { uri: "" });
  }
  assert.equal(await asked(), second);
});

test("what fails is asked for twice more, not for ever", async () => {
  const legend = { tokenTypes: ["function"], tokenModifiers: [] };
  const method = "textDocument/semanticTokens/full";
  const { here, doc, client } = await scriptedDesk(
    {
      capabilities: { semanticTokensProvider: { legend, full: true } },
      answers: { [method]: { __error: { code: -32603, message: "loading" } } },
    },
    { "a.txt": TEXT },
  );
  const asked = async (): Promise<number> => {
    const { value } = await client.request<{ told: string[] }>("test/state", { uri: "" });
    return value.told.filter((each) => each === method).length;
  };
  while ((await asked()) < 3);
  for (let i = 0; i < 20; i++) await client.request("test/state", { uri: "" });
  assert.equal(await asked(), 3);
  await client.request("test/answer", { method, value: { data: [0, 0, 3, 0, 0] } });
  await run(here, "l");
  await here.until(() => shown(doc, "semantic").length === 1, "a key asks again");
});
