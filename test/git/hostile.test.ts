/** Repositories whose configuration would run a program, in ways that need more than a flag. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { repository, withoutGit } from "./repo.ts";
import { open } from "./session.ts";

const skip = withoutGit();

function trap() {
  const file = join(realpathSync(mkdtempSync(join(tmpdir(), "hunch-trap-"))), "sprung");
  return { file, command: `sh -c 'touch ${file}; cat' #`, sprung: () => existsSync(file) };
}

test("a filter whose name git can't be told does not run", { skip }, async () => {
  const repo = repository({ "a.txt": "1\n", ".gitattributes": "*.txt filter=a=b\n" });
  const { command, sprung } = trap();
  repo.git("config", "filter.a=b.clean", command);
  repo.write("a.txt", "2\n");
  const run = open(repo, "a.txt", false);
  await run.type(":G<CR>");
  assert.match(run.message, /filter a=b can't be switched off/);
  await run.type(":G diff<CR>:Gwrite<CR>:Gblame<CR>");
  assert.equal(sprung(), false);
  repo.git("status");
  assert.equal(sprung(), true, "the trap works");
  run.git.close();
});

test("a filter that comes with a change of the configuration does not run", { skip }, async () => {
  const repo = repository({ "a.txt": "1\n", ".gitattributes": "*.txt filter=late\n" });
  const { command, sprung } = trap();
  const run = open(repo, "a.txt", false);
  await run.type(":G<CR>");
  repo.write("a.txt", "2\n");
  repo.git("config", "filter.late.clean", command);
  await run.type("R:q<CR>:G<CR>");
  assert.equal(sprung(), false);
  repo.git("status");
  assert.equal(sprung(), true, "the trap works");
  run.git.close();
});

test("an object that is missing is not fetched from what a remote names", { skip }, async () => {
  const repo = repository({ "a.txt": "1\n" });
  const { file, sprung } = trap();
  const id = repo.git("rev-parse", "HEAD:a.txt").trim();
  for (const [key, value] of [
    ["core.repositoryformatversion", "1"],
    ["extensions.partialClone", "evil"],
    ["remote.evil.url", repo.root],
    ["remote.evil.promisor", "true"],
    ["remote.evil.uploadpack", `touch ${file}; git-upload-pack`],
    ["protocol.file.allow", "always"],
  ]) {
    repo.git("config", key!, value!);
  }
  rmSync(join(repo.root, ".git/objects", id.slice(0, 2), id.slice(2)));
  const run = open(repo, "a.txt", false);
  await run.type(":Gedit HEAD:a.txt<CR>:Gread<CR>:Gdiffsplit<CR>:G show HEAD<CR>");
  await run.type(":G diff HEAD~0<CR>:Gclog<CR>:G<CR>");
  assert.equal(sprung(), false);
  assert.throws(() => repo.git("cat-file", "blob", "HEAD:a.txt"));
  assert.equal(sprung(), true, "the trap works");
  run.git.close();
});

test("nothing of a submodule's configuration runs", { skip }, async () => {
  const inner = repository({ "x.txt": "1\n" });
  const repo = repository({ "a.txt": "1\n" });
  repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.root, "sub");
  repo.git("commit", "-qm", "sub");
  const { command, sprung } = trap();
  execFileSync("git", ["config", "core.fsmonitor", command], { cwd: join(repo.root, "sub") });
  repo.git("config", "submodule.sub.ignore", "none");
  repo.git("config", "diff.ignoreSubmodules", "none");
  repo.write("sub/x.txt", "2\n");
  repo.write("a.txt", "2\n");
  const run = open(repo, "a.txt", false);
  await run.type(":G<CR>/M a<CR>s:G status<CR>:G diff<CR>:G<CR>ccimessage<Esc>:w<CR>");
  assert.equal(repo.git("log", "-1", "--format=%s").trim(), "message");
  assert.equal(sprung(), false);
  // A commit of the submodule is seen, staged and compared.
  const git = ["-c", "core.fsmonitor=", "-c", "user.name=A", "-c", "user.email=a@example.com"];
  execFileSync("git", [...git, "commit", "-qam", "more"], { cwd: join(repo.root, "sub") });
  await run.type(":G<CR>R/M sub<CR>=s:G diff --cached<CR>");
  assert.match(run.text, /Subproject commit/);
  assert.equal(sprung(), false);
  repo.git("status");
  assert.equal(sprung(), true, "the trap works");
  run.git.close();
});
