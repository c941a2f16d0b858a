/** Suggestions in the whole editor: a real bash with a history, and a command line. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Hunch } from "../../app/pty.ts";

const BASH = "/bin/bash";
const skip = existsSync(BASH) ? false : "bash is not installed";

test("what was often run is suggested at the prompt and behind :!", { skip }, async () => {
  const home = mkdtempSync(join(tmpdir(), "hunch-prompt-"));
  const lines = Array.from({ length: 12 }, () => "echo wonderful sunny weather\nls -la\n");
  writeFileSync(join(home, ".bash_history"), lines.join(""));
  writeFileSync(join(home, ".bashrc"), "PS1='ready> '\n");
  writeFileSync(join(home, "first.txt"), "first\n");
  const hunch = Hunch.start(["first.txt"], { home, env: { SHELL: BASH }, rows: 12, cols: 60 });
  try {
    await hunch.shows("first");
    await hunch.type(":terminal\r", "ready>");
    await hunch.type("echo won", "ready> echo wonderful sunny weather");
    // Right types it, Enter runs it
    await hunch.type("\x1b[C", "ready> echo wonderful sunny weather");
    await hunch.type("\r", /\n\s*wonderful sunny weather\s*\n\s*ready>/);
    await hunch.type("echo won", /sunny weather\s+ready> echo wonderful sunny weather/);
    // Enter alone runs what was typed
    await hunch.type("\r", /\n\s*won\s*\n/);
    await hunch.type("\x1c:", /\n:/);
    await hunch.type("!echo won", "!echo wonderful sunny weather");
    await hunch.type("\x1b[F!", "!echo wonderful sunny weather!");
    await hunch.type("\x03\x1c:qa!\r", "");
    await hunch.ended();
    assert.equal(hunch.exit?.code, 0);
  } finally {
    hunch.clean();
  }
});
