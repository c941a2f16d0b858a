/** What git says about a work tree, from real repositories. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseStatus, STATUS_ARGUMENTS } from "../../src/git/status.ts";
import { repository, withoutGit } from "./repo.ts";

const skip = withoutGit();

test("a work tree with every kind of entry", { skip }, () => {
  const repo = repository({ "a b": "1\n", c: "x\ny\nz\n", d: "1\n", e: "1\n", sub: "1\n" });
  repo.write("a b", "2\n");
  repo.git("mv", "c", "new\nname");
  repo.git("rm", "-q", "d");
  repo.write("e", "2\n");
  repo.git("add", "e");
  repo.write("e", "3\n");
  repo.write("un tracked/deep", "1\n");
  repo.write("added", "quite new\nand long\n");
  repo.git("add", "added");
  const status = parseStatus(repo.git(...STATUS_ARGUMENTS));
  assert.equal(status.branch, "main");
  assert.match(status.head ?? "", /^[0-9a-f]{40}$/);
  const shown = status.entries.map((e) => [e.staged + e.unstaged, e.name, e.from]);
  assert.deepEqual(shown, [
    [".M", "a b", null],
    ["A.", "added", null],
    ["D.", "d", null],
    ["MM", "e", null],
    ["R.", "new\nname", "c"],
    [".?", "un tracked/deep", null],
  ]);
});

test("a new repository, a detached head, a branch ahead of its upstream", { skip }, () => {
  const empty = repository();
  assert.deepEqual(parseStatus(empty.git(...STATUS_ARGUMENTS)), {
    branch: "main",
    head: null,
    upstream: null,
    ahead: 0,
    behind: 0,
    entries: [],
  });
  const repo = repository({ a: "1\n" });
  repo.git("branch", "old");
  repo.git("branch", "-q", "--set-upstream-to=old");
  repo.git("commit", "-q", "--allow-empty", "-m", "more");
  const ahead = parseStatus(repo.git(...STATUS_ARGUMENTS));
  assert.deepEqual([ahead.upstream, ahead.ahead, ahead.behind], ["old", 1, 0]);
  repo.git("checkout", "-q", "--detach");
  assert.equal(parseStatus(repo.git(...STATUS_ARGUMENTS)).branch, null);
});

test("a conflict", { skip }, () => {
  const repo = repository({ a: "1\n" });
  repo.git("checkout", "-q", "-b", "other");
  repo.write("a", "2\n");
  repo.git("commit", "-qam", "two");
  repo.git("checkout", "-q", "main");
  repo.write("a", "3\n");
  repo.git("commit", "-qam", "three");
  assert.throws(() => repo.git("merge", "-q", "other"));
  const [only] = parseStatus(repo.git(...STATUS_ARGUMENTS)).entries;
  assert.deepEqual(only, {
    name: "a",
    from: null,
    staged: "U",
    unstaged: "U",
    conflict: true,
    submodule: false,
  });
});
