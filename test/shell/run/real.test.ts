/** A failing `node --test` in a real bash: the list, Tab to the place, the edit, and the command again. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Hunch } from "../../app/pty.ts";

const FILES = {
  "package.json": '{ "type": "module", "scripts": {} }\n',
  "sum.js": "export function sum(a, b) {\n  return a - b;\n}\n",
  "sum.test.js": [
    'import assert from "node:assert/strict";',
    'import { test } from "node:test";',
    'import { sum } from "./sum.js";',
    "",
    'test("adds", () => {',
    "  assert.equal(sum(1, 2), 3);",
    "});",
    "",
    'test("passes", () => {});',
    "",
  ].join("\n"),
};

const BASH = "/bin/bash";
const skip = existsSync(BASH) ? false : "bash is not installed";

test("a failing test leads to its place, and is run again", { skip }, async () => {
  const home = mkdtempSync(join(tmpdir(), "hunch-runs-"));
  const project = join(home, "project");
  mkdirSync(join(project, ".git"), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(project, name), text);
  // The node that runs this is the one that runs the tests there.
  const env = { SHELL: BASH, NODE: process.execPath };
  const hunch = Hunch.start(["project/sum.js"], { home, env, rows: 30, cols: 100 });
  try {
    await hunch.shows("return a - b");
    hunch.pty.write(":cd project | set tabguard=0\r");
    const command = '"$NODE" --test --test-reporter=spec';
    await hunch.type(`:Run ${command}\r`, "1 error: ");
    await hunch.shows("⇥ sum.test.js:6");
    await hunch.type("\t", /✗\s+assert\.equal\(sum\(1, 2\), 3\);\s+✗ AssertionError/);
    await hunch.shows('✗ test("adds"');
    await hunch.shows('✓ test("passes"');
    await hunch.type("A // looked at\x1b", "edited since: AssertionError");
    await hunch.type(":copen\r", /project\/sum\.test\.js\|6 col \d+ error\| |sum\.test\.js\|6 col/);
    hunch.pty.write(":cclose\r:e sum.js\r:%s/-/+/\r:wa\r");
    await hunch.shows("return a + b");
    await hunch.type(":Run\r", "passed: ");
    await hunch.until(() => !hunch.screen.includes("edited since"), "no marks of the failure");
    hunch.pty.write(":qa!\r");
    await hunch.ended();
    assert.equal(hunch.exit?.code, 0);
  } finally {
    hunch.clean();
  }
});

for (const shell of ["/bin/bash", "/bin/zsh", "/usr/bin/fish"]) {
  const missing = existsSync(shell) ? false : `${shell} is not installed`;

  test(`:make in ${shell} goes to the first error`, { skip: missing }, async () => {
    const home = mkdtempSync(join(tmpdir(), "hunch-runs-"));
    writeFileSync(join(home, "a.c"), "int f(void) {\n  return x;\n}\n");
    writeFileSync(join(home, "first.txt"), "first\n");
    writeFileSync(join(home, ".zshrc"), "");
    const hunch = Hunch.start(["first.txt"], { home, env: { SHELL: shell }, rows: 24, cols: 80 });
    try {
      await hunch.shows("first");
      hunch.pty.write(":set makeprg=sh\\ -c\r");
      const output = "a.c:2:10: error: it's no such x";
      await hunch.type(
        `:make 'echo "${output.replace("'", "'\\''")}"; exit 2'\r`,
        "(1 of 1): it's no",
      );
      await hunch.shows(/return x;\s+✗ it's no such x/);
      hunch.pty.write(":qa!\r");
      await hunch.ended();
    } finally {
      hunch.clean();
    }
  });
}
