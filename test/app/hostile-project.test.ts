/**
 * A project made to run something as soon as it is opened: opened, edited, searched, saved, asked for its
 * git status. Nothing of it may have run. The same files, trusted, spring the traps that trust allows,
 * which shows that they work.
 */
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { repository, withoutGit } from "../git/repo.ts";
import { Hunch } from "./pty.ts";

const skip = withoutGit();

/** Programs that a project may hope for, and the keys of git's configuration that name programs. */
const PROGRAMS = [
  "tsc",
  "typescript-language-server",
  "eslint",
  "rg",
  "git",
  "prettier",
  "pyright",
];
const KEYS = [
  "core.fsmonitor",
  "core.pager",
  "core.sshCommand",
  "core.editor",
  "core.askPass",
  "diff.external",
  "diff.evil.command",
  "diff.evil.textconv",
  "filter.evil.clean",
  "filter.evil.smudge",
  "filter.evil.process",
  "merge.evil.driver",
  "gpg.program",
  "credential.helper",
];
const HOOKS = ["pre-commit", "post-checkout", "post-index-change", "fsmonitor-watchman"];

function hostile() {
  const traps = realpathSync(mkdtempSync(join(tmpdir(), "hunch-traps-")));
  const spring = (name: string) => `touch '${join(traps, name)}'`;
  const repo = repository({
    "a.ts": "const a: number = 1;\n",
    "b\x1b]0;title\x07\n.ts": "escape\n",
    "--output=x": "an option\n",
    ".gitattributes": "* filter=evil diff=evil merge=evil\n",
    ".editorconfig": "root = true\n[*]\nindent_size = 99999999999\ncharset = $(touch x)\n[{\n",
    "package.json": '{"scripts": {"prepare": "touch prepared"}}',
    "tsconfig.json": '{"compilerOptions": {"plugins": [{"name": "evil"}]}}',
    ".ripgreprc": "--pre=./pre.sh\n",
    "pre.sh": `#!/bin/sh\n${spring("pre")}\n`,
    "node_modules/evil/index.js": "require('fs').writeFileSync('plugin-ran', '')",
    "node_modules/typescript/package.json": '{"name": "typescript", "version": "7.0.2"}',
  });
  for (const name of PROGRAMS) {
    chmodSync(repo.write(`node_modules/.bin/${name}`, `#!/bin/sh\n${spring(name)}\n`), 0o755);
  }
  for (const key of KEYS) repo.git("config", key, `sh -c "${spring(key)}; cat" #`);
  for (const hook of HOOKS) {
    chmodSync(repo.write(`.git/hooks/${hook}`, `#!/bin/sh\n${spring(`hook-${hook}`)}\n`), 0o755);
  }
  repo.git("config", "core.fsmonitor", `sh -c "${spring("core.fsmonitor")}" #`);
  return { repo, traps };
}

/** With `trap`, a file that its server makes, the project is trusted. */
async function visit(root: string, trap: string | null): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "hunch-hostile-home-"));
  mkdirSync(join(home, "state"));
  const hunch = Hunch.start([join(root, "a.ts")], { rows: 24, cols: 100, home });
  try {
    await hunch.shows("const a");
    await hunch.shows("is not trusted");
    if (trap !== null) {
      hunch.pty.write(":trust\r");
      // The trap of a server may end before the message was on the screen, and has the last word.
      await hunch.shows(/is trusted|is started again/);
      // The runner's own limit ends a wait in vain.
      while (!existsSync(trap)) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await hunch.type(`:cd ${root}\r`, root);
    await hunch.type("A // more\x1b:w\r", "written");
    await hunch.type(":G\r", "Head: main");
    await hunch.type(":q\r:Pick files\r", "Files");
    await hunch.type("a.ts", "a.ts");
    await hunch.type("\x1b:Pick changed\r", "Changed files");
    await hunch.type("\x1b:Pick grep const\r", "const a");
    await hunch.type("\x1b:checkhealth\r", "TERM is");
    hunch.pty.write(":qa!\r");
    await hunch.ended();
    assert.doesNotMatch(hunch.output, /\x1b\]0;title/);
  } finally {
    hunch.clean();
  }
}

test("a project that nobody trusts runs nothing", { skip }, async () => {
  const { repo, traps } = hostile();
  await visit(repo.root, null);
  assert.deepEqual(readdirSync(traps), []);
  for (const name of ["prepared", "plugin-ran", "x"]) {
    assert.equal(existsSync(join(repo.root, name)), false, name);
  }
});

test("the traps work: with trust its server is started", { skip }, async () => {
  const { repo, traps } = hostile();
  await visit(repo.root, join(traps, "tsc"));
  const sprung = readdirSync(traps);
  assert.ok(sprung.includes("tsc"), `sprung: ${sprung.join(" ")}`);
  assert.ok(!sprung.includes("git") && !sprung.includes("rg"), "tools are not the project's");
});
