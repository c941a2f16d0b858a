/** `:G` and its family in real repositories, driven by keys. */
import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { slice } from "../../src/text/text.ts";
import { repository, type TestRepository, withoutGit } from "./repo.ts";
import { open } from "./session.ts";

const skip = withoutGit();
const TEN = "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n";

function changed(): TestRepository {
  const repo = repository({ "a.txt": TEN, "b.txt": "b\n" });
  repo.write("a.txt", TEN.replace("1\n", "1x\n").replace("8\n", "8x\n"));
  repo.write("new file", "n\n");
  return repo;
}

test("the status buffer shows sections; s and u stage and unstage files", { skip }, async () => {
  const repo = changed();
  const run = open(repo, "b.txt");
  await run.type(":G<CR>");
  assert.equal(
    run.text,
    "Head: main\nHelp: g?\n\nUntracked (1)\n? new file\n\nUnstaged (1)\nM a.txt",
  );
  await run.type("/new<CR>s/M a<CR>s");
  assert.equal(run.text, "Head: main\nHelp: g?\n\nStaged (2)\nM a.txt\nA new file");
  await run.type("/Staged<CR>u");
  assert.equal(repo.git("diff", "--cached", "--name-only"), "");
  run.git.close();
});

test("= shows a diff; s and X work on its hunks", { skip }, async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `${i}\n`).join("");
  const repo = repository({ "a.txt": rows, "b.txt": "b\n" });
  repo.write("a.txt", rows.replace("\n1\n", "\n1x\n").replace("28\n", "28x\n"));
  const run = open(repo, "b.txt");
  await run.type(":G<CR>/M a<CR>=/@@<CR>");
  assert.match(run.text, /M a\.txt\n@@ .*\n 0\n-1\n\+1x\n/);
  await run.type("s");
  assert.equal(repo.git("show", ":a.txt"), rows.replace("\n1\n", "\n1x\n"));
  await run.type("gg/@@<CR>Xy");
  assert.equal(readFileSync(join(repo.root, "a.txt"), "utf8"), rows.replace("\n1\n", "\n1x\n"));
  run.git.close();
});

test("X asks; another answer than y keeps the change", { skip }, async () => {
  const repo = changed();
  const run = open(repo, "b.txt");
  await run.type(":G<CR>/new file<CR>Xn");
  assert.equal(existsSync(join(repo.root, "new file")), true);
  await run.type("Xy");
  assert.equal(existsSync(join(repo.root, "new file")), false);
  run.git.close();
});

test("cc commits what :w has written, ca amends it", { skip }, async () => {
  const repo = changed();
  const run = open(repo, "b.txt");
  await run.type(":G<CR>cc");
  assert.equal(run.message, "Nothing is staged");
  await run.type("/M a<CR>sccisecond<CR><CR>body<Esc>:wq<CR>");
  assert.equal(repo.git("log", "-1", "--format=%s|%b").trim(), "second|body");
  await run.type("caccanother<Esc>:wq<CR>");
  assert.equal(repo.git("log", "--format=%s").trim(), "another\nfirst");
  run.git.close();
});

test("an empty message commits nothing", { skip }, async () => {
  const repo = changed();
  const run = open(repo, "b.txt");
  await run.type(":G<CR>/M a<CR>scc:w<CR>");
  assert.equal(run.message, "Aborting commit: the message is empty");
  assert.equal(repo.git("log", "--format=%s").trim(), "first");
  run.git.close();
});

test("hooks run where the project is trusted, and only there", { skip }, async () => {
  for (const trusted of [true, false]) {
    const repo = changed();
    const hook = repo.write(".git/hooks/pre-commit", `#!/bin/sh\ntouch "${repo.root}/ran"\n`);
    chmodSync(hook, 0o755);
    const run = open(repo, "b.txt", trusted);
    await run.type(":G<CR>/M a<CR>sccim<Esc>:w<CR>");
    assert.equal(repo.git("log", "-1", "--format=%s").trim(), "m");
    assert.equal(existsSync(join(repo.root, "ran")), trusted);
    run.git.close();
  }
});

