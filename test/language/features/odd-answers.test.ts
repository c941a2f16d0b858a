/** Answers that no server should give: nothing breaks, and what is right in them is used. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { floatsOf } from "../../../src/editor/float.ts";
import { pickersOf } from "../../../src/editor/picker.ts";
import { quickfixOf } from "../../../src/editor/quickfix.ts";
import { uriOf } from "../../../src/language/lsp/uri.ts";
import { scripted, stateOf } from "../lsp/lab.ts";
import { at, desk, floatText, itemsOf, run, scriptedDesk, where } from "./desk.ts";

const TEXT = "one 😀 two\nthree two\nfour\n";
const OTHER = "漢漢 first\nsecond\n";

type Answers = Readonly<Record<string, unknown>>;

/** Keys as they are known to the scripted server. */
function start(
  answers: Answers,
  capabilities: Answers = {},
  encoding: "utf-8" | "utf-16" = "utf-16",
) {
  return scriptedDesk(
    {
      encoding,
      answers,
      capabilities: {
        hoverProvider: true,
        definitionProvider: true,
        declarationProvider: true,
        referencesProvider: true,
        implementationProvider: true,
        typeDefinitionProvider: true,
        renameProvider: true,
        codeActionProvider: { resolveProvider: true },
        executeCommandProvider: { commands: ["known"] },
        documentSymbolProvider: true,
        documentHighlightProvider: true,
        documentFormattingProvider: true,
        signatureHelpProvider: { triggerCharacters: ["("] },
        workspaceSymbolProvider: true,
        inlayHintProvider: true,
        semanticTokensProvider: {
          legend: { tokenTypes: ["function", "type"], tokenModifiers: ["static"] },
          full: { delta: true },
        },
        ...capabilities,
      },
    },
    { "a.txt": TEXT, "b.txt": OTHER },
  );
}

const range = (line: number, from: number, to: number, end = line) => ({
  start: { line, character: from },
  end: { line: end, character: to },
});

const NOTHING = [null, [], {}, 7, "text", [null, 3, "x", {}], { contents: null }, { contents: [] }];

for (const value of NOTHING) {
  test(`${JSON.stringify(value)} as the answer to everything`, async () => {
    const { here, doc, client } = await start({ "*": value });
    const { editor } = here;
    for (const keys of ["K", "gd", "gD", "grr", "gri", "grt", "<C-]>", "gra", "gO"]) {
      await run(here, keys);
      assert.equal(where(here), "a.txt 0:0", keys);
      assert.equal(floatsOf(editor).current, null, keys);
      assert.notEqual(editor.message, null, keys);
    }
    await run(here, ":Format<CR>");
    here.keys("grn");
    await here.until(() => editor.cmdline !== null || editor.loop!.idle, "it asks or refuses");
    await run(here, "<C-u>new<CR>");
    assert.equal(editor.doc.text.toString(), TEXT.trimEnd());
    await run(here, ":set inlayhints<CR>");
    here.features.idle();
    here.keys("i<C-s>x<Esc>");
    const told = async (): Promise<string[]> => (await stateOf(client, doc)).told;
    for (const what of ["inlayHint", "semanticTokens/full", "documentHighlight", "signatureHelp"]) {
      while (!(await told()).includes(`textDocument/${what}`));
    }
    for (const kind of ["highlights", "inlays", "signs"] as const) {
      assert.ok(doc.slots.isEmpty(kind), kind);
    }
    assert.deepEqual(await itemsOf(pickersOf(editor).get("symbols")!, "x"), []);
    assert.deepEqual(editor.bugs, []);
  });
}

test("an error is said and leads nowhere", async () => {
  const { here } = await start({
    "*": { __error: { code: -32603, message: "no\u001b[2J\nmore" } },
  });
  for (const keys of ["K", "gd", "grr", "gra", ":Format<CR>"]) {
    await run(here, keys);
    assert.match(here.editor.message!.text, /^script: /, keys);
  }
  assert.deepEqual(here.editor.bugs, []);
});

test("links, locations outside of the text, the same place twice, what is no file", async () => {
  const { here } = await start({}, {}, "utf-8");
  const { editor } = here;
  const other = uriOf(`${here.root}/b.txt`);
  const client = here.servers.clients(editor.doc)[0]!;
  const answer = (method: string, value: unknown) =>
    client.request("test/answer", { method, value });
  await answer("textDocument/definition", [
    { targetUri: other, targetRange: range(0, 0, 3), targetSelectionRange: range(0, 7, 12) },
  ]);
  await run(here, "gd");
  // Seven bytes: two characters and a blank.
  assert.equal(where(here), "b.txt 0:3");
  await run(here, "<C-o>");
  await answer("textDocument/references", [
    { uri: other, range: range(99, 99, 99) },
    { uri: other, range: range(1, 0, 6) },
    { uri: other, range: range(1, 0, 6) },
    { uri: "jdt://contents/x.class", range: range(0, 0, 1) },
    { uri: uriOf(`${here.root}/missing.txt`), range: range(0, 0, 1) },
    { uri: other },
  ]);
  await run(here, "grr");
  const places = quickfixOf(editor).list!.items.map(({ point }) => [point!.row, point!.col]);
  assert.deepEqual(places, [
    [1, 6],
    [1, 0],
    [0, 0],
  ]);
  await run(here, ":cclose<CR>");
  await answer("textDocument/definition", { uri: "jdt://contents/x.class", range: range(0, 0, 1) });
  await run(here, "gd");
  assert.match(editor.message!.text, /leads to jdt:\/\/contents\/x\.class, which is no file/);
  await answer("textDocument/definition", { uri: other, range: "?" });
  await run(here, "<C-]>");
  assert.equal(where(here), "b.txt 0:0");
});

