/**
 * The bundles are files of one program: what two of them share (lists, registries) must exist once. All
 * other tests run the sources, where nothing can be there twice.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Hunch } from "./pty.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const BASH = "/bin/bash";

test("the built editor: what fails in its terminal is in its list, and a jump", {
  timeout: 120_000,
}, async (t) => {
  if (!existsSync(BASH)) {
    t.skip("bash is not installed");
    return;
  }
  const dist = join(root, "node_modules", ".cache", `hunch-test-${process.pid}`);
  const home = mkdtempSync(join(tmpdir(), "hunch-bundle-"));
  writeFileSync(join(home, ".bashrc"), "PS1='$ '\nunset HISTFILE\n");
  writeFileSync(join(home, "a.c"), "int a;\nint b;\nint c;\n");
  execFileSync(process.execPath, [join(root, "scripts/build.ts"), "--quiet", `--out=${dist}`], {
    stdio: "inherit",
  });
  const env = { SHELL: BASH };
  const hunch = Hunch.start(["a.c"], { home, env, rows: 20, main: join(dist, "start.cjs") });
  try {
    await hunch.shows("int b;");
    await hunch.type("\x1ct", "-- TERMINAL --");
    await hunch.shows(/^ *\$/m);
    await hunch.type("echo 'a.c:2:5: error: no'' good'; false\r", "1 error: ");
    await hunch.type("\x1c\x17k", /⇥ int b; +✗ no good/);
    await hunch.type(":clist\r", /a\.c.*2.*no good/);
    await hunch.type("\r:qa!\r", "");
    await hunch.ended();
    assert.equal(hunch.exit?.code, 0);
  } finally {
    hunch.clean();
    rmSync(dist, { recursive: true, force: true, maxRetries: 10 });
  }
});
