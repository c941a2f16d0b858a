import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import { dirname, join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { MAX_COMMANDS } from "../../src/store/commands.ts";
import { type OpenDatabase, openDatabase } from "../../src/store/database.ts";
import type { StoredCommand } from "../../src/store/request.ts";

const root = fs.mkdtempSync(join(os.tmpdir(), "hunch-commands-"));
const opened: OpenDatabase[] = [];
let path = "";
beforeEach(() => {
  path = join(fs.mkdtempSync(join(root, "case-")), "hunch.db");
});
after(() => {
  for (const database of opened) database.close();
  fs.rmSync(root, { recursive: true, maxRetries: 10 });
});

function open() {
  const database = openDatabase(path, (message) => assert.fail(message));
  opened.push(database);
  return database.requests;
}

function ran(line: string, time: number, more: Partial<StoredCommand> = {}): StoredCommand {
  const known = { cwd: "/p", repository: "/p", status: 0, duration: 5, previous: null };
  return { line, time, ...known, session: "s", shell: "bash", origin: null, ...more };
}

test("commands come back as they were, oldest first, and only so many", () => {
  const store = open();
  const first = ran("make", 1, { status: 2, duration: null });
  const second = ran("git commit", 2, { previous: "make", cwd: null, repository: null });
  store.addCommand(first);
  store.addCommand(second);
  assert.deepEqual(store.listCommands({ limit: 10, skip: 0 }), [first, second]);
  assert.deepEqual(store.listCommands({ limit: 1, skip: 0 }), [second]);
  assert.deepEqual(store.listCommands({ limit: 1, skip: 1 }), [first]);
  assert.equal(fs.statSync(path).mode & 0o777, 0o600);
});

test("a search finds lines with all or any words, the newest first, each once", () => {
  const store = open();
  store.addCommand(ran("git status", 1));
  store.addCommand(ran("git push", 2, { cwd: "/a" }));
  store.addCommand(ran("git status", 3, { cwd: "/b", status: 1 }));
  store.addCommand(ran("echo 100%", 4));
  store.addCommand(ran("ls a_b", 5));
  const lines = (words: string[], match: "all" | "any" = "all") =>
    store.searchCommands({ words, match, limit: 9, skip: 0 }).map(({ line }) => line);
  assert.deepEqual(store.searchCommands({ words: ["STATUS"], match: "all", limit: 9, skip: 0 }), [
    { line: "git status", count: 2, time: 3, cwd: "/b", status: 1 },
  ]);
  assert.deepEqual(lines(["git"]), ["git status", "git push"]);
  assert.deepEqual(lines(["git", "push"]), ["git push"]);
  assert.deepEqual(lines(["push", "echo"], "any"), ["echo 100%", "git push"]);
  assert.deepEqual(lines(["0%"]), ["echo 100%"]);
  assert.deepEqual(lines(["s_"]), []);
  assert.deepEqual(lines([]), ["ls a_b", "echo 100%", "git status", "git push"]);
});

test("commands without a time are in the order of their file", () => {
  const store = open();
  const commands = ["a", "b", "a"].map((line) => ran(line, 0, { origin: "/h" }));
  const batch = { file: "/h", commands, before: null, after: "1", whole: false, when: 9 };
  assert.equal(store.importCommands(batch), 3);
  assert.deepEqual(
    store.searchCommands({ words: [], match: "all", limit: 9, skip: 0 }).map(({ line }) => line),
    ["a", "b"],
  );
  store.addCommand(ran("c", 5));
  assert.deepEqual(
    store.listCommands({ limit: 9, skip: 0 }).map(({ line }) => line),
    ["a", "b", "a", "c"],
  );
});

test("what is forgotten is gone, from any origin, and does not come back with its file", () => {
  const store = open();
  store.addCommand(ran("deploy x", 1));
  store.addCommand(ran("deploy [x]", 2, { previous: "deploy x" }));
  store.addCommand(ran("ls", 3, { previous: "deploy [x]" }));
  const forget = (line: string | null, pattern: string | null) =>
    store.forgetCommands({ line, pattern, when: 4 });
  assert.deepEqual(forget("deploy", null), []);
  assert.deepEqual(forget("deploy x", null), ["deploy x"]);
  assert.equal(store.listCommands({ limit: 9, skip: 0 })[0]!.previous, null);
  assert.deepEqual(forget(null, "*[x]"), ["deploy [x]"]);
  const commands = [ran("deploy x", 1, { origin: "/h" }), ran("pwd", 5, { origin: "/h" })];
  const batch = { file: "/h", commands, before: null, after: "1", whole: false, when: 9 };
  assert.equal(store.importCommands(batch), 1);
  // Run again it is remembered again.
  store.addCommand(ran("deploy x", 6));
  assert.deepEqual(
    store.listCommands({ limit: 9, skip: 0 }).map(({ line }) => line),
    ["ls", "pwd", "deploy x"],
  );
  assert.equal(forget(null, "*").length, 3);
  for (const file of fs.readdirSync(dirname(path))) {
    assert.ok(!fs.readFileSync(join(dirname(path), file)).includes("deploy x"), file);
  }
});

test("an import knows what ran here, and what another editor has imported", () => {
  const one = open();
  const two = open();
  one.addCommand(ran("make", 10_000));
  one.addCommand(ran("ls", 20_000));
  const from = (line: string, time: number) => ran(line, time, { origin: "/h", status: null });
  const batch = { file: "/h", whole: false, when: 9 };
  const timed = [from("make", 12_000), from("make", 90_000), from("make", 90_000)];
  assert.equal(one.importCommands({ ...batch, commands: timed, before: null, after: "1" }), 2);
  assert.equal(two.commandImport("/h"), "1");
  assert.equal(two.importCommands({ ...batch, commands: timed, before: null, after: "1" }), null);
  const untimed = [from("ls", 0), from("pwd", 0)];
  const next = { ...batch, commands: untimed, before: "1", after: "2" };
  assert.equal(two.importCommands(next), 1);
  const again = { ...batch, commands: untimed, before: "2", after: "3" };
  assert.equal(one.importCommands({ ...again, whole: true }), 0);
  assert.equal(one.importCommands({ ...again, before: "3" }), 1);
  assert.equal(two.listCommands({ limit: 99, skip: 0 }).length, 6);
});

test("several editors write at once", () => {
  const editors = [open(), open(), open()];
  for (let round = 0; round < 20; round++) {
    for (const [index, store] of editors.entries()) store.addCommand(ran(`c${index}`, round));
  }
  assert.equal(editors[0]!.listCommands({ limit: 999, skip: 0 }).length, 60);
});

test("the oldest go when there are too many", () => {
  const store = open();
  const many = (from: number, count: number) =>
    Array.from({ length: count }, (_, k) => ran(`c${from + k}`, from + k, { origin: "/h" }));
  const batch = { file: "/h", whole: false, when: 9 };
  const commands = many(1, MAX_COMMANDS);
  store.importCommands({ ...batch, commands, before: null, after: "1" });
  store.importCommands({ ...batch, commands: many(200_000, 10), before: "1", after: "2" });
  const kept = store.listCommands({ limit: 2 * MAX_COMMANDS, skip: 0 });
  assert.equal(kept.length, MAX_COMMANDS);
  assert.equal(kept[0]!.line, "c11");
});
