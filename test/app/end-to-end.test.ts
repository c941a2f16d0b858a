import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Hunch } from "./pty.ts";
import { whenLogged } from "./recovery-log.ts";

function home(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "hunch-e2e-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test("starts, edits, saves and quits, and gives the terminal back", async () => {
  const hunch = Hunch.start(["a.txt"], { home: home({ "a.txt": "one\ntwo\n" }) });
  try {
    await hunch.shows("two");
    assert.ok(hunch.isAlternate);
    await hunch.type("jA and more", "two and more");
    await hunch.until(() => hunch.cursor.row === 1 && hunch.cursor.col === 12, "the cursor");
    await hunch.shows("-- INSERT --");
    await hunch.type("\x1b:w\r", "written");
    assert.equal(readFileSync(join(hunch.home, "a.txt"), "utf8"), "one\ntwo and more\n");
    hunch.pty.write(":q\r");
    await hunch.ended();
    assert.equal(hunch.exit?.code, 0);
    assert.ok(!hunch.isAlternate);
  } finally {
    hunch.clean();
  }
});

test("takes a new size and draws everything anew", async () => {
  const lines = Array.from({ length: 40 }, (_, i) => `line ${i + 1}`).join("\n");
  const hunch = Hunch.start(["+20", "a.txt"], { home: home({ "a.txt": `${lines}\n` }) });
  try {
    await hunch.shows("line 20");
    hunch.resize(20, 100);
    await hunch.until(
      () => /a\.txt/.test(hunch.screen.split("\n")[18] ?? "") && hunch.screen.includes("line 20"),
      "the status line in the last row but one",
    );
    hunch.resize(6, 30);
    await hunch.until(
      () => /a\.txt/.test(hunch.screen.split("\n")[4] ?? "") && hunch.screen.includes("line 20"),
      "the small screen",
    );
  } finally {
    hunch.clean();
  }
});

test("a killed editor's changes are offered at the next start", async () => {
  const folder = home({ "a.txt": "one\n" });
  const written = whenLogged(folder, "zebra");
  const first = Hunch.start(["a.txt"], { home: folder });
  try {
    await first.shows("one");
    await first.type("O\x1b[200~zebra\x1b[201~", "zebra");
    await written;
    first.pty.kill("SIGKILL");
    await first.ended();
  } catch (error) {
    first.clean();
    throw error;
  }
  const second = Hunch.start(["a.txt"], { home: folder, cols: 100 });
  try {
    await second.shows("(r)ecover");
    await second.type("r", /^zebra/m);
    await second.shows("a.txt [+]");
  } finally {
    second.clean();
  }
});

test("the version is printed without taking the terminal", async () => {
  const hunch = Hunch.start(["--version"]);
  await hunch.ended();
  assert.match(hunch.output, /^hunch /);
  hunch.clean();
});
