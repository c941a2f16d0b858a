/** Which servers there are for which documents, and what they ask for. */
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { factsOf } from "../../../src/editor/facts.ts";
import { statusItemsOf } from "../../../src/editor/status-items.ts";
import { infoText } from "../../../src/language/lsp/commands.ts";
import { programOf, rootOf } from "../../../src/language/lsp/server-place.ts";
import { settingOf } from "../../../src/language/lsp/server-requests.ts";
import { serverTable } from "../../../src/language/lsp/server-table.ts";
import { uriOf } from "../../../src/language/lsp/uri.ts";
import { textOf } from "../../../src/text/text.ts";
import { type Lab, lab, scripted, stateOf } from "./lab.ts";

test("hunch's own table is right; the user's goes over it", () => {
  const own = serverTable();
  assert.deepEqual(own.faults, []);
  assert.ok(own.servers.length >= 12);
  const { servers, faults } = serverTable({
    pyright: { settings: { python: { analysis: { diagnosticMode: "workspace" } } } },
    gopls: false,
    mine: { command: "x", filetypes: ["text"], roots: ["a", ["b", "c"]] },
    wrong: { command: "", filetypes: "text", roots: [1], nonsense: 1, env: { A: 1 } },
    worse: 7,
  });
  const named = (name: string) => servers.find((server) => server.name === name);
  assert.equal(
    settingOf(named("pyright")!.settings, "python.analysis.diagnosticMode"),
    "workspace",
  );
  assert.equal(settingOf(named("pyright")!.settings, "python.analysis.autoSearchPaths"), true);
  assert.equal(settingOf(named("pyright")!.settings, "python.__proto__.x"), null);
  assert.deepEqual(named("mine")!.roots, [["a"], ["b", "c"]]);
  assert.deepEqual(
    [named("gopls"), named("wrong"), named("worse")],
    [undefined, undefined, undefined],
  );
  assert.equal(faults.length, 6);
  for (const { text } of faults) assert.match(text, /^servers\.(wrong|worse)/);
});

test("faults of the table are said, the rest counts", () => {
  const here = lab({ servers: { script: { ...scripted(), sort: 1 } } });
  assert.match(here.editor.messages[0]!.text, /servers\.script\.sort is not known/);
});

test("roots: the strongest mark, not beyond the project", () => {
  const here = lab({
    files: { "package-lock.json": "", "pkg/package.json": "{}", "pkg/src/a.ts": "", "x/y.ts": "" },
  });
  const marks = [["package-lock.json"], ["package.json"]];
  assert.equal(rootOf(join(here.root, "pkg/src/a.ts"), marks), here.root);
  assert.equal(rootOf(join(here.root, "pkg/src/a.ts"), [["package.json"]]), join(here.root, "pkg"));
  assert.equal(rootOf(join(here.root, "x/y.ts"), [["package.json"]]), null);
  mkdirSync(join(here.root, "x", ".git"));
  assert.equal(rootOf(join(here.root, "x/y.ts"), marks), null);
});

function program(here: Lab, name: string): string {
  const path = here.write(name, "#!/bin/sh\n");
  chmodSync(path, 0o755);
  return path;
}

test("programs: the project's own where it is trusted, then the PATH, never a relative one", () => {
  const here = lab({ files: { "a.ts": "" }, trusted: false });
  const [spec] = serverTable({ mine: { command: "serve", filetypes: [] } }).servers;
  const local = program(here, "node_modules/.bin/serve");
  const global = program(here, "bin/serve");
  const find = (root: string | null, PATH: string) => programOf(spec!, root, here.trust, { PATH });
  const bin = join(here.root, "bin");
  assert.equal(find(here.root, bin)?.path, global);
  assert.equal(find(here.root, "bin:.:node_modules/.bin"), null);
  here.trust.decide(here.root, "trusted");
  assert.deepEqual(find(here.root, bin), { path: local, local: true });
  assert.deepEqual(find(null, bin), { path: global, local: false });
  here.trust.decide(join(here.root, "sub"), "untrusted");
  assert.equal(find(join(here.root, "sub"), "")?.path, undefined);
  chmodSync(local, 0o644);
  assert.equal(find(here.root, ""), null);
});

test("TypeScript 7 of the project comes before typescript-language-server", () => {
  const here = lab({ files: { "node_modules/typescript/package.json": '{ "version": "7.0.2" }' } });
  const tsc = program(here, "node_modules/.bin/tsc");
  program(here, "bin/tsc");
  const [native] = serverTable().servers.filter(({ name }) => name === "typescript");
  const env = { PATH: join(here.root, "bin") };
  assert.equal(programOf(native!, here.root, here.trust, env)?.path, tsc);
  here.write("node_modules/typescript/package.json", '{ "version": "6.0.3" }');
  assert.equal(programOf(native!, here.root, here.trust, env), null);
  here.write("node_modules/typescript/package.json", "{");
  assert.equal(programOf(native!, here.root, here.trust, env), null);
  rmSync(join(here.root, "node_modules/typescript"), { recursive: true, maxRetries: 10 });
  assert.equal(programOf(native!, here.root, here.trust, env), null);
});

