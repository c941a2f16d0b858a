/** A real shell in a real pty, with a home of its own. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type PtyProcess, spawn } from "node-pty";
import type { Block, PromptState } from "../../../src/shell/block.ts";
import { injectInto } from "../../../src/shell/integration/inject.ts";
import { createScreen, type Screen } from "./screen.ts";

export type Kind = "bash" | "zsh" | "fish";
export const NONCE = "0123456789abcdef0123456789abcdef";
const PATIENCE_MS = 60_000;
/** A key that was not answered until then is taken for missed. */
const MISSED_MS = 5000;

const installed = new Map<Kind, boolean>();

/** False, or why tests of a shell are left out: for `skip`. */
export function missing(kind: Kind): string | false {
  let is = installed.get(kind);
  if (is === undefined) {
    is = spawnSync(kind, ["--version"], { stdio: "ignore" }).status === 0;
    installed.set(kind, is);
  }
  return is ? false : `${kind} is not installed`;
}

export interface ShellOptions {
  /** Files of the home folder. */
  readonly files?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cols?: number;
  readonly rows?: number;
  /** False: without our script. */
  readonly marks?: boolean;
}

export interface Shell {
  readonly screen: Screen;
  readonly home: string;
  /** Everything that the program wrote. */
  readonly raw: () => string;
  readonly exited: () => boolean;
  send(text: string): void;
  resize(cols: number, rows: number): void;
  /** Waits until something holds; answers with its value. */
  until<T>(what: string, value: () => T | null | undefined | false): Promise<T>;
  /** Waits for a prompt that is not the last one seen. */
  prompt(): Promise<PromptState>;
  /**
   * Sends CTRL-C for another prompt, again where the shell has missed it (fish does while it draws or
   * changes the terminal's modes).
   */
  interrupt(): Promise<PromptState>;
  /** Types a line at the prompt, waits for the next one, and answers with the last block. */
  run(line: string): Promise<Block>;
  block(back?: number): Block;
  /** The lines of a block's output. */
  output(block: Block): string;
  close(): void;
}

export function startShell(kind: Kind, options: ShellOptions = {}): Shell {
  const home = realpathSync(mkdtempSync(join(tmpdir(), `hunch-${kind}-`)));
  for (const [name, text] of Object.entries(options.files ?? {})) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  // Fish would read all manual pages for its completions.
  mkdirSync(join(home, ".local/share/fish/generated_completions"), { recursive: true });
  const { cols = 80, rows = 24 } = options;
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? "/usr/bin:/bin",
    HOME: home,
    LANG: "C.UTF-8",
    TERM: "xterm-256color",
    XDG_CONFIG_HOME: join(home, ".config"),
    XDG_DATA_HOME: join(home, ".local/share"),
    XDG_RUNTIME_DIR: home,
    ...options.env,
  };
  const plain = { file: kind, args: options.args ?? [], env };
  const start = options.marks === false ? plain : injectInto(kind, { ...plain, nonce: NONCE });
  const pty = spawn(start.file, [...start.args], {
    name: "xterm-256color",
    cols,
    rows,
    cwd: home,
    env: { ...start.env },
    encoding: null,
  }) as PtyProcess & { write(text: string): void; kill(signal: string): void };
  const screen = createScreen({
    nonce: NONCE,
    shell: kind,
    cols,
    rows,
    foreground: () => pty.process,
  });
  let raw = "";
  let exited = false;
  let lastPrompt = 0;
  const waiting = new Set<() => void>();
  const look = () => {
    for (const check of [...waiting]) check();
  };
  screen.onAnswer = (data) => pty.write(data);
  const decoder = new TextDecoder();
  pty.onData((bytes) => {
    raw += decoder.decode(bytes, { stream: true });
    screen.time = Date.now();
    screen.write(Buffer.from(bytes));
    look();
  });
  pty.onExit(() => {
    exited = true;
    look();
  });
  const shell: Shell = {
    screen,
    home,
    raw: () => raw,
    exited: () => exited,
    send(text) {
      screen.sent += 1;
      pty.write(text);
    },
    resize(cols, rows) {
      screen.resize(cols, rows);
      pty.resize(cols, rows);
    },
    until(what, value) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(
            new Error(
              `Waited in vain for ${what}; the screen:\n${screen.text()}\n${JSON.stringify(screen.tracker.prompt)}`,
            ),
          );
        }, PATIENCE_MS);
        const check = () => {
          const found = value();
          if (found === null || found === undefined || found === false) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      });
    },
    async prompt() {
      const found = await shell.until("a prompt", () => {
        const { prompt } = screen.tracker;
        return prompt !== null && prompt.id > lastPrompt && prompt;
      });
      lastPrompt = found.id;
      return found;
    },
    async interrupt() {
      let sent = 1;
      shell.send("\x03");
      const again = setInterval(() => {
        sent++;
        shell.send("\x03");
      }, MISSED_MS);
      try {
        await shell.prompt();
      } finally {
        clearInterval(again);
      }
      if (sent > 1) {
        // One that was only late makes a further prompt: behind what is typed now there is none.
        shell.send("caught up");
        await shell.until("what is typed", () => screen.tracker.prompt?.before === "caught up");
        shell.send("\x15");
        await shell.until("an empty line", () => screen.tracker.prompt?.before === "");
        lastPrompt = screen.tracker.prompt?.id ?? lastPrompt;
      }
      return screen.tracker.prompt!;
    },
    async run(line) {
      shell.send(`${line}\r`);
      await shell.prompt();
      return shell.block();
    },
    block(back = 0) {
      const found = screen.tracker.blocks.at(-1 - back);
      if (found === undefined) throw new Error(`No block; the screen:\n${screen.text()}`);
      return found;
    },
    output(block) {
      const from = { line: block.outputLine, cell: 0 };
      return screen.port.text(from, { line: block.endLine, cell: 0 });
    },
    close() {
      // The kernel hangs up what it leaves behind.
      if (!exited) pty.kill("SIGKILL");
      rmSync(home, { recursive: true, force: true, maxRetries: 10 });
    },
  };
  return shell;
}

/** Runs a test with a shell and closes it. */
export function withShell(
  kind: Kind,
  options: ShellOptions,
  body: (shell: Shell) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const shell = startShell(kind, options);
    try {
      await body(shell);
    } finally {
      shell.close();
    }
  };
}
