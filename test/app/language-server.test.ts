/** A language server from the user's configuration, on the screen; and its end with the editor's. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { SCRIPT_SERVER } from "../language/lsp/script-server.ts";
import { Hunch } from "./pty.ts";

const SCRIPT = JSON.stringify({ capabilities: { diagnosticProvider: true } });

/** A home with a project in it, a server for its texts, and what is trusted. */
function home(trusted: boolean, more = ""): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "hunch-e2e-")));
  const project = join(folder, "project");
  const config = join(folder, "config", "hunch");
  const state = join(folder, "state", "hunch");
  for (const path of [join(project, ".git"), config, state]) mkdirSync(path, { recursive: true });
  writeFileSync(join(project, "a.txt"), "one\ntwo\n");
  const args = JSON.stringify([SCRIPT_SERVER, SCRIPT]);
  writeFileSync(
    join(config, "config.toml"),
    `[servers.script]\ncommand = ${JSON.stringify(process.execPath)}\nargs = ${args}\n` +
      `filetypes = ["text"]\nroots = [".git"]\n${more}`,
  );
  if (trusted) writeFileSync(join(state, "trust"), `trusted ${project}\n`);
  return folder;
}

/** Whether a process runs that has not been collected. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The process of the server, as :LspInfo shows it. */
async function serverPid(hunch: Hunch): Promise<number> {
  await hunch.type(":LspInfo\r", /process +\d+/);
  const pid = Number(/process +(\d+)/.exec(hunch.screen)![1]);
  await hunch.type(":q\r", /^((?!LspInfo).)*$/s);
  assert.ok(runs(pid));
  return pid;
}

test("what is wrong in the table is said with its line", async () => {
  const folder = home(true, "nonsense = 1\n");
  const hunch = Hunch.start(["project/a.txt"], { home: folder, rows: 24, cols: 80 });
  try {
    // The end of a row may be anywhere in the message: it hangs on the length of the folder's name.
    const message = "config.toml:6:servers.script.nonsenseisnotknown";
    await hunch.until(() => hunch.screen.replace(/\s+/g, "").includes(message), message);
    hunch.pty.write(":q\r");
    await hunch.ended();
  } finally {
    hunch.clean();
  }
});

for (const end of ["quits", "is killed"] as const) {
  test(`diagnostics on the screen; the server goes when the editor ${end}`, async () => {
    const folder = home(true);
    const hunch = Hunch.start(["project/a.txt"], { home: folder, rows: 24, cols: 80 });
    try {
      await hunch.shows("two");
      await hunch.type("A wrong\x1b", /E one wrong +■ wrong at 0:4/);
      await hunch.shows("E:1");
      await hunch.type("0]d", "wrong at 0:4 [script]");
      const pid = await serverPid(hunch);
      if (end === "quits") {
        hunch.pty.write(":qa!\r");
        await hunch.ended();
        assert.equal(hunch.exit?.code, 0);
      } else {
        hunch.pty.kill("SIGKILL");
        await hunch.ended();
      }
      while (runs(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
    } finally {
      hunch.clean();
    }
  });
}

test("a project that nobody trusts has no server until :trust", async () => {
  const folder = home(false);
  const hunch = Hunch.start(["project/a.txt"], { home: folder, rows: 24, cols: 80 });
  try {
    await hunch.shows("is not trusted");
    await hunch.type("A wrong\x1b:LspInfo\r", /script: not trusted/);
    await hunch.type(":q\r:trust\r", /E one wrong +■ wrong/);
    hunch.pty.write(":qa!\r");
    await hunch.ended();
  } finally {
    hunch.clean();
  }
});
