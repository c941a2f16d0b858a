/** ripgrep starts nothing and reads no configuration, whatever a project brings along. */
import assert from "node:assert/strict";
import { chmodSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type GrepMatch, grep } from "../../../src/app/pickers/grep.ts";
import { ByteSplitter, runRipgrep } from "../../../src/app/pickers/ripgrep.ts";
import { type Bench, bench, type Files, folderWith } from "./bench.ts";

function folder(t: TestContext, files: Files): string {
  const made = folderWith(files);
  t.after(() => rmSync(made, { recursive: true, force: true, maxRetries: 10 }));
  return made;
}

async function matchesOf(cwd: string, args: readonly string[], env = process.env) {
  const matches: GrepMatch[] = [];
  const end = await grep({
    args,
    cwd,
    env,
    signal: new AbortController().signal,
    onMatches(found) {
      matches.push(...found);
      return true;
    },
  });
  return { matches, end };
}

test("a configuration file is not read: it could name a preprocessor", async (t) => {
  const cwd = folder(t, {
    "a.txt": "foo\n",
    "pre.sh": "#!/bin/sh\ntouch ran\n",
    rgrc: "--pre=./pre.sh\n",
  });
  chmodSync(join(cwd, "pre.sh"), 0o755);
  const env = { ...process.env, RIPGREP_CONFIG_PATH: join(cwd, "rgrc") };
  const { matches } = await matchesOf(cwd, ["foo", "."], env);
  assert.deepEqual(
    matches.map(({ path }) => path),
    ["a.txt"],
  );
  assert.equal(existsSync(join(cwd, "ran")), false);
});

test(":grep refuses options that start programs", async (t) => {
  const made: Bench = bench({ "a.txt": "foo\n", "pre.sh": "#!/bin/sh\ntouch ran\n" });
  t.after(() => made.close());
  for (const option of ["--pre=./pre.sh", "--hostname-bin=./pre.sh", "-z", "--search-zip"]) {
    made.type(`:grep ${option} foo<CR>`);
    assert.equal(made.message(), `E474: Invalid argument: ${option}`);
  }
  assert.equal(existsSync(join(made.folder, "ran")), false);
});

test("columns are UTF-16, names and lines are whole", async (t) => {
  const cwd = folder(t, {
    "a\nb.txt": "é𝄞 foo und foo\r\n",
    "long.txt": `${"x".repeat(700_000)} foo`,
  });
  const { matches, end } = await matchesOf(cwd, ["foo", "."]);
  assert.deepEqual(matches, [
    {
      path: "a\nb.txt",
      row: 0,
      line: "é𝄞 foo und foo",
      ranges: [
        { from: 4, to: 7 },
        { from: 12, to: 15 },
      ],
    },
  ]);
  assert.equal(end.left, 1, "the line that is too long");
});

test("enough is enough, and an abort ends the program", async (t) => {
  const cwd = folder(t, { "a.txt": "foo\n".repeat(100_000) });
  let count = 0;
  const end = await grep({
    args: ["foo", "."],
    cwd,
    env: process.env,
    signal: new AbortController().signal,
    onMatches(found) {
      count += found.length;
      return count < 100;
    },
  });
  assert.equal(end.enough, true);
  assert.ok(count < 50_000);
  const stop = new AbortController();
  const run = runRipgrep({
    args: ["--files", "/"],
    cwd,
    env: process.env,
    signal: stop.signal,
    onOutput: () => stop.abort(new Error("called off")),
  });
  await assert.rejects(run, /called off/);
});

test("output may be cut anywhere", () => {
  const bytes = Buffer.from("one\0zwei\0drei ü\0toolong-toolong\0five\0");
  for (let size = 1; size < bytes.length; size++) {
    const splitter = new ByteSplitter(0, 10);
    const found: string[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      const whole = splitter.push(bytes.subarray(at, at + size));
      if (whole !== null) found.push(...whole.toString("utf8").split("\0"));
    }
    const kept = found.filter((name) => name !== "toolong-toolong");
    assert.deepEqual(kept, ["one", "zwei", "drei ü", "five"], `pieces of ${size}`);
  }
});

test("ignored and hidden files are not listed", async (t) => {
  const made = bench({
    ".git/HEAD": "",
    ".gitignore": "out/\n",
    ".hidden": "",
    "out/x": "",
    "in/y": "",
  });
  t.after(() => made.close());
  made.type("\\ff");
  const rows = await made.shows("1/1");
  assert.match(rows[2]!, /in\/y/);
  made.type("<Esc>");
});
