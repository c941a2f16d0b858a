import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { stateFolder } from "../../src/store/folder.ts";
import { Store } from "../../src/store/store.ts";

const root = fs.mkdtempSync(join(os.tmpdir(), "hunch-store-"));
const stores: Store[] = [];
let folder = root;
let told: string[] = [];
beforeEach(() => {
  folder = join(fs.mkdtempSync(join(root, "case-")), "state");
  told = [];
});
after(async () => {
  for (const store of stores) await store.close();
  fs.rmSync(root, { recursive: true, maxRetries: 10 });
});

function storeOf(): Store {
  const store = new Store({ folder, onMessage: (message) => told.push(message) });
  stores.push(store);
  return store;
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

test("the folder follows XDG, where that is an absolute path", () => {
  assert.equal(stateFolder({ XDG_STATE_HOME: "/s", HOME: "/h" }), "/s/hunch");
  assert.equal(stateFolder({ XDG_STATE_HOME: "s", HOME: "/h" }), "/h/.local/state/hunch");
  assert.equal(stateFolder({ HOME: "/h" }), "/h/.local/state/hunch");
});

test("an undo tree comes back for the bytes that it belongs to", async () => {
  const store = storeOf();
  const file = { path: "/a", hash: "h1" };
  assert.equal(await store.ask("saveUndo", { ...file, tree: bytes("tree"), when: 1 }), true);
  assert.deepEqual(Buffer.from((await store.ask("loadUndo", file))!), Buffer.from("tree"));
  assert.equal(await store.ask("loadUndo", { path: "/a", hash: "h2" }), null);
  await store.ask("saveUndo", { path: "/a", hash: "h2", tree: bytes("next"), when: 2 });
  assert.equal(await store.ask("loadUndo", file), null);
  await store.ask("forgetUndo", "/a");
  assert.equal(await store.ask("loadUndo", { path: "/a", hash: "h2" }), null);
});

test("undo trees are kept up to a size, the latest first", async () => {
  const store = storeOf();
  const big = new Uint8Array(14 * 2 ** 20);
  for (let k = 1; k <= 5; k++) {
    await store.ask("saveUndo", { path: `/${k}`, hash: "h", tree: big, when: k });
  }
  const kept: boolean[] = [];
  for (let k = 1; k <= 5; k++) {
    kept.push((await store.ask("loadUndo", { path: `/${k}`, hash: "h" })) !== null);
  }
  assert.deepEqual(kept, [false, true, true, true, true]);
  const huge = new Uint8Array(17 * 2 ** 20);
  assert.equal(await store.ask("saveUndo", { path: "/5", hash: "h", tree: huge, when: 9 }), false);
  assert.equal(await store.ask("loadUndo", { path: "/5", hash: "h" }), null);
});

test("a history has each line once, at its last use, and a thousand at most", async () => {
  const store = storeOf();
  for (const line of ["w", "q", "w"]) await store.ask("addHistory", { kind: ":", line, when: 1 });
  await store.ask("addHistory", { kind: "/", line: "w", when: 1 });
  assert.deepEqual(await store.ask("loadHistory", ":"), ["q", "w"]);
  const adding: unknown[] = [];
  for (let k = 0; k < 1001; k++) {
    adding.push(store.ask("addHistory", { kind: ":", line: String(k), when: k }));
  }
  await Promise.all(adding);
  const lines = (await store.ask("loadHistory", ":"))!;
  assert.deepEqual([lines.length, lines[0], lines.at(-1)], [1000, "1", "1000"]);
  await store.ask("forgetHistory", { kind: ":", line: "5" });
  assert.equal((await store.ask("loadHistory", ":"))!.length, 999);
  await store.ask("forgetHistory", { kind: ":", line: null });
  assert.deepEqual(await store.ask("loadHistory", ":"), []);
  assert.deepEqual(await store.ask("loadHistory", "/"), ["w"]);
});

test("lately and often visited files come first", async () => {
  const store = storeOf();
  const day = 24 * 3600 * 1000;
  for (const [path, when] of [
    ["/often", 0],
    ["/often", 1],
    ["/often", 2],
    ["/long ago", 0],
    ["/now", 60 * day],
  ] as const) {
    await store.ask("visit", { path, when });
  }
  const found = (await store.ask("frecent", { limit: 2, now: 60 * day }))!;
  assert.deepEqual(
    found.map(({ path, score }) => [path, Math.round(score * 100)]),
    [
      ["/now", 100],
      ["/often", 75],
    ],
  );
});

test("values are kept by space and name", async () => {
  const store = storeOf();
  for (const name of ["b", "a"]) {
    await store.ask("putValue", { space: "gate", name, value: `{"${name}":1}`, when: 1 });
  }
  assert.equal(await store.ask("getValue", { space: "gate", name: "a" }), '{"a":1}');
  assert.equal(await store.ask("getValue", { space: "other", name: "a" }), null);
  await store.ask("putValue", { space: "gate", name: "a", value: null, when: 2 });
  assert.deepEqual(await store.ask("listValues", "gate"), [["b", '{"b":1}']]);
});

test("the database is for its owner's eyes only and says nothing", async () => {
  const store = storeOf();
  const health = (await store.ask("health", null))!;
  assert.equal(health.path, join(folder, "hunch.db"));
  await store.ask("visit", { path: "/a", when: 1 });
  assert.equal(fs.statSync(folder).mode & 0o777, 0o700);
  for (const name of fs.readdirSync(folder)) {
    assert.equal(fs.statSync(join(folder, name)).mode & 0o777, 0o600, name);
  }
  assert.deepEqual(told, []);
});

test("two editors use it at once", async () => {
  const [one, two] = [storeOf(), storeOf()];
  const adding: unknown[] = [];
  for (let k = 0; k < 100; k++) {
    adding.push(one.ask("addHistory", { kind: ":", line: `one ${k}`, when: k }));
    adding.push(two.ask("addHistory", { kind: ":", line: `two ${k}`, when: k }));
  }
  await Promise.all(adding);
  assert.equal((await one.ask("loadHistory", ":"))!.length, 200);
  assert.deepEqual(told, []);
});

test("what was put is there for the next editor", async () => {
  const first = storeOf();
  await first.ask("putValue", { space: "s", name: "n", value: "v", when: 1 });
  await first.close();
  assert.equal(await first.ask("getValue", { space: "s", name: "n" }), null);
  assert.equal(await storeOf().ask("getValue", { space: "s", name: "n" }), "v");
});

test("a damaged database is moved aside", async () => {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    join(folder, "hunch.db"),
    "this is no database, and long enough to tell".repeat(99),
  );
  const store = storeOf();
  await store.ask("visit", { path: "/a", when: 1 });
  assert.equal((await store.ask("frecent", { limit: 9, now: 1 }))!.length, 1);
  assert.match(told.join("\n"), /^The database was damaged and is kept as \S+damaged-/);
  assert.ok(fs.readdirSync(folder).some((name) => name.includes(".damaged-")));
});

