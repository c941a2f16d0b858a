import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { openDocument, showDocument } from "../../../src/editor/buffers.ts";
import { factsOf } from "../../../src/editor/facts.ts";
import { floatsOf } from "../../../src/editor/float.ts";
import { resizeScreen } from "../../../src/editor/layout-screen.ts";
import { splitWindow } from "../../../src/editor/layout-windows.ts";
import { suggestionsOf } from "../../../src/editor/suggestion.ts";
import { type Diagnostic, diagnosticsOf } from "../../../src/language/diagnostics.ts";
import type { Finding } from "../../../src/shell/matchers/finding.ts";
import { Failures, setFailures } from "../../../src/shell/run/failures.ts";
import type { Terminal } from "../../../src/shell/terminals.ts";
import { installNextActions } from "../../../src/tab/next/install.ts";
import { changeOf, type Prediction } from "../../../src/text/prediction.ts";
import { textOf } from "../../../src/text/text.ts";
import { only, session } from "../session.ts";
import { fakeTerminals } from "./fake-terminals.ts";

const folder = mkdtempSync(join(tmpdir(), "hunch-next-"));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
let projects = 0;

const FILES = {
  "package.json": '{\n  "scripts": { "test": "node --test" },\n  "dependencies": { "a": "1" }\n}\n',
  "src/a.ts": "export const a = 1;\n",
  "test/a.test.ts": "check(1);\n",
};

