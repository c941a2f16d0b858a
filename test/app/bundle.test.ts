/**
 * The bundles are files of one program: what two of them share (lists, registries) must exist once. All
 * other tests run the sources, where nothing can be there twice.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startProvider } from "../models/server/provider.ts";
import { Hunch } from "./pty.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const BASH = "/bin/bash";
const dist = join(root, "node_modules", ".cache", `hunch-test-${process.pid}`);

before(() => {
  execFileSync(process.execPath, [join(root, "scripts/build.ts"), "--quiet", `--out=${dist}`], {
    stdio: "inherit",
  });
});
after(() => rmSync(dist, { recursive: true, force: true }));

test("the built editor: what fails in its terminal is in its list, and a jump", {
  timeout: 120_000,
}, async (t) => {
  if (!existsSync(BASH)) {
    t.skip("bash is not installed");
    return;
  }
  const home = mkdtempSync(join(tmpdir(), "hunch-bundle-"));
  writeFileSync(join(home, ".bashrc"), "PS1='$ '\nunset HISTFILE\n");
  writeFileSync(join(home, "a.c"), "int a;\nint b;\nint c;\n");
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
  }
});

test("the built editor: a model of models.toml completes, Tab takes it; it writes commands", {
  timeout: 120_000,
}, async () => {
  const provider = await startProvider("llama.cpp", ({ body }) => {
    if (body.includes("shell command"))
      return { pieces: ["ls -S --reverse", "\nSmall ones first"] };
    return { pieces: body.includes("return left") ? [] : ["left + ", "right;"] };
  });
  const home = mkdtempSync(join(tmpdir(), "hunch-bundle-"));
  mkdirSync(join(home, "config", "hunch"), { recursive: true });
  writeFileSync(
    join(home, "config", "hunch", "models.toml"),
    `[provider.box]\nkind = "llama.cpp"\nurl = "${provider.url}"\n\n` +
      '[model.qwen]\nprovider = "box"\nid = "qwen2.5-coder-7b"\n\n[roles]\ncomplete = "qwen"\ncommand = "qwen"\n',
  );
  writeFileSync(join(home, "config", "hunch", "config.toml"), "[options]\ntabguard = 0\n");
  writeFileSync(join(home, "a.ts"), "export function sum(left: number, right: number) {\n\n}\n");
  const hunch = Hunch.start(["a.ts"], { home, rows: 20, main: join(dist, "start.cjs") });
  try {
    await hunch.shows("function sum");
    // What is loaded behind the first frame is there.
    await hunch.type(":Model\r", /complete qwen: qwen2\.5-coder-7b at box/);
    await hunch.type("\rjS", "-- INSERT --");
    await hunch.type("  return ", "return left + right;");
    // The cursor stands behind what was taken.
    hunch.pty.write("\t");
    await hunch.shows(/2,23/);
    await hunch.type("\x1b:Model\r", /at box, \d+ ms/);
    // What terminals are made of is a file that is loaded later: both know one list of writers.
    await hunch.type("\r:Command files by size, reversed\r", "ls -S --reverse");
    await hunch.type("\x1b\x1b", /^(?!.*reverse)/s);
    await hunch.type(":wqa\r", "");
    await hunch.ended();
    assert.equal(hunch.exit?.code, 0);
    assert.match(readFileSync(join(home, "a.ts"), "utf8"), /return left \+ right;/);
  } finally {
    hunch.clean();
    await provider.close();
  }
});