test(":G with arguments: output in a buffer, one line as a message, errors as refusals", {
  skip,
}, async () => {
  const run = open(changed(), "b.txt");
  await run.type(":G log --format=%s<CR>");
  assert.equal(run.message, "first");
  await run.type(":G diff --stat<CR>");
  assert.match(run.text, /a\.txt \| 4 \+\+--/);
  await run.type(":q<CR>:G log nope<CR>");
  assert.match(run.message, /^fatal: ambiguous argument/);
  run.git.close();
});

test("what may run the repository's programs is refused without trust", { skip }, async () => {
  const run = open(changed(), "b.txt", false);
  await run.type(":G stash<CR>");
  assert.match(run.message, /:trust it first/);
  run.git.close();
});

test(":Gread, :Gwrite and :Gedit", { skip }, async () => {
  const repo = changed();
  const run = open(repo, "a.txt");
  await run.type(":Gread<CR>");
  assert.equal(run.text, TEN.slice(0, -1));
  await run.type("uggOtop<Esc>:Gwrite<CR>");
  assert.match(repo.git("show", ":a.txt"), /^top\n0\n1x\n/);
  await run.type(":Gedit HEAD:b.txt<CR>");
  assert.equal(run.text, "b");
  assert.equal(run.editor.doc.options.get("modifiable"), false);
  await run.type(":Gedit HEAD~9:b.txt<CR>");
  assert.equal(run.message, "There is no HEAD~9:b.txt");
  await run.type(":Gedit --output=x:b<CR>");
  assert.match(run.message, /^Not a revision/);
  run.git.close();
});

test("a version in the index can be edited and written", { skip }, async () => {
  const repo = changed();
  const run = open(repo, "a.txt");
  await run.type(":Gedit :<CR>ggsX<Esc>:w<CR>");
  assert.equal(repo.git("show", ":a.txt"), TEN.replace("0", "X"));
  run.git.close();
});

test(":Gdiffsplit: blocks, do and dp", { skip }, async () => {
  const repo = changed();
  const run = open(repo, "a.txt");
  await run.type(":Gdiffsplit<CR>gg]c");
  run.diff.frame();
  const [left, right] = run.diff.windows;
  assert.equal(right!.doc, run.doc);
  assert.equal(run.editor.win, right);
  await run.type("do");
  assert.equal(run.text, TEN.replace("8\n", "8x\n").slice(0, -1));
  await run.type("]cdp");
  assert.equal(slice(left!.doc.text, 0, left!.doc.text.length), run.text);
  await run.type("jddw");
  assert.equal(run.editor.failures, 0, "d still takes motions");
  run.git.close();
});

test("a conflict is shown between both sides", { skip }, async () => {
  const repo = repository({ "a.txt": TEN });
  repo.git("checkout", "-q", "-b", "other");
  repo.write("a.txt", TEN.replace("3\n", "theirs\n"));
  repo.git("commit", "-qam", "theirs");
  repo.git("checkout", "-q", "main");
  repo.write("a.txt", TEN.replace("3\n", "ours\n"));
  repo.git("commit", "-qam", "ours");
  assert.throws(() => repo.git("merge", "-q", "other"));
  const run = open(repo, "a.txt");
  await run.type(":Gdiffsplit<CR>");
  const shown = run.diff.windows.map(({ doc }) => doc.text.line(4).text);
  assert.deepEqual(shown, ["ours", "<<<<<<< HEAD", "theirs"]);
  run.git.close();
});

test(":Gblame names the commit of each row of the buffer as it is", { skip }, async () => {
  const repo = changed();
  repo.git("commit", "-qam", "second");
  const run = open(repo, "a.txt");
  await run.type("GAx<Esc>:Gblame<CR>");
  const ids = run.text.split("\n").map((row) => row.split(" ")[0]);
  const [second, first] = repo.git("log", "--format=%H").trim().split("\n");
  const id = (name: string) => name.slice(0, 8);
  const expected = Array.from({ length: 10 }, () => id(first!));
  for (const row of [1, 8]) expected[row] = id(second!);
  expected[9] = "00000000";
  // git marks the first commit with a caret only where it is asked to.
  assert.deepEqual(ids, expected);
  await run.type("ggj<CR>");
  assert.match(run.text, /second/);
  run.git.close();
});