test("nothing is started in a project that is not trusted; with :trust it is, with :untrust it ends", async () => {
  const files = { "a.txt": "a\n", "sub/c.txt": "c\n" };
  const here = lab({ files, trusted: false, servers: { script: scripted() } });
  const mark = join(here.root, "ran");
  const bait = program(here, "node_modules/.bin/tsc");
  writeFileSync(bait, `#!/bin/sh\ntouch ${mark}\n`);
  here.write("node_modules/typescript/package.json", '{ "version": "7.0.2" }');
  here.write("tsconfig.json", '{ "compilerOptions": { "plugins": [{ "name": "bait" }] } }');
  here.write("b.ts", "");
  here.open("b.ts");
  const doc = here.open("a.txt");
  await here.until(() => here.servers.reasons.get(doc), "it was looked at");
  assert.equal(here.servers.all.size, 0);
  assert.match(infoText(here.servers), /script: not trusted/);
  assert.equal(existsSync(mark), false);
  assert.equal(factsOf(here.editor).value("server"), false);
  here.trust.decide(here.root, "trusted");
  const client = await here.client(doc, "script");
  assert.equal(factsOf(here.editor).value("server"), true);
  const other = here.open("sub/c.txt");
  await here.until(() => client.documents.has(other), "another document has it, too");
  here.trust.decide(join(here.root, "sub"), "untrusted");
  await here.until(() => !client.documents.has(other), "a folder is taken out");
  assert.equal(client.documents.has(doc), true);
  here.trust.decide(here.root, "untrusted");
  await here.until(() => client.state === "ended", "it ends");
  assert.equal(factsOf(here.editor).value("server"), false);
});

test("several servers for a document, one of a group; a single file has those of the PATH", async () => {
  const here = lab({
    files: { "a.txt": "a\n" },
    servers: {
      one: scripted({ encoding: "utf-8" }),
      two: { ...scripted({ sync: 1 }), group: "g" },
      three: { ...scripted(), group: "g" },
      rooted: { ...scripted(), roots: ["none.such"], single: false },
      single: { ...scripted(), roots: ["none.such"] },
    },
  });
  const doc = here.open("a.txt");
  const names = await here.until(() => {
    const found = here.servers.clients(doc).map(({ name }) => name);
    return found.length === 3 && found;
  }, "three are ready");
  assert.deepEqual(names, ["one", "two", "single"]);
  here.editor.dispatch(doc, { changes: { from: 1, insert: textOf("é😀\n") }, origin: "test" });
  for (const client of here.servers.clients(doc)) {
    assert.equal((await stateOf(client, doc)).text, "aé😀\n\n");
  }
  assert.equal(here.servers.clients(doc).at(-1)!.root, null);
  here.keys(":LspInfo<CR>");
  assert.match(infoText(here.servers), /servers: none/);
  here.keys(":q<CR>");
  assert.match(infoText(here.servers), /servers: one, two, single\n {2}rooted: no root\n/);
});

test(":LspStop, :LspRestart, :LspLog", async () => {
  const here = lab({ files: { "a.txt": "a\n" }, servers: { script: scripted() } });
  const doc = here.open("a.txt");
  const first = await here.client(doc, "script");
  here.keys(":LspLog on<CR>");
  await stateOf(first, doc);
  assert.match(first.log.text(), /--> .*test\/state/);
  here.keys(":LspStop<CR>");
  await here.until(() => first.state === "ended", "it ended");
  here.open("a.txt");
  here.keys(":LspRestart script<CR>");
  const second = await here.client(doc, "script");
  assert.notEqual(second, first);
  assert.equal((await stateOf(second, doc)).text, "a\n");
  here.keys(":LspLog script<CR>");
  assert.match(here.editor.doc.text.line(1).text, /^script: ready/);
  here.keys(":LspRestart nobody<CR>");
  assert.equal(here.editor.message?.text, "No language server nobody was started");
});

test("what servers ask for is answered", async () => {
  const here = lab({
    files: { "a.txt": "a\n" },
    servers: { script: { ...scripted(), settings: { a: { b: 1 }, "c.d": 2 } } },
  });
  const doc = here.open("a.txt");
  const client = await here.client(doc, "script");
  const ask = async (method: string, params: object = {}) =>
    (await client.request("test/ask", { method, params })).value;
  const items = [{ section: "a.b" }, { section: "a" }, { section: "c.d" }, { section: "x" }];
  assert.deepEqual(await ask("workspace/configuration", { items }), [1, { b: 1 }, 2, null]);
  assert.deepEqual(await ask("workspace/workspaceFolders"), [
    { uri: uriOf(here.root), name: here.root.split("/").at(-1) },
  ]);
  assert.equal(await ask("window/workDoneProgress/create", { token: 1 }), null);
  const message = { type: 1, message: "trouble\nmore", actions: [{ title: "Yes" }] };
  assert.equal(await ask("window/showMessageRequest", message), null);
  assert.equal(here.editor.message?.text, "script: trouble");
  assert.equal(((await ask("no/such")) as { code: number }).code, -32601);
  const seen: string[] = [];
  here.servers.events.on("refresh", ({ what }) => seen.push(what));
  assert.equal(await ask("workspace/inlayHint/refresh"), null);
  assert.deepEqual(seen, ["inlayHint"]);
  here.servers.handle("own/method", (_client, params) => ({ got: params }));
  assert.deepEqual(await ask("own/method", { x: 1 }), { got: { x: 1 } });
});

