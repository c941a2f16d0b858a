import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { after, test } from "node:test";
import { headlessEditor } from "../../src/app/filter-case.ts";
import { openRemotely, planOf } from "../../src/app/remote-client.ts";
import { editorVariables, installRemote } from "../../src/app/remote-editor.ts";
import { LISTEN, parseAddress, parseRequest } from "../../src/app/remote-request.ts";
import { parseKeys } from "../../src/base/key.ts";
import { resizeScreen } from "../../src/editor/layout-screen.ts";
import type { Terminal, TerminalKeyHook } from "../../src/shell/terminals.ts";
import { textOf } from "../../src/text/text.ts";

const folder = mkdtempSync(join(tmpdir(), "hunch-remote-"));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
const A = join(folder, "a.txt");
const B = join(folder, "b.txt");
writeFileSync(A, "one\ntwo\nthree\n");
writeFileSync(B, "b\n");

const at = (path: string, line: number | null = null, col: number | null = null) => ({
  path,
  line,
  col,
});

const PLANS: readonly (readonly [string, ReturnType<typeof planOf>])[] = [
  ["a.txt", { kind: "open", files: [at(A)], wait: false }],
  ["--wait a.txt", { kind: "open", files: [at(A)], wait: true }],
  ["a.txt:2:3 b.txt", { kind: "open", files: [at(A, 2, 3), at(B)], wait: false }],
  ["+3 a.txt b.txt", { kind: "open", files: [at(A, 3), at(B)], wait: false }],
  ["a.txt +3", { kind: "open", files: [at(A, 3)], wait: false }],
  ["+ a.txt", { kind: "open", files: [at(A, -1)], wait: false }],
  ["-- -x", { kind: "open", files: [at(join(folder, "-x"))], wait: false }],
  ["-", { kind: "open", files: ["-"], wait: false }],
  ["/x/.git/COMMIT_EDITMSG", { kind: "open", files: [at("/x/.git/COMMIT_EDITMSG")], wait: true }],
  ["/tmp/bash-fc.aB12", { kind: "open", files: [at("/tmp/bash-fc.aB12")], wait: true }],
  ["--new a.txt", { kind: "start" }],
  ["--clean a.txt", { kind: "start" }],
  ["--version", { kind: "start" }],
  ["eval tab", { kind: "start" }],
  ["models add", { kind: "start" }],
  ["model add x.gguf", { kind: "start" }],
];

for (const [line, plan] of PLANS) {
  test(`hunch ${line}`, () => {
    assert.deepEqual(planOf(line.split(" "), folder, existsSync), plan);
  });
}

for (const line of ["", "+q a.txt", "+/two a.txt", "-c q a.txt", "-c", "-o a.txt", "-R a.txt"]) {
  test(`hunch ${line} is refused: programs in a terminal can open files, and nothing else`, () => {
    const args = line === "" ? [] : line.split(" ");
    assert.equal(planOf(args, folder, existsSync).kind, "refuse");
  });
}

const REQUESTS: readonly (readonly [string, boolean])[] = [
  ['{"files":[{"path":"/a","line":1,"col":null}],"wait":true}', true],
  ['{"files":[{"path":null,"line":null,"col":null,"text":"YQ=="}],"wait":false}', true],
  ['{"files":[],"wait":true}', false],
  ['{"files":[{"path":"a","line":null,"col":null}],"wait":true}', false],
  ['{"files":[{"path":"/a\\u0000","line":null,"col":null}],"wait":true}', false],
  ['{"files":[{"path":"/a","line":"1","col":null}],"wait":true}', false],
  ['{"files":[{"path":"/a","line":null,"col":null}],"wait":"yes"}', false],
  ['{"files":[null],"wait":true}', false],
  [`{"files":[{"path":"/${"a".repeat(5000)}","line":null,"col":null}],"wait":true}`, false],
  ["null", false],
  ["{", false],
];

for (const [line, good] of REQUESTS) {
  test(`${line.slice(0, 80)} is ${good ? "a" : "no"} request`, () => {
    assert.equal(parseRequest(line) !== null, good);
  });
}

const VARIABLES: readonly (readonly [Record<string, string>, Record<string, string>])[] = [
  [{ EDITOR: "vim" }, {}],
  [{ EDITOR: "hunch" }, { EDITOR: "hunch --wait" }],
  [{ EDITOR: "hunch --wait" }, {}],
  [{ GIT_EDITOR: "/opt/bin/hunch" }, { GIT_EDITOR: "/opt/bin/hunch --wait" }],
  [{ PATH: "/nowhere" }, {}],
];

for (const [env, wanted] of VARIABLES) {
  test(`with ${JSON.stringify(env)} programs get ${JSON.stringify(wanted)}`, () => {
    assert.deepEqual(editorVariables(env, "/nowhere/dist/start.cjs"), wanted);
  });
}

