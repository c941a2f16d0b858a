/** The guard of Tab on a real terminal: what is seen is accepted, what is typed ahead is literal. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Hunch } from "../../app/pty.ts";

function home(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "hunch-tab-"));
  writeFileSync(join(folder, "a.txt"), text);
  return folder;
}

const CALLS = "let total = 0;\nadd(total);\nprint(total);\nsave(total);\n";

/** What comes in place of a `total` stands beside it. */
const SUGGESTION = /\(total\);.*sum/;

/** The file after `:w`. */
async function written(hunch: Hunch): Promise<string> {
  await hunch.type("\x1b:w\r", "written");
  return readFileSync(join(hunch.home, "a.txt"), "utf8");
}

test("Tab takes a suggestion that was seen; in a burst, or too early, it is a tab", async () => {
  const hunch = Hunch.start(["a.txt"], { home: home(CALLS), cols: 80 });
  try {
    await hunch.shows("save(total)");
    hunch.pty.write(":set tabguard=0 tabshow=0.1\r");
    await hunch.type("wciwsum", "let sum");
    hunch.pty.write("\x1b");
    await hunch.shows(SUGGESTION);
    await hunch.type("\t", /^\w+\(sum\);$/m);
    await hunch.shows(SUGGESTION);
    await hunch.type("A", "INSERT");
    await hunch.shows(SUGGESTION);
    await hunch.type("x\t", "(sum);x");
    const burst = await written(hunch);
    assert.match(burst, /^\w+\(sum\);x\t$/m);
    assert.equal(burst.match(/sum/g)?.length, 2);
    await hunch.type(":set tabguard=60000\rA", "INSERT");
    await hunch.shows(SUGGESTION);
    await hunch.type("y", /\(sum\);x +y/);
    await hunch.shows(SUGGESTION);
    hunch.pty.write("\t");
    assert.equal(await written(hunch), burst.replace("x\t", "x\ty\t"));
  } finally {
    hunch.clean();
  }
});
