/** What a killed editor leaves, where the log's beginning is not simply the file that was opened. */
import assert from "node:assert/strict";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Hunch } from "./pty.ts";
import { whenLogged } from "./recovery-log.ts";

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  /** Shown before the first key. */
  readonly start: string;
  readonly before?: (folder: string) => void;
  readonly keys: string;
  /** Shown after the keys. */
  readonly after: string;
  /** What the log must hold before the kill. */
  readonly logged: string;
  readonly again: readonly string[];
  readonly recovered: RegExp;
}

const paste = (text: string): string => `\x1b[200~${text}\x1b[201~`;

const CASES: readonly Case[] = [
  {
    name: "the only change of a buffer without a name",
    files: {},
    args: [],
    start: "[No Name]",
    keys: `i${paste("zebra")}`,
    after: "zebra",
    logged: "zebra",
    again: [],
    recovered: /^zebra/m,
  },
  {
    name: "a file under the name that it was saved as",
    files: { "a.txt": "one\n" },
    args: ["a.txt"],
    start: "one",
    keys: `:saveas b.txt\rO${paste("zebra")}`,
    after: "zebra",
    logged: "zebra",
    again: ["b.txt"],
    recovered: /^zebra *\n *one/m,
  },
  {
    name: "changes in the same burst of keys as a reload",
    files: { "a.txt": "one\n" },
    args: ["a.txt"],
    start: "one",
    before: (folder) => writeFileSync(join(folder, "a.txt"), "second\n"),
    keys: `:e!\rO${paste("zebra")}`,
    after: "zebra",
    logged: "zebra",
    again: ["a.txt"],
    recovered: /^zebra *\n *second/m,
  },
  {
    name: "changes of a file that was replaced before",
    files: { "a.txt": "one\n" },
    args: ["a.txt"],
    start: "one",
    before: (folder) => {
      writeFileSync(join(folder, "new"), "quite different\n");
      renameSync(join(folder, "new"), join(folder, "a.txt"));
    },
    keys: `:set noautoread\rO${paste("zebra")}`,
    after: "zebra",
    logged: "zebra\none",
    again: ["a.txt"],
    recovered: /^zebra *\n *one/m,
  },
];

for (const { name, files, args, start, before, keys, after, logged, again, recovered } of CASES) {
  test(`recovers ${name}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), "hunch-recovery-"));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    const held = whenLogged(folder, logged);
    const first = Hunch.start(args, { home: folder });
    try {
      await first.shows(start);
      before?.(folder);
      await first.type(keys, after);
      await held;
      first.pty.kill("SIGKILL");
      await first.ended();
    } catch (error) {
      first.clean();
      throw error;
    }
    const second = Hunch.start(again, { home: folder });
    try {
      await second.shows("(r)ecover");
      await second.type("r", recovered);
    } finally {
      second.clean();
    }
  });
}

test("calling off a file in a session leaves the session's changes alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hunch-recovery-"));
  writeFileSync(join(folder, "a.txt"), "one\n");
  writeFileSync(join(folder, "b.txt"), "two\n");
  const held = whenLogged(folder, "zebra");
  const first = Hunch.start(["b.txt"], { home: folder });
  try {
    await first.shows("two");
    await first.type(`O${paste("zebra")}`, "zebra");
    await held;
    first.pty.kill("SIGKILL");
    await first.ended();
  } catch (error) {
    first.clean();
    throw error;
  }
  const second = Hunch.start(["a.txt"], { home: folder });
  try {
    await second.shows("one");
    await second.type(`O${paste("mine")}\x1b:e b.txt\r`, "(r)ecover");
    await second.type("a", "Not opened");
    assert.match(second.screen, /^mine/m);
    assert.equal(second.exit, null);
  } finally {
    second.clean();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
});
