import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Trust } from "../../../src/base/trust.ts";
import { findRepository, Repository } from "../../../src/git/repository.ts";
import { readSituation } from "../../../src/shell/around/git-situation.ts";

const skip = spawnSync("git", ["--version"]).status === 0 ? false : "git is not installed";

test("what git says around a prompt", { skip }, async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "hunch-situation-")));
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: root,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@b",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@b",
  };
  const git = (...args: string[]): void => {
    execFileSync("git", args, { cwd: root, env, stdio: "ignore" });
  };
  const write = (name: string, text: string): void => writeFileSync(join(root, name), text);
  try {
    git("init", "-q", "-b", "main");
    const place = findRepository(root);
    assert.ok(place !== null);
    const repository = new Repository(place, new Trust(null), env);
    const empty = await readSituation(repository);
    assert.deepEqual([empty.branch, empty.branches, empty.untracked], ["main", [], 0]);
    write("a", "1\n");
    write("b", "1\n");
    git("add", "a", "b");
    git("commit", "-q", "-m", "x");
    for (const branch of ["one", "two", "three"]) git("branch", branch);
    git("checkout", "-q", "two");
    write("a", "2\n");
    git("commit", "-q", "-am", "y");
    git("checkout", "-q", "main");
    write("a", "3\n");
    git("add", "a");
    write("b", "2\n");
    write("c", "1\n");
    const changed = await readSituation(repository);
    assert.deepEqual(changed.branches.slice(0, 2), ["main", "two"]);
    assert.deepEqual([...changed.branches].sort(), ["main", "one", "three", "two"]);
    assert.deepEqual([changed.staged, changed.modified, changed.untracked], [1, 1, 1]);
    assert.equal(changed.state, null);
    git("add", "b");
    git("commit", "-q", "-m", "z");
    spawnSync("git", ["merge", "two"], { cwd: root, env });
    assert.equal((await readSituation(repository)).state, "merge");
  } finally {
    rmSync(root, { recursive: true, force: true, maxRetries: 10 });
  }
});