test("progress is shown in the status line until it ends", async () => {
  const here = lab({ files: { "a.txt": "a\n" }, servers: { script: scripted() } });
  const doc = here.open("a.txt");
  const client = await here.client(doc, "script");
  const tell = (value: object) =>
    client.request("test/tell", {
      messages: [{ method: "$/progress", params: { token: "t", value } }],
    });
  const text = () => statusItemsOf(here.editor).text("progress", here.editor.win);
  await tell({ kind: "report", message: "of nothing" });
  await tell({ kind: "begin", title: "Indexing", percentage: 0 });
  await here.until(() => text() === "script: Indexing 0%", "it begins");
  await tell({ kind: "report", message: "3/4", percentage: 75 });
  await here.until(() => text() === "script: Indexing 3/4 75%", "it goes on");
  await tell({ kind: "end" });
  await here.until(() => text() === "", "it ends");
});

test("files that a server watches, by patterns that it registers", async () => {
  const here = lab({
    files: { "a.txt": "a\n", "src/x.json": "{}", "node_modules/m/y.json": "{}" },
    servers: { script: scripted() },
  });
  const doc = here.open("a.txt");
  const client = await here.client(doc, "script");
  const notices: unknown[] = [];
  const notify = client.notify.bind(client);
  client.notify = (method, params) => {
    if (method === "workspace/didChangeWatchedFiles") {
      notices.push(...(params as { changes: unknown[] }).changes);
    }
    notify(method, params);
  };
  const registration = {
    id: "1",
    method: "workspace/didChangeWatchedFiles",
    registerOptions: { watchers: [{ globPattern: "**/*.json" }, { globPattern: "*.md", kind: 4 }] },
  };
  const registrations = [registration];
  await client.request("test/ask", {
    method: "client/registerCapability",
    params: { registrations },
  });
  await here.until(() => here.servers.watched.folders(here.root) === 2, "two folders are watched");
  const at = (name: string) => uriOf(join(here.root, name));
  const noticed = (name: string, type: number) =>
    here.until(
      () =>
        notices.some((each) => JSON.stringify(each) === JSON.stringify({ uri: at(name), type })),
      `${name} ${type}`,
    );
  here.write("src/new.json", "{}");
  await noticed("src/new.json", 1);
  here.write("src/x.json", "{ }");
  await noticed("src/x.json", 2);
  here.write("b.md", "");
  here.write("src/other.txt", "");
  here.write("node_modules/m/y.json", "{ }");
  here.write("fresh/deep/z.json", "{}");
  await noticed("fresh/deep/z.json", 1);
  rmSync(join(here.root, "b.md"));
  await noticed("b.md", 3);
  symlinkSync("/", join(here.root, "loop"));
  const names = notices.map((each) => (each as { uri: string }).uri);
  assert.ok(!names.some((name) => /node_modules|other\.txt|loop/.test(name)));
  const unregisterations = [{ id: "1", method: registration.method }];
  await client.request("test/ask", {
    method: "client/unregisterCapability",
    params: { unregisterations },
  });
  assert.equal(here.servers.watched.folders(here.root), 0);
});

test("methods by static capabilities and by registration, for the documents they are for", async () => {
  const here = lab({
    files: { "a.txt": "a\n" },
    servers: {
      script: scripted({
        capabilities: { hoverProvider: true, completionProvider: { resolveProvider: true } },
      }),
    },
  });
  const doc = here.open("a.txt");
  const client = await here.client(doc, "script");
  const can = (method: string) => client.supports(method, doc);
  assert.deepEqual(
    ["hover", "completion", "definition"].map((name) => can(`textDocument/${name}`)),
    [true, true, false],
  );
  assert.deepEqual([can("completionItem/resolve"), can("codeAction/resolve")], [true, false]);
  const register = (id: string, documentSelector: unknown) =>
    client.request("test/ask", {
      method: "client/registerCapability",
      params: {
        registrations: [
          { id, method: "textDocument/definition", registerOptions: { documentSelector } },
        ],
      },
    });
  await register("1", [{ language: "python" }, { pattern: "**/*.py" }, 3]);
  assert.equal(can("textDocument/definition"), false);
  await register("2", [{ scheme: "file", language: "plaintext" }]);
  assert.equal(can("textDocument/definition"), true);
  assert.deepEqual(here.servers.clients(doc, "textDocument/hover"), [client]);
  assert.deepEqual(here.servers.clients(doc, "textDocument/rename"), []);
});
