/** Git's buffers over time: what moves behind them, other repositories, windows that are closed. */
import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { test } from "node:test";
import { repository, withoutGit } from "./repo.ts";
import { open } from "./session.ts";

const skip = withoutGit();
const TEN = "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n";

test("a version by a name that has moved is the new one", { skip }, async () => {
  const repo = repository({ "a.txt": "1\n" });
  const run = open(repo, "a.txt");
  await run.type(":Gedit HEAD:%<CR>");
  assert.equal(run.text, "1");
  repo.write("a.txt", "2\n");
  repo.git("commit", "-qam", "second");
  await run.type(":e a.txt<CR>:Gedit HEAD:%<CR>");
  assert.equal(run.text, "2");
  run.git.close();
});

test("the same name in two repositories is two documents", { skip }, async () => {
  const [one, two] = [repository({ a: "one\n" }), repository({ a: "two\n" })];
  const run = open(one, "a");
  await run.type(`:Gedit HEAD:a<CR>:e ${two.root}/a<CR>:Gedit HEAD:a<CR>`);
  assert.equal(run.text, "two");
  run.git.close();
});

test("windows get their options back when the one beside them is closed", { skip }, async () => {
  const repo = repository({ "a.txt": TEN });
  const run = open(repo, "a.txt");
  const { win } = run.editor;
  const options = () =>
    (["diff", "scrollbind", "cursorbind", "wrap"] as const).map((name) => win.options.get(name));
  const before = options();
  for (const keys of [
    ":Gblame<CR>gq",
    ":Gdiffsplit<CR><C-w>h:q<CR>",
    ":Gdiffsplit<CR><C-w>h:q<CR>",
  ]) {
    await run.type(keys);
    assert.deepEqual(options(), before, keys);
  }
  run.git.close();
});

test("dd compares the file at the cursor beside the status buffer", { skip }, async () => {
  const repo = repository({ "a.txt": TEN, b: "b\n" });
  repo.write("a.txt", TEN.replace("1\n", "1x\n"));
  repo.git("add", "a.txt");
  repo.write("a.txt", TEN.replace("1\n", "1x\n").replace("8\n", "8x\n"));
  const run = open(repo, "b");
  const shown = () => run.diff.windows.map(({ doc }) => doc.title ?? doc.path);
  await run.type(":G<CR>/Unstaged<CR>jdd");
  assert.deepEqual(shown(), ["git :0:a.txt", `${repo.root}/a.txt`]);
  await run.type(":only<CR>:G<CR>/Staged<CR>jdd");
  assert.deepEqual(shown(), ["git HEAD:a.txt", "git :0:a.txt"]);
  run.git.close();
});

test("Enter on a row of a diff goes to that row of the file", { skip }, async () => {
  const repo = repository({ "a.txt": TEN, b: "b\n" });
  repo.write("a.txt", TEN.replace("7\n", "7x\n"));
  const run = open(repo, "b");
  await run.type(":G<CR>/M a<CR>=/7x<CR>");
  await run.type("=");
  assert.match(run.editor.doc.text.lineAt(run.editor.win.cursor.pos).text, /^M a/);
  await run.type("=/7x<CR><CR>");
  const line = run.editor.doc.text.lineAt(run.editor.win.cursor.pos);
  assert.deepEqual([run.editor.doc.path, line.text], [`${repo.root}/a.txt`, "7x"]);
  run.git.close();
});

test("the status buffer follows what others do with the index", { skip }, async () => {
  const repo = repository({ "a.txt": TEN });
  repo.write("a.txt", "2\n");
  const run = open(repo, "a.txt");
  await run.type(":G<CR>");
  const drawn = new Promise<void>((resolve) => {
    const stop = run.editor.events.on("change", ({ doc }) => {
      if (doc !== run.editor.doc) return;
      stop();
      resolve();
    });
  });
  repo.git("add", "a.txt");
  await drawn;
  assert.match(run.text, /^Staged \(1\)$/m);
  run.git.close();
});

test("a commit that a hook refuses keeps its message", { skip }, async () => {
  const repo = repository({ "a.txt": TEN });
  const hook = repo.write(".git/hooks/pre-commit", "#!/bin/sh\nyes no | head -n 5000\nexit 1\n");
  chmodSync(hook, 0o755);
  repo.write("a.txt", "2\n");
  repo.git("add", "a.txt");
  const run = open(repo, "a.txt");
  await run.type(":G<CR>ccimessage<Esc>:wq<CR>");
  assert.equal(run.message, "git commit returned 1");
  assert.match(run.text, /^message\n/);
  await run.type(":q!<CR>:G<CR>cc");
  assert.match(run.text, /^message\n/, "shown again, as it was not committed");
  chmodSync(hook, 0o644);
  await run.type(":w<CR>");
  assert.equal(repo.git("log", "-1", "--format=%s").trim(), "message");
  run.git.close();
});

test("comments are left out of a message whatever core.commentChar is", { skip }, async () => {
  const repo = repository({ "a.txt": TEN });
  repo.git("config", "core.commentChar", ";");
  repo.write("a.txt", "2\n");
  const run = open(repo, "a.txt");
  await run.type(":Gwrite<CR>:G<CR>ccimessage<Esc>:w<CR>");
  assert.equal(repo.git("log", "-1", "--format=%B").trim(), "message");
  run.git.close();
});

test("a merge is committed with the message that git has prepared", { skip }, async () => {
  const repo = repository({ a: "1\n" });
  repo.git("checkout", "-q", "-b", "other");
  repo.write("a", "2\n");
  repo.git("commit", "-qam", "two");
  repo.git("checkout", "-q", "main");
  repo.write("a", "3\n");
  repo.git("commit", "-qam", "three");
  assert.throws(() => repo.git("merge", "-q", "other"));
  const run = open(repo, "a");
  // Ours is taken, so nothing differs from HEAD.
  await run.type("\\co:w<CR>:G<CR>/UU<CR>s");
  assert.match(run.message, /^$|Conflict/);
  await run.type("cc");
  assert.match(run.text, /^Merge branch 'other'\n/);
  await run.type(":w<CR>");
  assert.equal(repo.git("log", "-1", "--format=%s %p").trim().split(" ").length, 5);
  run.git.close();
});

const PRINTED = [
  "log -p -1",
  "show -s --format=%s%n%b HEAD",
  "grep -i -e ZERO",
  "branch -a",
  "tag",
];
test("options that only print don't take the terminal", { skip }, async () => {
  const repo = repository({ a: "zero\n" });
  repo.git("tag", "v1");
  const run = open(repo, "a");
  run.editor.shell = {
    ...run.editor.shell,
    interactive: (command) => assert.fail(`the terminal for ${command}`),
  };
  for (const command of PRINTED) await run.type(`:G ${command}<CR>`);
  assert.equal(run.editor.failures, 0);
  const asked: string[] = [];
  run.editor.shell = { ...run.editor.shell, interactive: (command) => asked.push(command) };
  for (const command of ["tag -a v2", "config -e", "remote show origin"]) {
    await run.type(`:G ${command}<CR>`);
  }
  assert.equal(asked.length, 3);
  run.git.close();
});

test("a status buffer that is closed while git answers is left alone", { skip }, async () => {
  const repo = repository({ a: "1\n" });
  const run = open(repo, "a");
  await run.type(":G<CR>");
  const status = run.editor.doc;
  run.git.refresh(run.git.here());
  await run.type(":q<CR>");
  assert.ok(!run.editor.windows.some((win) => win.doc === status));
  await run.type(":G<CR>");
  assert.match(run.text, /^Head: main/);
  run.git.close();
});
