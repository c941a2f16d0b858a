/** Plays the built editor in a pseudo-terminal, for pictures of it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import xterm from "@xterm/headless";
import type { Terminal } from "./screen-svg.ts";

interface Pty {
  write(data: string): void;
  kill(): void;
  onData(listener: (data: string) => void): void;
}
const { spawn } = createRequire(import.meta.url)("node-pty") as {
  spawn(file: string, args: readonly string[], options: object): Pty;
};

/** The screen is taken as settled after so long (ms) without output. */
const QUIET_MS = 400;

export interface Play {
  readonly terminal: Terminal;
  write(keys: string): void;
  /** Resolves when nothing has come for a while. */
  settled(): Promise<void>;
  /** Called whenever the terminal has taken something in. */
  onScreen(listener: () => void): void;
  end(): void;
}

/** Starts the editor on the first of `files` in a folder of its own that holds them all. */
export function startPlay(
  root: string,
  size: { readonly rows: number; readonly cols: number },
  files: Readonly<Record<string, string>>,
  options: readonly string[] = ["--clean"],
): Play {
  const home = mkdtempSync(join(tmpdir(), "hunch-screen-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  const terminal = new xterm.Terminal({ ...size, allowProposedApi: true });
  const [first] = Object.keys(files);
  const pty = spawn("sh", [join(root, "bin/hunch"), ...options, first!], {
    ...size,
    cwd: home,
    name: "xterm-256color",
    env: {
      PATH: process.env.PATH,
      TERM: "xterm-256color",
      COLORTERM: "truecolor",
      LANG: "C.UTF-8",
      SHELL: "/bin/bash",
      npm_config_update_notifier: "false",
      HOME: home,
      XDG_STATE_HOME: home,
    },
  });
  let last = performance.now();
  let listener = (): void => {};
  terminal.onData((answer) => pty.write(answer));
  pty.onData((data) => {
    last = performance.now();
    terminal.write(data, () => listener());
  });
  return {
    terminal,
    write: (keys) => pty.write(keys),
    async settled() {
      last = performance.now();
      while (performance.now() - last < QUIET_MS) await delay(QUIET_MS / 4);
    },
    onScreen(heard) {
      listener = heard;
    },
    end() {
      pty.kill();
      rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