test("an answer for an older text is carried to the present one", async () => {
  const { here, doc, client } = await start({});
  await client.request("test/answer", {
    method: "textDocument/definition",
    value: { uri: uriOf(doc.path!), range: range(1, 6, 9) },
    afterChange: true,
  });
  here.keys("gd");
  // Something else changes the text meanwhile; the server answers for what it had.
  here.editor.dispatch(doc, { changes: { from: 0, insert: "new" }, origin: "test" });
  await here.until(() => here.editor.loop!.idle, "it is over");
  assert.equal(where(here), "a.txt 1:6");
});

test("a rename that is answered too late, or overlaps, changes nothing", async () => {
  const { here, doc, client } = await start({});
  const { editor } = here;
  const edit = (edits: unknown) => ({ changes: { [uriOf(doc.path!)]: edits } });
  const rename = async (keys = "grn"): Promise<void> => {
    at(here, "two");
    here.keys(keys);
    await here.until(() => editor.cmdline !== null, "it asks");
    here.keys("X<CR>");
  };
  const answer = (value: unknown, afterChange = false) =>
    client.request("test/answer", { method: "textDocument/rename", value, afterChange });
  await answer(
    edit([
      { range: range(0, 7, 10), newText: "a" },
      { range: range(0, 8, 9), newText: "b" },
    ]),
  );
  await rename();
  await here.until(() => /overlap/.test(editor.message?.text ?? ""), "it is refused");
  await answer(edit([{ range: range(0, 7, 10), newText: "twoX" }]), true);
  await rename();
  editor.dispatch(doc, { changes: { from: 0, insert: "!" }, origin: "test" });
  await here.until(() => /changed meanwhile/.test(editor.message?.text ?? ""), "it is refused");
  assert.equal(doc.text.toString(), `!${TEXT.trimEnd()}`);
  await run(here, "u");
  await answer(edit([{ range: range(0, 7, 10), newText: "twoX" }]));
  await rename();
  await here.until(() => editor.message?.text === "1 change in 1 file", "it is done");
  assert.equal(doc.text.line(1).text, "one 😀 twoX");
});

test("hover: all kinds of contents, control characters, too much of it", async () => {
  const { here, client } = await start({});
  const hover = async (contents: unknown): Promise<string[]> => {
    floatsOf(here.editor).close();
    await client.request("test/answer", { method: "textDocument/hover", value: { contents } });
    await run(here, "K");
    return floatText(here);
  };
  assert.deepEqual(
    await hover([
      "# A **title**",
      { language: "ts", value: "let x\n  = 1" },
      "",
      { value: "a_b_c" },
    ]),
    ["A title", "----", "let x", "  = 1", "----", "a_b_c"],
  );
  assert.deepEqual(await hover({ kind: "plaintext", value: "*x*\r\n\r\n\r\n\ty" }), [
    "*x*",
    "",
    "    y",
  ]);
  assert.deepEqual(
    await hover("```ts\nf(*a*)\n```\n---\n- see [`g`](file:///x) \\*ok\\* &lt;b&gt;\n> so"),
    ["f(*a*)", "----", "- see `g` *ok* <b>", "| so"].map((line) => line.replaceAll("`", "")),
  );
  assert.equal((await hover("x\n".repeat(100_000))).length, 1001);
  assert.ok((await hover("[".repeat(50_000))).join("").length <= 50_001);
  assert.ok((await hover("\u001b]0;x\u0007**b")).length === 1);
});

