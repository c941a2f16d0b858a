/** Files whose names mean something to git, and whose bytes are not UTF-8. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Trust } from "../../src/base/trust.ts";
import { findRepository, Repository } from "../../src/git/repository.ts";
import { repository, withoutGit } from "./repo.ts";
import { open } from "./session.ts";

const skip = withoutGit();

test("a name with a wildcard is one file, not all that match", { skip }, async () => {
  const repo = repository({ "*": "1\n", "a.txt": "1\n", ":(top)x": "1\n", "[a].txt": "1\n" });
  for (const name of ["*", "a.txt", ":(top)x", "[a].txt"]) repo.write(name, "2\n");
  repo.write("*new", "n\n");
  repo.write("a new", "n\n");
  const run = open(repo, "a.txt");
  await run.type(":G<CR>/^M \\*$<CR>Xy");
  const text = (name: string) => readFileSync(join(repo.root, name), "utf8");
  assert.deepEqual(["*", "a.txt", "[a].txt"].map(text), ["1\n", "2\n", "2\n"]);
  await run.type("/^M \\[a<CR>s");
  await run.type("/^M :(top<CR>s");
  assert.equal(repo.git("diff", "--cached", "--name-only", "-z"), ":(top)x\0[a].txt\0");
  await run.type("/^? \\*new<CR>Xy");
  assert.equal(existsSync(join(repo.root, "*new")), false);
  assert.equal(existsSync(join(repo.root, "a new")), true);
  run.git.close();
});

test("an ignored file is one that git does not follow and is told not to", { skip }, async () => {
  const repo = repository({ ".gitignore": "*.log\nout/\n", "kept.txt": "1\n", "*": "1\n" });
  for (const name of ["a.log", "out/deep/x.ts", "new.txt", "kept.log"]) repo.write(name, "1\n");
  repo.git("add", "-f", "kept.log");
  const place = new Repository(findRepository(repo.root)!, new Trust(null), process.env);
  const ignored = async (name: string) => await place.ignores(join(repo.root, name));
  for (const name of ["a.log", "out/deep/x.ts"]) assert.equal(await ignored(name), true, name);
  for (const name of ["kept.txt", "new.txt", "kept.log", "*", "none"]) {
    assert.equal(await ignored(name), false, name);
  }
});

test("names that look like options are staged, compared and committed", { skip }, async () => {
  const names = ["--upload-pack=x", "-c", "-u", "--exec=x", "two\nlines"];
  const repo = repository(Object.fromEntries(names.map((name) => [name, "1\n"])));
  for (const name of names) repo.write(name, "2\n");
  const run = open(repo, "./-c");
  await run.type(":G<CR>/Unstaged<CR>=");
  assert.equal(run.text.match(/^\+2$/gm)?.length, names.length);
  await run.type("/Unstaged<CR>s");
  assert.equal(repo.git("diff", "--cached", "--name-only", "-z").split("\0").length - 1, 5);
  await run.type('/Staged<CR>u/^M "two<CR>s');
  assert.equal(repo.git("diff", "--cached", "--name-only", "-z"), "two\nlines\0");
  run.git.close();
});

test("hunks of a file that is not UTF-8 keep their bytes", { skip }, async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `${i} \xe9\r\n`);
  const bytes = (lines: readonly string[]) => Buffer.from(lines.join(""), "latin1");
  const repo = repository({ "a.txt": bytes(rows), b: "b\n" });
  const changed = rows.with(1, "one \xfc\r\n").with(28, "other \xdf\r\n");
  repo.write("a.txt", bytes(changed));
  const run = open(repo, "b");
  await run.type(":G<CR>/^M a<CR>=/^@@<CR>s");
  assert.equal(run.message, "");
  assert.equal(repo.git("diff", "--cached", "--numstat").trim(), "1\t1\ta.txt");
  await run.type("gg/^@@<CR>Xy");
  assert.deepEqual(
    readFileSync(join(repo.root, "a.txt")),
    bytes(rows.with(1, "one \xfc\r\n")),
    "what was discarded has the bytes of the index",
  );
  run.git.close();
});

for (const [kind, encode] of [
  ["CRLF", (text: string) => Buffer.from(text.replaceAll("\n", "\r\n"))],
  ["a byte order mark", (text: string) => Buffer.from(`\ufeff${text}`)],
  ["UTF-16", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
] as const) {
  test(`blame of a file with ${kind} names its commits`, { skip }, async () => {
    const repo = repository({ "a.txt": encode("one\ntwo\nthree\n") });
    const id = repo.git("rev-parse", "HEAD").slice(0, 8);
    const run = open(repo, "a.txt");
    await run.type("jx:Gblame<CR>");
    const ids = run.text.split("\n").map((row) => row.slice(0, 8));
    assert.deepEqual(ids, [id, "00000000", id]);
    await run.type("gqgg:Gblame line<CR>");
    assert.match(run.message, new RegExp(`^${id} A, .*: first`));
    run.git.close();
  });
}

test("more names are staged than fit into the arguments of a program", { skip }, async () => {
  const repo = repository({ a: "1\n" });
  const folder = Array.from({ length: 5 }, () => "x".repeat(200)).join("/");
  for (let i = 0; i < 2300; i++) repo.write(`${folder}/${i}`, "");
  const run = open(repo, "a");
  await run.type(":G<CR>/Untracked<CR>s");
  assert.match(run.text, /^Staged \(2300\)$/m);
  run.git.close();
});
