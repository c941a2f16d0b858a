import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { importFiles } from "../../src/shell/history/importer.ts";
import { type OpenDatabase, openDatabase } from "../../src/store/database.ts";

const root = fs.mkdtempSync(join(os.tmpdir(), "hunch-import-"));
const opened: OpenDatabase[] = [];
let folder = "";
let bash = "";
let zsh = "";
beforeEach(() => {
  folder = fs.mkdtempSync(join(root, "case-"));
  bash = join(folder, ".bash_history");
  zsh = join(folder, ".zsh_history");
});
after(() => {
  for (const database of opened) database.close();
  fs.rmSync(root, { recursive: true, maxRetries: 10 });
});

let clock = 1_800_000_000_000;
const read = (...files: string[]) =>
  importFiles({ database: join(folder, "hunch.db"), files, now: clock++ });

function store() {
  const database = openDatabase(join(folder, "hunch.db"), (message) => assert.fail(message));
  opened.push(database);
  return database.requests;
}
const lines = () =>
  store()
    .listCommands({ limit: 1e6, skip: 0 })
    .map(({ line }) => line);

test("files are read once, and later what is new in them", async () => {
  fs.writeFileSync(bash, "make\nls\n");
  fs.writeFileSync(zsh, ": 1700000000:4;git push\\\norigin\n");
  const missing = join(folder, "none");
  assert.deepEqual(await read(missing, bash, zsh, folder, "/dev/null"), { added: 3, problems: [] });
  assert.deepEqual(lines(), ["make", "ls", "git push\norigin"]);
  const [, second, third] = store().listCommands({ limit: 9, skip: 0 });
  assert.equal(second!.previous, "make");
  assert.deepEqual([third!.time, third!.duration, third!.shell], [1_700_000_000_000, 4000, "zsh"]);
  assert.equal((await read(bash, zsh)).added, 0);
  fs.appendFileSync(bash, "ls\npwd\n");
  assert.equal((await read(bash, zsh)).added, 2);
  assert.deepEqual(lines().slice(0, 4), ["make", "ls", "ls", "pwd"]);
});

test("secrets, lines that begin with a blank and what is no text stay away", async () => {
  const kept = ["ls", "git show 4b825dc642cb6eb9a060e54bf8d69288fbee4904"];
  const out = [
    " secret",
    "export TOKEN=abcdef",
    "mysql -p hunter2",
    "echo \x1b[31m",
    "x".repeat(5000),
  ];
  const bytes = Buffer.concat([
    Buffer.from([...kept, ...out, ""].join("\n")),
    Buffer.from([0xff, 10]),
  ]);
  fs.writeFileSync(bash, bytes);
  assert.equal((await read(bash)).added, 2);
  assert.deepEqual(lines(), kept);
  assert.ok(!fs.readFileSync(join(folder, "hunch.db")).includes("hunter2"));
});

test("a file that a shell has shortened, or written anew, goes on where it was left", async () => {
  const many = Array.from({ length: 50 }, (_, k) => `c${k}`);
  fs.writeFileSync(bash, `${many.join("\n")}\n`);
  assert.equal((await read(bash)).added, 50);
  const shorter = [...many.slice(20), "c3", "new"];
  fs.writeFileSync(bash, `${shorter.join("\n")}\n`);
  assert.equal((await read(bash)).added, 2);
  assert.deepEqual(lines().slice(-2), ["c3", "new"]);
  // Another file altogether: what is known by its line is not added again.
  fs.writeFileSync(bash, "c7\nother\n");
  assert.equal((await read(bash)).added, 1);
  const timed = Array.from({ length: 9 }, (_, k) => `: ${1_700_000_000 + k}:0;z${k}\n`);
  fs.writeFileSync(zsh, timed.join(""));
  assert.equal((await read(zsh)).added, 9);
  fs.writeFileSync(zsh, timed.slice(7).join(""));
  assert.equal((await read(zsh)).added, 0);
});

test("what ran in the editor's own terminals is not there twice", async () => {
  const known = { cwd: "/p", repository: null, status: 0, duration: 5, previous: null };
  const ran = { ...known, session: "s", shell: "bash", origin: null };
  store().addCommand({ ...ran, line: "make", time: 1_700_000_000_500 });
  store().addCommand({ ...ran, line: "ls", time: clock });
  fs.writeFileSync(zsh, ": 1700000000:0;make\n: 1700000900:0;make\n");
  fs.writeFileSync(bash, "ls\npwd\n");
  assert.equal((await read(zsh, bash)).added, 2);
  assert.deepEqual(lines(), ["pwd", "make", "make", "ls"]);
});

test("several editors read the same file at once", async () => {
  const many = Array.from({ length: 5000 }, (_, k) => `command ${k % 1700} of many\n`);
  fs.writeFileSync(bash, many.join(""));
  const answers = await Promise.all([read(bash), read(bash), read(bash)]);
  assert.deepEqual(
    answers.flatMap(({ problems }) => problems),
    [],
  );
  assert.equal(
    answers.reduce((sum, { added }) => sum + added, 0),
    5000,
  );
  assert.equal(lines().length, 5000);
});

test("a large file is read in pieces", async () => {
  const many = Array.from(
    { length: 60_000 },
    (_, k) => `: ${1_600_000_000 + k}:0;make target-${k} Ä\\\nb\n`,
  );
  fs.writeFileSync(zsh, many.join("").replaceAll("Ä", "Ã\x83¤"), "latin1");
  assert.deepEqual(await read(zsh), { added: 60_000, problems: [] });
  assert.equal(lines()[59_999], "make target-59999 Ä\nb");
});