/** An editor whose window shows a terminal, and what `hunch ARGS` in it does. */
function outer(context: { after(run: () => void): void }, env: Record<string, string> = {}) {
  const { editor, loop } = headlessEditor("main");
  editor.loop = loop;
  resizeScreen(editor, 40, 80);
  const environment: (() => Readonly<Record<string, string>>)[] = [];
  const keyHooks: TerminalKeyHook[] = [];
  let quiet = 1000;
  let redraws = 0;
  const remote = installRemote(
    editor,
    { env, redraw: () => redraws++, quietMs: () => quiet },
    { environment, keyHooks },
  );
  context.after(() => remote.close());
  const given = environment[0]!();
  const complaints: string[] = [];
  const hunch = (line: string, input = "") =>
    openRemotely(line.split(" "), {
      env: given,
      cwd: folder,
      stdin: Readable.from(input === "" ? [] : [Buffer.from(input)]),
      complain: (text) => complaints.push(text),
    });
  const type = (keys: string) => {
    for (const key of parseKeys(keys)) loop.feed([key]);
  };
  const opened = async (path: string) => {
    while (editor.doc.path !== path) await new Promise((resolve) => setImmediate(resolve));
  };
  /** A key in a terminal, just now. */
  const typed = (key: string): void => {
    quiet = 0;
    for (const hook of keyHooks) assert.equal(hook({} as Terminal, key), false);
  };
  const rest = (): void => {
    quiet = 1000;
  };
  return { editor, remote, given, complaints, hunch, type, opened, typed, rest };
}

test("a file is opened where its name says", async (context) => {
  const { editor, hunch } = outer(context);
  assert.equal(await hunch("a.txt:2:3"), 0);
  assert.equal(editor.doc.path, A);
  assert.equal(editor.win.cursor.pos, 6);
  assert.equal(await hunch("+ a.txt"), 0);
  assert.equal(editor.doc.text.lineAt(editor.win.cursor.pos).text, "three");
  assert.equal(editor.tab.windows.length, 1);
});

test("the text of standard input becomes a buffer", async (context) => {
  const { editor, hunch } = outer(context);
  assert.equal(await hunch("-", "x\ny\n"), 0);
  assert.equal(editor.doc.text.toString(), "x\ny");
  assert.equal(editor.doc.path, null);
});

test("what can't be opened is said to who asked", async (context) => {
  const { hunch, complaints } = outer(context);
  assert.equal(await hunch(folder), 1);
  assert.match(complaints[0]!, /is a directory/);
  assert.equal(await hunch("a".repeat(300)), 1);
  assert.match(complaints[1]!, /file name too long/);
});

