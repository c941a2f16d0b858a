/** Repositories of every kind, and git where it can't answer. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { repository, withoutGit } from "./repo.ts";
import { open } from "./session.ts";

const skip = withoutGit();
const folder = () => realpathSync(mkdtempSync(join(tmpdir(), "hunch-place-")));

test("an empty repository: status, staging, the first commit", { skip }, async () => {
  const repo = repository();
  repo.write("a", "1\n");
  const run = open(repo, "a");
  await run.type(":Gblame<CR>");
  assert.notEqual(run.message, "");
  await run.type(":Gclog<CR>:Gdiffsplit<CR>:Gread<CR>");
  assert.equal(run.message, "There is no :0:a");
  await run.type(":G<CR>/? a<CR>suscc");
  assert.match(run.text, /on main/);
  await run.type("ggifirst<Esc>:w<CR>");
  assert.equal(repo.git("log", "--format=%s").trim(), "first");
  assert.equal(run.editor.bugs.length, 0);
  run.git.close();
});

test("a detached HEAD has a name", { skip }, async () => {
  const repo = repository({ a: "1\n" });
  repo.git("checkout", "-q", "--detach");
  const run = open(repo, "a");
  await run.type(":G<CR>");
  assert.match(run.text, /^Head: detached at [0-9a-f]{8}\n/);
  run.git.close();
});

test("a linked worktree and a submodule have their own index", { skip }, async () => {
  const repo = repository({ "a.txt": "1\n" });
  const tree = join(folder(), "tree");
  repo.git("worktree", "add", "-q", tree);
  const inner = repository({ "x.txt": "1\n" });
  repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.root, "sub");
  for (const path of [join(tree, "a.txt"), join(repo.root, "sub", "x.txt")]) {
    writeFileSync(path, "2\n");
    const run = open(repo, path);
    await run.type(":Gwrite<CR>");
    assert.match(run.message, /^Staged [ax]\.txt$/);
    await run.type(":G<CR>");
    assert.match(run.text, /^Staged \(1\)\nM [ax]\.txt$/m);
    run.git.close();
  }
  assert.equal(repo.git("diff", "--cached", "--name-only").trim(), ".gitmodules\nsub");
});

test("a bare repository is none to edit in", { skip }, async () => {
  const bare = folder();
  execFileSync("git", ["init", "-q", "--bare"], { cwd: bare });
  const run = open({ ...repository(), root: bare }, join(bare, "config"));
  await run.type(":G<CR>");
  assert.equal(run.message, "Not in a git repository");
  run.git.close();
});

test("a symlinked file is the file that it leads to", { skip }, async () => {
  const repo = repository({ "a.txt": "1\n" });
  const link = join(folder(), "link");
  symlinkSync(join(repo.root, "a.txt"), link);
  const run = open(repo, link);
  await run.type("ccx<Esc>:Gwrite<CR>");
  assert.equal(repo.git("show", ":a.txt"), "x\n");
  run.git.close();
});

test(":cd elsewhere does not move a buffer's repository", { skip }, async () => {
  const repo = repository({ "a.txt": "1\n" });
  const run = open(repo, "a.txt");
  await run.type(`:cd ${folder()}<CR>ccx<Esc>:Gwrite<CR>:Gdiffsplit HEAD<CR>`);
  assert.equal(run.diff.windows[0]!.doc.title, "git HEAD:a.txt");
  run.git.close();
});

test("another git at work is said, and nothing is lost", { skip }, async () => {
  const repo = repository({ "a.txt": "1\n" });
  repo.write("a.txt", "2\n");
  const lock = repo.write(".git/index.lock", "");
  const run = open(repo, "a.txt");
  await run.type(":G<CR>/M a<CR>s");
  assert.match(run.message, /index\.lock.*File exists/);
  rmSync(lock);
  await run.type("s");
  assert.equal(repo.git("diff", "--cached", "--name-only").trim(), "a.txt");
  assert.equal(existsSync(lock), false);
  run.git.close();
});

test("a repository that goes away is a refusal", { skip }, async () => {
  const repo = repository({ "a.txt": "1\n" });
  const run = open(repo, "a.txt");
  await run.type(":G<CR>");
  rmSync(repo.root, { recursive: true, maxRetries: 10 });
  await run.type("R");
  assert.notEqual(run.message, "");
  assert.equal(run.editor.bugs.length, 0);
  run.git.close();
});

test("a conflict in which one side has no file shows an empty one", { skip }, async () => {
  const repo = repository({ "a.txt": "1\n", b: "b\n" });
  repo.git("checkout", "-q", "-b", "other");
  repo.git("rm", "-q", "a.txt");
  repo.git("commit", "-qm", "gone");
  repo.git("checkout", "-q", "main");
  repo.write("a.txt", "ours\n");
  repo.git("commit", "-qam", "ours");
  assert.throws(() => repo.git("merge", "-q", "other"));
  const run = open(repo, "a.txt");
  await run.type(":Gdiffsplit<CR>");
  const texts = run.diff.windows.map(({ doc }) => doc.text.toJSON().join("|"));
  assert.deepEqual(texts, ["ours", "ours", ""]);
  run.git.close();
});

for (const trusted of [true, false]) {
  test(`without git everything says so (${trusted ? "trusted" : "not trusted"})`, {
    skip,
  }, async () => {
    const run = open(repository({ "a.txt": "1\n" }), "a.txt", trusted, { PATH: folder() });
    for (const command of ["G", "Gblame", "Gdiffsplit", "Gread", "Gclog"]) {
      await run.type(`:${command}<CR>`);
      assert.match(run.message, /^git is not installed$|not in a git repository/, command);
    }
    await run.type("ccx<Esc>");
    assert.equal(run.text, "x");
    run.git.close();
  });
}
