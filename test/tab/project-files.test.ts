/** Files that are not open: found, read, predicted in, opened. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { composeEditor } from "../../src/app/compose.ts";
import { projectFilePorts } from "../../src/app/tab-files.ts";
import { isPrivatePath } from "../../src/editor/files/private-path.ts";
import type { Git } from "../../src/git/git.ts";
import { ProjectFiles, type ProjectFilesPorts, wordsOf } from "../../src/tab/project-files.ts";
import { changeOf, type Hunk, type RecordedEdit } from "../../src/text/prediction.ts";
import { textOf } from "../../src/text/text.ts";
import { replacing, scripted, stringOf } from "./fake-predictors.ts";
import { only, session } from "./session.ts";

const root = fs.mkdtempSync(join(os.tmpdir(), "hunch-project-files-"));
after(() => fs.rmSync(root, { recursive: true, maxRetries: 10 }));

function edit(path: string, text: string, hunks: readonly Hunk[], id = 1): RecordedEdit {
  const before = textOf(text);
  const changes = changeOf(hunks, before.length);
  return {
    id,
    doc: 1,
    path,
    before,
    after: changes.apply(before),
    changes,
    last: { from: 0, to: 0 },
    origin: "input.type",
    accepted: false,
    learn: true,
    kind: "typed",
    symbol: null,
    time: 0,
  };
}

const WORDS: ReadonlyArray<readonly [string, string, Hunk, readonly string[]]> = [
  [
    "what went, then what came",
    "let total = 1",
    { from: 4, to: 9, insert: "sum" },
    ["total", "sum"],
  ],
  [
    "whole words",
    "let totalCount = 1",
    { from: 9, to: 14, insert: "Sum" },
    ["totalCount", "totalSum"],
  ],
  ["short ones are none", "if ok", { from: 3, to: 5, insert: "no" }, []],
  ["what stays is none", "call(one, two)", { from: 5, to: 13, insert: "two, one" }, []],
];

for (const [name, text, hunk, expected] of WORDS) {
  test(`words of an edit: ${name}`, () => {
    assert.deepEqual(wordsOf(edit("/a.ts", text, [hunk])), expected);
  });
}

/** A project on disk, and the ports as the program has them. */
function project(name: string, files: Readonly<Record<string, string>>) {
  const folder = join(root, name);
  for (const [path, text] of Object.entries(files)) {
    fs.mkdirSync(join(folder, path, ".."), { recursive: true });
    fs.writeFileSync(join(folder, path), text);
  }
  execFileSync("git", ["init", "-q", folder]);
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  const git = { repositoryOf: () => null } as unknown as Git;
  const ports = projectFilePorts(editor, { env: process.env }, git);
  return { folder, editor, ports };
}

const RENAME: Hunk = { from: 4, to: 9, insert: "sum" };

test("files with the words of the last edit are found; secret, ignored, read-only and large ones are not", async () => {
  const { folder, ports, editor } = project("find", {
    "a.ts": "let total = 1\n",
    "b.ts": "use(total)\n",
    "deep/er/c.ts": "total\n",
    "other.ts": "nothing\n",
    "skipped/d.ts": "total\n",
    ".gitignore": "skipped/\n",
    "key.gpg": "total\n",
    "large.ts": "total\n".repeat(120_000),
    "binary.ts": "total\0\n",
    "readonly.ts": "total\n",
    "certificate.pem": "total\n",
    "open.ts": "total\n",
  });
  fs.chmodSync(join(folder, "readonly.ts"), 0o444);
  editor.addDocument(textOf("total"), join(folder, "open.ts"));
  let changed = 0;
  const files = new ProjectFiles({ ...ports, changed: () => changed++ });
  files.look([edit(join(folder, "a.ts"), "let total = 1", [RENAME])]);
  await files.settled;
  const found = files.snapshots();
  assert.deepEqual(
    found.map(({ path }) => path?.slice(folder.length + 1)),
    ["b.ts", "deep/er/c.ts"],
  );
  assert.deepEqual(
    found.map(({ id, revision }) => [id < 0, revision]),
    [
      [true, 0],
      [true, 0],
    ],
  );
  assert.equal(stringOf(found[0]!.text), "use(total)");
  assert.equal(changed, 1);
  assert.equal(files.get(found[0]!.id), found[0]);
  assert.equal(files.byPath(join(folder, "b.ts")), found[0]);
});

test("files with keys and passwords are nobody's business", () => {
  const cases: Readonly<Record<string, boolean>> = {
    "/p/.env": true,
    "/p/.env.local": true,
    "/p/.env.example": false,
    "/p/src/env.ts": false,
    "/home/me/.ssh/id_ed25519": true,
    "/p/tls/server.key": true,
    "/p/src/key.ts": false,
  };
  for (const [path, secret] of Object.entries(cases)) {
    assert.equal(isPrivatePath(path, {}), secret, path);
  }
});

