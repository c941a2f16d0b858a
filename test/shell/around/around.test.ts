import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Around, type RepositorySituation } from "../../../src/shell/around/around.ts";
import { answers, readFolder, readPrograms } from "../../../src/shell/around/disk.ts";
import { FolderCache } from "../../../src/shell/around/folder-cache.ts";
import { byUse } from "../../../src/shell/around/git-situation.ts";
import type { FolderEntry, GitSituation, ProjectCommand } from "../../../src/shell/command.ts";

const GIT: GitSituation = {
  branch: "main",
  branches: ["main"],
  staged: 0,
  modified: 0,
  untracked: 0,
  ahead: 0,
  behind: 0,
  state: null,
};

function entry(name: string): FolderEntry {
  return { name, folder: false, executable: false };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

function stage() {
  const state = {
    time: 1000,
    reads: [] as string[],
    changes: 0,
    git: { root: "/p", git: GIT } as RepositorySituation | null,
    names: ["a", "b"],
    answers: true,
    failures: [] as unknown[],
  };
  const test: ProjectCommand = {
    command: "npm test",
    kind: "test",
    source: "/p/package.json",
    cwd: "/p",
    detail: "",
  };
  const make: ProjectCommand = { ...test, command: "make", source: "/p/Makefile" };
  const around = new Around({
    home: "/h",
    projects: {
      read: async () => ({
        commands: [test, make],
        anywhere: new Set([test]),
      }),
    },
    async answers(folder) {
      state.reads.push(folder);
      return state.answers;
    },
    async readFolder(folder) {
      state.reads.push(folder);
      return state.answers ? state.names.map(entry) : null;
    },
    readPrograms: async () => new Set(["git"]),
    readGit: async () => state.git,
    now: () => state.time,
    changed: () => void state.changes++,
    failed: (_what, error) => void state.failures.push(error),
  });
  return { around, state };
}

test("what is not known is empty, and there when it has been read", async () => {
  const { around, state } = stage();
  const first = around.at("/p/src");
  assert.deepEqual(first.project, []);
  assert.equal(first.git, null);
  assert.equal(first.list("/p/src"), null);
  await turns();
  const second = around.at("/p/src");
  assert.notEqual(first, second);
  assert.deepEqual(
    second.project.map(({ command, cwd }) => `${cwd}: ${command}`),
    ["/p/src: npm test", "/p: make"],
  );
  assert.equal(second.git?.branch, "main");
  assert.equal(second.repository, "/p");
  assert.deepEqual(
    second.list("/p/src")?.map(({ name }) => name),
    ["a", "b"],
  );
  assert.ok(second.programs?.has("git"));
  assert.ok(state.changes > 0);
  assert.equal(around.at("/p/src"), second);
  assert.deepEqual(state.failures, []);
});

test("after a command things are read again, and only what differs is news", async () => {
  const { around, state } = stage();
  around.at("/p").list("/p");
  await turns();
  const known = around.at("/p");
  const before = state.changes;
  around.outdate();
  assert.deepEqual(around.at("/p").list("/p")?.length, 2);
  await turns();
  assert.equal(state.changes, before);
  assert.equal(around.at("/p"), known);
  state.names = ["a", "b", "c"];
  state.git = { root: "/p", git: { ...GIT, branch: "topic" } };
  around.outdate();
  around.at("/p").list("/p");
  await turns();
  assert.notEqual(around.at("/p"), known);
  assert.equal(around.at("/p").git?.branch, "topic");
  assert.equal(around.at("/p").list("/p")?.length, 3);
});

test("a folder that does not answer is not asked in other ways", async () => {
  const { around, state } = stage();
  state.answers = false;
  around.at("/net").list("/net");
  await turns();
  assert.equal(around.at("/net").git, null);
  assert.deepEqual(around.at("/net").project, []);
  const reads = state.reads.length;
  around.at("/net").list("/net");
  await turns();
  assert.equal(state.reads.length, reads);
});

test("edited and failing files", () => {
  const { around, state } = stage();
  around.edited("/p/a");
  around.edited("/p/b");
  const known = around.at("/p");
  assert.deepEqual(known.edited, ["/p/b", "/p/a"]);
  around.edited("/p/b");
  assert.equal(around.at("/p"), known);
  state.time += 10 * 60_000;
  around.edited("/p/c");
  state.time += 6 * 60_000;
  around.setFailing(["/p/d"]);
  assert.deepEqual(around.at("/p").edited, ["/p/c"]);
  assert.deepEqual(around.at("/p").failing, ["/p/d"]);
});

test("no folder: nothing is known", () => {
  const { around, state } = stage();
  assert.equal(around.at(null).cwd, null);
  assert.equal(around.at(null).list("/p"), null);
  assert.deepEqual(state.reads, []);
});

test("listings are bounded in number and requests", async () => {
  const reads: string[] = [];
  const cache = new FolderCache({
    async read(folder) {
      reads.push(folder);
      return [entry("x")];
    },
    now: () => 0,
    changed() {},
  });
  for (let at = 0; at < 500; at++) cache.list(`/${at}`);
  await turns();
  assert.ok(reads.length <= 34, `${reads.length}`);
  for (let at = 0; at < 500; at++) {
    cache.list(`/${at}`);
    await turns();
  }
  assert.equal(cache.list("/0"), null);
  assert.equal(cache.list("/499")?.length, 1);
});

test("branches come in the order of their use", () => {
  const log = [
    "a b n <e> 1 +0\tcheckout: moving from main to topic",
    "a b n <e> 2 +0\tcommit: x",
    "a b n <e> 3 +0\tcheckout: moving from topic to gone",
    "a b n <e> 4 +0\tcheckout: moving from gone to fix",
  ].join("\n");
  assert.deepEqual(byUse(["main", "old", "fix", "topic"], log), ["fix", "topic", "main", "old"]);
  assert.deepEqual(byUse(["main"], ""), ["main"]);
});

test("folders and programs of the disk", async () => {
  const root = await mkdtemp(join(tmpdir(), "hunch-around-"));
  try {
    await mkdir(join(root, "dir"));
    await writeFile(join(root, "run"), "");
    await chmod(join(root, "run"), 0o755);
    await writeFile(join(root, "text"), "");
    await symlink(join(root, "dir"), join(root, "link"));
    await symlink(join(root, "nowhere"), join(root, "lost"));
    const entries = (await readFolder(root)) ?? [];
    const letters = entries.map(
      ({ name, folder, executable }) => `${name}${folder ? "/" : ""}${executable ? "*" : ""}`,
    );
    assert.deepEqual(letters, ["dir/", "link/", "lost", "run*", "text"]);
    assert.equal(await readFolder(join(root, "none")), null);
    const programs = await readPrograms(`${root}:relative:${join(root, "none")}`);
    assert.ok(programs?.has("run") && programs.has("cd") && !programs.has("ls"));
    // some of very many names would say of the others that they are not there
    await mkdir(join(root, "large"));
    for (let at = 0; at < 2001; at++) await writeFile(join(root, "large", `${at}`), "");
    assert.equal(await readFolder(join(root, "large")), null);
    assert.equal(await answers(join(root, "large")), true);
    assert.equal(await answers(join(root, "none")), false);
  } finally {
    await rm(root, { recursive: true, maxRetries: 10 });
  }
});