/** A project on the disk, and an editor in one of its files. */
async function project(file: keyof typeof FILES, files: Readonly<Record<string, string>> = FILES) {
  const root = join(folder, `p${++projects}`);
  for (const [name, text] of Object.entries({ ".git/HEAD": "", ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const made = session("");
  only(made);
  const { editor, tab } = made;
  editor.cwd = root;
  const terminals = fakeTerminals(editor);
  const failures = new Failures(editor, { afterFrame: (callback) => callback() });
  setFailures(editor, failures);
  let quiet = 0;
  const host = {
    afterFrame: () => {},
    quietMs: () => quiet,
    store: null,
    env: { HOME: folder },
    redraw() {},
  };
  const actions = installNextActions(editor, host, tab.arbiter, { terminals });
  const show = (path: string): void => {
    const open = openDocument(editor, join(root, path));
    const step = open.next();
    if (!step.done) throw new Error("The file asks");
    showDocument(editor, editor.win, step.value);
  };
  editor.openPlace = function* ({ path }) {
    const doc = yield* openDocument(editor, path!);
    showDocument(editor, editor.win, doc);
  };
  show(file);
  const type = async (keys: string) => {
    await made.type(keys);
    await actions.look();
    actions.frame();
    await Promise.resolve();
    made.now += 1000;
  };
  return {
    ...made,
    failures,
    get session() {
      return made;
    },
    editor,
    root,
    terminals,
    actions,
    show,
    type,
    get offer() {
      return suggestionsOf(editor).offer?.text ?? null;
    },
    get box() {
      const { current } = floatsOf(editor);
      return current?.request.lines.map(({ text }) => text) ?? null;
    },
    save: () => type(":w<CR>"),
    pass(ms: number) {
      made.now += ms;
      quiet += ms;
    },
  };
}

test("an edited test: Tab asks, `!` writes and runs it", async () => {
  const made = await project("test/a.test.ts");
  assert.equal(made.offer, null);
  await made.type("A // x<Esc>");
  assert.equal(made.offer, "write and run npm test");
  assert.equal(factsOf(made.editor).value("action"), true);
  await made.type("<Tab>");
  assert.deepEqual(made.box, [
    "write and run npm test?   ! runs it",
    "node --test",
    "you edited a.test.ts",
  ]);
  assert.deepEqual(made.terminals.ran, []);
  await made.type("!");
  assert.deepEqual(made.terminals.ran, [{ command: "npm test", cwd: made.root }]);
  assert.equal(made.box, null);
  assert.equal(made.editor.doc.modified, false);
  assert.equal(readFileSync(join(made.root, "test/a.test.ts"), "utf8"), "check(1); // x\n");
  assert.equal(made.offer, null);
});

for (const key of ["<Tab>", "<CR>", "j", "<Esc>", "<Space>"]) {
  test(`${key} in the box runs nothing, and the occasion is over`, async () => {
    const made = await project("test/a.test.ts");
    await made.type("A // x<Esc>");
    await made.type("<Tab>");
    assert.notEqual(made.box, null);
    await made.type(key);
    assert.equal(made.box, null);
    assert.deepEqual(made.terminals.ran, []);
    assert.ok(made.editor.doc.modified);
    assert.equal(made.offer?.includes("npm test") ?? false, false);
    await made.type("ix<Esc>");
    assert.equal(made.offer?.includes("npm test") ?? false, false);
  });
}

test("what was written or closed meanwhile is not written again", async () => {
  const made = await project("src/a.ts");
  const first = made.editor.doc;
  await made.session.type("A // x<Esc>");
  made.show("test/a.test.ts");
  await made.type("A // y<Esc>");
  assert.equal(made.offer, "write and run npm test");
  await made.session.type(`:bdelete! ${first.id}<CR>`);
  assert.equal(made.offer, "write and run npm test");
  await made.session.type(":write<CR>");
  assert.equal(made.offer, "run npm test");
  await made.type("<Tab>");
  assert.equal(made.box?.[0], "run npm test?   ! runs it");
  await made.type("!");
  assert.equal(readFileSync(join(made.root, "src/a.ts"), "utf8"), "export const a = 1;\n");
  assert.equal(made.terminals.ran.length, 1);
});

test("places that are mere guesses wait for a failed command that may be mended", async () => {
  const made = await project("src/a.ts");
  const other = { doc: -1, source: "co-change", changes: changeOf([], 10) } as Prediction;
  const { display } = made.tab.arbiter;
  const { failures } = made;
  assert.equal(display.waits(other), false);
  const finding: Finding = {
    path: join(made.root, "src/a.ts"),
    ...{ row: 0, col: 0, exact: true, message: "no", kind: "E", source: "tsc", line: 0 },
    ...{ own: true, also: [] },
  };
  const terminal = { id: 1 } as Terminal;
  const failure = { command: "tsc", cwd: made.root, status: 1, terminal, block: 1, results: [] };
  failures.set({ ...failure, findings: [finding] });
  assert.equal(display.waits(other), false);
  await made.session.type("A // x<Esc>");
  assert.equal(display.waits(other), true);
  assert.equal(display.waits({ ...other, source: "diagnostic" }), false);
  assert.equal(display.waits({ ...other, doc: made.editor.doc.id }), false);
  assert.equal(
    display.waits({ ...other, changes: changeOf([{ from: 0, to: 0, insert: "x" }], 10) }),
    false,
  );
  made.editor.options.set("tabactions", false);
  assert.equal(display.waits(other), false);
});

test("a key in the box means what it means", async () => {
  const made = await project("test/a.test.ts");
  await made.type("A // x<Esc>");
  await made.type("<Tab>");
  await made.type("x");
  assert.equal(made.session.text, "check(1); // ");
});

test("without a box `!` is the filter, and with a count", async () => {
  const made = await project("test/a.test.ts");
  await made.type("A // x<Esc>");
  assert.notEqual(made.offer, null);
  await made.type("!");
  assert.equal(made.editor.mode, "operator");
  await made.type("<Esc>");
});

test("keys typed ahead take nothing and confirm nothing", async () => {
  const made = await project("test/a.test.ts");
  await made.type("A // x<Esc>");
  await made.session.burst("<Tab>!");
  assert.deepEqual(made.terminals.ran, []);
  await made.session.burst("<Esc>");
  const other = await project("test/a.test.ts");
  await other.type("A // x<Esc>");
  await other.session.type("<Tab>");
  // Before a frame has shown the box.
  other.session.loop.feed(["!"]);
  assert.deepEqual(other.terminals.ran, []);
  assert.equal(other.box, null);
});

test("changed dependencies: install", async () => {
  const made = await project("package.json");
  await made.type('/"1"<CR>lr2:w<CR>');
  assert.equal(made.offer, "run npm install");
  await made.type("<Tab>");
  assert.ok(
    made.box!.some((line) => line.includes("fetches")),
    String(made.box),
  );
  await made.type("!");
  assert.deepEqual(made.terminals.ran, [{ command: "npm install", cwd: made.root }]);
  made.editor.setCursor(made.editor.win, 0);
  await made.type("o<Esc>:w<CR>");
  assert.equal(made.offer, null);
});

test("what deletes is never offered", async () => {
  const made = await project("test/a.test.ts", {
    ...FILES,
    "package.json": '{ "scripts": { "test": "rm -rf out && node --test" } }',
  });
  await made.type("A // x<Esc>");
  assert.equal(made.offer, null);
  assert.ok(made.actions.coming.every(({ action }) => action.kind !== "command"));
});

const START = { row: 0, col: 0 };
const ERROR: Diagnostic = {
  severity: "error",
  message: "no",
  start: START,
  end: START,
  tags: [],
  tool: "ts",
  code: "1",
  related: [],
};

test("the last error is fixed: the tests", async () => {
  const made = await project("src/a.ts");
  const path = join(made.root, "src/a.ts");
  const diagnostics = diagnosticsOf(made.editor);
  diagnostics.set("ts", path, [ERROR]);
  await made.actions.look();
  made.pass(5000);
  await made.type("A // x<Esc>:w<CR>");
  assert.equal(made.offer, null);
  diagnostics.set("ts", path, []);
  await made.actions.look();
  assert.equal(made.offer, "run npm test");
});

test("an error that an edit brings and takes away is no occasion", async () => {
  const made = await project("src/a.ts");
  const path = join(made.root, "src/a.ts");
  await made.type("A // x<Esc>");
  diagnosticsOf(made.editor).set("ts", path, [ERROR]);
  await made.actions.look();
  await made.session.type("x");
  diagnosticsOf(made.editor).set("ts", path, []);
  await made.actions.look();
  assert.equal(made.offer, null);
});

test("who writes after each change is offered to write, and Tab alone does not", async () => {
  const made = await project("src/a.ts");
  for (let n = 0; n < 2; n++) {
    await made.type("Ax<Esc>");
    assert.equal(made.offer, null, `change ${n}`);
    await made.save();
  }
  await made.type("Ax<Esc>");
  assert.equal(made.offer, "write a.ts");
  await made.type("<Tab>");
  assert.ok(made.editor.doc.modified);
  assert.deepEqual(made.box?.[0], "write a.ts?   ! writes it");
  await made.type("!");
  assert.equal(made.editor.doc.modified, false);
});

test("who goes to the tests of what was written is offered them; Tab goes there", async () => {
  const made = await project("src/a.ts");
  made.editor.options.set("tabshow", "eager");
  await made.type("Ax<Esc>:w<CR>");
  assert.equal(made.offer, "open a.test.ts");
  await made.type("<Tab>");
  assert.equal(made.editor.doc.path, join(made.root, "test/a.test.ts"));
  await made.type("Ax<Esc>");
  made.terminals.block("npm test", made.root);
  await made.save();
  // Its window shows the test; the source was seen before the last edit.
  assert.equal(made.offer, "open a.ts");
});

test("a help window that was left is closed", async () => {
  const made = await project("src/a.ts");
  const { editor } = made;
  editor.options.set("tabshow", "eager");
  resizeScreen(editor, 24, 80);
  const own = editor.win;
  const help = editor.addDocument(textOf("help"), null);
  help.kind = "help";
  const win = splitWindow(editor, own, { doc: help, before: false });
  await made.type("<C-w>p");
  assert.equal(editor.win, own);
  const isDue = () => made.actions.coming.some(({ action }) => action.kind === "close");
  assert.equal(isDue(), false);
  await made.type("Ax<Esc>:w<CR>");
  assert.ok(isDue());
  assert.equal(made.offer, "close the help");
  await made.type("<Tab>");
  assert.ok(!editor.tab.windows.includes(win));
});

test("the option turns all of it off, and insert mode shows nothing", async () => {
  const made = await project("test/a.test.ts");
  await made.type("A // x<Esc>");
  assert.notEqual(made.offer, null);
  await made.type("i");
  assert.equal(made.offer, null);
  assert.equal(factsOf(made.editor).value("action"), false);
  await made.type("<Esc>");
  await made.type(":set notabactions<CR>");
  assert.equal(made.offer, null);
  await made.type("ix<Esc>");
  assert.equal(made.offer, null);
});

test(":Tab next lists them behind the changes", async () => {
  const made = await project("test/a.test.ts");
  await made.type("A // x<Esc>");
  await made.type(":Tab next<CR>");
  await made.type("");
  const text = made.editor.messages.at(-1)?.text ?? "";
  assert.match(text, /write and run npm test\s+55 %\s+you edited a\.test\.ts/);
});