test("an insertion is not torn: the file comes behind it", async (context) => {
  const { editor, hunch, type } = outer(context);
  type("ix");
  const done = hunch("a.txt");
  for (let n = 0; n < 50; n++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(editor.doc.text.toString(), "xmain");
  type("y<Esc>");
  assert.equal(await done, 0);
  assert.equal(editor.doc.path, A);
});

test("who types in a terminal types on; behind Enter a file is opened at once", async (context) => {
  const { editor, hunch, type, typed, rest, opened } = outer(context);
  editor.setMode("terminal");
  typed("l");
  const done = hunch("a.txt");
  for (let n = 0; n < 50; n++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(editor.doc.path, null);
  editor.setMode("normal");
  rest();
  type("j");
  assert.equal(await done, 0);
  assert.equal(editor.doc.path, A);
  typed("<CR>");
  editor.setMode("terminal");
  const next = hunch("b.txt");
  await opened(B);
  assert.equal(await next, 0);
});

test("a program that has gone away has its file not opened, nor kept", async (context) => {
  const { editor, given, hunch, type } = outer(context);
  const { token, path } = parseAddress(given[LISTEN]!)!;
  type("i");
  const text = "A".repeat(20 << 20);
  // Together more than what may wait at a time.
  for (let n = 0; n < 5; n++) {
    const socket = connect(path);
    socket.on("error", () => {});
    const gone = new Promise((resolve) => socket.on("close", resolve));
    const file = { path: null, line: null, col: null, text };
    socket.end(`hunch 1 ${token}\n${JSON.stringify({ files: [file], wait: false })}\n`);
    await gone;
  }
  const docs = editor.docs.length;
  const done = hunch("a.txt");
  type("<Esc>");
  assert.equal(await done, 0);
  assert.equal(editor.docs.length, docs + 1);
});

const ENDS: readonly (readonly [string, string])[] = [
  ["written and left", "Ax<Esc>:wq<CR>"],
  ["left as it was", ":q<CR>"],
  ["its buffer is closed", ":bd<CR>"],
  ["given up", "Ax<Esc>:bd!<CR>"],
  ["left with :q!", "Ax<Esc>:q!<CR>"],
  ["left with ZQ", "Ax<Esc>ZQ"],
  ["left with ZZ", "Ax<Esc>ZZ"],
  ["written, and another file is shown", ":w<CR>:e b.txt<CR>"],
];

for (const [how, keys] of ENDS) {
  test(`--wait ends when it is ${how}`, async (context) => {
    const { editor, hunch, type, opened } = outer(context);
    editor.cwd = folder;
    writeFileSync(A, "one\ntwo\nthree\n");
    let status: number | null = -1;
    const done = hunch("--wait a.txt").then((code) => (status = code));
    await opened(A);
    assert.equal(editor.tab.windows.length, 2);
    type("jk");
    for (let n = 0; n < 20; n++) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(status, -1);
    type(keys);
    assert.equal(await done, 0);
  });
}

test("what is waited for is not hidden with unsaved changes; with a `!` they are given up", async (context) => {
  const { editor, hunch, type, opened } = outer(context);
  editor.cwd = folder;
  writeFileSync(A, "one\n");
  const done = hunch("--wait a.txt");
  await opened(A);
  const { doc } = editor;
  type("Ax<Esc>:q<CR>");
  assert.match(editor.message?.text ?? "", /^E37/);
  assert.equal(editor.doc, doc);
  type("<C-w>c");
  await new Promise((resolve) => setImmediate(resolve));
  assert.match(editor.message?.text ?? "", /hidden with changes/);
  assert.ok(editor.docs.includes(doc));
  type(":sb a.txt<CR>:q!<CR>");
  assert.equal(await done, 0);
  assert.ok(!editor.docs.includes(doc));
  type(":e a.txt<CR>");
  assert.equal(editor.doc.text.toString(), "one");
});

test("--wait ends with the editor", async (context) => {
  const { editor, hunch, opened } = outer(context);
  const done = hunch("--wait a.txt");
  await opened(A);
  editor.quit(3);
  assert.equal(await done, 3);
  const again = outer(context);
  const lost = again.hunch("--wait a.txt");
  await again.opened(A);
  again.remote.close();
  assert.equal(await lost, 0);
});

test("without the editor around one starts", async (context) => {
  const { hunch, remote, given } = outer(context);
  const { path } = parseAddress(given[LISTEN]!)!;
  for (const inside of [{ TMUX: "/tmp/tmux-0/default,1,0" }, { STY: "1.pts-0.host" }]) {
    const env = { ...given, ...inside };
    const stdin = Readable.from([]);
    assert.equal(await openRemotely(["a.txt"], { env, cwd: folder, stdin, complain() {} }), null);
  }
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
  remote.close();
  assert.equal(existsSync(dirname(path)), false);
  assert.equal(await hunch("a.txt"), null);
  const stdin = Readable.from([]);
  const none = await openRemotely(["a.txt"], { env: {}, cwd: folder, stdin, complain() {} });
  assert.equal(none, null);
});

const HOSTILE: readonly (readonly [string, (token: string) => string])[] = [
  ["no secret", () => '{"files":[{"path":"/etc/passwd","line":null,"col":null}],"wait":false}\n'],
  ["a wrong secret", (token) => `hunch 1 ${"0".repeat(token.length)}\n{}\n`],
  ["a longer secret", (token) => `hunch 1 ${token}0\n{}\n`],
  ["no request", (token) => `hunch 1 ${token}\nquit\n`],
  ["a command", (token) => `hunch 1 ${token}\n{"ex":"!touch x","files":[],"wait":false}\n`],
  ["bytes", () => "\0\xff".repeat(5000)],
];

for (const [what, says] of HOSTILE) {
  test(`who sends ${what} is sent away`, async (context) => {
    const { editor, given, hunch } = outer(context);
    const { token, path } = parseAddress(given[LISTEN]!)!;
    const socket = connect(path);
    const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
    socket.on("error", () => {});
    let answer = "";
    socket.on("data", (data) => {
      answer += String(data);
    });
    socket.write(says(token), "latin1");
    await closed;
    assert.equal(answer, "");
    assert.equal(editor.doc.path, null);
    assert.equal(editor.doc.text.eq(textOf("main")), true);
    assert.equal(await hunch("a.txt"), 0);
  });
}

test("those who say nothing keep nobody out", async (context) => {
  const { editor, given, hunch } = outer(context);
  const { path } = parseAddress(given[LISTEN]!)!;
  const silent = Array.from({ length: 100 }, () => connect(path).on("error", () => {}));
  await Promise.all(
    silent.map((socket) => new Promise((resolve) => socket.once("connect", resolve))),
  );
  assert.equal(await hunch("a.txt"), 0);
  assert.equal(editor.doc.path, A);
  for (const socket of silent) socket.destroy();
});

test("a request may come in pieces", async (context) => {
  const { editor, given } = outer(context);
  const { token, path } = parseAddress(given[LISTEN]!)!;
  const socket = connect(path);
  const said = new Promise<string>((resolve) => socket.once("data", (data) => resolve(`${data}`)));
  const request = JSON.stringify({ files: [at(B)], wait: false });
  for (const char of `hunch 1 ${token}\n${request}\n`) {
    socket.write(char);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(await said, '{"opened":true}\n');
  assert.equal(editor.doc.path, B);
  socket.end();
});
