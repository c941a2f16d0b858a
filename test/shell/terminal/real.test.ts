/** hunch in a pseudo-terminal, with real programs in its terminals. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { Hunch } from "../../app/pty.ts";

const BASH = "/bin/bash";

/** hunch with a file, and a terminal that a bash with the prompt `$ ` waits in. */
async function inTerminal(
  t: TestContext,
  check: (hunch: Hunch) => Promise<void>,
  open = ":terminal\r",
): Promise<void> {
  if (!existsSync(BASH)) {
    t.skip("bash is not installed");
    return;
  }
  const home = mkdtempSync(join(tmpdir(), "hunch-shell-"));
  writeFileSync(join(home, ".bashrc"), "PS1='$ '\nunset HISTFILE\n");
  writeFileSync(join(home, "a.txt"), "text of a file\n");
  const hunch = Hunch.start(["a.txt"], { home, env: { SHELL: BASH } });
  try {
    await hunch.shows("text of a file");
    await hunch.type(open, "-- TERMINAL --");
    await hunch.shows(/^ *\$/m);
    await check(hunch);
  } finally {
    hunch.clean();
  }
}

function has(program: string): boolean {
  return (process.env.PATH ?? "").split(":").some((folder) => existsSync(join(folder, program)));
}

test("a shell, its text, and its end", async (t) => {
  await inTerminal(t, async (hunch) => {
    await hunch.type("echo o''ne; (exit 3)\r", /^ *one$/m);
    await hunch.shows(/^✗ \$ echo/m);
    await hunch.type("seq 1 100\r", /^ *100$/m);
    await hunch.type("\x1c\x0e", "bash");
    await hunch.until(() => !hunch.screen.includes("-- TERMINAL --"), "normal mode");
    await hunch.type("?^o.e\r", /^ *one$/m);
    await hunch.type("yyi", "-- TERMINAL --");
    await hunch.type('\x1c""', /\$ one$/m);
    // What is typed before its next prompt bash may throw away with the line.
    await hunch.type("\x03", /\^C *\n *\$ *$/m);
    await hunch.type("exit 4\r", "[Process exited 4]");
    await hunch.type("x", "text of a file");
    hunch.pty.write(":qa\r");
    await hunch.ended();
    assert.equal(hunch.exit?.code, 0);
  });
});

test("quitting while a command runs is refused, and `!` ends it", async (t) => {
  await inTerminal(
    t,
    async (hunch) => {
      await hunch.type("echo $$ > pid; echo writ''ten; sleep 1000\r", /^ *written$/m);
      await hunch.shows(/^› \$ echo/m);
      await hunch.type("\x1c:qa\r", "E948");
      const pid = Number(readFileSync(join(hunch.home, "pid"), "utf8"));
      process.kill(pid, 0);
      hunch.pty.write("\x1c:qa!\r");
      await hunch.ended();
      assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
    },
    "\x1ct",
  );
});

// Vim asks its terminal a hundred things (t_RV); when it ends before the answers are there, the shell gets
// them, in any terminal.
for (const [program, command, shows, leave] of [
  ["vim", "vim -u NONE -c 'set nocp t_RV=' a.txt", /^ *text of a file\n *~/m, "\x1b:q!\r"],
  ["less", "LESS= less a.txt", /^ *text of a file\n/m, "q"],
] as const) {
  test(`${program} runs right inside`, async (t) => {
    if (!has(program)) {
      t.skip(`${program} is not installed`);
      return;
    }
    await inTerminal(t, async (hunch) => {
      await hunch.type(`${command}\r`, shows);
      await hunch.type(`${leave}`, /\$ $|\$$/m);
      await hunch.type("echo do''ne\r", /^ *done$/m);
    });
  });
}

test("programs learn the size of their window", async (t) => {
  await inTerminal(t, async (hunch) => {
    await hunch.type("while :; do stty size; sleep 0.1; done\r", /^ *10 58$/m);
    hunch.resize(9, 50);
    await hunch.shows(/^ *7 48$/m);
    for (let cols = 40; cols < 60; cols++) hunch.resize(8, cols);
    await hunch.shows(/^ *6 57$/m);
    await hunch.type("\x1c\x17s", /^ *3 57$/m);
  });
});

test("what a program says to its terminal stays inside", async (t) => {
  await inTerminal(t, async (hunch) => {
    const before = hunch.output.length;
    await hunch.type(
      `printf '\\e]0;evil\\a\\e]52;c;ZXZpbA==\\a\\e[5n\\e[21t\\eP+q544e\\e\\\\\\e[?1049h\\e[?1049lok\\n'\r`,
      /Copy 4 char/,
    );
    await hunch.type("\x1cn", "Not copied");
    const said = hunch.output.slice(before);
    assert.ok(!said.includes("\x1b]52"), "no clipboard");
    assert.ok(!said.includes("\x1b]0;evil"), "no title");
    assert.ok(!said.includes("\x1b[?1049"), "no screen");
  });
});
