/** Copilot in an editor: what is asked, shown, taken and told, over real standard input and output. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { textOf } from "../../../src/text/text.ts";
import { item, lab, range } from "./lab.ts";

const FILES = { "a.ts": "function add(a, b) {\n\n}\n", "b.ts": "add(1);\n" };

test("text at the cursor is asked for, shown, typed through and taken", async () => {
  const here = lab({ files: FILES });
  here.open("a.ts", "{\n|");
  await here.has("a.ts");
  await here.answers("inlineCompletion", item("  return a + b;", range(1, 0, 3)));
  await here.type("i  r");
  await here.shows("ghost eturn a + b;");
  await here.type("e");
  assert.equal(here.shown, "ghost turn a + b;");
  await here.type("<Tab>");
  assert.equal(here.text, "function add(a, b) {\n  return a + b;\n}");
  const done = "workspace/executeCommand";
  const told = await here.told(({ params }) => params[done] !== undefined);
  assert.deepEqual(told.faults, []);
  assert.deepEqual(told.params[done], [
    { command: "github.copilot.didAcceptCompletionItem", arguments: ["id-1"] },
  ]);
  const shown = told.params["textDocument/didShowCompletion"] as { item: { insertText: string } }[];
  assert.deepEqual(
    shown.map((each) => each.item.insertText),
    ["  return a + b;"],
  );
  const [asked] = told.params["textDocument/inlineCompletion"] as Record<string, unknown>[];
  assert.deepEqual(asked!.formattingOptions, { tabSize: 2, insertSpaces: true });
  assert.deepEqual(asked!.context, { triggerKind: 2 });
  assert.equal(told.texts[here.uri("a.ts")]!.text, `${here.text}\n`);
  assert.equal(here.copilot.status(), "");
});

test("what is taken in parts is told as all from the start of the item's text", async () => {
  const here = lab({ files: FILES });
  here.open("a.ts", "{\n|");
  await here.has("a.ts");
  await here.answers("inlineCompletion", item("one two\r\nthree", range(1, 0, 1)));
  await here.type("io");
  await here.shows("ghost ne two\nthree");
  const part = "textDocument/didPartiallyAcceptCompletion";
  const lengths = async (count: number) => {
    const { params } = await here.told((told) => (told.params[part]?.length ?? 0) >= count);
    return (params[part] as { acceptedLength: number }[]).map((each) => each.acceptedLength);
  };
  const word = here.editor.commands.require("tab.accept-word");
  const line = here.editor.commands.require("tab.accept-line");
  const run = (command: typeof word) => {
    const { editor } = here;
    const { win, doc } = editor;
    const fiber = command.run({ editor, win, doc, count: 0, register: "", keys: [] });
    if (fiber) fiber.next();
    here.tab.arbiter.settle();
  };
  run(word);
  assert.deepEqual(await lengths(1), ["one".length]);
  run(line);
  assert.deepEqual(await lengths(2), ["one".length, "one two".length]);
  run(word);
  assert.match(here.text, /one two\nthree/);
  const { params, faults } = await here.told(
    (t) => t.params["workspace/executeCommand"] !== undefined,
  );
  assert.equal(params[part]!.length, 2);
  assert.deepEqual(faults, []);
});

test("the next edit is shown in normal mode, here and in a file that is not open", async () => {
  const here = lab({ files: FILES });
  here.open("a.ts", "add(|a");
  await here.has("a.ts");
  const version = here.editor.doc.revision;
  const command = { title: "", command: "github.copilot.didAcceptNextEdit", arguments: ["e1"] };
  const edit = (name: string, text: string, place: object, at: number | null) => ({
    edits: [{ text, range: place, command, textDocument: { uri: here.uri(name), version: at } }],
  });
  await here.answers(
    "copilotInlineEdit",
    edit("a.ts", "sum", range(0, 13, 14), version + 1),
    edit("b.ts", "add(1, 2);", range(0, 0, 5), null),
  );
  await here.type("rx");
  await here.shows("edit sum");
  await here.type("<Tab>");
  assert.match(here.text, /^function add\(sum/);
  const done = "workspace/executeCommand";
  const { params } = await here.told((told) => told.params[done] !== undefined);
  assert.deepEqual(params[done], [{ command: command.command, arguments: ["e1"] }]);
  assert.equal(params["textDocument/didShowInlineEdit"]!.length, 1);
  await here.shows("jump , 2");
});

test("an edit for another version than the server was told is dropped", async () => {
  const here = lab({ files: FILES });
  here.open("a.ts", "add(|a");
  await here.has("a.ts");
  const { revision } = here.editor.doc;
  const edits = [revision + 9, revision + 1].map((version, at) => ({
    text: at === 0 ? "stale" : "good",
    range: range(0, 13, 14),
    command: null,
    textDocument: { uri: here.uri("a.ts"), version },
  }));
  await here.answers("copilotInlineEdit", { edits });
  await here.type("rx");
  await here.shows("edit good");
  assert.equal(here.tab.arbiter.held.length, 1);
});

test("an edit without a version is for the text that was asked about, also when more was typed", async () => {
  const here = lab({ files: FILES });
  const doc = here.open("a.ts", "add(|a");
  await here.has("a.ts");
  await here.ask("test/hold");
  await here.answers("copilotInlineEdit", {
    edits: [
      {
        text: "first",
        range: range(0, 13, 14),
        command: null,
        textDocument: { uri: here.uri("a.ts") },
      },
    ],
  });
  await here.type("rx");
  await here.told(({ methods }) => methods.includes("textDocument/copilotInlineEdit"));
  // In front of it, and sent before the answer comes.
  here.editor.dispatch(doc, { changes: { from: 0, to: 0, insert: "async " }, origin: "put" });
  await here.told(({ texts }) => texts[here.uri("a.ts")]?.version === doc.revision);
  await here.ask("test/release");
  await here.until(() => here.tab.arbiter.held.length > 0, "the edit holds");
  const [held] = here.tab.arbiter.held;
  const made = held!.prediction.changes.apply(doc.text);
  assert.equal(made.line(1).text, "async function add(first, b) {");
});

test("a slow answer is carried to what was typed meanwhile; one that contradicts it is dropped", async () => {
  const here = lab({ files: FILES });
  here.open("a.ts", "{\n|");
  await here.has("a.ts");
  await here.ask("test/hold");
  await here.answers(
    "inlineCompletion",
    item("return a;", range(1, 0, 1)),
    item("else {", range(1, 0, 5)),
  );
  await here.type("ir");
  await here.told(({ methods }) => methods.includes("textDocument/inlineCompletion"));
  await here.type("et");
  await here.ask("test/release");
  await here.shows("ghost urn a;");
  await here.ask("test/hold");
  await here.type("x");
  await here.told(({ params }) => params["textDocument/inlineCompletion"]!.length === 2);
  assert.equal(here.shown, null);
  await here.ask("test/release");
  const { faults, params } = await here.told();
  assert.deepEqual(faults, []);
  // One request for three letters, one for the next.
  assert.equal(params["textDocument/inlineCompletion"]!.length, 2);
});

test("a question that is not wanted any more is called off at the server", async () => {
  const here = lab({ files: FILES });
  here.open("a.ts", "{\n|");
  await here.has("a.ts");
  await here.ask("test/hold");
  await here.type("ir");
  await here.told(({ methods }) => methods.includes("textDocument/inlineCompletion"));
  await here.type("<Esc>u");
  await here.told(({ cancelled }) => cancelled > 0);
});

test("garbage and errors rest the server for a while; the status says so", async (t) => {
  const here = lab({ files: FILES });
  here.open("a.ts", "{\n|");
  await here.has("a.ts");
  await here.answers("inlineCompletion", "garbage");
  // It rests for two seconds: they are not over before it is looked at.
  const now = Math.ceil(performance.now());
  t.mock.method(performance, "now", () => now);
  await here.type("ir");
  await here.until(() => here.copilot.server.failed === 1, "it failed");
  assert.match(here.copilot.status(), /^copilot: fails, again in [12] s$/);
  const { asked } = here.copilot.server;
  await here.type("et");
  assert.equal(here.copilot.server.asked, asked);
  assert.equal(here.shown, null);
  assert.match(here.copilot.health().join("\n"), /asked: once, 1 in vain/);
});

test("bytes that are no message are skipped", async () => {
  const here = lab({ files: FILES });
  here.open("a.ts", "{\n|");
  await here.has("a.ts");
  await here.ask("test/raw", { text: "Hello\n\nContent-Length: 4\r\n\r\n{]{}" });
  await here.answers("inlineCompletion", item("return;", range(1, 0, 1)));
  await here.type("ir");
  await here.shows("ghost eturn;");
});

test("whatever is edited, the server has the editor's text", async () => {
  const here = lab({ files: { "a.ts": "const smile = '😀';\nlet ä = 'e\u0301';\n\nlast\n" } });
  const doc = here.open("a.ts", "|const");
  await here.has("a.ts");
  let state = 11;
  const random = (most: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % most;
  };
  const pieces = ["", "x", "\n", "😀", "ä\n\n", "return a;\n", "\t"];
  for (let round = 0; round < 120; round++) {
    const rows = doc.text.lines;
    const at = () => doc.text.line(1 + random(rows)).from;
    const [from, to] = [at(), at()].sort((a, b) => a - b) as [number, number];
    const insert = textOf(pieces[random(pieces.length)]!);
    const span = to - from > 40 ? from : to;
    here.editor.dispatch(doc, { changes: { from, to: span, insert }, origin: "put" });
    if (random(4) === 0) await new Promise<void>((resolve) => setImmediate(resolve));
  }
  const uri = here.uri("a.ts");
  const told = await here.told(({ texts }) => texts[uri]?.version === doc.revision);
  assert.equal(told.texts[uri]!.text, `${here.text}\n`);
  assert.deepEqual(told.faults, []);
});
