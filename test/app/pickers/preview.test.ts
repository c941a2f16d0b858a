/** What a preview reads of a file: a bounded part, and never from what is not a file. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { readPart, sizeText } from "../../../src/app/pickers/file-preview.ts";
import { type Files, folderWith } from "./bench.ts";

function folder(t: TestContext, files: Files): string {
  const made = folderWith(files);
  t.after(() => rmSync(made, { recursive: true, force: true, maxRetries: 10 }));
  return made;
}

const never = new AbortController().signal;

test("the part around a row is read, wherever it is", async (t) => {
  const lines = Array.from({ length: 200_000 }, (_, i) => `row ${i}`).join("\n");
  const file = join(folder(t, { "a.txt": lines }), "a.txt");
  for (const row of [0, 100, 5000, 150_000]) {
    const part = await readPart(file, row, never);
    assert.equal(part.lines[row - part.first], `row ${row}`);
    assert.ok(part.lines.join("\n").length <= 65_536);
  }
  const past = await readPart(file, 1_000_000, never);
  assert.ok(past.first <= 200_000);
});

test("line ends and byte order marks are not shown", async (t) => {
  const made = folder(t, { dos: "\ufeffone\r\ntwo\r\n", none: "", one: "no line break" });
  assert.deepEqual((await readPart(join(made, "dos"), 0, never)).lines, ["one", "two"]);
  assert.deepEqual((await readPart(join(made, "none"), 0, never)).lines, [""]);
  assert.deepEqual((await readPart(join(made, "one"), 0, never)).lines, ["no line break"]);
});

test("what is no text is named, and a pipe is not waited for", async (t) => {
  const made = folder(t, { bin: Buffer.from([65, 0, 66]), "sub/x": "" });
  assert.equal((await readPart(join(made, "bin"), 0, never)).refusal, "binary, 3 B");
  assert.equal((await readPart(join(made, "sub"), 0, never)).refusal, "a directory");
  const pipe = join(made, "pipe");
  if (spawnSync("mkfifo", [pipe]).status === 0) {
    assert.equal((await readPart(pipe, 0, never)).refusal, "not a file");
  }
  await assert.rejects(readPart(join(made, "gone"), 0, never), { code: "ENOENT" });
});

test("a long look for a row can be called off", async (t) => {
  const file = join(folder(t, { "a.txt": "x\n".repeat(1_000_000) }), "a.txt");
  const stop = new AbortController();
  const part = readPart(file, 900_000, stop.signal);
  stop.abort(new Error("moved on"));
  await assert.rejects(part, /moved on/);
});

test("sizes are short", () => {
  const sizes = [0, 1023, 1024, 1_500_000, 5 * 2 ** 30].map(sizeText);
  assert.deepEqual(sizes, ["0 B", "1023 B", "1.0 kB", "1.4 MB", "5.0 GB"]);
});