test("code actions: the order, the disabled, commands of other editors, edits of the server", async () => {
  const choose = { text: "" };
  const { here, doc, client } = await start({});
  const { editor } = here;
  const open = pickersOf(editor);
  let items: string[] = [];
  open.open = function* ({ source }) {
    items = [];
    const all: import("../../../src/editor/picker.ts").PickItem[] = [];
    source.start(
      "",
      { push: (more) => void all.push(...more), done() {} },
      new AbortController().signal,
    );
    items = all.map(({ text, detail }) => `${text} (${detail})`);
    const item = all.find(({ text }) => text === choose.text);
    const fiber = item && source.accept?.(item, "edit");
    if (fiber) yield* fiber;
  };
  const edit = { changes: { [uriOf(doc.path!)]: [{ range: range(2, 0, 4), newText: "4" }] } };
  await client.request("test/answer", {
    method: "textDocument/codeAction",
    value: [
      { title: "sort", kind: "source.organizeImports", edit },
      { title: "never", kind: "quickfix", disabled: { reason: "not\nhere" } },
      { title: "fix", kind: "quickfix", edit },
      { title: "best", kind: "quickfix", isPreferred: true, data: 1 },
      { title: "foreign", command: "editor.action.x" },
      { title: "run", command: "known", arguments: [1] },
      { nonsense: true },
    ],
  });
  await client.request("test/answer", {
    method: "codeAction/resolve",
    value: { title: "best", edit },
  });
  await run(here, "gra");
  assert.deepEqual(items, [
    "best (quickfix  script)",
    "fix (quickfix  script)",
    "foreign (script)",
    "run (script)",
    "sort (source.organizeImports  script)",
    "never (disabled: not here)",
  ]);
  const pick = async (text: string): Promise<string> => {
    choose.text = text;
    await run(here, "gra");
    return editor.message?.text ?? "";
  };
  assert.match(await pick("never"), /^never: not here/);
  assert.match(await pick("foreign"), /editor\.action\.x is for another editor/);
  assert.equal(await pick("best"), "best: 1 change in 1 file");
  assert.equal(doc.text.line(3).text, "4");
  // A command whose edit the server asks for while it runs.
  await client.request("test/answer", {
    method: "workspace/executeCommand",
    value: null,
    ask: {
      method: "workspace/applyEdit",
      params: {
        edit: { changes: { [uriOf(doc.path!)]: [{ range: range(2, 0, 1), newText: "IV" }] } },
      },
    },
  });
  await pick("run");
  assert.equal(doc.text.line(3).text, "IV");
  // A selection is asked about as a whole.
  choose.text = "";
  at(here, "two");
  await run(here, "vegra");
  assert.equal(editor.mode, "normal");
  const { value } = await client.request<{ range: unknown }>("test/last", {
    method: "textDocument/codeAction",
  });
  assert.deepEqual(value.range, range(0, 7, 10));
});

test("tokens: a first answer, a difference, one that does not fit, edits in between", async () => {
  const { here, doc, client } = await start({});
  const tokens = (): string[] => {
    const all: string[] = [];
    doc.slots.between("highlights", 0, doc.text.length, (from, to, { group }, space) => {
      if (space === "semantic") all.push(`${doc.text.sliceString(from, to)} ${group}`);
    });
    return all;
  };
  const answer = (part: string, value: unknown) =>
    client.request("test/answer", { method: `textDocument/semanticTokens/${part}`, value });
  const shows = (text: string) => here.until(() => tokens().join() === text, text);
  await answer("full", { resultId: "1", data: [0, 1, 3, 0, 0, 1, 0, 5, 1, 1] });
  await run(here, "ix<Esc>");
  await shows("one function,three type.static");
  await answer("full/delta", { resultId: "2", edits: [{ start: 3, deleteCount: 1, data: [1] }] });
  await run(here, "ry");
  await shows("one type,three type.static");
  // Until the next answer they are carried.
  await answer("full/delta", { edits: [{ start: 77, deleteCount: 1 }] });
  await answer("full", { data: [0, 4, 3, 0, 0] });
  here.keys("iabc<Esc>");
  assert.equal(tokens().join(), "one type,three type.static");
  await shows("one function");
  await run(here, ":set nosemantictokens<CR>");
  assert.deepEqual(tokens(), []);
  assert.deepEqual(here.editor.bugs, []);
});

test("the answers of two servers are one list, each place once; one that fails is left out", async () => {
  const capabilities = { referencesProvider: true, hoverProvider: true, definitionProvider: true };
  const here = desk({
    files: { "a.txt": TEXT },
    servers: {
      one: scripted({ encoding: "utf-8", capabilities }),
      two: scripted({ encoding: "utf-32", capabilities }),
    },
  });
  const doc = here.open("a.txt");
  const [one, two] = [await here.client(doc, "one"), await here.client(doc, "two")];
  const uri = uriOf(doc.path!);
  const say = (client: typeof one, method: string, value: unknown) =>
    client.request("test/answer", { method: `textDocument/${method}`, value });
  // The same place in bytes and in characters, and another one.
  await say(one, "references", [{ uri, range: range(0, 9, 12) }]);
  await say(two, "references", [
    { uri, range: range(0, 6, 9) },
    { uri, range: range(1, 6, 9) },
  ]);
  await run(here, "grr");
  assert.deepEqual(
    quickfixOf(here.editor).list!.items.map(({ point }) => point),
    [
      { row: 0, col: 7 },
      { row: 1, col: 6 },
    ],
  );
  await run(here, ":cclose<CR>");
  await say(one, "hover", { contents: "from one" });
  await say(two, "hover", { contents: "from two" });
  await run(here, "K");
  assert.deepEqual(floatText(here), ["from one", "----", "from two"]);
  await say(one, "definition", { __error: { code: 1, message: "broken" } });
  await say(two, "definition", { uri, range: range(2, 1, 2) });
  await run(here, "gd");
  assert.equal(where(here), "a.txt 2:1");
});