test("damage inside is found when it matters", async () => {
  const first = storeOf();
  const value = "x".repeat(3000);
  for (let k = 0; k < 200; k++) {
    await first.ask("putValue", { space: "s", name: String(k), value, when: 1 });
  }
  await first.close();
  const path = join(folder, "hunch.db");
  const fd = fs.openSync(path, "r+");
  const { size } = fs.fstatSync(fd);
  for (let at = 3 * 4096; at < size; at += 4096)
    fs.writeSync(fd, Buffer.alloc(64, 0xab), 0, 64, at);
  fs.closeSync(fd);
  const store = storeOf();
  assert.deepEqual(await store.ask("listValues", "s"), []);
  assert.match(told.join("\n"), /was damaged/);
});

test("without a database everything answers nothing, and it is told once", async () => {
  fs.writeFileSync(folder, "in the way");
  const store = storeOf();
  assert.equal(await store.ask("loadHistory", ":"), null);
  assert.equal(
    await store.ask("saveUndo", { path: "/", hash: "", tree: bytes(""), when: 1 }),
    null,
  );
  assert.equal(told.length, 1);
  assert.match(told[0]!, /^Nothing is remembered: /);
});

test("a database of a newer hunch is left alone", async () => {
  const { DatabaseSync } = await import("node:sqlite");
  fs.mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, "hunch.db"));
  database.exec("PRAGMA user_version = 999");
  database.close();
  assert.equal(await storeOf().ask("loadHistory", ":"), null);
  assert.match(told[0]!, /newer hunch/);
});