test("a file is read again when it changed, and goes when it is opened", async () => {
  const { folder, ports, editor } = project("again", {
    "a.ts": "let total = 1\n",
    "b.ts": "use(total)\n",
    "c.ts": "see(total)\n",
  });
  let reads = 0;
  const read: ProjectFilesPorts["read"] = async (path, stamp) => {
    const file = await ports.read(path, stamp);
    if (file !== "same") reads++;
    return file;
  };
  const files = new ProjectFiles({ ...ports, read, changed() {} });
  const path = join(folder, "a.ts");
  files.look([edit(path, "let total = 1", [RENAME])]);
  await files.settled;
  const before = files.byPath(join(folder, "b.ts"))!;
  fs.writeFileSync(join(folder, "b.ts"), "use(total, more)\n");
  files.look([edit(path, "let total = 1", [{ ...RENAME, insert: "sums" }], 2)]);
  await files.settled;
  const now = files.byPath(join(folder, "b.ts"))!;
  assert.deepEqual([now.id, now.revision], [before.id, before.revision + 1]);
  assert.equal(reads, 3);
  editor.addDocument(textOf("x"), join(folder, "b.ts"));
  assert.deepEqual(
    files.snapshots().map((each) => each.path),
    [join(folder, "c.ts")],
  );
});

/** A session with one file that is not open. */
function withClosed(text: string) {
  const path = "/p/closed.ts";
  const state = { disk: text };
  const files: Omit<ProjectFilesPorts, "changed"> = {
    search: async () => [path],
    partners: () => [],
    read: async (_path, stamp) =>
      stamp === state.disk ? "same" : { text: textOf(state.disk), stamp: state.disk },
    isSecret: () => false,
    isOpen: (each) => made.editor.docs.some((doc) => doc.path === each),
    filetypeOf: () => "typescript",
    isKeyword: () => made.editor.doc.isKeyword,
  };
  const total = scripted("total", (s) =>
    s.others.flatMap((doc) => (doc.id < 0 ? replacing("total", "sum")({ ...s, doc }) : [])),
  );
  const made = session("let total = 1;\n", [0, 4], [total.predictor], { files });
  only(made, "total");
  made.editor.doc.path = "/p/open.ts";
  made.editor.openPlace = function* ({ doc, path: wanted }) {
    made.editor.win.doc = doc ?? made.editor.addDocument(textOf(state.disk), wanted);
    made.editor.setCursor(made.editor.win, 0);
    yield* [];
  };
  return { made, total, state, path };
}

async function settle(made: ReturnType<typeof session>): Promise<void> {
  for (let n = 0; n < 4; n++) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    await made.burst("");
  }
}

test("a change in a file that is not open: the first Tab goes there, the second makes it", async () => {
  const { made, path } = withClosed("head\nuse(total);\nmore(total);\n");
  await made.type("ciwsum<Esc>");
  await settle(made);
  assert.deepEqual(made.shown, ["sum", "jump"]);
  assert.ok(made.tab.arbiter.shown!.prediction.doc < 0);
  await made.type("<Tab>");
  assert.equal(made.editor.doc.path, path);
  assert.deepEqual(made.cursor, [1, 4]);
  assert.deepEqual(made.shown, ["sum", "edit"]);
  assert.equal(made.tab.arbiter.shown!.siblings.length, 2, "none is told of twice");
  await made.type("<Tab>");
  assert.equal(made.text, "head\nuse(sum);\nmore(total);\n");
  assert.equal(made.tab.arbiter.waitingGroup, null, "nothing waits twice");
});

test("CTRL-O leads back from a file that was opened for it", async () => {
  const { made, path } = withClosed("head\nuse(total);\n");
  await made.type("ciwsum<Esc>l");
  await settle(made);
  assert.deepEqual(made.shown, ["sum", "jump"]);
  await made.type("<Tab>");
  assert.equal(made.editor.doc.path, path);
  await made.type("<C-o>");
  assert.equal(made.editor.doc.path, "/p/open.ts");
  assert.deepEqual(made.cursor, [0, 7]);
});

test("in insert mode the way to another file ends the insertion as Esc does", async () => {
  const { made, path } = withClosed("head\nuse(total);\n");
  await made.type("ciwsum<Esc>A;");
  await made.type("<C-g>t");
  await settle(made);
  assert.deepEqual(made.shown, ["sum", "jump"]);
  await made.type("<Tab>");
  assert.equal(made.editor.mode, "normal");
  assert.equal(made.editor.doc.path, path);
  assert.deepEqual(made.cursor, [1, 4]);
  await made.type("0.");
  assert.equal(made.text, "head\nuse(total);;\n");
  assert.deepEqual(made.editor.bugs, []);
});

test("a file that changed on disk meanwhile is not edited by guess", async () => {
  const { made, state } = withClosed("use(total);\n");
  await made.type("ciwsum<Esc>");
  await settle(made);
  assert.deepEqual(made.shown, ["sum", "jump"]);
  state.disk = "something else\n";
  await made.type("<Tab>");
  assert.match(made.editor.message?.text ?? "", /has changed/);
  assert.notEqual(made.shown?.[1], "edit");
});

test("a file that is opened otherwise takes its predictions along", async () => {
  const { made, path } = withClosed("use(total);\n");
  await made.type("ciwsum<Esc>");
  await settle(made);
  made.editor.win.doc = made.editor.addDocument(textOf("use(total);\n"), path);
  made.editor.setCursor(made.editor.win, 0);
  await made.type("l");
  assert.deepEqual(made.shown, ["sum", "edit"]);
});
