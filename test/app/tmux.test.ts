/** hunch inside tmux: drawn, driven and left without a trace. Skipped where tmux is not installed. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../src/app/main.ts", import.meta.url));
const missing = spawnSync("tmux", ["-V"]).status !== 0;
const PATIENCE_MS = 60_000;

class Tmux {
  private readonly socket: string;
  private readonly env: NodeJS.ProcessEnv;

  constructor(folder: string) {
    this.socket = join(folder, "tmux.sock");
    this.env = {
      PATH: process.env.PATH ?? "",
      HOME: folder,
      LANG: "C.UTF-8",
      SHELL: "/bin/sh",
      PS1: "ready> ",
      XDG_STATE_HOME: join(folder, "state"),
      XDG_CONFIG_HOME: join(folder, "config"),
    };
  }

  run(...args: string[]): string {
    return execFileSync("tmux", ["-S", this.socket, "-f", "/dev/null", ...args], {
      env: this.env,
      encoding: "utf8",
    });
  }

  screen(): string {
    return this.run("capture-pane", "-p");
  }

  /** Looks until the screen matches; fails with what it shows. */
  async until(mark: RegExp): Promise<string> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const screen = this.screen();
      if (mark.test(screen)) return screen;
      if (Date.now() > end) assert.fail(`Waited in vain for ${mark} on\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

test("inside tmux it edits, saves, and leaves the shell clean", {
  skip: missing && "tmux is not installed",
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "hunch-tmux-"));
  const file = join(folder, "note.txt");
  writeFileSync(file, "first line\nsecond line\n");
  const tmux = new Tmux(folder);
  try {
    tmux.run("new-session", "-d", "-x", "60", "-y", "12", "-c", folder, "/bin/sh -i");
    await tmux.until(/ready>/);
    tmux.run("send-keys", `${process.execPath} ${MAIN} note.txt`, "Enter");
    await tmux.until(/second line[\s\S]*note\.txt/);
    tmux.run("send-keys", "jA and more");
    await tmux.until(/second line and more/);
    tmux.run("send-keys", "Escape");
    await tmux.until(/^(?![\s\S]*INSERT)/);
    tmux.run("resize-window", "-x", "40", "-y", "10");
    await tmux.until(/second line and more/);
    tmux.run("send-keys", ":wq", "Enter");
    await tmux.until(/ready>\s*$/);
    assert.equal(readFileSync(file, "utf8"), "first line\nsecond line and more\n");
    tmux.run("send-keys", "echo clean", "Enter");
    const screen = await tmux.until(/^clean$/m);
    assert.doesNotMatch(
      screen,
      /\[\?|\d+;\d+c|not found/,
      "no answer of the terminal reached the shell",
    );
  } finally {
    tmux.run("kill-server");
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
});
