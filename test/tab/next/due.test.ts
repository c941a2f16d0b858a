import assert from "node:assert/strict";
import { test } from "node:test";
import { headlessEditor } from "../../../src/app/filter-case.ts";
import { dueActions, type Scene } from "../../../src/tab/next/due.ts";
import { Watch } from "../../../src/tab/next/watch.ts";
import { boxOf, titleOf } from "../../../src/tab/next/words.ts";

/** What is due in `/p/a.ts`, which was changed. */
function due(more: Partial<Scene> = {}, prepare: (watch: Watch) => void = () => {}) {
  const { editor } = headlessEditor("text");
  const watch = new Watch(editor, () => 0);
  const { doc } = editor;
  doc.path = "/p/a.ts";
  editor.dispatch(doc, { changes: { from: 0, insert: "x" }, origin: "input.type" });
  prepare(watch);
  return dueActions(watch, {
    doc,
    root: "/p",
    modified: [],
    project: [],
    rerun: null,
    counterpart: null,
    shown: new Set(),
    closable: false,
    shell: true,
    ...more,
  });
}

const run = (command: string, detail = "") => ({ command, cwd: "/p", detail, reason: "edited" });

test("a failed command whose findings were all edited is run again", () => {
  const [action] = due({ rerun: run("cargo build") });
  assert.equal(action && titleOf(action), "run cargo build");
  assert.equal(action?.habit, "rerun");
});

const DELETING = ["rm -rf out && make", "git clean -fdx", "sudo rm x", "find . -delete"];

for (const command of DELETING) {
  test(`${command} is not offered, in itself or in a script`, () => {
    assert.deepEqual(due({ rerun: run(command) }), []);
    assert.deepEqual(due({ rerun: run("npm run x", command) }), []);
  });
}

test("where no commands can be run none are offered", () => {
  assert.deepEqual(due({ rerun: run("make"), shell: false }), []);
});

test("the risk is said", () => {
  const [action] = due({ rerun: run("sudo make install") });
  const lines = boxOf(action!).map(({ text }) => text);
  assert.equal(lines[0], "run sudo make install?   ! runs it");
  assert.ok(
    lines.some((line) => /^It .*root|^It .*right|^It .*admin/i.test(line)),
    lines.join("\n"),
  );
});

test("of a long command, or one of several lines, the box shows all", () => {
  const [action] = due({ rerun: run(`make \\\n  ${"target ".repeat(40)}last`) });
  const whole = boxOf(action!).map(({ text }) => text.replace(/\? {3}! runs it$/, ""));
  const shown = whole.join("").replace(/…+/g, "");
  assert.ok(shown.includes(`make \\ ${"target ".repeat(40)}last`), shown);
  for (const { text } of boxOf(action!)) {
    assert.ok(!text.includes("\n"));
    assert.ok(text.length < 80, text);
  }
});

test("who tests by hand is offered that after edits", () => {
  const tested = (watch: Watch) => {
    watch.ran(run("make test"));
    watch.edited.get("/p/a.ts")!.at = ++watch.changes;
    watch.edited.get("/p/a.ts")!.doc.options.set("filetype", "typescript");
  };
  const [action] = due({}, tested);
  assert.equal(action && titleOf(action), "run make test");
  assert.equal(action?.habit, "test.again");
  assert.deepEqual(
    due({}, (watch) => watch.ran(run("make test"))),
    [],
  );
});

test("an idle terminal that was left is closed, a busy one is not", () => {
  const leave = (watch: Watch) => {
    watch.left = { win: { id: 7, doc: { kind: "terminal" } } as never, at: 0 };
  };
  const [action] = due({ closable: true }, leave);
  assert.equal(action && titleOf(action), "close the terminal");
  assert.deepEqual(due({ closable: false }, leave), []);
});
