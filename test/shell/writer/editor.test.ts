/** Describing commands and the history, in the whole editor with a real bash. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Hunch } from "../../app/pty.ts";

const BASH = "/bin/bash";
const skip = existsSync(BASH) ? false : "bash is not installed";

test("a described command is put at the prompt; what ran is kept, but no secret", {
  skip,
}, async () => {
  const home = mkdtempSync(join(tmpdir(), "hunch-writer-"));
  writeFileSync(join(home, ".bash_history"), "echo imported line\nexport A_TOKEN=swordfish\n");
  writeFileSync(join(home, ".bashrc"), "PS1='ready> '\nunset HISTFILE\n");
  writeFileSync(join(home, "first.txt"), "first\n");
  const hunch = Hunch.start(["first.txt"], { home, env: { SHELL: BASH }, rows: 20, cols: 60 });
  try {
    await hunch.shows("first");
    await hunch.type(":terminal\r", "ready>");
    await hunch.type("big files", "ready> big files");
    // What is typed is where the description begins.
    await hunch.type("\x1ck", /> big files /);
    await hunch.type(" larger than 5M", /> find \. -type f -size \+5M/);
    await hunch.type("\r", /ready> find \. -type f -size \+5M/);
    await hunch.type("\x15", /ready>\s*\n/);
    await hunch.type("echo mine\r", /\n.*mine\s*\n.*ready>/);
    await hunch.type("A_PASSWORD=herring true\r", /herring true\s*\n.*ready>/);
    await hunch.type(" echo apart\r", /\n.*apart\s*\n.*ready>/);
    await hunch.type("\x1ch", /echo mine[\s\S]*echo imported line/);
    assert.doesNotMatch(hunch.screen, /TOKEN|PASSWORD|apart/);
    await hunch.type("imported\r", /ready> echo imported line/);
    await hunch.type("\x15\x1c:", /\n:/);
    await hunch.type("ShellForget echo mine\r", "Forgotten: echo mine");
    await hunch.type("\x1c:", /\n:/);
    await hunch.type("ShellForget echo mine\r", "Not in the history");
    await hunch.type("\x1c:qa!\r", "");
    await hunch.ended();
    const state = join(home, "state", "hunch");
    for (const name of readdirSync(state).filter((each) => each.startsWith("hunch.db"))) {
      const bytes = readFileSync(join(state, name));
      for (const gone of ["swordfish", "herring", "echo mine", "echo apart"]) {
        assert.ok(!bytes.includes(gone), `${gone} in ${name}`);
      }
    }
  } finally {
    hunch.clean();
  }
});

test("elsewhere the command becomes a :! line, and is not run", async () => {
  const home = mkdtempSync(join(tmpdir(), "hunch-writer-"));
  writeFileSync(join(home, "first.txt"), "first\n");
  const hunch = Hunch.start(["first.txt"], { home, rows: 20, cols: 60 });
  try {
    await hunch.shows("first");
    await hunch.type(
      ":Command change the message of the last commit\r",
      /> ! {2}git commit --amend/,
    );
    await hunch.type("\r", /\n:!git commit --amend/);
    await hunch.type("\x03:Command rename .jpeg files to .jpg\r", /> for f in/);
    await hunch.type("\r", /\n:!for f in .*\\%\.jpeg/);
    await hunch.type("\x03:qa!\r", "");
    await hunch.ended();
    assert.equal(hunch.exit?.code, 0);
  } finally {
    hunch.clean();
  }
});
